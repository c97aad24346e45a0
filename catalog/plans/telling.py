"""Writing what HR may be told of the use of credit, once the months it speaks of are over (decision 0020)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Min, Q, QuerySet, Sum

from catalog.plans.models import UseTold
from catalog.plans.queries import people_of
from catalog.plans.suppression import FEWEST, told_apart
from catalog.plans.wallets import EUR
from members.ledger.models import AccountKind, Leg, Reason
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO, MoneyField

DAY = datetime.timedelta(days=1)
DEBITS = Sum("debit", output_field=MoneyField())


@dataclass(frozen=True)
class Use:
    """What one person of one category ordered of one budget in some months."""

    owner: UUID
    budget: UUID
    category: str
    amount: Decimal


def tell_months() -> int:
    """Write what may be told of the months that are over; how many rows were written. Safe to repeat.

    Months in which fewer than ten people ordered wait for the following ones. An organization of fewer than ten
    people is told nothing by month.
    """
    if people_of(None).count() < FEWEST:
        return 0
    written = 0
    while (span := next_span()) is not None:
        written += is_written(*span)
    return written


def next_span() -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of the next months to be told: as many as it takes for ten people to have ordered."""
    first = first_untold()
    if first is None:
        return None
    last = end_of_month(first)
    while last < today():
        if people_in(orders_standing(first, last)) >= FEWEST:
            return first, last
        last = end_of_month(last + DAY)
    return None


def first_untold() -> datetime.date | None:
    """The first day of which nothing was told; None where nobody has ever ordered."""
    told = UseTold.objects.order_by("-last_day").values_list("last_day", flat=True).first()
    if told is not None:
        return told + DAY
    orders = Leg.objects.filter(entry__reason=Reason.ORDER, account__kind=AccountKind.WALLET)
    begun: datetime.date | None = orders.aggregate(day=Min("entry__occurred_on"))["day"]
    return begun.replace(day=1) if begun else None


def is_written(first: datetime.date, last: datetime.date) -> bool:
    """Write what is told of some months; False when another process has done so meanwhile."""
    told = row_of(first, last, uses_of(first, last))
    return UseTold.objects.get_or_create(first_day=first, defaults=told)[1]


def orders_standing(first: datetime.date, last: datetime.date) -> QuerySet[Leg, Leg]:
    """What was ordered between two days and not had back by the second. What comes back later changes no figure."""
    stood = Q(entry__reversed_by=None) | Q(entry__reversed_by__occurred_on__gt=last)
    return Leg.objects.filter(
        stood,
        account__kind=AccountKind.WALLET,
        account__unit=EUR,
        entry__reason=Reason.ORDER,
        entry__occurred_on__range=(first, last),
        debit__gt=0,
    ).order_by()


def people_in(orders: QuerySet[Leg, Leg]) -> int:
    """How many people ordered; as many as are needed to know that they are enough."""
    return len(orders.values("account__owner").distinct()[:FEWEST])


def uses_of(first: datetime.date, last: datetime.date) -> list[Use]:
    """Who ordered how much of which budget, with the category that each is in now."""
    rows = orders_standing(first, last).values_list("account__owner", "account__source").annotate(spent=DEBITS)
    labels = dict(Member.objects.filter(category__isnull=False).values_list("uuid", "category__name"))
    return [Use(owner, budget, labels.get(owner, ""), spent) for owner, budget, spent in rows]


def row_of(first: datetime.date, last: datetime.date, uses: Iterable[Use]) -> dict[str, object]:
    """What is told of some uses: the total, and what may be told apart of budgets and categories."""
    people: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    amounts: dict[object, Decimal] = defaultdict(Decimal)
    for use in uses:
        people[use.budget, use.category].add(use.owner)
        for label in (None, use.budget, use.category):
            amounts[label] += use.amount
    budgets, categories = told_apart({place: frozenset(who) for place, who in people.items()})
    spent_of = {budget for budget, _category in people}
    return {
        "last_day": last,
        "amount": amounts.get(None, ZERO),
        "budgets": {str(each): str(amounts[each]) if each in budgets else None for each in spent_of},
        "categories": {each: str(amounts[each]) for each in categories},
    }


def end_of_month(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - DAY
