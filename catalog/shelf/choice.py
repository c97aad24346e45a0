"""Reading, for HR, the network's published offers and which of them stand on this shelf."""

import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from catalog.plans.models import Plan
from catalog.shelf.models import ShelfItem
from providers.models import Offer
from providers.search import STEMMED, sort_key
from tenants.models import Status
from welfare.paging import Page, page_by_key

BY_TITLE = ("sort_title", "pk")
ON, OFF = "si", "no"


def offered() -> QuerySet[Offer, Any]:
    """Everything the network's suppliers publish, with `is_listed` and `plan_names` here."""
    item = ShelfItem.objects.filter(offer_id=OuterRef("pk"))
    names = item.filter(plans__isnull=False).order_by("plans__name").values("plans__name")
    supplier = Q(provider__organization__isnull=True) | Q(provider__organization__status=Status.ACTIVE)
    offers = Offer.objects.filter(supplier, state=Offer.State.PUBLISHED).select_related("provider")
    return offers.defer("search", "folded", "text").annotate(is_listed=Exists(item), plan_names=ArraySubquery(names))


def page_of_offers(words: str, listed: str, cursor: str) -> Page[Any]:
    """A page by title: those that words find, on the shelf ("si"), off it ("no") or both."""
    offers: Any = offered()
    if words:
        found = Q(search=SearchQuery(words, config=STEMMED, search_type="websearch"))
        beginnings = sort_key(words)
        offers = offers.filter(found | Q(folded__contains=beginnings) | Q(provider__name__icontains=words))
    if listed in (ON, OFF):
        offers = offers.filter(is_listed=listed == ON)
    return page_by_key(offers, BY_TITLE, cursor)


def get_offered(key: uuid.UUID) -> Any:
    """One published offer, whether on this shelf or not; 404 otherwise."""
    offer = offered().filter(pk=key).first()
    if offer is None:
        raise Http404
    return offer


def item_of(offer: Offer) -> ShelfItem | None:
    """The shelf item of an offer here, with its plans."""
    return ShelfItem.objects.prefetch_related("plans").filter(offer_id=offer.pk).first()


def open_plans() -> QuerySet[Plan]:
    """The plans that can open an offer."""
    return Plan.objects.filter(is_base=False).exclude(state=Plan.State.CLOSED).order_by(F("year").desc(), "name", "pk")
