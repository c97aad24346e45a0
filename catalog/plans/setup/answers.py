"""Saving the answer of one step: only in a draft, only if the rules allow it, and the same twice as once."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalog.plans.models import Budget, BudgetAmount, Plan
from catalog.plans.setup import checks, drafts
from catalog.plans.setup.queries import plan_in_full
from catalog.plans.setup.refusals import NotADraft, Refusal, Refused
from catalog.plans.setup.steps import Place, Step
from tenants.audit import trail
from tenants.isolation import Actor

Write = Callable[[Plan, Budget | None], None]


def answer(place: Place, write: Write, *, actor: Actor) -> None:
    """Let `write` change the rows of one step, and mark the step as answered.

    Raises NotADraft when the plan was opened meanwhile, Refused when the rules do not allow what the step would then
    say: either way nothing is changed. Of two tabs the later one is kept.
    """
    with transaction.atomic():
        plan = lock_draft(place.plan)
        try:
            write(plan, place.budget)
        except ProtectedError as error:
            raise Refused([Refusal(place.step, _("Something depends on a source that you took out."))]) from error
        if place.budget is not None:
            mark(place.budget, place.step)
        now = renewed(place)
        found = tuple(checks.at(checks.Examination(now.plan), now))
        if found:
            raise Refused(found)
        trail.record(actor, "plan.terms", subject=str(place.plan.pk), details={"step": place.step.value})


def lock_draft(plan: Plan) -> Plan:
    """A draft as it is now, held until the end of the transaction; raises NotADraft when it is none any more."""
    draft = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk, state=Plan.State.DRAFT).first()
    if draft is None:
        raise NotADraft(f"plan {plan.pk}")
    return draft


def renewed(place: Place) -> Place:
    """The same place with its rows as they are now."""
    plan = plan_in_full(place.plan.pk)
    key = place.budget.pk if place.budget else None
    return Place(place.step, plan, next((each for each in plan.budgets.all() if each.pk == key), None))


def mark(budget: Budget, step: Step) -> None:
    """Note that a step was answered. Raises NotADraft when the budget was taken out meanwhile."""
    answered = Budget.objects.filter(pk=budget.pk).values_list("answered", flat=True).first()
    if answered is None:
        raise NotADraft(f"budget {budget.pk}")
    Budget.objects.filter(pk=budget.pk).update(answered=sorted({*answered, step.value}))


def write_name(terms: Mapping[str, Any]) -> Write:
    """Name and dates; the year is that of the first day."""

    def write(plan: Plan, _budget: Budget | None) -> None:
        Plan.objects.filter(pk=plan.pk).update(year=terms["starts_on"].year, **terms)

    return write


def write_sources(chosen: set[str]) -> Write:
    """Which sources the plan has."""

    def write(plan: Plan, _budget: Budget | None) -> None:
        drafts.choose_sources(plan, chosen)

    return write


def write_columns(columns: Mapping[str, Any]) -> Write:
    """Columns of a budget."""

    def write(_plan: Plan, budget: Budget | None) -> None:
        Budget.objects.filter(pk__in=[budget.pk] if budget else []).update(**columns)

    return write


def write_amounts(amounts: Mapping[int | None, Decimal]) -> Write:
    """How much for whom, by category; None is everybody."""

    def write(_plan: Plan, budget: Budget | None) -> None:
        BudgetAmount.objects.filter(budget=budget).delete()
        BudgetAmount.objects.bulk_create(
            BudgetAmount(budget=budget, category_id=category, amount=value) for category, value in amounts.items()
        )

    return write
