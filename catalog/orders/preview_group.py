"""What confirming several weeks and children would do, before anybody confirms: nothing is locked or written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.orders import law
from catalog.orders.credit import Part, total
from catalog.orders.crossing import LimitStep
from catalog.orders.grouping import GroupChoice, lines_of, paid_in_turn, purchases_of, total_of
from catalog.orders.paying import steps_of
from catalog.orders.purchase import Purchase
from catalog.orders.writing import Line
from catalog.plans.wallets import member_lots
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO


@dataclass(frozen=True)
class GroupPreview:
    """The lines with their verdicts, the lots that would pay, what would be left of them and of the year's caps."""

    lines: Sequence[Line]
    parts: Sequence[Part]
    left: Decimal
    limits: Sequence[LimitStep]

    @property
    def first(self) -> Purchase:
        """What all lines share: offer, provider, day."""
        return self.lines[0].purchase

    @property
    def price(self) -> Decimal:
        """What all of it costs."""
        return total_of([line.purchase for line in self.lines])

    @property
    def full_price(self) -> Decimal:
        """What it would cost without discounts."""
        return sum((line.purchase.full_price for line in self.lines), ZERO)

    @property
    def discount(self) -> Decimal:
        """What the discounts take off."""
        return self.full_price - self.price


def preview_group(member: Member, choice: GroupChoice) -> GroupPreview:
    """What a group would be; raises the Refusal that placing it would raise."""
    purchases = purchases_of(member, choice)
    lots = [held.lot for held in member_lots(member, today())]
    lines = lines_of(purchases, lots)
    parts = merged([part for line in lines for part in line.parts])
    return GroupPreview(lines, parts, total(lots) - total_of(purchases), limits_of(lines))


@dataclass(frozen=True)
class Estimate:
    """What is ticked so far comes to, and what would be left."""

    count: int
    full_price: Decimal
    price: Decimal
    left: Decimal

    @property
    def discount(self) -> Decimal:
        """What the discounts take off."""
        return self.full_price - self.price


def estimate(member: Member, choice: GroupChoice) -> Estimate:
    """What a choice that is not finished comes to; raises the Refusal of the credit that pays, no other."""
    purchases = purchases_of(member, choice)
    lots = [held.lot for held in member_lots(member, today())]
    paid_in_turn(purchases, lots)
    price, full = total_of(purchases), sum((each.full_price for each in purchases), ZERO)
    return Estimate(len(purchases), full, price, total(lots) - price)


def merged(parts: Sequence[Part]) -> list[Part]:
    """What each lot pays of all of it."""
    found: dict[int, Part] = {}
    for part in parts:
        before = found.get(part.lot.account_id)
        found[part.lot.account_id] = replace(before, amount=before.amount + part.amount) if before else part
    return list(found.values())


def limits_of(lines: Sequence[Line]) -> list[LimitStep]:
    """The caps of the year before and after all of it; a category of the law counts as one purchase."""
    lines[0].purchase.year.asked.clear()
    by_category: dict[str, list[Line]] = {}
    for line in lines:
        by_category.setdefault(law.category_of(line.purchase), []).append(line)
    found: dict[str, LimitStep] = {}
    for mine in by_category.values():
        for step in steps_of(mine[0].purchase, merged([part for line in mine for part in line.parts])):
            found.setdefault(step.before.kind, step)
    return list(found.values())
