"""When the demo's slots are: relative to today, on Mondays, summers in June and July."""

import datetime

from catalog.demo.services import Run

WEEK = datetime.timedelta(days=7)


def monday_from(day: datetime.date) -> datetime.date:
    """The first Monday on or after a day."""
    return day + datetime.timedelta(days=-day.weekday() % 7)


def summer_start(today: datetime.date) -> datetime.date:
    """The first Monday of the next summer that can still be booked with calm."""
    this_year = monday_from(datetime.date(today.year, 6, 8))
    return this_year if today <= this_year - WEEK * 3 else monday_from(datetime.date(today.year + 1, 6, 8))


def christmas_start(today: datetime.date) -> datetime.date:
    """The first Monday of the next Christmas holidays."""
    this_year = monday_from(datetime.date(today.year, 12, 20))
    return this_year if today <= this_year - WEEK * 2 else monday_from(datetime.date(today.year + 1, 12, 20))


def first_days(run: Run, today: datetime.date) -> list[datetime.date]:
    """The first day of each slot of a run; `today` runs around the present day."""
    starts = {
        "summer": summer_start(today),
        "christmas": christmas_start(today),
        "weeks": monday_from(today + WEEK * 2),
        "today": today - datetime.timedelta(days=1),
    }
    return [starts[run.first] + WEEK * number for number in range(run.count)]


def gone_days(run: Run, today: datetime.date) -> list[datetime.date]:
    """Slots that are over, for the history: the four weeks that ended before this one."""
    if run.first not in ("summer", "weeks"):
        return []
    return [monday_from(today) - WEEK * number for number in (5, 4, 3, 2)]
