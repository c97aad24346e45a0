"""When the demo's slots are: relative to today, on Mondays, summers in June and July."""

import datetime

from catalog.demo.services import Run

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(weeks=1)
YEAR = datetime.timedelta(days=365)


def monday_from(day: datetime.date) -> datetime.date:
    """The first Monday on or after a day."""
    return day + datetime.timedelta(days=-day.weekday() % 7)


def history_start(today: datetime.date) -> datetime.date:
    """The first day that the demo remembers: the beginning of this month a year ago."""
    return datetime.date(today.year - 1, today.month, 1)


def month_starts(today: datetime.date) -> list[datetime.date]:
    """The first day of each month that the demo remembers, this month's the last."""
    first = history_start(today)
    months = [first.month - 1 + number for number in range(13)]
    return [datetime.date(first.year + month // 12, month % 12 + 1, 1) for month in months]


def summer_of(year: int) -> datetime.date:
    """The first Monday of a year's summer camps, when schools have closed."""
    return monday_from(datetime.date(year, 6, 8))


def christmas_of(year: int) -> datetime.date:
    """The first Monday of a year's Christmas holidays."""
    return monday_from(datetime.date(year, 12, 20))


def seasons(of_year: list[datetime.date], today: datetime.date, count: int) -> list[datetime.date]:
    """The weeks of the seasons that began in the last year, and of the next one."""
    known = [first for first in of_year if first >= history_start(today)]
    coming = [first for first in known if first > today]
    listed = [first for first in known if first <= today] + coming[:1]
    return [first + WEEK * number for first in listed for number in range(count)]


def first_days(run: Run, today: datetime.date) -> list[datetime.date]:
    """The first day of every slot of a run, those gone by included, in order."""
    years = [today.year + number for number in (-1, 0, 1)]
    if run.first == "summer":
        return seasons([summer_of(year) for year in years], today, run.count)
    if run.first == "christmas":
        return seasons([christmas_of(year) for year in years], today, run.count)
    start, step = (today - DAY, WEEK) if run.first == "today" else (monday_from(today + 2 * WEEK), run.every * WEEK)
    gone = [start - step * number for number in range(1, 53) if start - step * number >= history_start(today)]
    return sorted(gone) + [start + step * number for number in range(run.count)]
