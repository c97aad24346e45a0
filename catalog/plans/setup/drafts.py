"""Beginning a plan: from scratch, as last year's moved a year on, or from a base plan of the network."""

import datetime
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.plans.models import Budget, BudgetAmount, Plan, Source
from catalog.plans.setup import narrowing
from catalog.plans.setup.steps import WITH_AN_ACT, Step, steps_of
from catalog.plans.setup.terms import BudgetTerms, PlanTerms, columns_of, written
from members.models import Category
from tenants.audit import trail
from tenants.isolation import Actor


def begin(
    key: UUID,
    terms: PlanTerms,
    *,
    actor: Actor,
    previous: Plan | None = None,
    base: PlanTerms | None = None,
    is_base: bool = False,
) -> Plan:
    """Write a plan as a draft, in one transaction; `key` becomes its id, so that a repeat gives the first.

    What `terms` say counts as answered, for HR to look at and change; amounts of categories that the organization does
    not have are left out. `base` is kept as the limit of what the plan may be changed to.
    """
    with transaction.atomic():
        fields = {
            "name": terms.name,
            "year": terms.starts_on.year,
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "regulation": terms.regulation,
            "takes_nominations": terms.takes_nominations,
            "previous": previous,
            "base": written(base) if base else {},
            "is_base": is_base,
        }
        plan, is_new = Plan.objects.get_or_create(pk=key, defaults=fields)
        if is_new:
            write_budgets(plan, terms)
            trail.record(actor, "plan.create", subject=str(plan.pk))
    return plan


def write_budgets(plan: Plan, terms: PlanTerms) -> None:
    """The budgets of a new plan, with the amounts of the categories that there are."""
    named = {narrowing.category_key(category.name): category for category in Category.objects.all()}
    for budget in terms.budgets:
        row = Budget.objects.create(plan=plan, **columns_of(budget))
        amounts = [
            BudgetAmount(budget=row, category=named.get(narrowing.category_key(name)), amount=value)
            for name, value in budget.amounts.items()
            if name is None or narrowing.category_key(name) in named
        ]
        BudgetAmount.objects.bulk_create(amounts)
        row.answered = answered_by(row, bool(amounts))
        row.save(update_fields=["answered"])


def answered_by(budget: Budget, has_amounts: bool) -> list[str]:
    """The steps that a copied budget answers: all but amounts that it lacks, and an act that was never named."""
    lacking = set() if has_amounts else {Step.AMOUNTS}
    lacking |= {Step.ABOUT} if budget.source in WITH_AN_ACT and not budget.basis else set()
    return [step.value for step in steps_of(budget) if step not in lacking]


def within(terms: PlanTerms, first: datetime.date, last: datetime.date) -> PlanTerms:
    """Copied terms with the dates that HR gave the plan: windows that go beyond are cut to it."""
    cut = tuple(budget_within(budget, first, last) for budget in terms.budgets)
    return replace(terms, starts_on=first, ends_on=last, budgets=cut)


def budget_within(terms: BudgetTerms, first: datetime.date, last: datetime.date) -> BudgetTerms:
    """One budget's window cut to the plan's; what could not be used at all keeps its own, for the check to tell."""
    opens_on = None if terms.opens_on is None or terms.opens_on <= first else terms.opens_on
    expires_on = min(terms.expires_on, last)
    if expires_on < (opens_on or first):
        return terms
    carried = terms.carried_until and min(terms.carried_until, last)
    if carried is None or carried > expires_on:
        return replace(terms, opens_on=opens_on, expires_on=expires_on, carried_until=carried)
    return replace(terms, opens_on=opens_on)


def choose_sources(plan: Plan, chosen: set[str]) -> None:
    """Take out the budgets of a draft whose source is not chosen, and begin those that are new.

    Raises django.db.models.ProtectedError where something depends on one that would go.
    """
    plan.budgets.exclude(source__in=chosen).delete()
    held = set(plan.budgets.values_list("source", flat=True))
    limits = narrowing.limits_of(plan)
    for source in sorted(chosen - held):
        base = limits.budgets.get(source) if limits else None
        if base is None:
            begin_budget(plan, source)
        else:
            copied = within(PlanTerms("", plan.starts_on, plan.ends_on, "", (base,)), plan.starts_on, plan.ends_on)
            write_budgets(plan, copied)


def begin_budget(plan: Plan, source: str) -> Budget:
    """A budget with the name people would give it, usable throughout the plan; the rest is to be asked."""
    answered = [] if source in WITH_AN_ACT else [Step.ABOUT.value]
    fields: dict[str, Any] = {"name": usual_name(source, plan.year), "expires_on": plan.ends_on, "answered": answered}
    if source == Source.CURRENCY:
        # No code yet: the step asks for it.
        fields["unit"] = ""
    return Budget.objects.create(plan=plan, source=source, **fields)


def usual_name(source: str, year: int) -> str:
    """What people read on their balance, unless HR writes something better."""
    names = {
        Source.CONTRACT_CCNL: _("Contract %(year)s"),
        Source.COMPANY_AGREEMENT: _("Agreement %(year)s"),
        Source.COMPANY_REGULATION: _("Welfare %(year)s"),
        Source.VOLUNTARY: _("Plan %(year)s"),
        Source.PDR_CONVERSION: _("Bonus %(year)s"),
        Source.FRINGE: _("Fringe benefit %(year)s"),
        Source.RISTORNO: _("Ristorno %(year)s"),
        Source.CURRENCY: _("Currency %(year)s"),
    }
    return names[Source(source)] % {"year": year}
