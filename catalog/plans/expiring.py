"""What of a budget is about to be lost, as HR may see it (decision 0011)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncMonth

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
    """What may be told of some budgets; five queries for any number of budgets and people, none for none."""
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
    """What was granted of each budget, less what corrections took back."""
    legs = Leg.objects.filter(account__kind=AccountKind.GRANTED, account__source__in=[one.pk for one in budgets])
    net = Sum(F("debit") - F("credit"), output_field=MoneyField())
    return dict(legs.order_by().values_list("account__source").annotate(total=net))


def left_on(budgets: list[Budget], day: datetime.date) -> dict[UUID, Decimal]:
    """What the lots of each budget held at the end of a day: it never changes later, so no two looks differ."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__source__in=[one.pk for one in budgets])
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    rows = legs.filter(entry__occurred_on__lte=day).order_by().values_list("account__source").annotate(total=net)
    return dict(rows)


def sizes_of_cells() -> list[int]:
    """How many people stand in each cell: those who ordered of a budget in a month, in a category, and had it back
    in another month, or never. Whatever sums and differences HR makes of what it reads (budgets, months, years,
    categories, the ends of earlier months), all orders of a cell are in it alike. The present month counts, too.

    What was ordered and had back in one month is in no figure: who did no more than that covers for nobody.
    """
    orders = Leg.objects.filter(account__kind=AccountKind.WALLET, entry__reason=Reason.ORDER, debit__gt=0)
    orders = orders.annotate(
        month=TruncMonth("entry__occurred_on"),
        back=TruncMonth("entry__reversed_by__occurred_on"),
        category=Subquery(Member.objects.filter(uuid=OuterRef("account__owner")).values("category")[:1]),
    )
    left_a_trace = orders.filter(Q(back=None) | ~Q(back=F("month"))).order_by()
    cells = left_a_trace.values("account__source", "month", "back", "category")
    return list(cells.annotate(people=Count("account__owner", distinct=True)).values_list("people", flat=True))
