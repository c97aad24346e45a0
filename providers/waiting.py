"""Who waits for a place of a slot: nameless here, the first who came ahead, over all organizations.

Every move is a conditional UPDATE. All but the taking of an offered place are made under the slot's lock, so
that what is free and who is first cannot change in between. Lock order: slot, waiting. All of it
runs in the caller's transaction.
"""

import datetime
import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from providers import places, reserves
from providers.models import Offer, Slot, Waiting
from tenants import isolation
from tenants.models import Status
from welfare.clock import ROME, now

OFFERED_FOR = datetime.timedelta(hours=24)
SHORTEST = datetime.timedelta(hours=1)
State = Waiting.State
OPEN = (State.WAITING, State.OFFERED)


class PlacesLeft(Exception):
    """The slot has free places: there is nothing to wait for."""


class NothingToWaitFor(Exception):
    """The slot takes no bookings any more, or has begun."""


class NotOpen(Exception):
    """The waiting has come to its end, or is not where the move would begin."""


class OfferGone(Exception):
    """The place is not kept for this organization's person any more."""


def lock_slot(slot_id: uuid.UUID) -> Slot:
    """The slot with its offer, held until the transaction ends; raises Slot.DoesNotExist."""
    slots = Slot.objects.select_for_update(no_key=True, of=("self",))
    return slots.select_related("offer__provider__organization").defer("offer__search", "offer__folded").get(pk=slot_id)


def join(slot_id: uuid.UUID, reference: uuid.UUID) -> Waiting:
    """Put somebody of the organization in force at the end of a full slot's line.

    Raises PlacesLeft or NothingToWaitFor.
    """
    slot = lock_slot(slot_id)
    if not has_line(slot):
        raise NothingToWaitFor
    if slot.left + reserves.unused_of(slot.pk, isolation.current()) > 0:
        raise PlacesLeft
    return Waiting.objects.create(reference=reference, slot=slot, organization=isolation.current())


def has_line(slot: Slot) -> bool:
    """Whether somebody may still stand in line for a slot, full as it is: it takes bookings and has not begun."""
    return slot.state == Slot.State.OPEN and time_left(slot, now()) > datetime.timedelta(0)


def free(slot_id: uuid.UUID, n: int = 1) -> list[Waiting]:
    """Give `n` places back, and keep them at once for those who wait first: nobody else can take them meanwhile.

    What was of an organization's reserve is kept for its people again.
    """
    slot = lock_slot(slot_id)
    places.free_place(slot.pk, n)
    slot.taken -= n
    reserves.settle(slot)
    return offer_what_is_free(slot)


def offer_places(slot_id: uuid.UUID) -> list[Waiting]:
    """Keep what a slot has free for those who wait first; what was offered."""
    return offer_what_is_free(lock_slot(slot_id))


def offer_what_is_free(slot: Slot) -> list[Waiting]:
    """The same for a slot that is locked and read anew. People of suspended organizations are passed over.

    What is reserved goes to who waits first of its organization, the rest to who waits first of all.
    """
    at = now()
    if slot.left + slot.reserved < 1 or not is_offered(slot, at):
        return []
    of_reserve = first_of_reserves(slot)
    others = in_line(slot.pk).filter(organization__status=Status.ACTIVE).exclude(pk__in=[x.pk for x in of_reserve])
    first = [*of_reserve, *others[: slot.left]] if slot.left else of_reserve
    moved = Waiting.objects.filter(pk__in=[each.pk for each in first], state=State.WAITING)
    count = moved.update(state=State.OFFERED, offered_until=answer_by(slot, at), is_news=True) if first else 0
    if count:
        places.take_place(slot.pk, count, of_reserve=len(of_reserve))
        slot.taken += count
        slot.reserved -= len(of_reserve)
    return first


def first_of_reserves(slot: Slot) -> list[Waiting]:
    """Who waits first of the organizations that places are kept for; their reserves count them."""
    found: list[Waiting] = []
    for organization_id, unused in reserves.unused_by_organization(slot):
        own = in_line(slot.pk).filter(organization_id=organization_id, organization__status=Status.ACTIVE)
        theirs = list(own[:unused])
        if theirs:
            reserves.use(slot.pk, organization_id, len(theirs))
        found += theirs
    return found


def in_line(slot_id: uuid.UUID) -> QuerySet[Waiting]:
    """Who waits for a slot, the first who came ahead."""
    return Waiting.objects.filter(slot_id=slot_id, state=State.WAITING).order_by("since", "reference")


def is_offered(slot: Slot, at: datetime.datetime) -> bool:
    """Whether a free place of the slot could be confirmed now."""
    offer, organization = slot.offer, slot.offer.provider.organization
    is_bookable = offer.state == Offer.State.PUBLISHED and organization is not None and organization.is_active
    return is_bookable and slot.state == Slot.State.OPEN and time_left(slot, at) > datetime.timedelta(0)


