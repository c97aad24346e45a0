"""Closings as HR's pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.closing.models import Closing
from catalog.closing.preview import posted_for
from catalog.plans import residual_words
from catalog.plans.models import Budget, Plan, Residual
from catalog.plans.residual import BY_ITSELF, Part
from welfare.clock import today
from welfare.money import format_amount
from welfare.templatetags.kit import day

State = Closing.State
WAITING = (State.QUEUED, State.STARTED)


@dataclass(frozen=True)
class ShownBudget:
    """A budget, where its closing stands, and what went where."""

    budget: Budget
    closing: Closing | None
    parts: Sequence[Part] = ()

    @property
    def is_due(self) -> bool:
        """Whether it waits for HR to close it."""
        is_past = self.budget.expires_on < today() and self.budget.plan.state != Plan.State.DRAFT
        return is_past and self.closing is None and self.budget.residual not in BY_ITSELF

    @property
    def pill(self) -> tuple[str, str]:
        """Where it stands, in words, and the colour of that."""
        if self.closing is None:
            return (_("To be closed"), "warn") if self.is_due else (_("Running"), "neutral")
        if self.closing.state == State.FAILED:
            return _("Stopped"), "warn"
        return (_("Being closed"), "neutral") if self.closing.state in WAITING else (_("Closed"), "")

    @property
    def policy(self) -> str:
        """What becomes of the rest, to HR."""
        name = str(self.budget.get_residual_display())
        return f"{name}: {day(self.budget.carried_until)}" if self.budget.carried_until else name

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What went where."""
        return facts_of(self.parts, self.budget.unit)

    @property
    def people(self) -> str:
        """Of how many people."""
        n = self.closing.people_done if self.closing else 0
        return ngettext("%(n)d person had something left", "%(n)d people had something left", n) % {"n": n}

    @property
    def act(self) -> str:
        """When it was closed, and by whom."""
        if self.closing is None:
            return ""
        words = {"day": day(self.closing.closed_on), "name": str(self.closing.closed_by or "")}
        return (_("%(day)s, %(name)s") if self.closing.closed_by else _("%(day)s, by itself")) % words


def facts_of(parts: Iterable[Part], unit: str) -> list[tuple[str, str, str]]:
    """Sums as label, amount and the reason where it does not go where the policy says."""
    return [(residual_words.where(part), format_amount(part.amount, unit), residual_words.why(part)) for part in parts]


def shown_budgets(plan: Plan) -> list[ShownBudget]:
    """The budgets of a plan, the first to expire ahead; three queries."""
    budgets = sorted(plan.budgets.all(), key=lambda budget: (budget.expires_on, budget.name, budget.pk))
    for budget in budgets:
        budget.plan = plan
    closings = {row.budget_id: row for row in closings_of(budgets)}
    posted = posted_for([closing.pk for closing in closings.values()])
    return [
        ShownBudget(budget, closing, posted.get(str(closing.pk), ()) if closing else ())
        for budget, closing in ((budget, closings.get(budget.pk)) for budget in budgets)
    ]


def closings_of(budgets: Iterable[Budget]) -> QuerySet[Closing, Closing]:
    """The closings of some budgets, with who asked for them."""
    return Closing.objects.select_related("closed_by").filter(budget__in=list(budgets))


def shown(budget: Budget, closing: Closing | None) -> ShownBudget:
    """One budget with what its closing has posted so far."""
    parts = posted_for([closing.pk]).get(str(closing.pk), []) if closing else []
    return ShownBudget(budget, closing, parts)


def progress_of(closing: Closing) -> dict[str, Any]:
    """What the fragment shows of a closing that is under way."""
    words = {"done": closing.people_done, "all": closing.people}
    label = _("%(done)d of %(all)d people") % words if closing.people_done else _("The closing is about to begin")
    return {"closing": closing, "is_waiting": closing.state in WAITING, "label": label}


def why_not(budget: Budget) -> tuple[str, str]:
    """Why a budget cannot be closed today, and what holds instead."""
    if budget.plan.state == Plan.State.DRAFT:
        return _("This plan was never opened"), _("Nothing was granted of it, so there is nothing to close.")
    if budget.expires_on >= today():
        words = {"day": day(budget.expires_on)}
        return (
            _("It can still be spent until %(day)s") % words,
            _("Closing takes what is left from people, so it can be done from the day after. Come back then."),
        )
    return (
        _("It closes by itself the night after its last day"),
        {
            Residual.NEXT_YEAR: _("What is left stays with its people until the later day: nobody has to confirm it."),
            Residual.LOST: _("What is left is lost, as the plan says: nobody has to confirm it."),
        }[Residual(budget.residual)],
    )
