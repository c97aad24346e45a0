"""Writing slots: opened, changed, closed; never fewer places than are taken."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from providers.models import Offer, Slot
from tenants.audit import trail
from tenants.isolation import Actor

DATES = ("starts_on", "ends_on")
SEEN_BY_BUYERS = (*DATES, "hours", "place")
State = Slot.State


class FewerThanTaken(Exception):
    """The places asked for are fewer than those already taken."""

    def __init__(self, taken: int) -> None:
        super().__init__(str(taken))
        self.taken = taken


class DatesTaken(Exception):
    """Somebody has a place on these dates: their voucher says so."""


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
    same = Slot.objects.filter(offer=offer, **{name: fields[name] for name in SEEN_BY_BUYERS})
    if same.exclude(state=State.CANCELLED).exists():
        raise SameSlot
    slot = Slot.objects.create(offer=offer, **fields)
    trail.record(actor, "slot_opened", subject=f"slot:{slot.pk}", details={"capacity": slot.capacity})
    return slot


@transaction.atomic
def change_slot(slot: Slot, fields: Mapping[str, Any], *, actor: Actor) -> None:
    """Change a slot under its lock; dates only while nobody has a place.

    What a buyer has seen changes with the offer's revision. Raises FewerThanTaken, DatesTaken.
    """
    found = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if fields["capacity"] < found.taken:
        raise FewerThanTaken(found.taken)
    changed = {name for name, value in fields.items() if getattr(found, name) != value}
    if found.taken and changed & set(DATES):
        raise DatesTaken
    if not changed:
        return
    Slot.objects.filter(pk=slot.pk).update(**fields)
    if changed & set(SEEN_BY_BUYERS):
        Offer.objects.filter(pk=found.offer_id).update(revision=F("revision") + 1)
    trail.record(actor, "slot_changed", subject=f"slot:{slot.pk}", details={"fields": sorted(changed)})


@transaction.atomic
def close_slot(slot: Slot, *, actor: Actor) -> None:
    """Take no more bookings; those there are hold. Raises WrongMove."""
    move(slot, State.OPEN, State.CLOSED, "slot_closed", actor)


@transaction.atomic
def reopen_slot(slot: Slot, *, actor: Actor) -> None:
    """Take bookings again. Raises WrongMove."""
    move(slot, State.CLOSED, State.OPEN, "slot_reopened", actor)


def move(slot: Slot, before: str, after: str, action: str, actor: Actor) -> None:
    """Move a slot from one state to another, once."""
    if not Slot.objects.filter(pk=slot.pk, state=before).update(state=after):
        raise WrongMove
    trail.record(actor, action, subject=f"slot:{slot.pk}")
