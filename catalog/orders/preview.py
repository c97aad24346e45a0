"""What confirming would do, before anybody confirms: nothing is locked or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import Verdict
from catalog.orders import conditions, law
from catalog.orders.credit import Part, parts_of, total
from catalog.orders.purchase import EUR, Choice, Purchase, purchase_of
from members.ledger import queries
from members.models import Member


@dataclass(frozen=True)
class Preview:
    """One purchase with the verdict, the lots that would pay, and what would be left."""

    purchase: Purchase
    verdict: Verdict
    parts: Sequence[Part]
    left: Decimal

    @property
    def can_cancel(self) -> bool:
        """Whether there would be a day left to cancel."""
        return self.purchase.cancel_until >= self.purchase.on


def preview(member: Member, choice: Choice) -> Preview:
    """What an order would be; raises the Refusal that placing it would raise."""
    purchase = purchase_of(member, choice)
    verdict = conditions.check(purchase)
    lots = [lot for lot in queries.lots(member.uuid, on=purchase.on) if lot.unit == EUR]
    parts = parts_of(purchase.price, lots, law.payers(purchase))
    return Preview(purchase, verdict, parts, total(lots) - purchase.price)
