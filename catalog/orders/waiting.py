"""A member's waiting for a place: joined, left, confirmed; the shared half moves in `providers.waiting`.

No credit is held and no answer is kept while somebody waits. Lock order: slot, waiting, request.
"""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import transaction

from catalog.orders import conditions, refusals
from catalog.orders.models import Order, WaitingRequest
from catalog.orders.purchase import Choice, purchase_of
from catalog.orders.tasks import tell_waiting
from catalog.orders.waiting_news import close
from members.models import Member
from providers import waiting
from providers.models import Waiting
from tenants.audit.trail import record
from tenants.envelope import hint_after_commit
from tenants.isolation import Actor

STANDING = (Order.State.PLACED, Order.State.ACCEPTED)


def join(member: Member, choice: Choice, *, actor: Actor) -> WaitingRequest:
    """Put a beneficiary in line for a full slot; a second time finds the first's request.

    Raises a Refusal, PlacesLeft and AlreadyBooked among them, and Http404 for what is not there.
    """
    purchase = purchase_of(member, choice)
    if purchase.slot is None:
        raise refusals.SlotNeeded
    mine: dict[str, Any] = {"member": member, "relative": purchase.relative, "slot_id": purchase.slot.pk}
    found = standing_request(mine)
    if found is not None:
        return found
    with transaction.atomic(durable=True):
        conditions.check_waiting(purchase)
        if Order.objects.filter(**mine, state__in=STANDING).exists():
            raise refusals.AlreadyBooked(name=purchase.given_name)
        request, is_new = WaitingRequest.objects.get_or_create(**mine, closed_at=None)
        if is_new:
            stand_in_line(request)
            record(actor, "waiting_joined", person_id=member.user_id, subject=str(request.pk))
    return request


def standing_request(mine: dict[str, Any]) -> WaitingRequest | None:
    """The request that still stands for a person and a slot; one whose end was not told yet is closed here."""
    with transaction.atomic(durable=True):
        found = WaitingRequest.objects.filter(**mine, closed_at__isnull=True).first()
        if found is None:
            return None
        with suppress(waiting.NotOpen):
            # Not confirmed in time, and the sweep has not been there: who asks again begins anew.
            tell_soon(waiting.lapse(found.reference))
        if waiting.is_open(found.reference):
            return found
        close(found.reference)
        return None


def stand_in_line(request: WaitingRequest) -> None:
    """Write the shared half."""
    try:
        waiting.join(request.slot_id, request.reference)
    except waiting.PlacesLeft as error:
        raise refusals.PlacesLeft from error
    except waiting.NothingToWaitFor as error:
        raise refusals.SlotPast from error


def leave(request: WaitingRequest, *, actor: Actor) -> bool:
    """Give up waiting, or the place that is kept; False when it had come to an end already."""
    with transaction.atomic(durable=True):
        try:
            offered = waiting.leave(request.reference)
        except waiting.NotOpen:
            return False
        close(request.reference)
        record(actor, "waiting_left", person_id=request.member.user_id, subject=str(request.pk))
        tell_soon(offered)
    return True


def confirm(reference: uuid.UUID, slot_id: uuid.UUID) -> None:
    """Take the place that is kept, in the transaction of the order; raises PlaceGone."""
    try:
        waiting.take_offered(reference, slot_id)
    except waiting.OfferGone as error:
        raise refusals.PlaceGone from error
    close(reference)


def free_place(slot_id: uuid.UUID, n: int = 1) -> None:
    """Give places back in the transaction of what ends: they are kept for who waits first, if anybody does."""
    tell_soon(waiting.free(slot_id, n))


def tell_soon(offered: Iterable[Waiting]) -> None:
    """Let the organizations of these people tell them, once the transaction is committed; the rows know it, too."""
    for each in offered:
        hint_after_commit(tell_waiting, each.organization_id, each.reference)
