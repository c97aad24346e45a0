"""Dates as people in Italy live them."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime.datetime:
    """The present instant, aware."""
    return timezone.now()


def today() -> datetime.date:
    """The date in Europe/Rome, whatever zone the server is in."""
    return now().astimezone(ROME).date()


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Years completed on `day`; a birthday on 29 February is completed on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday
