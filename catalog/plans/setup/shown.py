"""The set-up as its pages show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.plans.models import Plan
from catalog.plans.setup.cost import Cost
from catalog.plans.setup.forms import AmountsForm, StepForm
from catalog.plans.setup.hints import hints_of
from catalog.plans.setup.refusals import Refusal
from catalog.plans.setup.steps import Place, Step, before, first_missing, index_of, path_of
from welfare.money import format_euro

QUESTIONS = {
    Step.NAME: gettext_lazy("What is it called, and for which days?"),
    Step.SOURCES: gettext_lazy("Where does the credit come from?"),
    Step.ABOUT: gettext_lazy("What do people call it?"),
    Step.AMOUNTS: gettext_lazy("How much does each person have?"),
    Step.SHARES: gettext_lazy("Who has less, and who has more?"),
    Step.AREAS: gettext_lazy("What can people use it for?"),
    Step.DATES: gettext_lazy("From when until when can it be used?"),
    Step.REST: gettext_lazy("What happens to what is left?"),
}


@dataclass(frozen=True)
class Mark:
    """A step in the list of all of them."""

    place: Place
    is_here: bool

    @property
    def label(self) -> str:
        """What it asks, and of which budget."""
        budget = self.place.budget
        return f"{budget.name}: {self.place.label}" if budget else str(self.place.label)


def question(places: Sequence[Place], form: StepForm) -> dict[str, Any]:
    """The context of one question's page."""
    place = form.place
    return {
        **progress(places, place),
        "form": form,
        "question": QUESTIONS[place.step],
        "hints": list(hints_of(place)),
        "is_amounts": isinstance(form, AmountsForm),
    }


def progress(places: Sequence[Place], place: Place) -> dict[str, Any]:
    """Where a page stands in its plan's set-up."""
    return {
        "plan": place.plan,
        "budget": place.budget,
        "number": index_of(places, place) + 1,
        "count": len(places),
        "back": before(places, place),
        "marks": [Mark(each, each.key == place.key) for each in places],
    }


def missing_step(plan: Plan) -> Mark:
    """Where a draft goes on."""
    return Mark(first_missing(path_of(plan)), is_here=False)


@dataclass(frozen=True)
class ShownRefusal:
    """A reason that keeps the plan from being opened, with the step that puts it right."""

    text: str
    label: str
    url: str


def shown_refusals(places: Iterable[Place], refusals: Iterable[Refusal]) -> list[ShownRefusal]:
    """Reasons with the way to their steps."""
    by_key = {place.key: place for place in places}
    found = [(refusal, by_key[refusal.step.value, refusal.budget]) for refusal in refusals]
    return [ShownRefusal(refusal.text, Mark(place, is_here=False).label, place.url) for refusal, place in found]


def facts_of(cost: Cost) -> list[tuple[Any, ...]]:
    """The figures of a preview, as a card."""
    return [
        (_("In all"), format_euro(cost.total)),
        (_("People who would have credit"), cost.people),
        (
            _("People who would have nothing"),
            cost.without,
            _("In service in the plan's year, and in no category with an amount.") if cost.without else "",
        ),
    ]


def deduction_facts(cost: Cost) -> list[tuple[Any, ...]]:
    """What the employer deducts, article by article."""
    found = cost.deduction
    facts: list[tuple[Any, ...]] = [
        (_("In full"), format_euro(found.full), _("TUIR art. 95: a contract, an agreement or a regulation binds you."))
    ]
    if found.limited:
        facts.append(
            (_("Within 5 per mille of labour cost"), format_euro(found.limited), _("TUIR art. 100: of your own will."))
        )
    if found.elsewhere:
        facts.append((_("Already given so by other plans of the year"), format_euro(found.elsewhere)))
    if found.limit is not None and (found.limited or found.elsewhere):
        facts.append((_("Your limit for the year"), format_euro(found.limit)))
    return facts
