"""The envelopes of the work on credit: the posting of a grant, and the daily expiry."""

import uuid

from celery import shared_task

from catalog.plans import expiry, grant_run, grants
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="catalog.plans.post_grant", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def post_grant(grant_id: str) -> None:
    """Post one confirmed grant; safe to run twice, the row knows."""
    grant_run.carry_on(uuid.UUID(grant_id))


@shared_task(name="catalog.plans.expire_everywhere")
def expire_everywhere() -> None:
    """Send the expiry of lots to every active organization: one task each, so that none waits for another."""
    for organization in active_organizations():
        expire_lots.delay(organization.key)


@organization_task(name="catalog.plans.expire_lots")
def expire_lots() -> None:
    """Empty the lots of one organization that are past their day, give up grants nobody confirmed; safe to repeat."""
    expiry.expire_lots(today())
    grants.drop_old()
