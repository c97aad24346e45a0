"""Today at a provider's: the slots that are on, who is expected, who has arrived, as far as one reaches them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count

from providers.bookings.models import Attendance
from providers.bookings.queries import Guest, coming_on
from providers.models import Provider, Slot
from tenants.isolation import Actor


@dataclass(frozen=True, slots=True)
class SlotToday:
    """A slot that is on today, with who comes and how many have arrived."""

    slot: Slot
    guests: list[Guest]
    arrived: int


def slots_on(provider: Provider, day: datetime.date, *, actor: Actor) -> list[SlotToday]:
    """The slots of a day that somebody comes to; three queries however many, one more for who is kept to branches."""
    reach = provider.reach
    on = Slot.objects.filter(reach.today(), offer__provider=provider, starts_on__lte=day, ends_on__gte=day)
    within = None if reach.is_whole else set(on.values_list("pk", flat=True))
    guests = coming_on(day, actor=actor, slots=within)
    keys = {guest.booking.slot_id for guest in guests if guest.booking.slot_id}
    arrived = arrived_on(day, keys) if keys else {}
    slots = Slot.objects.filter(pk__in=keys).select_related("offer").defer("offer__search", "offer__folded")
    return [
        SlotToday(slot, [guest for guest in guests if guest.booking.slot_id == slot.pk], arrived.get(slot.pk, 0))
        for slot in slots.order_by("offer__sort_title", "hours", "pk")
    ]


def arrived_on(day: datetime.date, slots: set[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many were marked as present on a day, by slot; one query."""
    present = Attendance.objects.filter(day=day, is_present=True, booking__slot_id__in=slots)
    return dict(present.order_by().values_list("booking__slot_id").annotate(n=Count("pk")))
