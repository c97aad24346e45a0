"""Writing who comes, sealed for the provider's organization, and erasing it when it is done.

All of it works inside the provider's schema: `with enter(provider.organization, ...)`.
"""

import datetime
import json
import uuid
from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Case, F, Value, When

from providers.bookings.models import Attendance, Booking
from providers.models import Slot
from tenants import isolation
from welfare import keys
from welfare.clock import now, today

PURPOSE = "booking"
KEPT_FOR = datetime.timedelta(days=30)
ENDED = frozenset({Booking.State.ACCEPTED, Booking.State.CANCELLED, Booking.State.EXPIRED})


@dataclass(frozen=True)
class Person:
    """What the provider may know of a beneficiary, besides the age."""

    name: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def add_booking(
    *,
    fulfilment_id: uuid.UUID,
    offer_id: uuid.UUID,
    slot: Slot | None,
    name: str,
    age: int | None,
    answers: dict[str, str],
) -> None:
    """Write one beneficiary of one fulfilment in the provider's schema; one INSERT.

    `answers` maps codes of `providers.models.Question` to what the member wrote.
    """
    sealed = json.dumps({"name": name, "answers": answers})
    Booking.objects.create(
        fulfilment_id=fulfilment_id,
        offer_id=offer_id,
        slot_id=slot.pk if slot else None,
        starts_on=slot.starts_on if slot else None,
        ends_on=slot.ends_on if slot else None,
        sealed=keys.seal(PURPOSE, isolation.current().key, sealed),
        age=age,
        erase_after=slot.ends_on + KEPT_FOR if slot else None,
    )


def person_of(booking: Booking) -> Person:
    """Open a booking of the organization in force; an erased one has no name and no answers."""
    if not booking.sealed:
        return Person()
    try:
        opened = json.loads(keys.unseal(PURPOSE, isolation.current().key, bytes(booking.sealed)))
    except InvalidToken:
        # Sealed for another organization, or under a key withdrawn: nothing to show.
        return Person()
    return Person(opened["name"], opened["answers"])


def set_state(fulfilment_id: uuid.UUID, state: str) -> None:
    """Let a booking follow its fulfilment; without a slot its 30 days begin on the day it ends."""
    erase_after = today() + KEPT_FOR if state in ENDED else None
    Booking.objects.filter(fulfilment_id=fulfilment_id).update(
        state=state,
        erase_after=Case(When(slot_id__isnull=True, then=Value(erase_after)), default=F("erase_after")),
    )


def erase_due(on: datetime.date) -> int:
    """Erase names, ages, answers and attendance whose 30 days are over on `on`; returns how many bookings."""
    due = Booking.objects.filter(erased_at__isnull=True, erase_after__lte=on)
    with transaction.atomic():
        Attendance.objects.filter(booking__in=due).delete()
        return due.update(sealed=b"", age=None, erased_at=now())
