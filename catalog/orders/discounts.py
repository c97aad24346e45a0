"""What several children and several weeks of one series cost less: pure arithmetic, nothing read or written.

The rules (docs/decisions/0024):
- one child of the family pays in full, the one who already does, else the eldest; every other child of the member pays
  less for each of its weeks;
- of one person's weeks the first ones pay in full, those after them less; weeks that pay in full already count;
- both figures are taken from the full price and added; at least one euro is left to pay.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from welfare.money import ZERO, rounded

SECOND_CHILD, MANY_WEEKS = "second_child", "many_weeks"
# A week is never given away: an order has a price.
LEAST = Decimal("1.00")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage of the full price, or an amount in euro."""

    value: Decimal
    is_percent: bool

    def of(self, price: Decimal) -> Decimal:
        """The discount on a price, to the cent."""
        return rounded(price * self.value / HUNDRED) if self.is_percent else self.value


@dataclass(frozen=True, slots=True)
class Rules:
    """What a provider grants; None: nothing."""

    second_child: Rate | None = None
    many_weeks: Rate | None = None
    # The first week that costs less, from 2.
    weeks_from: int = 3

    @property
    def are_any(self) -> bool:
        """Whether anything is granted at all."""
        return bool(self.second_child or self.many_weeks)


@dataclass(frozen=True, slots=True)
class Asked:
    """One week of one person, at its full price; `born` of a child of the member alone."""

    person: uuid.UUID | None
    starts_on: datetime.date
    price: Decimal
    born: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A week of the series that stands already, and which discounts it was given."""

    person: uuid.UUID | None
    since: datetime.datetime
    is_child: bool
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Discount:
    """What a week costs less, and why."""

    kind: str
    amount: Decimal


def discounts(rules: Rules, asked: Sequence[Asked], held: Sequence[Held] = ()) -> list[tuple[Discount, ...]]:
    """The discounts of each week asked for, in the order given; the same facts always give the same answer."""
    first = first_child(asked, held)
    paid_in_full: dict[uuid.UUID | None, int] = defaultdict(int)
    for each in held:
        paid_in_full[each.person] += MANY_WEEKS not in each.kinds
    found: dict[int, tuple[Discount, ...]] = {}
    for index in sorted(range(len(asked)), key=lambda n: (asked[n].starts_on, n)):
        week = asked[index]
        rates: dict[str, Rate] = {}
        if rules.second_child and week.born and week.person != first:
            rates[SECOND_CHILD] = rules.second_child
        if rules.many_weeks and paid_in_full[week.person] >= rules.weeks_from - 1:
            rates[MANY_WEEKS] = rules.many_weeks
        else:
            paid_in_full[week.person] += 1
        found[index] = taken_off(week.price, rates)
    return [found[index] for index in range(len(asked))]


def first_child(asked: Sequence[Asked], held: Sequence[Held]) -> uuid.UUID | None:
    """The child who pays in full: who does so already, the longest first; else the eldest of those asked for."""
    full = [each for each in held if each.is_child and SECOND_CHILD not in each.kinds]
    if full:
        return min(full, key=lambda each: (each.since, str(each.person))).person
    children = [each for each in asked if each.born]
    return min(children, key=lambda each: (each.born, str(each.person))).person if children else None


def taken_off(price: Decimal, rates: Mapping[str, Rate]) -> tuple[Discount, ...]:
    """The discounts on one price: each from the full price, together never more than leaves something to pay."""
    most = max(price - LEAST, ZERO)
    taken: list[Discount] = []
    for kind, rate in rates.items():
        amount = min(rate.of(price), most)
        if amount > ZERO:
            taken.append(Discount(kind, amount))
            most -= amount
    return tuple(taken)
