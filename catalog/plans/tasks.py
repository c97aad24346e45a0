"""The envelopes of the work on credit: the posting of a grant, and what HR is told of the months that are over."""

import uuid

from celery import shared_task

from catalog.plans import grant_run, telling
from tenants.envelope import organization_task
from tenants.sweep import active_organizations

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="catalog.plans.post_grant", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def post_grant(grant_id: str) -> None:
    """Post one confirmed grant; safe to run twice, the row knows."""
    grant_run.carry_on(uuid.UUID(grant_id))


@shared_task(name="catalog.plans.tell_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def tell_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in active_organizations():
        tell_months.delay(organization.key)


@organization_task(name="catalog.plans.tell_months", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def tell_months() -> None:
    """Write what HR may be told of one organization's months that are over; safe to run twice."""
    telling.tell_months()
