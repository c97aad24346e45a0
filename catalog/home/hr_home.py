"""HR's home: figures that lead to an act, never what a person chose."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import date as written_date

from catalog.home import reminding
from catalog.home.to_do import people_list, to_do
from catalog.plans.expiring import Expiring, expiring
from catalog.plans.models import Plan
from catalog.plans.takeup import Span, take_up
from catalog.plans.year_end import year_end
from members import finding, queries
from members.finding import Asked, Situation
from members.notices import readers_count
from welfare import clock
from welfare.money import ZERO, format_euro


@dataclass(frozen=True)
class Ahead:
    """The forecasts of all sources that have one: their sum, whether each source has one, on which day they rest."""

    budgets: Sequence[Expiring]
    total: Decimal
    is_whole: bool
    as_of: datetime.date


def plan_in_force() -> Plan | None:
    """The open plan whose dates hold today, the latest if there are several."""
    today = clock.today()
    plans = Plan.objects.filter(state=Plan.State.OPEN, is_base=False, starts_on__lte=today, ends_on__gte=today)
    return plans.order_by("-starts_on", "pk").first()


def context_of(user: Any) -> dict[str, Any]:
    """What the template of HR's home shows to one of those who open it."""
    plan = plan_in_force()
    used = take_up(clock.today().year)
    budgets = expiring()
    ahead = ahead_of(budgets)
    return {
        "plan": plan,
        "headcount": queries.headcount(),
        "readers": readers_count(),
        "take_up": used,
        "months": [month_point(span, used.months[-1], used.year) for span in used.months],
        "never_came": finding.found(Asked(situation=Situation.NEVER_CAME)).count(),
        "never_came_url": people_list(Situation.NEVER_CAME),
        "first_expiry": next(iter(budgets), None),
        "ahead": ahead,
        "year_end": None if ahead else year_end(),
        "reminded": reminding.latest(),
        "to_do": to_do(budgets, user),
    }


def ahead_of(budgets: Sequence[Expiring]) -> Ahead | None:
    """What will be left at the expiry of each source that was granted, where it may be told; None where none may."""
    budgets = [each for each in budgets if each.granted]
    told = [each for each in budgets if each.ahead is not None and each.as_of is not None]
    days = [each.as_of for each in told if each.as_of]
    if not days:
        return None
    total = sum((each.ahead.left for each in told if each.ahead), ZERO)
    return Ahead(told, total, len(told) == len(budgets), max(days))


def month_point(span: Span, last: Span, year: int) -> dict[str, Any]:
    """One column of the chart: a month, or several that only together hide who spent; with years when it has two."""
    names = [month_name(number) for number in dict.fromkeys((span.first, span.last))]
    begun_before = span.first > span.last
    return {
        "label": " – ".join(f"{name} {year - 1 + n}" if begun_before else name for n, name in enumerate(names)),
        "short": "–".join(name[:1].upper() for name in names),
        "value": span.amount,
        "shown": format_euro(span.amount),
        "now": span == last,
    }


def month_name(number: int) -> str:
    """The name of a month in the reader's language."""
    return written_date(datetime.date(2000, number, 1), "F")
