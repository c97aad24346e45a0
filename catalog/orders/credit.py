"""What one lot pays of a purchase; `catalog.orders.paying` divides the price over the lots."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from catalog.plans.models import Budget
from members.ledger.queries import Lot
from welfare.money import ZERO


@dataclass(frozen=True)
class Part:
    """What one lot pays."""

    lot: Lot
    budget: Budget
    amount: Decimal

    @property
    def expires_on(self) -> datetime.date | None:
        """The last day of the lot."""
        return self.lot.expires_on

    @property
    def left(self) -> Decimal:
        """What remains in the lot afterwards."""
        return self.lot.balance - self.amount


def total(lots: Iterable[Lot]) -> Decimal:
    """The sum of some lots of one unit."""
    return sum((lot.balance for lot in lots), ZERO)