def time_left(slot: Slot, at: datetime.datetime) -> datetime.timedelta:
    """How long until the first day begins in Italy; negative afterwards."""
    return datetime.datetime.combine(slot.starts_on, datetime.time(), tzinfo=ROME) - at


def answer_by(slot: Slot, at: datetime.datetime) -> datetime.datetime:
    """Until when a place offered now is kept: a day; near the beginning half of what is left, an hour at least.

    Never past the beginning, so that somebody else can still have it.
    """
    left = time_left(slot, at)
    lasts = OFFERED_FOR if left >= OFFERED_FOR else min(left, max(left / 2, SHORTEST))
    return at + lasts


def take_offered(reference: uuid.UUID, slot_id: uuid.UUID) -> None:
    """Turn an offered place into a booked one, once: it is counted in `taken` already. Raises OfferGone."""
    offered = Waiting.objects.filter(pk=reference, slot_id=slot_id, organization=isolation.current())
    if not offered.filter(state=State.OFFERED, offered_until__gt=now()).update(state=State.TAKEN, is_news=False):
        raise OfferGone


def is_open(reference: uuid.UUID) -> bool:
    """Whether somebody of the organization in force is still in line, or has a place kept."""
    own = Waiting.objects.filter(pk=reference, organization=isolation.current())
    return own.filter(state__in=OPEN).exists()


def leave(reference: uuid.UUID) -> list[Waiting]:
    """Somebody gives up waiting, or the place that is kept for them; what was offered to others. Raises NotOpen."""
    waiting = Waiting.objects.filter(organization=isolation.current())
    return end(waiting.filter(pk=reference), State.LEFT, is_news=False)


def withdraw(reference: uuid.UUID) -> list[Waiting]:
    """The person can no longer come: their place is kept for the next. Raises NotOpen."""
    return end(Waiting.objects.filter(pk=reference), State.ENDED, reason=Waiting.Reason.UNABLE, is_news=False)


def lapse(reference: uuid.UUID) -> list[Waiting]:
    """A place that was not confirmed in time is kept for the next. Raises NotOpen."""
    late = Waiting.objects.filter(pk=reference, state=State.OFFERED, offered_until__lte=now())
    return end(late, State.LAPSED, is_news=True)


def put_back(reference: uuid.UUID) -> list[Waiting]:
    """The organization was suspended before the person was told: they keep their turn, the next has the place."""
    untold = Waiting.objects.filter(pk=reference, state=State.OFFERED, is_news=True)
    return end(untold, State.WAITING, offered_until=None, is_news=False)


def end(waiting: QuerySet[Waiting], to: str, **fields: object) -> list[Waiting]:
    """Move one open waiting; the place that was kept goes to the next in line."""
    slot_id = waiting.values_list("slot_id", flat=True).first()
    if slot_id is None:
        raise NotOpen
    lock_slot(slot_id)
    if waiting.filter(state=State.OFFERED).update(state=to, **fields):
        return free(slot_id)
    if not waiting.filter(state=State.WAITING).update(state=to, **fields):
        raise NotOpen
    return []


def end_all(slot: Slot, reason: str) -> None:
    """End every open waiting of a slot that is locked: nobody is left to offer the kept places to."""
    own = Waiting.objects.filter(slot=slot)
    ended = {"state": State.ENDED, "reason": reason, "is_news": True}
    kept = own.filter(state=State.OFFERED).update(**ended)
    own.filter(state=State.WAITING).update(**ended)
    if kept:
        places.free_place(slot.pk, kept)


def position(waiting: Waiting) -> int:
    """The place in line, from 1; one query."""
    return in_line(waiting.slot_id).filter(since__lt=waiting.since).count() + 1


def counts(slot_id: uuid.UUID) -> tuple[int, int]:
    """How many wait for a slot, and for how many a place is kept; one query."""
    states = Waiting.objects.filter(slot_id=slot_id, state__in=OPEN).values_list("state", flat=True)
    found: Sequence[str] = list(states)
    return found.count(State.WAITING), found.count(State.OFFERED)


def claim_news(reference: uuid.UUID) -> Waiting | None:
    """The waiting whose last move is still to be told by the organization in force, for this caller alone; or None.

    Told in the same transaction, so that a killed worker leaves it to the next.
    """
    untold = Waiting.objects.filter(pk=reference, organization=isolation.current(), is_news=True)
    slot_id = untold.values_list("slot_id", flat=True).first()
    if slot_id is None:
        return None
    lock_slot(slot_id)
    found = untold.select_related("slot").first()
    return found if found and untold.update(is_news=False) else None
