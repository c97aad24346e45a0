"""How offers are indexed for search: the configurations, and the two generated columns.

`public.italian_plain` stems Italian without accents; `public.plain` only lowers and drops accents.
Both are made by migration 0002. `unaccent()` is refused in a generated column (it is not
immutable), but as a dictionary of a configuration it may be there.
"""

import unicodedata
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Coalesce, Concat

STEMMED = "public.italian_plain"
PLAIN = "public.plain"


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
