"""Who came on a day of a slot, and who collected them; inside the provider's own schema.

Presence is no acceptance: a voucher is accepted by its code. What is kept here goes with the booking, 30
days after the slot ends.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.db import transaction

from providers.bookings.models import Attendance, Booking
from providers.bookings.queries import STANDING, Guest, opened, standing
from providers.models import Question
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from welfare import keys
from welfare.clock import now, today

PURPOSE = "attendance"
LONGEST = 80


class NotThatDay(ValueError):
    """The day is not one of the slot's, or has not come yet."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Present or absent (None: nobody has said yet), and who collected the person."""

    is_present: bool | None = None
    collector: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changed of a mark against what their page showed; None leaves what a colleague wrote since."""

    is_present: bool | None = None
    collector: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether there is anything to write."""
        return self.is_present is not None or self.collector is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the sheet."""

    guest: Guest
    mark: Mark

    @property
    def key(self) -> uuid.UUID:
        """What names the row in addresses and fields."""
        return self.guest.booking.fulfilment_id

    @property
    def may_collect(self) -> str:
        """What the family answered about who may collect."""
        return self.guest.person.answers.get(Question.PICK_UP, "")

    @property
    def is_accepted(self) -> bool:
        """Whether the voucher has been accepted."""
        return self.guest.booking.state == Booking.State.ACCEPTED


def sheet(slot_id: uuid.UUID, day: datetime.date, *, actor: Actor) -> list[Row]:
    """Who is expected at a slot with what was marked of a day, by name; the reading goes to the trail."""
    guests = opened(standing().filter(slot_id=slot_id), actor=actor, subject=f"slot:{slot_id}")
    marks = marks_on(day, [guest.booking.pk for guest in guests])
    return [Row(guest, marks.get(guest.booking.pk, Mark())) for guest in guests]


def marks_on(day: datetime.date, bookings: Sequence[int]) -> dict[int, Mark]:
    """What was marked of a day, by booking; one query."""
    rows = Attendance.objects.filter(booking__in=bookings, day=day)
    return {row.booking_id: Mark(row.is_present, collector_of(row)) for row in rows}


def collector_of(row: Attendance) -> str:
    """Who collected, opened; empty for nobody, or under a key that was withdrawn."""
    if not row.sealed_collector:
        return ""
    try:
        return keys.unseal(PURPOSE, isolation.current().key, bytes(row.sealed_collector))
    except InvalidToken:
        return ""


@transaction.atomic
def mark(slot_id: uuid.UUID, day: datetime.date, changes: Mapping[uuid.UUID, Change], *, actor: Actor) -> int:
    """Write who came, by fulfilment; again for the same day corrects it. Returns how many were written.

    Only people who are expected at this slot on this day, and only what was changed. Raises NotThatDay for a
    day to come.
    """
    if day > today():
        raise NotThatDay
    said = {key: change for key, change in changes.items() if change.is_said}
    rows = changed(expected(slot_id, day, said), day, said)
    if rows:
        Attendance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["booking", "day"],
            update_fields=["is_present", "sealed_collector", "marked_at"],
        )
        details = {"day": day.isoformat(), "people": len(rows)}
        trail.record(actor, "attendance_marked", subject=f"slot:{slot_id}", details=details)
    return len(rows)


def expected(slot_id: uuid.UUID, day: datetime.date, among: Iterable[uuid.UUID]) -> list[Booking]:
    """Those among these fulfilments who are expected on a day, held: of two who mark the second reads the first's."""
    here = Booking.objects.filter(slot_id=slot_id, state__in=STANDING, erased_at__isnull=True)
    here = here.filter(fulfilment_id__in=among, starts_on__lte=day, ends_on__gte=day)
    return list(here.select_for_update(no_key=True).order_by("pk"))


def changed(bookings: Sequence[Booking], day: datetime.date, said: Mapping[uuid.UUID, Change]) -> list[Attendance]:
    """The rows to write: what is there already with what was changed."""
    there = {row.booking_id: row for row in Attendance.objects.filter(booking__in=bookings, day=day)}
    # Who collected somebody says nothing while nobody has said whether they came.
    marked = [b for b in bookings if b.pk in there or said[b.fulfilment_id].is_present is not None]
    return [
        corrected(there.get(booking.pk) or Attendance(booking=booking, day=day), said[booking.fulfilment_id])
        for booking in marked
    ]


def corrected(row: Attendance, change: Change) -> Attendance:
    """A row with a change put on it; nobody collects who was absent."""
    if change.is_present is not None:
        row.is_present = change.is_present
    if change.collector is not None:
        row.sealed_collector = sealed_name(change.collector)
    if not row.is_present:
        row.sealed_collector = b""
    row.marked_at = now()
    return row


def sealed_name(collector: str) -> bytes:
    """Who collected, as it is kept; nothing for nobody."""
    name = collector.strip()[:LONGEST]
    return keys.seal(PURPOSE, isolation.current().key, name) if name else b""
