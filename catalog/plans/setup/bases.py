"""The network's base plans, as its members read them: through isolation, with a record in the network's trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from catalog.plans.models import Plan
from catalog.plans.setup.terms import PlanTerms, terms_of
from tenants import isolation, migration_state
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from welfare.clock import today

REASON = "read the base plans"


@dataclass(frozen=True)
class BasePlan:
    """A published base plan: its id in the network's schema, its terms."""

    id: UUID
    terms: PlanTerms


def network_of(organization: Organization) -> Organization | None:
    """The network whose base plans an organization may begin from, if it is there to be read."""
    parent: Organization | None = organization.parent
    if parent is None or parent.kind != Kind.NETWORK or not parent.is_active or migration_state.is_behind(parent):
        return None
    return parent


def published(organization: Organization, *, actor: Actor) -> list[BasePlan]:
    """The base plans of the organization's network whose days are not over, newest first."""
    network = network_of(organization)
    if network is None:
        return []
    with inside(network, actor):
        return [BasePlan(plan.pk, terms_of(plan)) for plan in in_force()]


def base_plan(organization: Organization, key: UUID, *, actor: Actor) -> BasePlan | None:
    """One of them; None for what is not published, or not of this network."""
    network = network_of(organization)
    if network is None:
        return None
    with inside(network, actor):
        plan = in_force().filter(pk=key).first()
        return BasePlan(plan.pk, terms_of(plan)) if plan else None


@contextmanager
def inside(network: Organization, actor: Actor) -> Iterator[None]:
    """The network's schema; who enters leaves a record in its trail (docs/decisions/0009)."""
    with transaction.atomic(), isolation.enter(network, actor=actor, reason=REASON):
        yield


def in_force() -> QuerySet[Plan, Plan]:
    """Published base plans of the organization in force, with their budgets, amounts and categories."""
    found = Plan.objects.filter(is_base=True, state=Plan.State.OPEN, ends_on__gte=today())
    return found.prefetch_related("budgets__amounts__category").order_by("-starts_on", "name", "pk")
