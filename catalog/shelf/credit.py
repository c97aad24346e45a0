"""Whether a member's credit covers an offer: by plan, by budget and by tax law of the year.

For cards alone, without a beneficiary and without the caps of the year: what has one is never called covered here. The
page of a service tells each of the family what the credit covers (`catalog.orders.outlook`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from catalog.plans.paying import categories_of, has_limit, pays_any
from catalog.plans.wallets import MemberLot, total_of
from welfare.clock import today


def usable(offer: Any, lots: Sequence[MemberLot]) -> Decimal:
    """How much of a member's credit may pay for an offer read by `catalog.shelf.queries.shelf_offers`."""
    day, opened, categories = today(), set(offer.plan_ids), categories_of(offer.service_type)
    free = [category for category in categories if not has_limit(category, day.year)]
    return total_of([lot for lot in lots if lot.plan.pk in opened and pays_any(lot.budget, offer.area, free, day)])


def covers(offer: Any, lots: Sequence[MemberLot]) -> bool:
    """Whether the credit pays the whole price: a voucher takes no top-up (DM 25 March 2016 art. 6)."""
    return bool(lots) and offer.price_shown is not None and usable(offer, lots) >= offer.price_shown
