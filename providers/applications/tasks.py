"""The envelopes of the work on applications."""

import uuid

from celery import shared_task

from providers.applications import lapsing, letters
from tenants import isolation
from tenants.envelope import organization_task
from tenants.models import Organization

SOFT_LIMIT, HARD_LIMIT = 20, 30


@organization_task(name="providers.applications.send_letter", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def send_letter(letter_id: str) -> None:
    """Send one letter; safe to run twice, the row knows."""
    letters.send(uuid.UUID(letter_id))


@organization_task(name="providers.applications.lapse", even_suspended=True)
def lapse() -> None:
    """Close what nobody sent, and erase what is no longer needed, in one organization.

    Suspension does not make us keep people's data longer.
    """
    lapsing.lapse()


@shared_task(name="providers.applications.lapse_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def lapse_everywhere() -> None:
    """Once a day: send each organization that takes applications its own task."""
    for organization in Organization.objects.filter(kind__in=("network", "territory")).order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            lapse.delay(organization.key)
