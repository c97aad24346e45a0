"""What a slot's page says besides who comes: who waits, and how far a cancellation has come."""

from dataclasses import dataclass

from providers import waiting
from providers.models import Slot, SlotCancellation, SlotReserve
from providers.slots import booked


@dataclass(frozen=True, slots=True)
class Line:
    """How many wait for a place, and for how many one is kept."""

    waiting: int
    kept: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A cancellation: what people are told, how many bookings there were and how many are left."""

    reason: str
    people: int
    left: int
    is_stuck: bool

    @property
    def done(self) -> int:
        """How many have been told and have their credit back."""
        return max(self.people - self.left, 0)


def line_of(slot: Slot) -> Line:
    """The waiting list as numbers; one query."""
    return Line(*waiting.counts(slot.pk))


def reserves_of(slot: Slot) -> list[SlotReserve]:
    """What is kept for whom, by name; one query."""
    live = SlotReserve.objects.filter(slot=slot, is_over=False)
    return list(live.select_related("organization").order_by("organization__name", "pk"))


def progress_of(slot: Slot) -> Progress | None:
    """The cancellation of a slot, if there is one; no query for a slot that is not cancelled."""
    if slot.state != Slot.State.CANCELLED:
        return None
    row = SlotCancellation.objects.filter(slot=slot).first()
    if row is None:
        return None
    return Progress(row.reason, row.people, booked(slot), row.work == SlotCancellation.Work.FAILED)
