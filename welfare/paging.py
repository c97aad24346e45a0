"""Pages of a list by key: the cost of a page does not grow with how far one has read.

`page_by_key(queryset, ("sort_name", "pk"), cursor, size)` sorts by the fields named (a leading
minus sorts down) and continues after the row that `cursor` names, or stops before it when the cursor
begins with `~`. A cursor is text for a link; one that makes no sense starts from the top.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

MOST_DIGITS = 20
# A cursor that begins with this one is of the page before a row.
BACKWARDS = "~"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page: its rows and the cursors of its neighbours, empty where there is none."""

    rows: list[Row]
    next_cursor: str
    is_first: bool
    previous_cursor: str = ""


def page_by_key(queryset: QuerySet[Row], fields: Sequence[str], cursor: str, size: int = 25) -> Page[Row]:
    """The page after `cursor`, or before it; one query, `size` rows and one more to know whether there are others."""
    if cursor.startswith(BACKWARDS):
        return page_before(queryset, fields, cursor.removeprefix(BACKWARDS), size)
    after = values_of(queryset, fields, cursor)
    selected = queryset.order_by(*fields)
    if after is not None:
        selected = selected.filter(beyond(fields, after))
    rows = list(selected[: size + 1])
    more = len(rows) > size
    next_cursor = cursor_of(rows[size - 1], fields) if more else ""
    previous_cursor = BACKWARDS + cursor_of(rows[0], fields) if after is not None and rows else ""
    return Page(rows[:size], next_cursor, after is None, previous_cursor)


def page_before(queryset: QuerySet[Row], fields: Sequence[str], cursor: str, size: int) -> Page[Row]:
    """The page that ends before the row that `cursor` names; the first page, whole, when fewer rows stand there."""
    upwards = [turned(field) for field in fields]
    before = values_of(queryset, fields, cursor)
    if before is None:
        return page_by_key(queryset, fields, "", size)
    rows = list(queryset.order_by(*upwards).filter(beyond(upwards, before))[: size + 1])
    if len(rows) <= size:
        return page_by_key(queryset, fields, "", size)
    shown = rows[size - 1 :: -1]
    previous_cursor = BACKWARDS + cursor_of(shown[0], fields)
    return Page(shown, cursor_of(shown[-1], fields), is_first=False, previous_cursor=previous_cursor)


def turned(field: str) -> str:
    """The same field, sorted the other way."""
    return field[1:] if field.startswith("-") else f"-{field}"


def beyond(fields: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows that come after the one with these values.

    The first field's own bound is written apart: with it the database enters its index at the row, where
    an OR alone would make it read from the top.
    """
    condition = Q()
    for index, field in enumerate(fields):
        name = field.lstrip("-")
        equal = {f.lstrip("-"): v for f, v in zip(fields[:index], values, strict=False)}
        comparison = "lt" if field.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name}__{comparison}": values[index]})
    bound = "lte" if fields[0].startswith("-") else "gte"
    return Q(**{f"{fields[0].lstrip('-')}__{bound}": values[0]}) & condition


def links_of(page: Page[Any], kept: Mapping[str, str], name: str = "dopo") -> dict[str, str]:
    """`previous_url` and `next_url` for components/pagination.html: the same question, of which `kept` is the
    rest, with the neighbour's cursor under `name`.
    """
    asked = {key: value for key, value in kept.items() if value and key != name}
    cursors = {"previous_url": page.previous_cursor, "next_url": page.next_cursor}
    return {url: "?" + urlencode(asked | {name: cursor}) if cursor else "" for url, cursor in cursors.items()}


def cursor_of(row: Model, fields: Sequence[str]) -> str:
    """The cursor that continues after `row`."""
    values = [str(getattr(row, field.lstrip("-"))) for field in fields]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def values_of(queryset: QuerySet[Any], fields: Sequence[str], cursor: str) -> list[Any] | None:
    """The values a cursor holds, each as its field's type; None for none or nonsense."""
    if not cursor or len(cursor) > 1000:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        texts = json.loads(base64.urlsafe_b64decode(padded))
        if not isinstance(texts, list) or len(texts) != len(fields):
            return None
        return [typed(queryset, f.lstrip("-"), t) for f, t in zip(fields, texts, strict=True)]
    except (ValueError, binascii.Error, ValidationError, TypeError):
        return None


def typed(queryset: QuerySet[Any], name: str, text: str) -> Any:
    """One value of a cursor as its model field reads it, or as an annotation's output does."""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("not a cursor")
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        field: Any = annotation.output_field
    elif name == "pk":
        field = queryset.model._meta.pk
    else:
        field = queryset.model._meta.get_field(name)
    if isinstance(field, Field) and field.get_internal_type() == "DateTimeField":
        return parse_datetime(text) or _refuse(text)
    value = field.to_python(text)
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < MOST_DIGITS):
        # "1e999999" is a Decimal, and more than the database takes.
        _refuse(text)
    return value


def _refuse(text: str) -> Any:
    raise ValueError(f"not a value of the key: {text[:20]}")
