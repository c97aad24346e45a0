"""The nightly envelopes of quotes: what expires, what closes, what is erased."""

from celery import shared_task

from catalog.quotes import closing
from tenants import isolation
from tenants.envelope import organization_task
from tenants.models import Organization
from welfare.clock import today


@organization_task(name="catalog.quotes.tend", even_suspended=True)
def tend_quotes() -> None:
    """End and erase what is over in one organization; suspension does not make us keep people's data longer."""
    closing.tend(today())


@shared_task(name="catalog.quotes.tend_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def tend_everywhere() -> None:
    """Once a day: send each organization that runs plans its own task."""
    for organization in Organization.objects.exclude(kind="supplier").order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            tend_quotes.delay(organization.key)
