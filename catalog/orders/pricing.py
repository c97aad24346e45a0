"""Full prices, and what of the offer's discounts applies to what a member asks for: read, then `discounts` decides."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from catalog.orders.discounts import Asked, Discount, Held, Rate, Rules, discounts
from catalog.orders.models import Order
from catalog.orders.purchase import Purchase
from members.models import Kinship
from providers.models import DiscountKind, Offer, Slot
from welfare.money import ZERO

STANDING = (Order.State.PLACED, Order.State.ACCEPTED)


def rules_of(offer: Offer) -> Rules:
    """What an offer grants."""
    return Rules(
        second_child=rate(offer.second_child, offer.second_child_kind),
        many_weeks=rate(offer.many_weeks, offer.many_weeks_kind),
        weeks_from=offer.many_weeks_from,
    )


def rate(value: Decimal | None, kind: str) -> Rate | None:
    """A discount as its offer keeps it."""
    return Rate(value, kind == DiscountKind.PERCENT) if value else None


def with_discounts(purchases: Sequence[Purchase]) -> list[Purchase]:
    """The same purchases of one member and one offer at what they cost in the end; one query where anything is granted.

    What was agreed apart with one person has its own price. A discount is granted within a series of slots; a slot
    that belongs to none is a series of its own.
    """
    if not purchases or not rules_of(purchases[0].offer).are_any:
        return list(purchases)
    by_series: dict[uuid.UUID, list[int]] = defaultdict(list)
    for index, purchase in enumerate(purchases):
        if purchase.slot is not None and purchase.agreed is None:
            by_series[purchase.slot.series or purchase.slot.pk].append(index)
    found = dict(enumerate(purchases))
    for series, indexes in by_series.items():
        found |= zip(indexes, of_series([purchases[index] for index in indexes], series), strict=True)
    return [found[index] for index in range(len(purchases))]


def of_series(purchases: Sequence[Purchase], series: uuid.UUID) -> list[Purchase]:
    """The purchases of one series."""
    granted = discounts(rules_of(purchases[0].offer), [asked(each) for each in purchases], held(purchases[0], series))
    return [reduced(purchase, taken) for purchase, taken in zip(purchases, granted, strict=True)]


def asked(purchase: Purchase) -> Asked:
    """A purchase as the arithmetic looks at it."""
    relative = purchase.relative
    is_child = relative is not None and relative.kinship == Kinship.CHILD
    born = relative.birth_date if relative and is_child else None
    return Asked(relative.pk if relative else None, purchase.first_day, purchase.full_price, born)


def held(purchase: Purchase, series: uuid.UUID) -> list[Held]:
    """What the member's family already has of a series; one query."""
    slots = Slot.objects.filter(offer=purchase.offer, series=series) | Slot.objects.filter(pk=series)
    orders = Order.objects.filter(member=purchase.member, state__in=STANDING, slot_id__in=slots.values("pk"))
    return [held_of(order) for order in orders.select_related("relative").order_by("placed_at", "pk")]


def held_of(order: Order) -> Held:
    """An order that stands, with the discounts it was given."""
    kinds = frozenset(str(each["kind"]) for each in order.snapshot.get("discounts", ()))
    is_child = order.relative is not None and order.relative.kinship == Kinship.CHILD
    return Held(order.relative_id, order.placed_at, is_child, kinds)


def reduced(purchase: Purchase, taken: tuple[Discount, ...]) -> Purchase:
    """A purchase at its price less the discounts."""
    off = sum((each.amount for each in taken), ZERO)
    return replace(purchase, price=purchase.full_price - off, discounts=taken)
