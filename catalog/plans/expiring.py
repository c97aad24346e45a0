"""What of a budget is about to be lost, as HR may see it (decision 0011)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from catalog.plans.models import Budget, Plan
from catalog.plans.queries import people_of
from catalog.plans.suppression import tells_of_enough
from members.ledger.models import AccountKind, Leg, Reason
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO, MoneyField

# How long before its expiry a budget stands on HR's home.
SOON = datetime.timedelta(days=21)


@dataclass(frozen=True)
class Expiring:
    """A budget that expires: what was granted of it; what was left at the end of last month, if that may be told."""

    budget: Budget
    granted: Decimal
    left: Decimal | None
    as_of: datetime.date

    @property
    def is_near(self) -> bool:
        """Whether it expires within three weeks."""
        return self.budget.expires_on <= today() + SOON


def expiring() -> list[Expiring]:
    """The budgets of open plans that have not expired, the nearest first, with what may be told of each."""
    ahead = Budget.objects.filter(plan__state=Plan.State.OPEN, expires_on__gte=today())
    return expiring_of(list(ahead.select_related("plan").order_by("expires_on", "name", "pk")))


def expiring_of(budgets: list[Budget]) -> list[Expiring]:
    """What may be told of some budgets; six queries for any number of budgets and people, none for none."""
    if not budgets:
        return []
    as_of = today().replace(day=1) - datetime.timedelta(days=1)
    granted, left = granted_of(budgets), left_on(budgets, as_of)
    counts = [people_of(None).count(), *sizes_of_cells()]
    is_told = tells_of_enough(counts)
    return [
        Expiring(budget, granted.get(budget.pk, ZERO), left.get(budget.pk, ZERO) if is_told else None, as_of)
        for budget in budgets
    ]


def granted_of(budgets: list[Budget]) -> dict[UUID, Decimal]:
    """What was granted of each budget."""
    legs = Leg.objects.filter(account__kind=AccountKind.GRANTED, account__source__in=[one.pk for one in budgets])
    rows = legs.order_by().values_list("account__source").annotate(total=Sum("debit", output_field=MoneyField()))
    return dict(rows)


def left_on(budgets: list[Budget], day: datetime.date) -> dict[UUID, Decimal]:
    """What the lots of each budget held at the end of a day: it never changes later, so no two looks differ."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__source__in=[one.pk for one in budgets])
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    rows = legs.filter(entry__occurred_on__lte=day).order_by().values_list("account__source").annotate(total=net)
    return dict(rows)


def sizes_of_cells() -> Iterator[int]:
    """How many people stand in each cell: those who ordered, or had credit back, of a budget in a month, and of a
    budget in a year's category. What HR sees besides (years, months, categories) can be subtracted down to these,
    and no further. The present month counts, too: the year's total less what was spent until the last one is it.
    """
    moved = Leg.objects.filter(account__kind=AccountKind.WALLET, entry__reason__in=[Reason.ORDER, Reason.REFUND])
    moved = moved.order_by()
    category = Member.objects.filter(uuid=OuterRef("account__owner")).values("category")[:1]
    people = Count("account__owner", distinct=True)
    by_year = ("account__source", "entry__occurred_on__year")
    yield from count_of(moved.values(*by_year, "entry__occurred_on__month").annotate(people=people))
    yield from count_of(
        moved.annotate(category=Subquery(category)).values(*by_year, "category").annotate(people=people)
    )


def count_of(groups: QuerySet[Any, Any]) -> list[int]:
    """The `people` of some groups."""
    return list(groups.values_list("people", flat=True))
