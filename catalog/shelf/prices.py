"""What an offer costs in the organization in force: the one place that says so, for the shelf and for orders.

First what both sides agreed for this organization, then the price from before while a raised one waits for HR's look
(decision 0023), else the offer's own.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, F, Func, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from catalog.shelf.models import ShelfItem
from providers import agreed_prices
from providers.models import AgreedPrice, Offer, Slot
from tenants import isolation
from welfare.clock import today
from welfare.money import MoneyField


def price_here() -> Coalesce:
    """The price of the offer of a query over offers; None where nobody sells."""
    return Coalesce(
        agreed_price(),
        Case(When(is_waiting(), then=F("price_before")), default=F("price")),
        output_field=MoneyField(),
    )


def agreed_price() -> Coalesce:
    """What both sides agreed for this organization, of the offer of a query over offers; None: nothing."""
    item = ShelfItem.objects.filter(offer_id=OuterRef("pk"))
    return Coalesce(
        Subquery(agreed_here(OuterRef("pk")).values("price")[:1]),
        Subquery(item.values("price_agreed")[:1]),
        output_field=MoneyField(),
    )


def of_dates(own: Decimal | None, here: Decimal | None, agreed_price: Decimal | None) -> Decimal | None:
    """What dates cost here, of a service that costs `here`: they may have a price of their own.

    What the organization has agreed holds for all dates; those that cost less than that cost less here, too.
    """
    if own is None:
        return here
    return own if agreed_price is None else min(agreed_price, own)


def prices_of_dates() -> Subquery:
    """The lowest and the highest price of their own, here, of the open dates of an offer that have places, and how many
    of these dates have none: for a query over offers; None where there are no such dates. See `lowest_of`.
    """
    # The agreed price is looked up for dates with a price of their own alone: few have one.
    own = Case(When(price__isnull=False, then=Least("price", Subquery(agreed(OuterRef("offer_id"))))))
    plain = Count("pk", filter=Q(price__isnull=True))
    numbers = Func(Min(own), Max(own), plain, template="ARRAY[%(expressions)s]", output_field=ArrayField(MoneyField()))
    return Subquery(dates_with_places().values("offer").annotate(numbers=numbers).values("numbers"))


def lowest_price() -> Least:
    """What an offer is sorted by: the price here, or of its dates with places the lowest that is less."""
    lowest = dates_with_places().filter(price__isnull=False).values("offer").annotate(least=Min("price"))
    return Least("price_shown", Subquery(lowest.values("least")), output_field=MoneyField())


def dates_with_places() -> QuerySet[Slot]:
    """The open dates to come of the offer of the outer query that somebody can still book."""
    left = F("capacity") - F("reserved")
    return Slot.objects.filter(
        offer=OuterRef("pk"), state=Slot.State.OPEN, starts_on__gte=today(), taken__lt=left
    ).order_by()


def lowest_of(here: Decimal | None, of_dates: Sequence[Decimal | None] | None) -> tuple[Decimal | None, bool]:
    """The lowest price of a service that costs `here` and whose dates cost what `prices_of_dates` says, and whether
    some of them cost more.
    """
    least, most, plain = of_dates or (None, None, None)
    if here is None or least is None or most is None:
        return here, False
    prices = [least, most, here] if plain else [least, most]
    return min(prices), min(prices) < max(prices)


def agreed_here(offer: Any) -> QuerySet[AgreedPrice]:
    """What was agreed for an offer with the organization in force, today."""
    agreed = AgreedPrice.objects.filter(agreed_prices.in_force(), offer=offer, organization=isolation.current().pk)
    return agreed.order_by("-starts_on", "-pk")


def is_waiting() -> Q:
    """Offers whose raised price does not hold here yet: HR has not kept it, and its last day has not gone by."""
    kept = ShelfItem.objects.filter(offer_id=OuterRef("pk")).values("kept_number")[:1]
    kept_here = Coalesce(Subquery(kept), Value(0))
    return Q(price_until__gte=today(), price_before__lt=F("price"), raised_number__gt=kept_here)


def priced(offer_id: Any) -> QuerySet[Offer, Any]:
    """The one value `price_here` of an offer, as a sub-query of others."""
    return Offer.objects.filter(pk=offer_id).annotate(price_here=price_here()).values("price_here")


def agreed(offer_id: Any) -> QuerySet[Offer, Any]:
    """The one value `agreed_for_us` of an offer, as a sub-query of others."""
    return Offer.objects.filter(pk=offer_id).annotate(agreed_for_us=agreed_price()).values("agreed_for_us")
