"""Weeks of a camp written at once: planned, shown, written; changed all together later. All or nothing."""

import datetime
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from providers import slots
from providers.models import Offer, Slot
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today

# A school year.
MOST_WEEKS = 40
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """The days of one week of a series."""

    starts_on: datetime.date
    ends_on: datetime.date


@dataclass(frozen=True)
class Planned:
    """A week as it is to be written; `price` None: the offer's."""

    week: Week
    capacity: int
    price: Decimal | None = None


class SameWeek(Exception):
    """The offer has one of these weeks already, at the same hours and place: nothing is written."""

    def __init__(self, week: Week) -> None:
        super().__init__(week.starts_on.isoformat())
        self.week = week


class RefusedWeek(Exception):
    """One week cannot be changed as asked: none is. `because` is what `providers.slots` raises."""

    def __init__(self, slot: Slot, because: Exception) -> None:
        super().__init__(f"{slot.pk}: {because!r}")
        self.slot, self.because = slot, because


def weeks_from(first_day: datetime.date, number: int, weekdays: Collection[int]) -> list[Week]:
    """The weeks that begin with the one of `first_day`, from their first to their last weekday (Monday is 0).

    Days before `first_day` are left out, and a week of which none is left. Raises ValueError for no weekday, no week or
    more than a school year.
    """
    if not weekdays or not 1 <= number <= MOST_WEEKS:
        raise ValueError("no weekday, or a number of weeks out of range")
    monday = first_day - datetime.timedelta(days=first_day.weekday())
    found = (days_of(monday + WEEK * count, weekdays, first_day) for count in range(number))
    return [Week(days[0], days[-1]) for days in found if days]


def days_of(monday: datetime.date, weekdays: Collection[int], first_day: datetime.date) -> list[datetime.date]:
    """The days of one week, from a first day on."""
    days = (monday + datetime.timedelta(days=number) for number in sorted(weekdays))
    return [day for day in days if day >= first_day]


@transaction.atomic
def write(
    offer: Offer, planned: Sequence[Planned], *, hours: str, place: str, actor: Actor, series: uuid.UUID | None = None
) -> list[Slot]:
    """Open all of these weeks as one series, or add them to one that is there; none where one is there already.

    Raises SameWeek: the form was sent twice, or the weeks overlap what was written before.
    """
    series = series or uuid.uuid4()
    return [_opened(offer, each, {"hours": hours, "place": place}, series, actor) for each in planned]


def _opened(offer: Offer, planned: Planned, shared: Mapping[str, Any], series: uuid.UUID, actor: Actor) -> Slot:
    week = planned.week
    fields = {"starts_on": week.starts_on, "ends_on": week.ends_on, "capacity": planned.capacity, **shared}
    try:
        return slots.open_slot(offer, fields | {"price": planned.price, "series": series}, actor=actor)
    except slots.SameSlot as error:
        raise SameWeek(week) from error


@transaction.atomic
def change_all(series: Sequence[Slot], fields: Mapping[str, Any], *, actor: Actor) -> int:
    """Write what is given of hours, place, capacity and price to these weeks of a series, or to none; how many.

    Locked in the order of their keys; who booked several is told once. Raises RefusedWeek with the first that cannot.
    """
    batch = uuid.uuid4()
    for slot in sorted(series, key=lambda slot: slot.pk):
        try:
            slots.change_slot(slot, {**slots.facts_of(slot), **fields}, actor=actor, batch=batch)
        except (slots.FewerThanTaken, slots.WrongMove) as error:
            raise RefusedWeek(slot, error) from error
    trail.record(actor, "series_changed", subject=f"offer:{series[0].offer_id}", details={"fields": sorted(fields)})
    return len(series)


def to_come(offer: Offer, series: uuid.UUID) -> list[Slot]:
    """The weeks of a series that have not begun and are not cancelled, by date."""
    mine = Slot.objects.filter(offer=offer, series=series, starts_on__gt=today())
    return list(mine.exclude(state=Slot.State.CANCELLED).order_by("starts_on", "pk"))


def by_series(found: Sequence[Slot]) -> Iterator[tuple[uuid.UUID | None, list[Slot]]]:
    """Slots by their series, in the order of each one's first; those without one come last."""
    series: dict[uuid.UUID | None, list[Slot]] = {}
    for slot in found:
        series.setdefault(slot.series, []).append(slot)
    yield from sorted(series.items(), key=lambda item: item[0] is None)
