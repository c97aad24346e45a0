"""How much of the credit is used, as HR may see it: by month, by category, never by person (decision 0020)."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from catalog.plans.models import UseTold
from catalog.plans.queries import people_of
from catalog.plans.suppression import FEWEST
from catalog.plans.telling import orders_standing
from catalog.plans.wallets import EUR
from members.ledger.models import AccountKind, Leg
from welfare.clock import today
from welfare.money import ZERO, MoneyField


@dataclass(frozen=True)
class Span:
    """Consecutive months told as one, by their numbers; the first may be of the year before."""

    first: int
    last: int
    amount: Decimal


@dataclass(frozen=True)
class Figure:
    """What a category used, in the months in which it may be told apart."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class TakeUp:
    """A year's use of credit up to a day. `spent` None: nothing may be told (yet)."""

    year: int
    is_small: bool
    granted: Decimal
    spent: Decimal | None
    as_of: datetime.date | None
    months: list[Span]
    categories: list[Figure]
    # What no category says: of months or categories of a few people.
    rest: Decimal

    @property
    def percent(self) -> int | None:
        """How much of what was granted is used, in whole percents, down."""
        return int(self.spent * 100 / self.granted) if self.spent is not None and self.granted else None


def take_up(year: int) -> TakeUp:
    """What people ordered in a year, as it was told when each month was over; four queries at most.

    An organization of fewer than ten sees the year's total alone, when the year is over.
    """
    told = list(UseTold.objects.filter(last_day__year=year).order_by("first_day"))
    is_small = people_of(None).count() < FEWEST
    categories = categories_of(told)
    spent = spent_in(told, year, is_small=is_small)
    return TakeUp(
        year=year,
        is_small=is_small and not told,
        granted=granted_in(year),
        spent=spent,
        as_of=told[-1].last_day if told else None,
        months=[Span(row.first_day.month, row.last_day.month, row.amount) for row in told],
        categories=categories,
        rest=(spent or ZERO) - sum((each.amount for each in categories), ZERO),
    )


def spent_in(told: Sequence[UseTold], year: int, *, is_small: bool) -> Decimal | None:
    """What was used in a year as far as it is told; None where nothing is."""
    if told:
        return sum((row.amount for row in told), ZERO)
    if not is_small or year >= today().year:
        return None
    orders = orders_standing(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    total: Decimal | None = orders.aggregate(total=Sum("debit", output_field=MoneyField()))["total"]
    return total or ZERO


def categories_of(told: Sequence[UseTold]) -> list[Figure]:
    """What each category used in the months in which it was told apart, by name; those in no category last."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in told:
        for label, amount in row.categories.items():
            amounts[label] += Decimal(amount)
    return [Figure(label, amounts[label]) for label in sorted(amounts, key=lambda name: (not name, name))]


def granted_in(year: int) -> Decimal:
    """What was granted in a year in euro, less what corrections took back in it."""
    legs = Leg.objects.filter(account__kind=AccountKind.GRANTED, account__unit=EUR, entry__occurred_on__year=year)
    net = Sum(F("debit") - F("credit"), output_field=MoneyField())
    total: Decimal | None = legs.aggregate(total=net)["total"]
    return total or ZERO
