"""Plans as pages show them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import date as written
from django.utils.translation import gettext as _

from catalog.plans.due import CONFIRMED
from catalog.plans.models import Budget, Grant, Plan
from catalog.plans.takeup import Span, TakeUp
from welfare.clock import today
from welfare.money import ZERO, format_euro


@dataclass(frozen=True)
class ShownBudget:
    """A budget with what was granted of it."""

    budget: Budget
    granted: Decimal
    can_grant: bool


def shown_budgets(plan: Plan, grants: Sequence[Grant]) -> list[ShownBudget]:
    """The budgets of a plan, contract first."""
    rows = []
    for budget in sorted(plan.budgets.all(), key=lambda row: row.source):
        granted = sum((row.total for row in grants if row.budget_id == budget.pk and row.state in CONFIRMED), ZERO)
        can_grant = plan.state == Plan.State.OPEN and not plan.is_base and budget.expires_on >= today()
        rows.append(ShownBudget(budget, granted, can_grant))
    return rows


def columns_of(use: TakeUp) -> list[dict[str, Any]]:
    """The points of the chart of months; months shown as one are one column. One alone is no chart."""
    if len(use.months) < 2:
        return []
    return [
        {
            "label": span_name(span, use.year, "F"),
            "short": span_name(span, use.year, "b"),
            "value": span.amount,
            "shown": format_euro(span.amount),
            "now": span == use.months[-1],
        }
        for span in use.months
    ]


def span_name(span: Span, year: int, form: str) -> str:
    """A month's name, or those of the first and the last of several."""
    first, last = (written(datetime.date(year, month, 1), form) for month in (span.first, span.last))
    return first if span.first == span.last else _("%(first)s to %(last)s") % {"first": first, "last": last}
