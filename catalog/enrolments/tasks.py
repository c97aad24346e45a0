"""The envelopes of the work on enrolments: one task a day for each active organization."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from catalog.enrolments import pension, renewing
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 240, 270


@shared_task(name="catalog.enrolments.go_through_everywhere")
def go_through_everywhere() -> None:
    """Send the day's work on enrolments to every active organization."""
    for organization in active_organizations():
        go_through_enrolments.delay(organization.key)


@organization_task(name="catalog.enrolments.go_through", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def go_through_enrolments() -> None:
    """Renew or end what is past its day, pay the month's contributions, tell what comes; safe to run twice."""
    errors = []
    for work in (renewing.renew_due, pension.pay_due, renewing.tell_due):
        try:
            work(today())
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("not all of the day's work on enrolments was done", errors)
