"""The welfare office and disputes: it enters an organization for one of them, and leaves a record.

Nobody mediates for the own family: who the officer is, is compared as with certificates (`members.office`).
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import Http404

from catalog.quotes import conversing, disputes, queries
from catalog.quotes.disputes import Decision
from catalog.quotes.models import AskedProvider, RequestPhoto
from catalog.quotes.queries import Said, Written
from members.office import Officer, OwnFamily, family_marks
from providers.enquiries.services import Answer
from providers.quoting.models import Dispute, Side
from tenants import isolation
from tenants.audit.trail import record

REASON = "mediate in a dispute"


@dataclass(frozen=True)
class Shown:
    """What the office sees: who, what was agreed, what was said since. Not what was said before."""

    asked: AskedProvider
    name: str
    written: Written
    answer: Answer
    said: list[Said]
    photos: list[RequestPhoto]
    # Of the order in force: its state, in words.
    order_state: str


@contextmanager
def opened(dispute: Dispute, by: Officer) -> Iterator[AskedProvider]:
    """The member's side of a dispute, inside its organization. Raises Http404, or OwnFamily."""
    issuer = dispute.quote.issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise Http404
    # As the system: who looks at it is written below, where the member reads it (docs/decisions/0009).
    with isolation.enter(issuer, reason=REASON):
        rows = AskedProvider.objects.select_related("request__member__user", "request__relative", "order")
        asked = rows.filter(pk=dispute.quote_id).first()
        if asked is None:
            raise Http404
        member = asked.request.member
        if by.marks & family_marks(member, member.user):
            raise OwnFamily
        yield asked


def look_at(dispute: Dispute, by: Officer) -> Shown:
    """What the office sees of a dispute; that it looked is written where the member reads it."""
    with opened(dispute, by) as asked:
        note_reading(asked, by)
        return Shown(
            asked,
            asked.request.member.user.full_name,
            queries.written_of(asked.request),
            queries.answer_of(asked),
            queries.conversation(asked, of_dispute=True),
            list(asked.photos.order_by("number")),
            str(asked.order.get_state_display()) if asked.order else "",
        )


def note_reading(asked: AskedProvider, by: Officer) -> None:
    """Write that the office opened it."""
    record(by.actor, "dispute_read", person_id=asked.request.member.user_id, subject=str(asked.pk))


@contextmanager
def get_photo(dispute: Dispute, key: uuid.UUID, by: Officer) -> Iterator[RequestPhoto]:
    """A photo of a dispute, inside its organization; 404 for any other."""
    with opened(dispute, by) as asked:
        photo = asked.photos.filter(pk=key).first()
        if photo is None:
            raise Http404
        note_reading(asked, by)
        yield photo


def write(dispute: Dispute, text: str, by: Officer) -> None:
    """Say something to both sides. Raises OwnFamily, QuoteRefusal."""
    with opened(dispute, by):
        conversing.write(dispute.quote, Side.OFFICE, text, actor=by.actor, news="dispute_line", of_dispute=True)


def decide(dispute: Dispute, decision: Decision, by: Officer) -> None:
    """Write the outcome. Raises OwnFamily, QuoteRefusal."""
    with opened(dispute, by):
        disputes.decide(dispute, decision, actor=by.actor)
