"""Which dates a person's record may hold."""

import datetime

from welfare import clock

OLDEST = 120
FIRST_HIRING = datetime.date(1940, 1, 1)


def in_a_year() -> datetime.date:
    """The last day that hirings and leavings may name."""
    return clock.today() + datetime.timedelta(days=366)


def is_too_old(born: datetime.date) -> bool:
    """Whether nobody born that day is alive."""
    return born.year < clock.today().year - OLDEST
