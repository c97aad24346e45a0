"""What members are shown of agreements: search by town, category and words; phone first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from catalog.cards import showing
from catalog.shelf import missed
from catalog.shelf import queries as shelf
from catalog.shelf.cards import Card, cards_of
from catalog.shelf.filters import Filters, one_of, plain_text
from catalog.shelf.views_missed import thanks
from providers.agreements import finding
from providers.agreements.finding import Counts, Towns
from providers.agreements.models import Agreement, Category
from providers.demand.models import Gap
from providers.models import Delivery
from welfare.access import SIGNED_IN, access
from welfare.paging import Page
from welfare.sorting import sort_key

RESULTS = "results"
MOST_OFFERS = 6
MOST_OFFERS_READ = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the agreements; it lives in the address and is written nowhere."""

    town: str = ""
    words: str = ""
    category: str = ""

    def address(self, **changes: str) -> str:
        """The query string of this question with some answers changed; `?` alone for none."""
        asked = replace(self, **changes)
        values = {"comune": asked.town, "q": asked.words, "categoria": asked.category}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def read(request: HttpRequest) -> Asked:
    """The question that an address asks; what makes no sense asks nothing."""
    query = request.GET
    return Asked(
        plain_text(query.get("comune", ""))[:60],
        plain_text(query.get("q", "")),
        one_of(query.get("categoria"), Category.values),
    )


@access(SIGNED_IN)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Shops by town, category and words; htmx asks for the results alone."""
    asked = read(request)
    agreements = showing.shown_agreements()
    counts = showing.counts_of(agreements)
    towns = finding.towns_meant(asked.town, counts.towns)
    found = finding.answers(finding.shops_of(agreements), towns.keys, asked.category, asked.words)
    page = finding.page_of(found, request.GET.get("dopo", ""))
    context = page_context(asked, page, counts, towns) | {
        "shops": page.rows,
        "everywhere": everywhere(agreements, asked) if page.is_first else [],
        "cards": card_offers(asked, towns) if page.is_first and not asked.category else [],
        "count": count_of(asked, page, found, counts, towns),
    }
    return render(request, f"cards/{fragment(request)}.html", context)


@access(SIGNED_IN)
@require_POST
def missed_search(request: HttpRequest) -> HttpResponse:
    """Count a search of shops that found little."""
    words, town = plain_text(request.POST.get("q", "")), plain_text(request.POST.get("comune", ""))[:60]
    agreements = showing.shown_agreements()
    known = showing.counts_of(agreements).towns
    keys = finding.towns_meant(town, known).keys
    found = finding.answers(finding.shops_of(agreements), keys, "", words)
    if words and found.count() <= missed.FEW:
        missed.note(words, town, known, Gap.Where.SHOPS)
    return thanks(request, "cards:search")


def fragment(request: HttpRequest) -> str:
    """The part of the page that was asked for."""
    htmx: Any = getattr(request, "htmx", None)
    return "results" if htmx and htmx.target == RESULTS and not htmx.history_restore_request else "search"


def page_context(asked: Asked, page: Page[Any], counts: Counts, towns: Towns) -> dict[str, Any]:
    """What stands around the shops."""
    there = counts.categories(towns.keys)
    chips = [
        {"label": category.label, "url": asked.address(category=category.value), "active": asked.category == category}
        for category in Category
        if category.value in there or category == asked.category
    ]
    return {
        "asked": asked,
        "chips": chips,
        "all_url": asked.address(category=""),
        "towns": counts.towns.values(),
        "guessed": counts.towns[towns.keys[0]] if towns.is_guess else "",
        "next_url": f"{asked.address()}&dopo={page.next_cursor}" if page.next_cursor else "",
        "previous_url": f"{asked.address()}&dopo={page.previous_cursor}" if page.previous_cursor else "",
    }


def count_of(asked: Asked, page: Page[Any], found: Any, counts: Counts, towns: Towns) -> int:
    """How many shops answer: by the counts of all of them, or asked for when there are words."""
    if page.is_first and not page.next_cursor:
        return len(page.rows)
    return found.count() if asked.words else counts.total(towns.keys, asked.category)


def everywhere(agreements: Sequence[Agreement], asked: Asked) -> list[Agreement]:
    """The agreements that need no shop, of the category and with the words asked for."""
    words = sort_key(asked.words).split()
    return [
        each for each in agreements
        if each.is_everywhere
        and asked.category in ("", each.category)
        and all(word in sort_key(each.name, each.discount) for word in words)
    ]  # fmt: skip


def card_offers(asked: Asked, towns: Towns) -> list[Card]:
    """Services of the network that the card makes cheaper, on the shelf of the organization in force."""
    filters = Filters(delivery=Delivery.CARD.value)
    offers = shelf.cards(filters).order_by("sort_title", "pk")
    if asked.words:
        offers = offers.filter(pk__in=shelf.found(replace(filters, q=asked.words)))
    near = [each for each in offers[:MOST_OFFERS_READ] if not towns.keys or sort_key(each.town) in towns.keys]
    return cards_of(near[:MOST_OFFERS])
