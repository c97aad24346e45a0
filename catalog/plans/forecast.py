"""What will be left of a budget at its expiry if people go on as they do. Pure: made of what HR is told, so that
it tells nothing more (decision 0020).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalog.plans.models import Budget, UseTold
from welfare.money import ZERO

EURO = Decimal(1)
# Use of fewer days than these says little about the rest of a year.
SHORTEST = datetime.timedelta(days=85)


@dataclass(frozen=True)
class Forecast:
    """What will be left, in whole euro, and whether last year's course says so or the mean use of this one."""

    left: Decimal
    by_last_year: bool


def forecast_of(budget: Budget, left: Decimal, told: Sequence[UseTold], before: Budget | None) -> Forecast | None:
    """The forecast from what is `left` on the last told day; None with less than three months of use.

    Where a budget of the same source ran a whole year before, use goes on as it did then: in proportion. Else by
    the mean use a day since the budget opened.
    """
    as_of, opened = told[-1].last_day, opening_of(budget)
    days = as_of - opened + datetime.timedelta(days=1)
    if days < SHORTEST or as_of >= budget.expires_on:
        return None
    used = amount_of(budget, told) or ZERO
    factor = course_of(before, budget, as_of, told) if before else None
    by_last_year = factor is not None
    if factor is None:
        factor = Decimal((budget.expires_on - as_of).days) / days.days
    rest = max(ZERO, left - used * factor)
    return Forecast(rest.quantize(EURO, rounding=ROUND_HALF_UP), by_last_year)


def course_of(before: Budget, budget: Budget, as_of: datetime.date, told: Sequence[UseTold]) -> Decimal | None:
    """How much was used of last year's budget after this day of its year, for each euro used until then.

    None where the months told do not end on that day, hide the budget, or do not reach its expiry.
    """
    years = budget.plan.year - before.plan.year
    day = end_of_month_before(as_of, years)
    ends = {row.last_day for row in told}
    if day not in ends or not any(end >= before.expires_on for end in ends):
        return None
    until = amount_of(before, [row for row in told if row.last_day <= day])
    after = amount_of(before, [row for row in told if row.last_day > day])
    return after / until if until and after is not None else None


def amount_of(budget: Budget, told: Sequence[UseTold]) -> Decimal | None:
    """What was ordered of a budget in some rows; None where one hides it."""
    amounts = [row.budgets.get(str(budget.pk), "0.00") for row in told]
    return None if None in amounts else sum(map(Decimal, amounts), ZERO)


def opening_of(budget: Budget) -> datetime.date:
    """The first day on which a budget can be used."""
    return budget.opens_on or budget.plan.starts_on


def end_of_month_before(day: datetime.date, years: int) -> datetime.date:
    """The end of the same month some years earlier."""
    following = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return following.replace(year=following.year - years) - datetime.timedelta(days=1)
