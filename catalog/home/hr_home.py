"""HR's home: figures that lead to an act, never what a person chose."""

import datetime
from typing import Any

from django.template.defaultfilters import date as written_date

from catalog.home.to_do import to_do
from catalog.plans.expiring import expiring
from catalog.plans.models import Plan
from catalog.plans.suppression import Span
from catalog.plans.takeup import take_up
from members import queries
from members.notices import readers_count
from welfare import clock
from welfare.money import format_euro


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
    return {
        "plan": plan,
        "headcount": queries.headcount(),
        "readers": readers_count(),
        "take_up": used,
        "months": [month_point(span, used.months[-1]) for span in used.months],
        "first_expiry": next(iter(budgets), None),
        "to_do": to_do(budgets, user),
    }


def month_point(span: Span[int], last: Span[int]) -> dict[str, Any]:
    """One column of the chart: a month, or several that only together hide who spent."""
    names = [month_name(number) for number in dict.fromkeys((span.first, span.last))]
    return {
        "label": " – ".join(names),
        "short": "–".join(name[:1].upper() for name in names),
        "value": span.amount,
        "shown": format_euro(span.amount),
        "now": span == last,
    }


def month_name(number: int) -> str:
    """The name of a month in the reader's language."""
    return written_date(datetime.date(2000, number, 1), "F")
