"""Telling people what became of their waiting: a place is kept, it lapsed, the line has ended.

The shared row says what is still to be told; it is told, and the request follows, in one transaction.
"""

import uuid
from typing import Any

from django.db import transaction

from catalog.orders.models import WaitingRequest
from catalog.orders.telling import reference_of
from catalog.orders.waiting_shown import ShownWaiting, shown_waiting
from members.models import Member
from providers import waiting
from providers.models import Waiting
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import now, today

State = Waiting.State
# Mails by where the waiting stands.
KINDS = {State.OFFERED: "waiting_offered", State.LAPSED: "waiting_lapsed", State.ENDED: "waiting_ended"}


def tell(reference: uuid.UUID) -> list[Waiting]:
    """Tell a person of the organization in force the last news of their waiting, once.

    A place kept for somebody who can no longer come goes to the next in line: returned, for their
    organization to tell them.
    """
    with transaction.atomic(durable=True):
        found = waiting.claim_news(reference)
        if found is None:
            return []
        requests = WaitingRequest.objects.select_related("member__user", "relative")
        request = requests.filter(pk=reference).first()
        if found.state == State.OFFERED and (request is None or not can_come(request)):
            return pass_on(found, request)
        if found.state != State.OFFERED:
            close(reference)
        if request is not None:
            mail(request, KINDS[State(found.state)])
    return []


def can_come(request: WaitingRequest) -> bool:
    """Whether the person is still with the organization, and the relative still in the family."""
    member, relative = request.member, request.relative
    return member.may_use_credit(today()) and member.user.is_active and (relative is None or relative.closed_on is None)


def pass_on(found: Waiting, request: WaitingRequest | None) -> list[Waiting]:
    """Keep the place for the next, and end the waiting of who cannot come."""
    offered = waiting.withdraw(found.reference)
    close(found.reference)
    if request is not None:
        mail(request, KINDS[State.ENDED])
    return offered


def close(reference: uuid.UUID) -> None:
    """Note that a request has come to its end."""
    WaitingRequest.objects.filter(pk=reference, closed_at__isnull=True).update(closed_at=now())


def mail(request: WaitingRequest, kind: str) -> None:
    """Queue a mail to who waits; an account that was closed gets none.

    The same news a second time, a place offered anew after a suspension say, is told again.
    """
    member: Member = request.member
    if member.user.is_active:
        earlier = Message.objects.filter(recipient=member.user, kind=kind, reference=request.reference)
        earlier.filter(state__in=(Message.State.SENT, Message.State.FAILED)).delete()
        outbox.queue(member.user, kind, reference=request.reference)


@prepares("waiting_offered")
@prepares("waiting_lapsed")
@prepares("waiting_ended")
def waiting_words(message: Message) -> dict[str, Any]:
    """What a mail about waiting speaks of, as it stands when the mail goes out."""
    shown: ShownWaiting = shown_waiting(reference_of(message))
    return {"waiting": shown}
