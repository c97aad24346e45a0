"""Reading plans as the set-up needs them. The getter is the guard: what is not theirs is not found."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from catalog.plans.models import Plan
from welfare.clock import today

HR_ROLES = frozenset({"hr", "welfare_manager"})
IN_FULL = "budgets__amounts__category"


def plan_in_full(pk: UUID) -> Plan:
    """A plan with its budgets, their amounts and categories, or 404."""
    return get_object_or_404(Plan.objects.prefetch_related(IN_FULL), pk=pk)


def plan_for(user: Any, pk: UUID) -> Plan:
    """The same, if it is for this person to set up: who is of the network's office alone keeps base plans alone."""
    return get_object_or_404(plans_of(user).prefetch_related(IN_FULL), pk=pk)


def kept_plans(user: Any) -> QuerySet[Plan, Plan]:
    """The plans that somebody keeps with their budgets, newest year first."""
    return plans_of(user).prefetch_related("budgets").order_by("-year", "-starts_on", "name", "pk")


def plans_of(user: Any) -> QuerySet[Plan, Plan]:
    """The plans that somebody keeps."""
    return Plan.objects.all() if is_hr(user) else Plan.objects.filter(is_base=True)


def is_hr(user: Any) -> bool:
    """Whether somebody keeps the organization's own plans."""
    return bool(HR_ROLES & set(user.roles))


def last_plans() -> list[Plan]:
    """The organization's own plans of the newest year that had any: what next year's is copied from."""
    own = Plan.objects.filter(is_base=False).exclude(state=Plan.State.DRAFT).order_by("-year", "-starts_on", "name")
    newest = own.first()
    return list(own.filter(year=newest.year)[:5]) if newest else []


def plan_to_copy(pk: UUID) -> Plan:
    """One of the organization's own plans that was opened, in full, or 404."""
    opened = Plan.objects.filter(is_base=False).exclude(state=Plan.State.DRAFT)
    return get_object_or_404(opened.prefetch_related(IN_FULL), pk=pk)


def is_over(plan: Plan) -> bool:
    """Whether an open plan may be closed: its days are over, or it is a base plan, which gives nothing."""
    return plan.state == Plan.State.OPEN and (plan.is_base or plan.ends_on < today())
