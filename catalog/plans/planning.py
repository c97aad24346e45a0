"""Making a plan, opening it, and the words of its regulation."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from catalog.plans.models import Budget, Plan
from tenants.audit import trail
from tenants.isolation import Actor


@dataclass(frozen=True)
class BudgetTerms:
    """What a budget of a new plan is called, from which source, until when."""

    source: str
    name: str
    expires_on: datetime.date
    # Days for which a refund that comes after the expiry can be spent.
    refund_days: int = 0


@dataclass(frozen=True)
class PlanTerms:
    """What a new plan says."""

    name: str
    year: int
    starts_on: datetime.date
    ends_on: datetime.date
    regulation: str
    budgets: Sequence[BudgetTerms]


def create_plan(key: UUID, terms: PlanTerms, *, actor: Actor) -> Plan:
    """Write a plan and its budgets, in state draft; `key` becomes its id: a repeat gives the first."""
    with transaction.atomic():
        plan, is_new = Plan.objects.get_or_create(
            pk=key,
            defaults={
                "name": terms.name,
                "year": terms.year,
                "starts_on": terms.starts_on,
                "ends_on": terms.ends_on,
                "regulation": terms.regulation,
            },
        )
        if is_new:
            Budget.objects.bulk_create(budget_of(plan, budget) for budget in terms.budgets)
            trail.record(actor, "plan.create", subject=str(plan.pk))
    return plan


def budget_of(plan: Plan, terms: BudgetTerms) -> Budget:
    """A budget, not yet written."""
    return Budget(
        plan=plan,
        source=terms.source,
        name=terms.name,
        expires_on=terms.expires_on,
        refund_days=terms.refund_days,
    )


def open_plan(plan: Plan, *, actor: Actor) -> bool:
    """Open a draft: credit can be granted from now. False when it was not a draft any more."""
    with transaction.atomic():
        drafts = Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT)
        is_opened = bool(drafts.update(state=Plan.State.OPEN))
        if is_opened:
            trail.record(actor, "plan.open", subject=str(plan.pk))
    plan.refresh_from_db(fields=["state"])
    return is_opened


def write_regulation(plan: Plan, text: str, *, actor: Actor) -> None:
    """Change the text that members read."""
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(regulation=text)
        trail.record(actor, "plan.regulation", subject=str(plan.pk))
    plan.regulation = text
