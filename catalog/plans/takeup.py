"""How much of the credit is used, as HR may see it: by month, by category, never by person."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Sum

from catalog.plans.queries import people_of
from catalog.plans.suppression import FEWEST, Figure, Part, Span, hide_small, merge_small, people_in, total_of
from members.ledger.models import AccountKind, Leg, Reason
from members.models import Category, Member
from welfare.clock import today
from welfare.money import MoneyField

Spending = tuple[UUID, int, Decimal]
DEBITS = Sum("debit", output_field=MoneyField())


@dataclass(frozen=True)
class TakeUp:
    """A year's use of credit. `spent` None: fewer than ten people have used any."""

    year: int
    people: int
    granted: Decimal
    spent: Decimal | None
    months: list[Span[int]]
    categories: list[Figure[str]]

    @property
    def is_small(self) -> bool:
        """Whether the organization is too small for anything but the year's total."""
        return self.people < FEWEST

    @property
    def percent(self) -> int | None:
        """How much of what was granted is used, in whole percents, down."""
        return int(self.spent * 100 / self.granted) if self.spent is not None and self.granted else None


def take_up(year: int) -> TakeUp:
    """What people have ordered in a year and not cancelled, under the rules of suppression.

    Five queries, whatever the number of people. An organization of fewer than ten sees the year's
    total alone.
    """
    people = people_of(None).count()
    spending = spending_of(year)
    months = month_parts(spending, last_month(year))
    is_small = people < FEWEST
    is_told = is_small or people_in(months) >= FEWEST
    return TakeUp(
        year=year,
        people=people,
        granted=granted_in(year),
        spent=total_of(months) if is_told else None,
        months=[] if is_small else merge_small(months),
        categories=hide_small(category_parts(spending)) if is_told and not is_small else [],
    )


def spending_of(year: int) -> list[Spending]:
    """Who spent how much in which month of a year, orders taken back left out."""
    legs = Leg.objects.filter(
        account__kind=AccountKind.WALLET,
        entry__reason=Reason.ORDER,
        entry__reversed_by__isnull=True,
        entry__occurred_on__year=year,
        debit__gt=0,
    )
    rows = legs.order_by().values_list("account__owner", "entry__occurred_on__month").annotate(spent=DEBITS)
    return list(rows)


def granted_in(year: int) -> Decimal:
    """What was granted in a year, less what corrections took back in it."""
    legs = Leg.objects.filter(account__kind=AccountKind.GRANTED, entry__occurred_on__year=year)
    net = Sum(F("debit") - F("credit"), output_field=MoneyField())
    total: Decimal | None = legs.aggregate(total=net)["total"]
    return total or Decimal("0.00")


def month_parts(spending: Iterable[Spending], last: int) -> list[Part[int]]:
    """The months of a year until the `last`, those without spending too."""
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    people: dict[int, set[object]] = defaultdict(set)
    for owner, month, spent in spending:
        amounts[month] += spent
        people[month].add(owner)
    last = max([last, *amounts])
    return [Part(month, amounts[month], frozenset(people[month])) for month in range(1, last + 1)]


def category_parts(spending: Iterable[Spending]) -> list[Part[str]]:
    """The categories that have people, by name; last, with an empty label, people without one.

    That an empty category spent nothing is no secret: hidden, it would cover for nobody.
    """
    labels = category_labels()
    peopled = Category.objects.filter(Exists(people_of(None).filter(category=OuterRef("pk"))))
    names = [*peopled.order_by("name").values_list("name", flat=True), ""]
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    people: dict[str, set[object]] = defaultdict(set)
    for owner, _month, spent in spending:
        amounts[labels.get(owner, "")] += spent
        people[labels.get(owner, "")].add(owner)
    names += sorted(amounts.keys() - set(names))
    return [Part(name, amounts[name], frozenset(people[name])) for name in names if name or amounts[name]]


def category_labels() -> dict[UUID, str]:
    """The category of each member that has one, by the ledger's owner."""
    rows = Member.objects.filter(~Q(category=None)).values_list("uuid", "category__name")
    return dict(rows)


def last_month(year: int) -> int:
    """The last month that a year's figures cover: the present one in this year, none in years to come."""
    day: datetime.date = today()
    if year == day.year:
        return day.month
    return 12 if year < day.year else 0
