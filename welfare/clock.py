"""Dates as people in Italy live them."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime.datetime:
    """The present instant, aware."""
    return _pretended.get() or timezone.now()


def today() -> datetime.date:
    """The date in Europe/Rome, whatever zone the server is in."""
    return day_in_rome(now())


def day_in_rome(moment: datetime.datetime) -> datetime.date:
    """The date of a moment in Europe/Rome: what the database keeps is in UTC, where days begin later."""
    return moment.astimezone(ROME).date()


_pretended: ContextVar[datetime.datetime | None] = ContextVar("pretended", default=None)


@contextmanager
def pretend(day: datetime.date, at: datetime.time = datetime.time(10)) -> Iterator[None]:
    """Let it be another day, at a time in Rome: the demo's history and tests live on days gone by."""
    token = _pretended.set(datetime.datetime.combine(day, at, tzinfo=ROME))
    try:
        yield
    finally:
        _pretended.reset(token)


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Years completed on `day`; a birthday on 29 February is completed on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday
