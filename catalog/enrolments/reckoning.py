"""When a cover begins, what it costs, for how long: pure, of a level and a day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from providers.models import StartRule
from welfare.money import ZERO, rounded

MONTHS = 12
QUARTER = 3


class Priced(Protocol):
    """What a level says of its price."""

    fee: Decimal
    relative_fee: Decimal | None
    is_prorated: bool


def first_day(rule: str, on: datetime.date) -> datetime.date:
    """The first day of cover of who enrols on a day."""
    if rule == StartRule.AT_ONCE:
        return on
    if rule == StartRule.NEXT_YEAR:
        return datetime.date(on.year + 1, 1, 1)
    step = 1 if rule == StartRule.NEXT_MONTH else QUARTER - (on.month - 1) % QUARTER
    return months_after(on.replace(day=1), step)


def last_day(first: datetime.date) -> datetime.date:
    """The last day of the year that a cover is for."""
    return datetime.date(first.year, 12, 31)


def months_after(first: datetime.date, months: int) -> datetime.date:
    """The first of the month some months after that of a day; negative ones before."""
    count = first.year * MONTHS + first.month - 1 + months
    return datetime.date(count // MONTHS, count % MONTHS + 1, 1)


def paid_out_from(first: datetime.date, waiting_months: int) -> datetime.date:
    """The day from which a fund pays: the first of cover, or after the waiting months."""
    return months_after(first, waiting_months) if waiting_months else first


def prorated(fee: Decimal, first: datetime.date) -> Decimal:
    """The part of a year's fee for the months from a day on, the begun one included; half a cent goes up."""
    return rounded(fee * (MONTHS + 1 - first.month) / MONTHS)


@dataclass(frozen=True)
class Cost:
    """What a cover costs, in euro: for the person, for each relative, for how many."""

    person: Decimal
    relative: Decimal
    relatives: int

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.person + self.relative * self.relatives

    @property
    def of_relatives(self) -> Decimal:
        """What the relatives cost together."""
        return self.relative * self.relatives


def cost_of(level: Priced, relatives: int, first: datetime.date) -> Cost:
    """What a level costs from a day to the end of its year."""
    fees = (level.fee, level.relative_fee or ZERO)
    person, relative = (prorated(fee, first) if level.is_prorated else fee for fee in fees)
    return Cost(person, relative, relatives)


def yearly(level: Priced, relatives: int) -> Decimal:
    """What a level costs for a whole year."""
    return level.fee + (level.relative_fee or ZERO) * relatives


def month_of(day: datetime.date) -> datetime.date:
    """The first day of its month."""
    return day.replace(day=1)


def period_of(kind: str, year: int, number: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a month, quarter or year; `number` is the month, the quarter, or anything."""
    length = {"month": 1, "quarter": QUARTER, "year": MONTHS}[kind]
    begin = datetime.date(year, 1 if kind == "year" else (number - 1) * length + 1, 1)
    return begin, months_after(begin, length) - datetime.timedelta(days=1)


def sums_of(amounts: Sequence[Decimal]) -> Decimal:
    """The sum of some amounts."""
    return sum(amounts, ZERO)
