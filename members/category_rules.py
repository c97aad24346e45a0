"""The rule of a category: who belongs to it, said of level, site, contract hours and seniority."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

MOST_HOURS = 60
MOST_YEARS = 60


class ReversedRule(ValueError):
    """A rule that begins after it ends: nobody could ever belong."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} ends before it begins")
        self.field = field


@dataclass(frozen=True, slots=True)
class Rule:
    """Who belongs to a category: all conditions hold, of a list any; a condition that is absent asks nothing.

    Contract hours are a week's; seniority is in completed years since the hiring, both ends included: from 2 to 4
    takes who has completed 2, 3 or 4. Whoever lacks what a condition asks for does not meet it.
    """

    levels: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None
    years_from: int | None = None
    years_to: int | None = None

    def __post_init__(self) -> None:
        for first, last, field in (
            (self.hours_from, self.hours_to, "hours_to"),
            (self.years_from, self.years_to, "years_to"),
        ):
            if first is not None and last is not None and last < first:
                raise ReversedRule(field)

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing: then it takes nobody, and people are put in by hand."""
        return self == NO_RULE

    def as_kept(self) -> dict[str, Any]:
        """The rule as its category keeps it: what it asks, no more."""
        values = {name: getattr(self, name) for name in self.__slots__}
        shaped = {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in shaped.items() if asks(value)
        }

    def matches(self, on: datetime.date) -> Q:
        """People who meet every condition on a day; nobody for an empty rule."""
        if self.is_empty:
            return Q(pk__in=[])
        found = Q()
        if self.levels:
            found &= Q(level__in=self.levels)
        if self.sites:
            found &= Q(site__in=self.sites)
        return found & self.of_hours() & self.of_seniority(on)

    def of_hours(self) -> Q:
        """Contract hours between the two ends."""
        found = Q()
        if self.hours_from is not None:
            found &= Q(contract_hours__gte=self.hours_from)
        if self.hours_to is not None:
            found &= Q(contract_hours__lte=self.hours_to)
        return found

    def of_seniority(self, on: datetime.date) -> Q:
        """Hired so long ago that the years between the two ends are completed on a day."""
        found = Q()
        if self.years_from is not None:
            found &= Q(hired_on__lte=years_before(on, self.years_from))
        if self.years_to is not None:
            found &= Q(hired_on__gt=years_before(on, self.years_to + 1))
        return found


NO_RULE = Rule()
SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "levels": tuple, "sites": tuple, "hours_from": Decimal, "hours_to": Decimal, "years_from": int, "years_to": int,
}  # fmt: skip


def asks(value: Any) -> bool:
    """Whether the value of a condition asks anything: zero hours or years do."""
    return value is not None and value != ()


def rule_from(kept: Mapping[str, Any]) -> Rule:
    """The rule that a category keeps."""
    shaped: dict[str, Any] = {
        name: SHAPES[name](value) for name, value in kept.items() if name in SHAPES and value is not None
    }
    return Rule(**shaped)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The last day on which somebody was hired who has completed `years` on `day` (as `clock.age_on` counts)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
