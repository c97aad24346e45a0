"""The envelopes of closing: closings that go on, what happens every day, reminders."""

import uuid

from celery import shared_task

from catalog.closing import daily, reminders, run
from catalog.orders import sweeper
from catalog.plans import grants
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="catalog.closing.carry_on")
def carry_closing_on(closing_id: str) -> None:
    """Go on with one closing; safe to run twice, the row knows."""
    run.carry_on(uuid.UUID(closing_id))


@shared_task(name="catalog.closing.settle_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def settle_everywhere() -> None:
    """Once a day: send each active organization its own task, so that none waits for another."""
    for organization in active_organizations():
        settle_due.delay(organization.key)


@organization_task(name="catalog.closing.settle_due", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def settle_due() -> None:
    """Settle in one organization what is past its day, give up grants nobody confirmed; safe to run twice."""
    grants.drop_old()
    daily.settle_due(today())


@shared_task(name="catalog.closing.remind_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def remind_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in active_organizations():
        remind.delay(organization.key)


@organization_task(name="catalog.closing.remind", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def remind() -> None:
    """Remind the people of one organization of what is about to expire; safe to run twice."""
    reminders.remind(today())


sweeper.declare(carry_closing_on, run.pending_ids)
