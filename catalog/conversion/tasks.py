"""The envelopes of the work on windows: one task a day for each active organization."""

from celery import shared_task

from catalog.conversion import closing, reminding
from tenants.envelope import organization_task
from tenants.sweep import active_organizations

SOFT_LIMIT, HARD_LIMIT = 240, 270


@shared_task(name="catalog.conversion.go_through_everywhere")
def go_through_everywhere() -> None:
    """Send the day's work on windows to every active organization."""
    for organization in active_organizations():
        go_through_windows.delay(organization.key)


@organization_task(name="catalog.conversion.go_through_windows", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def go_through_windows() -> None:
    """Close the windows that are over, tell of those that begin, remind of those that end; safe to run twice."""
    try:
        closing.close_due()
    finally:
        reminding.tell_due()
