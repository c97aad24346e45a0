"""Pages of a list by key: the cost of a page does not grow with how far one has read.

`page_by_key(queryset, ("sort_name", "pk"), cursor, size)` sorts by the fields named (a leading
minus sorts down) and continues after the row that `cursor` names. A cursor is text for a link;
one that makes no sense starts from the top.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

MOST_DIGITS = 20
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page: its rows and the cursor of the next, empty on the last."""

    rows: list[Row]
    next_cursor: str
    is_first: bool


def page_by_key(queryset: QuerySet[Row], fields: Sequence[str], cursor: str, size: int = 25) -> Page[Row]:
    """The page after `cursor`; one query, `size` rows and one more to know whether there are others."""
    after = values_of(queryset, fields, cursor)
    selected = queryset.order_by(*fields)
    if after is not None:
        selected = selected.filter(beyond(fields, after))
    rows = list(selected[: size + 1])
    more = len(rows) > size
    next_cursor = cursor_of(rows[size - 1], fields) if more else ""
    return Page(rows[:size], next_cursor, after is None)


def beyond(fields: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows that come after the one with these values."""
    condition = Q()
    for index, field in enumerate(fields):
        name = field.lstrip("-")
        equal = {f.lstrip("-"): v for f, v in zip(fields[:index], values, strict=False)}
        comparison = "lt" if field.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name}__{comparison}": values[index]})
    return condition


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
