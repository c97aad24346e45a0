"""The network's welfare office and complaints: it enters an organization for one of them, and leaves a record."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import Http404

from catalog.feedback import complaints
from catalog.feedback.complaints import KIND, Found, State
from catalog.feedback.models import Complaint
from catalog.orders.shown import ShownOrder
from members.office import Officer, OwnFamily, family_marks
from tenants import isolation, reviews
from tenants.audit.trail import record
from tenants.models import Review
from welfare.clock import ROME, today

REASON = "look at a complaint"


@dataclass(frozen=True)
class Shown:
    """What the office reads of a complaint: the service, when, what was written, who (and whether to say so)."""

    complaint: Complaint
    order: ShownOrder
    person: str
    phone: str
    text: str
    last_four: str


@contextmanager
def opened(review: Review, by: Officer) -> Iterator[Complaint]:
    """A complaint that waits, inside its organization. Raises Http404, or OwnFamily."""
    # As the system: who looks at it is written below, where the member reads it (docs/decisions/0009).
    with isolation.enter(review.organization, reason=REASON):
        waiting = Complaint.objects.select_related("order__member__user", "order__voucher")
        complaint = waiting.filter(pk=review.pk, state=State.OPEN).first()
        if complaint is None:
            raise Http404
        member = complaint.order.member
        if by.marks & family_marks(member, member.user):
            raise OwnFamily
        yield complaint


def look_at(review: Review, by: Officer) -> Shown:
    """What the office reads; that it looked is written where the member reads it."""
    with opened(review, by) as complaint:
        order = complaint.order
        record(by.actor, "complaint_read", person_id=order.member.user_id, subject=str(complaint.pk))
        voucher = getattr(order, "voucher", None)
        return Shown(
            complaint,
            ShownOrder(order),
            order.member.user.full_name,
            order.snapshot["provider"]["phone"],
            complaints.unsealed(complaint.sealed_text),
            voucher.last_four if voucher else "",
        )


def answer(review: Review, by: Officer, found: Found) -> bool:
    """Write what the office found; False when somebody was quicker."""
    with opened(review, by) as complaint:
        return complaints.answer(complaint, found, actor=by.actor)


def due_of(review: Review) -> datetime.date:
    """The day by which the office answers: reckoned from the day on which it was sent."""
    return review.since.astimezone(ROME).date() + datetime.timedelta(days=complaints.DAYS_TO_ANSWER)


def is_late(review: Review) -> bool:
    """Whether that day is past."""
    return due_of(review) < today()


def count_waiting() -> int:
    """How many complaints wait for the office."""
    return reviews.waiting(KIND).count()


def get_waiting(key: uuid.UUID) -> Review:
    """One complaint that waits; raises Http404."""
    return reviews.get_waiting(KIND, key)
