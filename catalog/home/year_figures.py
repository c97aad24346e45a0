"""A person's account of a year, source by source: what there was, what came in and went out, what is left.

Read from the legs of the person's own lots alone: the opening balance and the movements sum to the closing one.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from catalog.plans.models import Budget
from catalog.plans.wallets import budgets_by_id
from members.ledger.models import AccountKind, Leg, Reason
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO, MoneyField

NET = Sum(F("credit") - F("debit"), output_field=MoneyField())
# What a statement tells, in this order; a credit that only changed its day is no movement of its source.
TOLD = (
    Reason.GRANT,
    Reason.CORRECTION,
    Reason.LEAVING,
    Reason.ORDER,
    Reason.REFUND,
    Reason.HELD,
    Reason.FREED,
    Reason.EXPIRY,
    Reason.CARRY,
    Reason.FUND,
    Reason.GIVEN_BACK,
    Reason.SOLIDARITY,
)
Sums = Mapping[tuple[UUID, str], Decimal]


@dataclass(frozen=True)
class SourceYear:
    """One source in one unit: the movements by reason, each positive where credit came in."""

    budget: Budget
    unit: str
    opening: Decimal
    movements: Sequence[tuple[Reason, Decimal]]

    @property
    def closing(self) -> Decimal:
        """What was left at the end: the opening and all movements."""
        return self.opening + sum((amount for _reason, amount in self.movements), ZERO)


def years_of(member: Member) -> list[int]:
    """The years in which anything happened to a person's credit, the latest first; one query."""
    legs = legs_of(member).order_by().values_list("entry__occurred_on__year", flat=True)
    return sorted(set(legs.distinct()), reverse=True)


def last_day_of(year: int) -> datetime.date:
    """The day until which a year can be told: its last, or today."""
    return min(datetime.date(year, 12, 31), today())


def year_of(member: Member, year: int, until: datetime.date) -> list[SourceYear]:
    """Every source that held or moved anything in a year, up to a day, by the name that people read; three queries."""
    legs = legs_of(member)
    first = datetime.date(year, 1, 1)
    opening = sums_of(legs.filter(entry__occurred_on__lt=first))
    moved = by_reason(legs.filter(entry__occurred_on__range=(first, until)))
    places = {place for place, amount in opening.items() if amount} | moved.keys()
    budgets = budgets_by_id({budget for budget, _unit in places})
    found = [
        SourceYear(budgets[budget], unit, opening.get((budget, unit), ZERO), in_order(moved[budget, unit]))
        for budget, unit in places
        if budget in budgets
    ]
    return sorted(found, key=lambda each: (each.budget.plan.year, each.budget.name, each.unit, str(each.budget.pk)))


def legs_of(member: Member) -> QuerySet[Leg, Leg]:
    """What came into and went out of a person's lots."""
    return Leg.objects.filter(account__kind=AccountKind.WALLET, account__owner=member.uuid)


def sums_of(legs: QuerySet[Leg, Leg]) -> dict[tuple[UUID, str], Decimal]:
    """Credits less debits by source and unit."""
    rows = legs.order_by().values_list("account__source", "account__unit").annotate(total=NET)
    return {(budget, unit): total for budget, unit, total in rows}


def by_reason(legs: QuerySet[Leg, Leg]) -> dict[tuple[UUID, str], dict[str, Decimal]]:
    """Credits less debits by source, unit and reason; orders of a source apart from what came back of them."""
    found: dict[tuple[UUID, str], dict[str, Decimal]] = defaultdict(dict)
    rows = legs.order_by().values_list("account__source", "account__unit", "entry__reason").annotate(total=NET)
    for budget, unit, reason, total in rows:
        found[budget, unit][reason] = total
    return found


def in_order(moved: Mapping[str, Decimal]) -> list[tuple[Reason, Decimal]]:
    """The movements in the order of a statement, those that sum to nothing left out."""
    return [(reason, moved[reason]) for reason in TOLD if moved.get(reason)]


def is_anything(member: Member, year: int) -> bool:
    """Whether a person has, or had, any credit in a year."""
    before = Q(entry__occurred_on__year__lte=year)
    return legs_of(member).filter(before).exists()
