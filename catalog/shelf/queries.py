"""Reading the shelf: the one place that joins an organization's shelf to the shared offers.

`ShelfItem` is in the organization's schema and `Offer` in `public`; no foreign key crosses, so the
join is written here, as `Exists` and sub-queries, and nowhere else.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from catalog.shelf.filters import Filters, Order, Who, service_types_for
from catalog.shelf.models import ShelfItem
from catalog.shelf.origins import origin_here
from catalog.shelf.prices import agreed_price, lowest_price, price_here, prices_of_dates
from providers import search
from providers.models import Delivery, Offer, Slot
from providers.reserves import with_own
from tenants import isolation
from tenants.models import Status
from welfare.clock import today
from welfare.money import MoneyField
from welfare.paging import Page, page_by_key

PAGE_SIZE = 24
FACETS = "shelf:facets"
FACETS_SECONDS = 30
# What costs nothing because nobody sells it comes after everything that has a price.
AFTER_EVERY_PRICE = Decimal("9999999999.99")
# A whole directory comes onto a shelf at once: as the newest it would bury what can be had.
IS_INFORMATION = ExpressionWrapper(Q(delivery=Delivery.PUBLIC), output_field=BooleanField())
KEYS = {
    Order.NEWEST: ("-published_at", "pk"),
    Order.PRICE: ("price_sorted", "pk"),
    Order.NAME: ("sort_title", "pk"),
}
# Rows of what a card shows, not whole offers: at 24 a page that is a tenth of the page's time.
CARD_FIELDS = (
    "pk", "area", "type_label", "title", "unit", "town", "age_min", "age_max", "delivery", "service_type",
    "published_at", "sort_title", "images", "provider__name", "discount", "price_shown", "places_left", "plan_ids",
    "prices_of_dates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facets:
    """How many offers the shelf has of each area, town, delivery and origin together."""

    counts: Counter[tuple[str, str, str, str]]

    @property
    def areas(self) -> set[str]:
        """Codes of the areas that are not empty."""
        return {key[0] for key in self.counts}

    @property
    def towns(self) -> list[str]:
        """Towns with offers, by name."""
        return sorted({key[1] for key in self.counts}, key=str.casefold)

    @property
    def deliveries(self) -> set[str]:
        """The ways in which something on the shelf reaches a person."""
        return {key[2] for key in self.counts}

    def count(self, filters: Filters) -> int:
        """How many offers answer a question without words and without a person."""
        wanted = (filters.area, filters.town, filters.delivery, filters.origin)
        return sum(n for key, n in self.counts.items() if all(w in ("", k) for w, k in zip(wanted, key, strict=True)))


@dataclass(frozen=True, slots=True)
class Result:
    """One page of the shelf: what its cards show, how many there are in all, where the next page begins."""

    offers: list[Any]
    count: int
    next_cursor: str
    is_first: bool


def on_shelf() -> QuerySet[Offer]:
    """Every offer that the organization in force shows: listed here, published, supplier in service.

    A directory entry (a provider without organization) is shown too; nobody can book it.
    """
    listed = ShelfItem.objects.filter(offer_id=OuterRef("pk"))
    supplier = Q(provider__organization__isnull=True) | Q(provider__organization__status=Status.ACTIVE)
    return Offer.objects.filter(Exists(listed), supplier, state=Offer.State.PUBLISHED)


def shelf_offers(filters: Filters) -> QuerySet[Offer]:
    """The offers that answer a question, words apart, with what a card shows of each.

    Adds `price_shown` (agreed here, or the offer's own; None for information alone),
    `prices_of_dates` (see `catalog.shelf.prices`), `places_left` (over open slots to come; None without any) and
    `plan_ids` (the plans whose credit opens it).
    """
    return narrowed(on_shelf(), filters).annotate(
        price_shown=price_here(),
        prices_of_dates=prices_of_dates(),
        places_left=Subquery(places_of_offer(), output_field=IntegerField()),
        plan_ids=ArraySubquery(item_of_offer().filter(plans__isnull=False).values("plans")),
    )


def narrowed(offers: QuerySet[Offer], filters: Filters) -> QuerySet[Offer]:
    """Those of the area, town, delivery, origin and person asked for."""
    asked = {"area": filters.area, "town": filters.town, "delivery": filters.delivery}
    offers = offers.filter(**{name: value for name, value in asked.items() if value})
    if filters.origin:
        offers = offers.alias(origin_shown=origin_here()).filter(origin_shown=filters.origin)
    return offers.filter(suits(filters.who)) if filters.who else offers


def suits(who: Who) -> Q:
    """Offers whose ages take a person and whose type tax law opens to them."""
    fits = Q(service_type__in=service_types_for(who))
    if who.age is not None:
        fits &= Q(age_min__isnull=True) | Q(age_min__lte=who.age)
        fits &= Q(age_max__isnull=True) | Q(age_max__gte=who.age)
    return fits


def suits_any(people: Sequence[Who]) -> Q:
    """Offers that suit at least one of these people."""
    return reduce(or_, (suits(who) for who in people), Q(pk__in=[]))


def item_of_offer() -> QuerySet[ShelfItem]:
    """The shelf item of the offer of the outer query."""
    return ShelfItem.objects.filter(offer_id=OuterRef("pk"))


def places_of_offer() -> QuerySet[Slot, Any]:
    """The places left over the open slots to come of the offer of the outer query, but what others have reserved."""
    slots = Slot.objects.filter(offer=OuterRef("pk"), state=Slot.State.OPEN, starts_on__gte=today())
    left = F("capacity") - F("taken") - F("reserved") + F("own_reserve")
    return with_own(slots, isolation.current()).order_by().values("offer").annotate(free=Sum(left)).values("free")


def facets() -> Facets:
    """The counts of the shelf, at most half a minute old: they are the one thing that reads all of it."""
    counts = cache.get(FACETS)
    if counts is None:
        counts = count_shelf()
        cache.set(FACETS, counts, FACETS_SECONDS)
    return Facets(counts)


def forget_facets() -> None:
    """Count anew: what this organization shows has changed."""
    cache.delete(FACETS)


def count_shelf() -> Counter[tuple[str, str, str, str]]:
    """Count the shelf in one query."""
    offers = on_shelf().order_by().annotate(origin_shown=origin_here())
    rows = offers.values_list("area", "town", "delivery", "origin_shown").annotate(n=Count("pk"))
    return Counter({row[:4]: row[4] for row in rows})


def page_of(filters: Filters, cursor: str, counted: Facets) -> Result:
    """One page of answers after `cursor`: by relevance when there are words, else by key."""
    if filters.q:
        return found_page(filters, cursor, counted.towns)
    order = Order(filters.order or Order.NEWEST)
    sorting = sorting_of(order, has_information=Delivery.PUBLIC in counted.deliveries)
    keys = [*(name for name in sorting if name not in KEYS[order]), *KEYS[order]]
    offers = cards(filters, **sorting)
    page = page_by_key(offers, keys, cursor, PAGE_SIZE)
    return Result(page.rows, count_of(filters, page, counted), page.next_cursor, page.is_first)


def count_of(filters: Filters, page: Page[Any], counted: Facets) -> int:
    """How many answers there are; exact when one page holds them all, else by the counts of the shelf."""
    if page.is_first and not page.next_cursor:
        return len(page.rows)
    return narrowed(on_shelf(), filters).count() if filters.who else counted.count(filters)


def cards(filters: Filters, **sorting: Any) -> QuerySet[Offer, Any]:
    """The offers that answer a question, each as a row of CARD_FIELDS and of what they are sorted by besides."""
    return shelf_offers(filters).annotate(**sorting).values_list(*CARD_FIELDS, *sorting, named=True)


def sorting_of(order: Order, *, has_information: bool = False) -> dict[str, Any]:
    """What an order sorts by besides columns: information stands after what can be had, and after every price."""
    if order == Order.PRICE:
        last = Coalesce(lowest_price(), Value(AFTER_EVERY_PRICE), output_field=MoneyField())
        return {"price_sorted": last}
    return {"is_information": IS_INFORMATION} if order == Order.NEWEST and has_information else {}


def found_page(filters: Filters, cursor: str, towns: Sequence[str] = ()) -> Result:
    """One page of what words find; the cursor is how many were shown before."""
    keys = found(filters, towns)
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 4 else 0
    offers = list(sorted_found(filters, keys)[start : start + PAGE_SIZE])
    following = start + PAGE_SIZE
    return Result(offers, len(keys), str(following) if following < len(keys) else "", start == 0)


def sorted_found(filters: Filters, keys: Sequence[uuid.UUID]) -> Any:
    """The offers found, in the order asked for; by relevance when none is."""
    if filters.order:
        order = Order(filters.order)
        return cards(filters, **sorting_of(order)).filter(pk__in=keys).order_by(*KEYS[order])
    return ByRelevance(filters, keys)


@dataclass(frozen=True, slots=True)
class ByRelevance:
    """Offers in the order of their keys, read a slice at a time."""

    filters: Filters
    keys: Sequence[uuid.UUID]

    def __getitem__(self, part: slice) -> list[Any]:
        """Read the offers of a slice in one query."""
        rows = {row.pk: row for row in cards(self.filters).filter(pk__in=self.keys[part])}
        return [rows[key] for key in self.keys[part] if key in rows]


def found(filters: Filters, towns: Sequence[str] = ()) -> list[uuid.UUID]:
    """Keys of at most 100 offers that words find, best first; forgiving when few match exactly.

    Words that name one of `towns` mean that town: its neighbours in spelling are not looked for.
    """
    names_town = search.sort_key(filters.q) in {search.sort_key(town) for town in towns}
    return search.found(narrowed(on_shelf(), filters), filters.q, enough=1 if names_town else search.FEW)


def get_offer(key: uuid.UUID) -> Offer:
    """One offer of this organization's shelf with its provider; 404 when it is not on it."""
    offers = shelf_offers(Filters()).select_related("provider", "provider__organization")
    offers = offers.annotate(origin_shown=origin_here(), agreed_for_us=agreed_price())
    offer = offers.defer("search", "folded").filter(pk=key).first()
    if offer is None:
        raise Http404
    return offer


def slots_to_come(offer: Offer) -> list[Slot]:
    """The open slots of an offer from today on, the nearest first."""
    coming = with_own(offer.slots.filter(state=Slot.State.OPEN, starts_on__gte=today()), isolation.current())
    return list(coming.order_by("starts_on", "ends_on", "pk")[:60])
