"""The shelf and the page of one service."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.shelf import areas, queries
from catalog.shelf.cards import cards_of
from catalog.shelf.filters import Filters, Order, read
from catalog.shelf.reader import Reader, reader_of
from catalog.shelf.service_page import service_page
from providers.models import Delivery, Origin
from providers.search import MOST_FOUND
from welfare.access import SIGNED_IN, access

RESULTS = "results"


@access(SIGNED_IN)
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Search and browse; htmx asks for the results alone."""
    reader = reader_of(request.user)  # type: ignore[arg-type]
    facets = queries.facets()
    filters = read(request.GET, reader.people, facets.towns)
    result = queries.page_of(filters, request.GET.get("dopo", ""), facets)
    context = page_context(filters, result, facets) | {
        "cards": cards_of(result.offers, reader.lots()),
        "people": reader.people,
        "towns": facets.towns,
    }
    return render(request, f"shelf/{fragment(request)}.html", context)


def fragment(request: HttpRequest) -> str:
    """The part of the page that was asked for."""
    htmx: Any = getattr(request, "htmx", None)
    return "results" if htmx and htmx.target == RESULTS and not htmx.history_restore_request else "list"


def page_context(filters: Filters, result: queries.Result, facets: queries.Facets) -> dict[str, Any]:
    """What the list shows, the reader's own choices apart."""
    return {
        "filters": filters,
        "count": result.count,
        "is_many": result.count >= MOST_FOUND and bool(filters.q),
        "chips": chips(filters, facets),
        "all_url": filters.address(area=""),
        "clear_url": Filters(q=filters.q, area=filters.area).address(),
        "kept": [pair for pair in filters.pairs() if pair[0] != "q"],
        "next_url": f"{filters.address()}&dopo={result.next_cursor}" if result.next_cursor else "",
        "first_url": "" if result.is_first else filters.address(),
        "deliveries": Delivery.choices,
        "origins": Origin.choices,
        "orders": Order.choices,
    }


def chips(filters: Filters, facets: queries.Facets) -> list[dict[str, Any]]:
    """One chip per area that is not empty, in the order of the shelf."""
    return [
        {"label": area.label, "url": filters.address(area=area.code), "active": filters.area == area.code}
        for area in areas.in_order(facets.areas)
    ]


@access(SIGNED_IN)
@require_safe
def offer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All about one service, and the way to ask for it."""
    reader: Reader = reader_of(request.user)  # type: ignore[arg-type]
    page = service_page(queries.get_offer(key), reader, request.tenant)  # type: ignore[attr-defined]
    return render(request, "shelf/offer.html", {"page": page, "offer": page.offer})
