"""Typed access to one object of a case file; a key that is not known is an error, never left aside."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from catalog.fiscal.errors import UnknownCode, WrongFact
from catalog.fiscal.facts import euro

DECIMAL_STRING = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
SHOWN = 30
NAMES: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}
Kind = TypeVar("Kind")


class Fields:
    """An object with the keys it may have; null counts as not given. Errors are WrongFact, naming the place."""

    def __init__(self, value: object, place: str, known: frozenset[str]) -> None:
        if not isinstance(value, dict):
            raise WrongFact(f"{place} is {named(value)}, not an object")
        unknown = sorted(set(value) - known)
        if unknown:
            raise UnknownCode(f"key in {place}", str(unknown[0]))
        self.place = place
        self.row: Mapping[str, object] = {key: each for key, each in value.items() if each is not None}

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.row

    def required(self, key: str) -> "Fields":
        """Return self when the key is given, so that `fields.required(key).euro(key)` reads well."""
        if key not in self.row:
            raise WrongFact(f"{self._name(key)} is missing")
        return self

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._of(key, str, "a text")
        return default if value is None else value

    def flag(self, key: str) -> bool:
        """Return true or false; not given is false."""
        return self._of(key, bool, "true or false") is True

    def whole(self, key: str) -> int | None:
        """Return a whole number; its range is for whoever asks to check."""
        if isinstance(self.row.get(key), bool):
            raise WrongFact(f"{self._name(key)} is true or false, not a whole number")
        return self._of(key, int, "a whole number")

    def euro(self, key: str) -> Decimal | None:
        """Return an amount, which is a decimal string such as "12.50" and never a number."""
        text = self._of(key, str, 'an amount written as a text, such as "12.50"')
        if text is None:
            return None
        if not DECIMAL_STRING.fullmatch(text):
            raise WrongFact(f"{self._name(key)}: {text[:SHOWN]!r} is not an amount of euro and cents")
        return euro(Decimal(text), self._name(key))

    def day(self, key: str) -> datetime.date | None:
        """Return a day written as 2026-01-12; a day that does not exist is an error."""
        text = self._of(key, str, "a day such as 2026-01-12")
        try:
            return None if text is None else _iso(text)
        except ValueError as error:
            raise WrongFact(f"{self._name(key)}: {str(text)[:SHOWN]!r} is not a day such as 2026-01-12") from error

    def rows(self, key: str) -> list[object]:
        """Return a list; not given is empty."""
        return self._of(key, list, "a list") or []

    def _of(self, key: str, kind: type[Kind], what: str) -> Kind | None:
        value = self.row.get(key)
        if value is not None and not isinstance(value, kind):
            raise WrongFact(f"{self._name(key)} is {named(value)}, not {what}")
        return value

    def _name(self, key: str) -> str:
        return f"{self.place}.{key}"


def _iso(text: str) -> datetime.date:
    """Return the day of a full date; the shorter ISO forms of later Pythons are refused on all."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def named(value: object) -> str:
    """Return what JSON calls a value, for an error message."""
    return NAMES.get(type(value), "null")
