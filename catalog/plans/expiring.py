"""What of a budget is about to be lost, as HR may see it (decision 0010)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Sum

from catalog.plans.models import Budget, Plan
from catalog.plans.queries import people_of
from catalog.plans.suppression import FEWEST, tells_of_enough
from catalog.plans.takeup import category_labels
from members.ledger.models import AccountKind, Leg, Reason
from welfare.clock import today
from welfare.money import ZERO, MoneyField

# How long before its expiry a budget stands on HR's home.
SOON = datetime.timedelta(days=21)
# Who moved credit of which budget in which month (a date: its first day).
Movement = tuple[UUID, UUID, datetime.date]


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
    """What may be told of some budgets; five queries for any number of budgets and people, none for none."""
    if not budgets:
        return []
    as_of = today().replace(day=1) - datetime.timedelta(days=1)
    granted, left = granted_of(budgets), left_on(budgets, as_of)
    is_large, cells = people_of(None).count() >= FEWEST, cells_of(movements_until(as_of))
    is_told = is_large and tells_of_enough(cells)
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


def movements_until(day: datetime.date) -> list[Movement]:
    """Who ordered, or had credit back, of which budget in which month until a day; each once."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, entry__reason__in=[Reason.ORDER, Reason.REFUND])
    rows = legs.filter(entry__occurred_on__lte=day).order_by()
    months = rows.values_list(
        "account__owner", "account__source", "entry__occurred_on__year", "entry__occurred_on__month"
    )
    return [(owner, source, datetime.date(year, month, 1)) for owner, source, year, month in months.distinct()]


def cells_of(movements: Iterable[Movement]) -> Mapping[object, set[object]]:
    """Who stands in each cell: a budget in a month, a budget in a year's category. What HR sees besides (months,
    categories, years) can be subtracted down to these, and no further.
    """
    categories = category_labels()
    cells: dict[object, set[object]] = defaultdict(set)
    for owner, source, month in movements:
        cells[source, month].add(owner)
        cells[source, month.year, categories.get(owner, "")].add(owner)
    return cells
