"""The queue of the network's welfare office: which documents of which organization wait, and for how long."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from tenants import isolation
from tenants.models import Review, Status
from welfare.clock import now

OLDEST = ("since", "pk")
State = Review.State


def ask(key: uuid.UUID, kind: str) -> Review:
    """Put a document of the organization in force into the queue, in the transaction that writes it."""
    return Review.objects.create(pk=key, organization=isolation.current(), kind=kind, since=now())


def close(key: uuid.UUID) -> bool:
    """Take a document out of the queue; False when it was not there any more: somebody was quicker."""
    return bool(Review.objects.filter(pk=key, state=State.WAITING).update(state=State.CLOSED))


def waiting(kind: str) -> QuerySet[Review]:
    """What waits, of organizations that are active; sort it by OLDEST."""
    rows = Review.objects.filter(kind=kind, state=State.WAITING, organization__status=Status.ACTIVE)
    return rows.select_related("organization")


def get_waiting(kind: str, key: uuid.UUID) -> Review:
    """One document that waits; 404 when it is absent, or waits no more."""
    review = waiting(kind).filter(pk=key).first()
    if review is None:
        raise Http404
    return review
