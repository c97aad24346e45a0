"""A complaint about a service: written by the member, answered by the network's welfare office within its days.

Its text is sealed for the organization; the registry knows that one waits, not of whom (`tenants.reviews`). The
employer has no page that shows it.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from catalog.feedback.models import Complaint
from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from tenants import isolation, reviews
from tenants.audit.trail import record
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare import keys
from welfare.clock import now, today

KIND = PURPOSE = "complaint"
# The office answers within these days; the person reads the day.
DAYS_TO_ANSWER = 15
# Two years after it is closed its text is erased: the time in which a defect can be held against a seller
# (Codice del consumo, d.lgs. 206/2005 art. 133).
YEARS_KEPT = 2
State = Complaint.State


@dataclass(frozen=True)
class Found:
    """What the office answers."""

    outcome: Complaint.Outcome
    text: str


def send(order: Order, kind: Complaint.Kind, text: str, *, may_name: bool, actor: Actor) -> Complaint:
    """Send a complaint to the office; while one about the request is open, that one is the answer to a second."""
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(
                order=order, kind=kind, may_name=may_name, sealed_text=sealed(text),
                due_on=today() + datetime.timedelta(days=DAYS_TO_ANSWER),
            )  # fmt: skip
            reviews.ask(complaint.pk, KIND)
            record(actor, "complaint_sent", person_id=order.member.user_id, subject=str(complaint.pk))
            return complaint
    except IntegrityError:
        return Complaint.objects.get(order=order, state=State.OPEN)


def get_complaint_for(user: User, key: uuid.UUID) -> Complaint:
    """A complaint of the account's own; raises Http404 for any other."""
    mine = Complaint.objects.select_related("order__member").filter(pk=key, order__member__user=user)
    found = mine.first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def withdraw(complaint: Complaint, *, actor: Actor) -> bool:
    """Take a complaint back; False when the office was quicker."""
    if not move(complaint, State.WITHDRAWN):
        return False
    person = complaint.order.member.user_id
    record(actor, "complaint_withdrawn", person_id=person, subject=str(complaint.pk))
    return True


@transaction.atomic
def answer(complaint: Complaint, found: Found, *, actor: Actor) -> bool:
    """Write the office's answer and tell the member; False when a colleague was quicker or it was withdrawn."""
    fields = {"outcome": found.outcome, "sealed_answer": sealed(found.text)}
    if not move(complaint, State.ANSWERED, **fields):
        return False
    member = complaint.order.member
    record(actor, "complaint_answered", person_id=member.user_id, subject=str(complaint.pk))
    outbox.queue(member.user, "complaint_answered", reference=complaint.pk)
    return True


def move(complaint: Complaint, state: State, **fields: object) -> bool:
    """Move an open complaint to its end, once, and take it out of the office's queue."""
    still_open = Complaint.objects.filter(pk=complaint.pk, state=State.OPEN)
    if not still_open.update(state=state, closed_at=now(), **fields):
        return False
    reviews.close(complaint.pk)
    return True


def sealed(text: str) -> bytes:
    """A text as it is kept."""
    return keys.seal(PURPOSE, isolation.current().key, text)


def unsealed(kept: bytes | memoryview) -> str:
    """A kept text; empty once it is erased."""
    return keys.unseal(PURPOSE, isolation.current().key, bytes(kept)) if kept else ""


def erase_due() -> int:
    """Erase the texts of complaints that were closed two years before; how many."""
    before = now() - datetime.timedelta(days=365 * YEARS_KEPT)
    due = Complaint.objects.filter(erased_at__isnull=True, closed_at__lt=before)
    return due.update(sealed_text=b"", sealed_answer=b"", erased_at=now())


@prepares("complaint_answered", even_closed=True)
def answer_words(message: Message) -> dict[str, Any]:
    """The request and the complaint that the mail speaks of; what was answered stands on the page."""
    complaint = Complaint.objects.select_related("order").get(pk=str(message.reference))
    # Who cannot sign in any more reads it in the mail.
    answer = "" if message.recipient.is_active else unsealed(complaint.sealed_answer)
    return {"complaint": complaint, "shown": ShownOrder(complaint.order), "answer": answer}
