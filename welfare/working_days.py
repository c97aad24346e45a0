"""Days on which offices work in Italy: not Saturdays, Sundays, national holidays (L. 260/1949 with its changes)."""

import datetime
from functools import cache
from typing import Any

import holidays

SATURDAY = 5
ONE_DAY = datetime.timedelta(days=1)


@cache
def national() -> Any:
    """The national holidays, reckoned year by year as they are asked for."""
    return holidays.country_holidays("IT")


def is_working(day: datetime.date) -> bool:
    """Whether an office is expected to be at work."""
    return day.weekday() < SATURDAY and day not in national()


def next_working_day(day: datetime.date) -> datetime.date:
    """The first working day after `day`: what is answered within one working day is answered by then."""
    following = day + ONE_DAY
    while not is_working(following):
        following += ONE_DAY
    return following
