"""What confirming would do, before anybody confirms: nothing is locked or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import Verdict
from catalog.orders import conditions
from catalog.orders.credit import Part, total
from catalog.orders.crossing import LimitStep
from catalog.orders.paying import paid_by, steps_of
from catalog.orders.pricing import with_discounts
from catalog.orders.purchase import Agreed, Choice, Purchase, purchase_of
from catalog.plans.wallets import member_lots
from members.models import Member


@dataclass(frozen=True)
class Preview:
    """One purchase with the verdict, the lots that would pay, what would be left of them and of the year's caps."""

    purchase: Purchase
    verdict: Verdict
    parts: Sequence[Part]
    left: Decimal
    limits: Sequence[LimitStep]

    @property
    def can_cancel(self) -> bool:
        """Whether there would be a day left to cancel."""
        return self.purchase.cancel_until >= self.purchase.on


def preview(member: Member, choice: Choice, agreed: Agreed | None = None) -> Preview:
    """What an order would be; raises the Refusal that placing it would raise."""
    [purchase] = with_discounts([purchase_of(member, choice, agreed=agreed)])
    verdict = conditions.check(purchase)
    lots = [held.lot for held in member_lots(member, purchase.on)]
    parts = paid_by(purchase, lots)
    return Preview(purchase, verdict, parts, total(lots) - purchase.price, steps_of(purchase, parts))
