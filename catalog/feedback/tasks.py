"""The envelopes of feedback: asking, dropping what ties an answer to a person, erasing old complaints."""

from celery import shared_task

from catalog.feedback import answering, asking, complaints
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today


@shared_task(name="catalog.feedback.ask_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def ask_everywhere() -> None:
    """Once a day: send each active organization its own task, so that none waits for another."""
    for organization in active_organizations():
        ask.delay(organization.key)


@organization_task(name="catalog.feedback.ask")
def ask() -> None:
    """Ask the people of one organization how services went; safe to run twice."""
    answering.forget_counted()
    complaints.erase_due()
    asking.ask_everybody(today())
