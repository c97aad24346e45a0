"""Taking and giving back the places of a slot: one conditional UPDATE each, over all organizations.

The row decides, not a count read before: two buyers of the last place cannot both get it, and nobody gets one that is
reserved for another organization (`reserved` is a part of the free ones; docs/decisions/0024).
"""

import uuid

from django.db.models import F

from providers.models import Slot


class SoldOut(Exception):
    """The slot has no place left, or takes no more bookings."""


class PlaceNotTaken(RuntimeError):
    """More places were given back than are taken: a defect of the caller."""


def take_place(slot_id: uuid.UUID, n: int = 1, *, of_reserve: int = 0) -> None:
    """Take `n` places of an open slot; raises SoldOut, and then takes none.

    `of_reserve` says how many of them its reserves give up, counted there already (`providers.reserves.use`).
    """
    check_number(n)
    others = F("capacity") - F("reserved") - (n - of_reserve)
    wanted = Slot.objects.filter(pk=slot_id, state=Slot.State.OPEN, taken__lte=others, reserved__gte=of_reserve)
    if not wanted.update(taken=F("taken") + n, reserved=F("reserved") - of_reserve):
        raise SoldOut(str(slot_id))


def free_place(slot_id: uuid.UUID, n: int = 1) -> None:
    """Give `n` places back, whatever the state of the slot."""
    check_number(n)
    if not Slot.objects.filter(pk=slot_id, taken__gte=n).update(taken=F("taken") - n):
        raise PlaceNotTaken(str(slot_id))


def check_number(n: int) -> None:
    """Refuse to take or free no place, or fewer."""
    if n < 1:
        raise ValueError("at least one place")
