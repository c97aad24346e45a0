"""The envelopes of the work on providers that people name."""

from uuid import UUID

from celery import shared_task

from catalog.nominations import ending
from catalog.orders import sweeper
from tenants import isolation
from tenants.envelope import organization_task
from tenants.models import Kind, Organization
from welfare.clock import today


@organization_task(name="catalog.nominations.tend")
def tend_nomination(key: str) -> None:
    """Give the credit of one back, or tell who waits that the provider has joined."""
    ending.tend_or_give_up(UUID(key))


@organization_task(name="catalog.nominations.tend_all", even_suspended=True)
def tend_all() -> None:
    """End and erase what is over in one organization; suspension does not make us keep people's data longer."""
    ending.tend_all(today())


@shared_task(name="catalog.nominations.tend_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def tend_everywhere() -> None:
    """Every night: send each organization that runs plans its own task, so that none waits for another."""
    for organization in Organization.objects.exclude(kind=Kind.SUPPLIER).order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            tend_all.delay(organization.key)


sweeper.declare(tend_nomination, ending.pending_ids)
