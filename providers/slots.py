"""Writing slots: opened, changed, closed, cancelled; never fewer places than are taken."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from providers import waiting
from providers.models import Fulfilment, Offer, Slot, SlotCancellation, SlotChange, Waiting
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now, today

DATES = ("starts_on", "ends_on")
SAME = (*DATES, "hours", "place")
SEEN_BY_BUYERS = (*SAME, "price")
WRITTEN = (*SEEN_BY_BUYERS, "capacity")
State = Slot.State
CANCELLABLE = (State.OPEN, State.CLOSED)
# Bookings whose people come, or have the voucher accepted already and come all the same.
STANDING = (Fulfilment.State.ISSUED, Fulfilment.State.ACCEPTED)
TOLD = ("hours", "place")
# An order that read the slot before the change has been committed by then, and is told with the others.
GRACE = datetime.timedelta(seconds=10)


class FewerThanTaken(Exception):
    """The places asked for are fewer than those already taken, or kept for organizations that reserved them."""

    def __init__(self, taken: int, reserved: int = 0) -> None:
        super().__init__(f"{taken} + {reserved}")
        self.taken, self.reserved = taken, reserved


class DatesTaken(Exception):
    """Somebody has a place on these dates, or waits for one: their voucher, or their turn, says so."""

    def __init__(self, taken: int, waiting: int) -> None:
        super().__init__(f"{taken} + {waiting}")
        self.taken, self.waiting = taken, waiting


class SameSlot(Exception):
    """The offer has these dates already, at the same hours and place."""


class WrongMove(Exception):
    """The slot is not in a state from which this can be done."""


@transaction.atomic
def open_slot(offer: Offer, fields: Mapping[str, Any], *, actor: Actor) -> Slot:
    """Open a slot of an offer with places.

    Raises SameSlot when one with the same dates, hours and place is there: the form was sent twice.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Offer.objects.select_for_update(no_key=True, of=("self",)).get(pk=offer.pk)
    same = Slot.objects.filter(offer=offer, **{name: fields[name] for name in SAME})
    if same.exclude(state=State.CANCELLED).exists():
        raise SameSlot
    slot = Slot.objects.create(offer=offer, **fields)
    trail.record(actor, "slot_opened", subject=f"slot:{slot.pk}", details={"capacity": slot.capacity})
    return slot


@transaction.atomic
def change_slot(
    slot: Slot, fields: Mapping[str, Any], *, actor: Actor, batch: uuid.UUID | None = None
) -> SlotChange | None:
    """Change a slot under its lock; dates only while nobody has a place. What is to be told of it, if anything.

    What a buyer has seen changes with the offer's revision. New places are kept for who waits, before anybody
    else can take them; who had booked is told of new hours or a new place, once for all slots of a `batch`.
    Raises FewerThanTaken, DatesTaken, WrongMove for one that is cancelled.
    """
    found = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if fields["capacity"] < found.taken + found.reserved:
        raise FewerThanTaken(found.taken, found.reserved)
    changed = {name for name, value in fields.items() if getattr(found, name) != value}
    if found.state == State.CANCELLED:
        raise WrongMove
    if changed & set(DATES):
        refuse_to_move(found)
    if not changed:
        return None
    Slot.objects.filter(pk=slot.pk).update(**fields)
    if changed & set(SEEN_BY_BUYERS):
        Offer.objects.filter(pk=found.offer_id).update(revision=F("revision") + 1)
    waiting.offer_places(slot.pk)
    trail.record(actor, "slot_changed", subject=f"slot:{slot.pk}", details={"fields": sorted(changed)})
    return to_be_told(found, fields, batch or uuid.uuid4()) if changed & set(TOLD) else None


def to_be_told(before: Slot, fields: Mapping[str, Any], batch: uuid.UUID) -> SlotChange | None:
    """Write the row by which who booked is told (`catalog.orders.slot_changes`); none for dates that are over."""
    if before.ends_on < today():
        return None
    return SlotChange.objects.create(
        slot=before,
        batch=batch,
        hours_before=before.hours,
        hours=fields.get("hours", before.hours),
        place_before=before.place,
        place=fields.get("place", before.place),
        since=now() + GRACE,
    )


def coming(*slots: Slot) -> int:
    """How many bookings of these slots stand, accepted beforehand or not; one query."""
    return Fulfilment.objects.filter(slot__in=slots, state__in=STANDING).count()


def refuse_to_move(slot: Slot) -> None:
    """Raise DatesTaken where moving the dates would move somebody with them (docs/decisions/0024), or kept places."""
    in_line, _offered = waiting.counts(slot.pk)
    if slot.taken or in_line or slot.reserved:
        raise DatesTaken(slot.taken + slot.reserved, in_line)


def facts_of(slot: Slot) -> dict[str, Any]:
    """What is written of a slot, as it stands."""
    return {name: getattr(slot, name) for name in WRITTEN}


@transaction.atomic
def close_slot(slot: Slot, *, actor: Actor) -> None:
    """Take no more bookings; those there are hold, and who waits stays in line. Raises WrongMove."""
    move(slot, State.OPEN, State.CLOSED, "slot_closed", actor)


@transaction.atomic
def reopen_slot(slot: Slot, *, actor: Actor) -> None:
    """Take bookings again, first of all from who waits. Raises WrongMove."""
    move(slot, State.CLOSED, State.OPEN, "slot_reopened", actor)
    waiting.offer_places(slot.pk)


@transaction.atomic
def cancel_slot(slot: Slot, reason: str, *, actor: Actor) -> SlotCancellation:
    """Cancel a slot: from now on nobody books it, and who waits for it waits no more. Raises WrongMove.

    The bookings that there are end one by one afterwards (`catalog.orders.slot_cancellation`); the row
    that is written here is what that work goes by.
    """
    # Under the lock an order either has its place already, and is counted, or finds the slot cancelled.
    found = waiting.lock_slot(slot.pk)
    if not can_be_cancelled(found):
        raise WrongMove
    if not Slot.objects.filter(pk=slot.pk, state__in=CANCELLABLE).update(state=State.CANCELLED):
        raise WrongMove
    waiting.end_all(found, Waiting.Reason.CANCELLED)
    people = booked(slot)
    trail.record(actor, "slot_cancelled", subject=f"slot:{slot.pk}", details={"people": people})
    return SlotCancellation.objects.create(slot=slot, reason=reason, people=people)


def can_be_cancelled(slot: Slot) -> bool:
    """Whether there is anything left to cancel: not yet cancelled, and not over."""
    return slot.state in CANCELLABLE and slot.ends_on >= today()


def booked(slot: Slot) -> int:
    """How many bookings of a slot could still be cancelled."""
    return Fulfilment.objects.filter(slot=slot, state=Fulfilment.State.ISSUED).count()


def move(slot: Slot, before: str, after: str, action: str, actor: Actor) -> None:
    """Move a slot from one state to another, once."""
    if not Slot.objects.filter(pk=slot.pk, state=before).update(state=after):
        raise WrongMove
    trail.record(actor, action, subject=f"slot:{slot.pk}")
