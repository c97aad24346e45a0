"""Typed access to parsed data: whatever does not fit is a DataError that names the place."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from catalog.fiscal.errors import DataError
from welfare.money import MoneyError, amount

Kind = TypeVar("Kind")


def get(row: Mapping[str, object], key: str, kind: type[Kind]) -> Kind:
    """Return `row[key]`, which must be of `kind`; True is not an int."""
    value = row.get(key)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise DataError(f"{key}: {value!r} is not {kind.__name__}")
    return value


def mapping(value: object, place: str) -> Mapping[str, object]:
    """Return a mapping, or say which `place` holds none."""
    if not isinstance(value, dict):
        raise DataError(f"{place}: {value!r} is not a mapping")
    return value


def listing(value: object, place: str) -> list[object]:
    """Return a list, or say which `place` holds none."""
    if not isinstance(value, list):
        raise DataError(f"{place}: not a list")
    return value


def codes(row: Mapping[str, object], key: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return a list of codes that are all known, at least one."""
    found = tuple(get(row, key, list))
    if not found or not known.issuperset(found):
        raise DataError(f"{key}: {found!r}")
    return found


def euro(row: Mapping[str, object], key: str) -> Decimal:
    """Return an amount, which the data writes as a decimal string, never as a number."""
    text = get(row, key, str)
    try:
        return amount(text)
    except MoneyError as error:
        raise DataError(f"{key}: {error}") from error


def rate(row: Mapping[str, object], key: str) -> Decimal:
    """Return a rate between 0 and 1, written as a decimal string."""
    text = get(row, key, str)
    if not text.replace(".", "", 1).isdecimal() or not 0 <= Decimal(text) <= 1:
        raise DataError(f"{key}: {text!r} is not a rate")
    return Decimal(text)


def of_year(rows: Mapping[object, object], year: int) -> Mapping[str, object]:
    """Return the row of `year`, following `same_as_<year>`."""
    value = rows.get(year)
    if isinstance(value, str) and value.removeprefix("same_as_").isdigit():
        value = rows.get(int(value.removeprefix("same_as_")))
    return mapping(value, f"year {year}")
