"""When a month is due, and when a subscription that is stopped ends: plain arithmetic on months.

A month is named by its first day.
"""

import datetime
from dataclasses import dataclass

MONTHS = 12


def month_of(day: datetime.date) -> datetime.date:
    """The month in which a day lies."""
    return day.replace(day=1)


def months_after(period: datetime.date, number: int = 1) -> datetime.date:
    """The month that comes `number` months after another one; before it, for a negative number."""
    index = period.year * MONTHS + period.month - 1 + number
    return datetime.date(index // MONTHS, index % MONTHS + 1, 1)


def months_between(first: datetime.date, last: datetime.date) -> int:
    """How many months there are from one to another, both counted; none when the last is before the first."""
    return max(0, (last.year - first.year) * MONTHS + last.month - first.month + 1)


@dataclass(frozen=True)
class StopRule:
    """The day of the month on which credit is taken, the days of notice before it, the months one stays at least."""

    draw_day: int
    notice_days: int
    minimum_months: int

    def draw_on(self, period: datetime.date) -> datetime.date:
        """The day on which a month is due."""
        return period.replace(day=self.draw_day)

    def stop_by(self, period: datetime.date) -> datetime.date:
        """The last day to say that a month is not wanted any more."""
        return self.draw_on(period) - datetime.timedelta(days=self.notice_days)

    def last_with_notice(self, next_period: datetime.date, on: datetime.date) -> datetime.date:
        """The last month of what somebody ends on a day; the month before `next_period` when nothing more is due."""
        period = next_period
        while self.stop_by(period) < on:
            period = months_after(period)
        return months_after(period, -1)

    def last_if_stopped(
        self,
        first_period: datetime.date,
        next_period: datetime.date,
        on: datetime.date,
        new_price_from: datetime.date | None = None,
    ) -> datetime.date:
        """The last month of a subscription that its member stops on a day; before the first where it need not begin.

        Notice and least duration bind at the agreed price alone: a month at a higher one can always be declined.
        """
        last = self.last_with_notice(next_period, on)
        if last >= first_period:
            last = max(last, months_after(first_period, self.minimum_months - 1))
        if new_price_from is None:
            return last
        before_it = max(months_after(new_price_from, -1), months_after(next_period, -1))
        return min(last, before_it)
