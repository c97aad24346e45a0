"""Reserving places of a slot, or of all slots of a series, for one organization; giving them back on their day.

Lock order: slots by key, reserve, waiting. What is free after a change is kept for who waits first, at once.
"""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from providers import places, reserves, waiting
from providers.models import Slot, SlotReserve
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Kind, Organization, Status
from welfare.clock import today

# Whose people book: networks and suppliers run no plan.
BOOKING = (Kind.COMPANY, Kind.COOPERATIVE)
AT_ONCE = 200


class TooFewFree(Exception):
    """A slot has fewer free places than would be kept."""

    def __init__(self, slot: Slot, free: int) -> None:
        super().__init__(f"{slot.pk}: {free}")
        self.slot, self.free = slot, free


class NotBookable(Exception):
    """The dates are cancelled, or have begun by the day on which the places would go back to all."""


def organizations() -> list[Organization]:
    """For whom places can be kept, by name."""
    return list(Organization.objects.filter(kind__in=BOOKING, status=Status.ACTIVE).order_by("name", "pk"))


@transaction.atomic
def reserve(
    slots: Sequence[Slot], organization: Organization, *, seats: int, until: datetime.date, actor: Actor
) -> list[SlotReserve]:
    """Keep the first `seats` places of an organization in each of these slots until a day, or in none of them.

    Places that its people have already count among them; a reserve that is there is changed. Raises TooFewFree with
    the first slot that cannot, NotBookable.
    """
    made = [_reserve(waiting.lock_slot(key), organization, seats, until) for key in sorted(slot.pk for slot in slots)]
    for each in made:
        details = {"seats": seats, "until": until.isoformat(), "organization": organization.key}
        trail.record(actor, "places_reserved", subject=f"slot:{each.slot_id}", details=details)
    return made


def _reserve(slot: Slot, organization: Organization, seats: int, until: datetime.date) -> SlotReserve:
    if slot.state == Slot.State.CANCELLED or slot.starts_on <= today() or until > slot.starts_on:
        raise NotBookable
    live = SlotReserve.objects.filter(slot=slot, organization=organization, is_over=False)
    same = live.filter(seats=seats, until=until).first()
    if same is not None:
        # The form was sent twice.
        return same
    _give_up(SlotReserve.objects.filter(slot=slot, organization=organization), slot)
    taken = min(seats, reserves.places_of(slot.pk, organization.pk))
    made = SlotReserve(slot=slot, organization=organization, seats=seats, taken=taken, until=until)
    if made.unused > slot.left:
        raise TooFewFree(slot, slot.left + taken)
    made.save(force_insert=True)
    Slot.objects.filter(pk=slot.pk).update(reserved=F("reserved") + made.unused)
    slot.reserved += made.unused
    # Fewer than before: what is free again goes to who waits first.
    waiting.offer_what_is_free(slot)
    return made


@transaction.atomic
def give_back(slot: Slot, reserve_id: uuid.UUID, *, actor: Actor) -> bool:
    """Give what a reserve of a slot keeps back to all, at its provider's wish; False when it is over already."""
    locked = waiting.lock_slot(slot.pk)
    if not _give_up(SlotReserve.objects.filter(pk=reserve_id, slot=locked), locked):
        return False
    trail.record(actor, "reserve_given_back", subject=f"slot:{slot.pk}")
    waiting.offer_what_is_free(locked)
    return True


def _give_up(mine: QuerySet[SlotReserve], slot: Slot) -> int:
    """End live reserves of a locked slot; how many."""
    live = list(mine.filter(is_over=False))
    unused = sum(each.unused for each in live)
    if live:
        SlotReserve.objects.filter(pk__in=[each.pk for each in live]).update(is_over=True)
        Slot.objects.filter(pk=slot.pk).update(reserved=F("reserved") - unused)
        slot.reserved -= unused
    return len(live)


def due(limit: int) -> list[uuid.UUID]:
    """Slots with reserves whose day has come."""
    late = SlotReserve.objects.filter(is_over=False, until__lte=today()).order_by("until")
    return list(dict.fromkeys(late.values_list("slot_id", flat=True)[:limit]))


def release(slot_id: uuid.UUID) -> None:
    """Give back to all what the reserves of a slot keep whose day has come: who waits first has them first."""
    release_locked(waiting.lock_slot(slot_id))


def release_locked(slot: Slot) -> None:
    """The same for a slot that is locked and read anew."""
    if _give_up(SlotReserve.objects.filter(slot=slot, until__lte=today()), slot):
        waiting.offer_what_is_free(slot)


def take(slot: Slot, n: int = 1) -> None:
    """Take `n` places for people of the organization in force, what is kept for them first; raises SoldOut.

    `slot` may be as it was read earlier in the transaction: the rows decide. One UPDATE where nothing is reserved;
    a reserve whose day has come is given back here, before the sweep, but to who waits first.
    """
    if not slot.left_of_own:
        try:
            places.take_place(slot.pk, n)
        except places.SoldOut:
            if not slot.reserved:
                raise
        else:
            return
    locked = waiting.lock_slot(slot.pk)
    release_locked(locked)
    used = reserves.use(slot.pk, isolation.current().pk, n)
    places.take_place(slot.pk, n, of_reserve=used)
