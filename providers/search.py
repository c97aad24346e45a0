"""Searching offers: how they are indexed (the configurations, the two generated columns), and how words find them.

`public.italian_plain` stems Italian without accents; `public.plain` only lowers and drops accents.
Both are made by migration 0002. `unaccent()` is refused in a generated column (it is not
immutable), but as a dictionary of a configuration it may be there.
"""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from functools import reduce
from operator import add, and_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat

STEMMED = "public.italian_plain"
PLAIN = "public.plain"
MOST_FOUND = 100
# With fewer exact results than this, words are looked for with their typing errors too.
FEW = 5
# "cemtro" against "centro" scores 0.44, "estvo" against "estivo" 0.5 (design 10).
SIMILAR = 0.35  # a likeness, no amount
WORDS = re.compile(r"\w{3,}")
MOST_WORDS = 6


def vector(name: str, weight: str) -> SearchVector:
    """A column's words, stemmed, with their weight in the ranking (A counts most)."""
    return SearchVector(name, config=STEMMED, weight=weight)


SEARCHED = (
    vector("title", "A")
    + vector("type_label", "A")
    + vector("town", "B")
    + vector("summary", "C")
    + vector("text", "D")
)


class Folded(Func):
    """The words of some columns in lower case and without accents, as text.

    `tsvector::text` is the one immutable way to get them out of a configuration.
    """

    template = f"strip(to_tsvector('{PLAIN}'::regconfig, %(expressions)s))::text"
    output_field = TextField()

    def __init__(self, *columns: str, **extra: Any) -> None:
        parts: list[Any] = []
        for column in columns:
            parts += [Coalesce(F(column), Value("")), Value(" ")]
        super().__init__(Concat(*parts, output_field=models.TextField()), **extra)


def sort_key(title: str) -> str:
    """A key that sorts the same on every database: casefold, accents apart (NFKD)."""
    folded = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).strip()[:90]


def found(offers: Any, text: str, *, enough: int = FEW) -> list[uuid.UUID]:
    """Keys of at most 100 of some offers that words find, best first.

    With fewer than `enough` exact matches, those with a typing error in them follow.
    """
    query = SearchQuery(text, config=STEMMED, search_type="websearch")
    keys = best(offers.filter(search=query).annotate(rank=SearchRank(F("search"), query)))
    words = WORDS.findall(sort_key(text))[:MOST_WORDS]
    if len(keys) >= enough or not words:
        return keys
    return list(dict.fromkeys(keys + best(similar(offers, words))))[:MOST_FOUND]


def similar(offers: Any, words: Sequence[str]) -> Any:
    """Offers that have something like each word in title, type or town, or the word in the provider's name."""
    scores = [TrigramWordSimilarity(word, "folded") for word in words]
    each = [
        Q(**{f"word_{index}__gte": SIMILAR}) | Q(provider__name__icontains=word) for index, word in enumerate(words)
    ]
    alike = offers.alias(**{f"word_{index}": score for index, score in enumerate(scores)}).filter(reduce(and_, each))
    total: Any = reduce(add, scores)
    return alike.annotate(rank=total)


def best(offers: Any) -> list[uuid.UUID]:
    """Keys of the 100 best of offers that have a `rank`."""
    return list(offers.order_by("-rank", "sort_title", "pk").values_list("pk", flat=True)[:MOST_FOUND])
