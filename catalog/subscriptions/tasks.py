"""The envelopes of the work on subscriptions."""

from celery import shared_task

from catalog.subscriptions import nightly
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 540, 570


@shared_task(name="catalog.subscriptions.go_through_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def go_through_everywhere() -> None:
    """Early every morning: send each active organization its own task, so that none waits for another."""
    for organization in active_organizations():
        go_through.delay(organization.key)


@organization_task(name="catalog.subscriptions.go_through", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def go_through() -> None:
    """Draw what is due in one organization; what time or an error left is taken up an hour later."""
    nightly.go_through(today())
