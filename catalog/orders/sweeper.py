"""Every 15 seconds: send again what a broker lost. The rows are the outbox, tasks are only hints."""

from collections.abc import Callable, Iterable
from uuid import UUID

from celery import Task, shared_task
from celery.exceptions import SoftTimeLimitExceeded

from catalog.orders import calling_off, documents, sheets, slot_changes
from catalog.orders.tasks import call_off_bookings, render_sheet, render_voucher, tell_of_change, tell_waiting
from catalog.plans import grant_run
from catalog.plans.tasks import post_grant
from catalog.regulations import documents as regulation_documents
from catalog.regulations.tasks import render_version
from catalog.shelf import booklet
from catalog.shelf.tasks import make_booklet
from members.imports import carrying
from members.tasks import carry_import_on
from providers import waiting_due
from providers.applications import letters
from providers.applications.tasks import send_letter
from providers.models import SlotCancellation, SlotChange
from tenants import isolation, sweep
from tenants.identity import rounds
from tenants.identity.tasks import invite_everybody
from tenants.messages import sending
from tenants.messages.tasks import send_message
from tenants.models import Organization

AT_ONCE = 100
# Work of rooms above: its task, and how to find the rows that are due in the organization in force.
Pending = Callable[[int], Iterable[UUID]]
declared: list[tuple[Task, Pending]] = []


def declare(task: Task, pending: Pending) -> None:
    """Hand down what else is to be sent again; called once, as the process starts."""
    declared.append((task, pending))


@shared_task(name="catalog.orders.sweep")  # type: ignore[untyped-decorator, unused-ignore]
def sweep_everywhere() -> None:
    """The beat's task."""
    sweep_all()


def sweep_all() -> int:
    """Visit each active organization with one indexed query a table; returns how many tasks were sent.

    One that cannot be visited keeps none of the others waiting; its error is raised in the end.
    """
    sent, errors = 0, []
    for organization in sweep.active_organizations():
        try:
            sent += sweep_one(organization)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            errors.append(error)
    sent += sweep_shared()
    if errors:
        raise ExceptionGroup("some organizations could not be swept", errors)
    return sent


def sweep_shared() -> int:
    """What the registry knows of all organizations at once: slots cancelled or changed, and waiting lists."""
    due = SlotCancellation.objects.filter(calling_off.OUTBOX.due()).order_by("since")
    cancelled = list(due.values_list("slot__offer__provider__organization_id", "pk")[:AT_ONCE])
    for organization_id, slot_id in cancelled:
        call_off_bookings.delay(str(organization_id), str(slot_id))
    changes = SlotChange.objects.filter(slot_changes.OUTBOX.due()).order_by("since")
    changed = list(changes.values_list("slot__offer__provider__organization_id", "pk")[:AT_ONCE])
    for organization_id, change_id in changed:
        tell_of_change.delay(str(organization_id), str(change_id))
    waiting_due.move_due()
    news = waiting_due.news(AT_ONCE)
    for organization_id, reference in news:
        tell_waiting.delay(str(organization_id), str(reference))
    return len(cancelled) + len(changed) + len(news)


def sweep_one(organization: Organization) -> int:
    """Send what is due in one organization."""
    with isolation.enter(organization, reason="sweep"):
        vouchers, mails = documents.pending_ids(AT_ONCE), sending.pending_ids(AT_ONCE)
        grouped = sheets.pending_ids(AT_ONCE)
        imports, invitations = carrying.pending_ids(AT_ONCE), rounds.pending_ids()
        granted = grant_run.pending_ids(AT_ONCE)
        regulations, booklets = regulation_documents.pending_ids(AT_ONCE), booklet.pending_ids(AT_ONCE)
        applicants = letters.pending_ids(AT_ONCE)
        others = [(task, list(pending(AT_ONCE))) for task, pending in declared]
    send(render_voucher, organization, vouchers)
    send(render_sheet, organization, grouped)
    send(send_message, organization, mails)
    send(carry_import_on, organization, imports)
    send(invite_everybody, organization, invitations)
    send(post_grant, organization, granted)
    send(render_version, organization, regulations)
    send(make_booklet, organization, booklets)
    send(send_letter, organization, applicants)
    for task, keys in others:
        send(task, organization, keys)
    ours = (vouchers, grouped, mails, imports, invitations, granted, regulations, booklets, applicants)
    return sum(map(len, (*ours, *(keys for _, keys in others))))


def send(task: Task, organization: Organization, keys: Iterable[UUID]) -> None:
    """One task a row; running one twice does no harm, the row lets one process through."""
    for key in keys:
        task.delay(organization.key, str(key))
