"""Which credit pays for a purchase: the lot that expires first ahead of the others."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.orders.refusals import NotEnoughCredit
from catalog.plans.models import Budget
from members.ledger.allocation import allocate
from members.ledger.errors import NotEnough
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


def parts_of(price: Decimal, lots: Sequence[Lot], budgets: Iterable[Budget]) -> list[Part]:
    """Divide a price over the lots of these budgets; raises NotEnoughCredit with what is missing."""
    by_id = {budget.pk: budget for budget in budgets}
    usable = [lot for lot in lots if lot.source in by_id]
    try:
        shares = allocate(usable, price)
    except NotEnough as error:
        raise NotEnoughCredit(error.missing, total(usable)) from error
    return [Part(lot, by_id[lot.source], amount) for lot, amount in shares]


def total(lots: Iterable[Lot]) -> Decimal:
    """The sum of some lots of one unit."""
    return sum((lot.balance for lot in lots), ZERO)
