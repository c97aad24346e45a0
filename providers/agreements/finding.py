"""Shops by town, category and words: the towns that are meant, and the shops that answer."""

import difflib
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import Count, Q, QuerySet

from providers.agreements.agreements import in_force, open_shops, open_to
from providers.agreements.models import Agreement, Shop
from providers.search import FEW, MOST_WORDS, SIMILAR, STEMMED, WORDS
from tenants.models import Organization
from welfare.clock import today
from welfare.paging import Page, page_by_key
from welfare.sorting import sort_key

PAGE_SIZE = 30
BY_NAME = ("sort_name", "pk")
# "crapi" against "carpi" scores 0.8, "reggio" against "reggio emilia" 0.63.
ALIKE = 60  # hundredths of a likeness
SHORTEST_BEGINNING = 3
MOST_TOWNS = 6


@dataclass(frozen=True, slots=True)
class Counts:
    """How many shops are shown, by town and category together."""

    by_place: Counter[tuple[str, str, str]]

    @property
    def towns(self) -> dict[str, str]:
        """Every town with a shop: its key and how it is written."""
        return {key: town for key, town, _category in sorted(self.by_place)}

    def categories(self, towns: Collection[str]) -> set[str]:
        """The categories with a shop, in some towns if any are named."""
        return {category for key, _town, category in self.by_place if not towns or key in towns}

    def total(self, towns: Collection[str], category: str) -> int:
        """How many shops stand in some towns (none named: anywhere) and a category (empty: any)."""
        return sum(
            n for (key, _town, kind), n in self.by_place.items()
            if (not towns or key in towns) and category in ("", kind)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Towns:
    """The towns that a typed name means; `is_guess` when none is written so."""

    keys: tuple[str, ...] = ()
    is_guess: bool = False


def agreements_for(organization: Organization, hidden: Collection[uuid.UUID]) -> list[Agreement]:
    """The agreements that an organization's people are shown today, by name; one query."""
    shown = Agreement.objects.filter(in_force(today()), open_to(organization))
    return list(shown.exclude(pk__in=hidden).order_by("sort_name", "pk"))


def shops_of(agreements: Sequence[Agreement]) -> QuerySet[Shop]:
    """The shops of some agreements that are shown today."""
    return Shop.objects.filter(open_shops(today()), agreement__in=[agreement.pk for agreement in agreements])


def count(shops: QuerySet[Shop]) -> Counter[tuple[str, str, str]]:
    """Count shops by town and category in one query."""
    rows = shops.order_by().values_list("town_key", "town", "category").annotate(n=Count("pk"))
    return Counter({row[:3]: row[3] for row in rows})


def towns_meant(typed: str, known: Collection[str]) -> Towns:
    """The towns that a name means: the one written so, those that begin so, else the likest one.

    Nothing known is like it: the name itself, where no shop is.
    """
    key = sort_key(typed)[:60]
    if not key or key in known:
        return Towns((key,) if key else ())
    begun = sorted(town for town in known if town.startswith(key)) if len(key) >= SHORTEST_BEGINNING else []
    if begun:
        return Towns(tuple(begun[:MOST_TOWNS]))
    alike = difflib.get_close_matches(key, known, n=1, cutoff=ALIKE / 100)
    return Towns(tuple(alike), is_guess=True) if alike else Towns((key,))


def answers(shops: QuerySet[Shop], towns: Collection[str], category: str, words: str) -> QuerySet[Shop]:
    """The shops that answer a question; empty parts ask nothing. Words cost one query more."""
    if towns:
        shops = shops.filter(town_key__in=towns)
    if category:
        shops = shops.filter(category=category)
    return worded(shops, words) if words else shops


def worded(shops: QuerySet[Shop], words: str) -> QuerySet[Shop]:
    """The shops that words find; with few exact ones, those with a typing error in them, too."""
    exact = Q(search=SearchQuery(words, config=STEMMED, search_type="websearch"))
    parts = WORDS.findall(sort_key(words))[:MOST_WORDS]
    if not parts or len(shops.filter(exact).order_by().values_list("pk", flat=True)[:FEW]) >= FEW:
        return shops.filter(exact)
    scores = {f"word_{index}": TrigramWordSimilarity(word, "folded") for index, word in enumerate(parts)}
    alike = reduce(and_, (Q(**{f"{name}__gte": SIMILAR}) for name in scores))
    return shops.alias(**scores).filter(exact | alike)


def page_of(shops: QuerySet[Shop], cursor: str, size: int = PAGE_SIZE) -> Page[Shop]:
    """One page of shops by name, with their agreements; one query."""
    return page_by_key(shops.select_related("agreement").defer("search", "folded"), BY_NAME, cursor, size)
