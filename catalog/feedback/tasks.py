"""The envelopes of feedback: asking, dropping what ties an answer to a person, erasing old complaints."""

from celery import shared_task

from catalog.feedback import answering, asking, complaints
from tenants import isolation
from tenants.envelope import organization_task
from tenants.models import Kind, Organization
from tenants.sweep import active_organizations
from welfare.clock import today


@shared_task(name="catalog.feedback.ask_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def ask_everywhere() -> None:
    """Once a day: send each organization its own tasks, so that none waits for another; the active ones ask, too."""
    for organization in Organization.objects.exclude(kind=Kind.SUPPLIER).order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            forget.delay(organization.key)
    for organization in active_organizations():
        ask.delay(organization.key)


@organization_task(name="catalog.feedback.forget", even_suspended=True)
def forget() -> None:
    """Drop and erase what is due in one organization; suspension does not make us keep people's data longer."""
    answering.forget_counted()
    complaints.erase_due()


@organization_task(name="catalog.feedback.ask")
def ask() -> None:
    """Ask the people of one organization how services went; safe to run twice."""
    asking.ask_everybody(today())
