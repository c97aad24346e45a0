"""One row of an open list of homes: what it says, what was mended, what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from providers.directory.emails import read_emails
from providers.directory.names import read_name, read_place
from providers.directory.phones import read_phones
from welfare.sorting import sort_key

# What lists call each value, without case, accents and punctuation; `fax` and `area` are known, and not kept.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("denominazione struttura", "denominazione", "struttura", "nome struttura", "nome", "ragione sociale"),
    "town": ("comune", "città", "comune struttura"),
    "address": ("indirizzo", "via", "indirizzo struttura"),
    "postcode": ("cap",),
    "phone": ("telefono", "tel", "telefoni", "numero di telefono", "recapito telefonico"),
    "fax": ("fax",),
    "email": ("email", "e-mail", "mail", "posta elettronica", "indirizzo email", "indirizzo di posta elettronica"),
    "beds": ("posti letto accreditati", "posti letto", "posti accreditati", "posti", "totale posti letto"),
    "alzheimer_beds": ("posti letto alzheimer accreditati", "posti letto alzheimer", "posti alzheimer"),
    "area": ("asl", "ats", "azienda sanitaria", "distretto", "provincia"),
}
REQUIRED = ("name", "town")
# As long as the columns that keep them.
LONGEST = {"name": 90, "town": 60, "address": 120}
MOST_READ = 2
MOST_BEDS = 5000
MOST_CONTACTS = 6
WHOLE_NUMBER = re.compile(r"(\d{1,6})(?:[.,]0+)?")


class Fault(StrEnum):
    """Why a value makes its row useless."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_COUNT = "not_a_count"
    TWICE = "twice"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Home:
    """A residential home as its row gives it, after mending."""

    name: str
    town: str
    address: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    beds: int | None = None
    alzheimer_beds: int | None = None

    def values(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Mend:
    """A value as the list wrote it, and as it is kept; nothing kept where it could not be read."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be used, and the figure that its words need (a limit, another row's number)."""

    column: str
    fault: Fault
    figure: int = 0


@dataclass(slots=True)
class Reading:
    """What one row gives: a home unless it has problems."""

    home: Home | None = None
    key: str = ""
    # What a person knows the row by, also when it is useless.
    label: str = ""
    mends: list[Mend] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_row(row: Mapping[str, str]) -> Reading:
    """Read the values of a row, by the names of `HEADERS`; a column that is not there is empty."""
    reading = Reading(key=key_of(row))
    values: dict[str, Any] = {}
    for column, read in (("name", read_name), ("town", read_place), ("address", read_place)):
        old = row.get(column, "")
        # Mending shortens a little; what is far too long is not worth reading.
        new = read(old) if len(" ".join(old.split())) <= MOST_READ * LONGEST[column] else old
        values[column] = text_of(reading, column, old, new)
    values["postcode"] = postcode_of(reading, row.get("postcode", ""))
    values["phones"] = phones_of(reading, row.get("phone", ""))
    values["emails"] = emails_of(reading, row.get("email", ""))
    for column in ("beds", "alzheimer_beds"):
        values[column] = count_of(reading, column, row.get(column, ""))
    reading.label = " · ".join(text[:60] for text in (values["name"], values["town"]) if text)
    if not reading.problems:
        reading.home = Home(**values)
    return reading


def text_of(reading: Reading, column: str, old: str, new: str) -> str:
    """A name or a place; missing only where a row is nothing without it."""
    if not new and column in REQUIRED:
        reading.problems.append(Problem(column, Fault.MISSING))
    if len(new) > LONGEST[column]:
        reading.problems.append(Problem(column, Fault.TOO_LONG, LONGEST[column]))
    if new != old:
        reading.mends.append(Mend(column, old, new))
    return new


def postcode_of(reading: Reading, old: str) -> str:
    """Five figures; the zero that spreadsheets take from Rome's comes back."""
    figures = re.sub(r"\D", "", old.removesuffix(".0"))
    new = figures.zfill(5) if 4 <= len(figures) <= 5 else ""
    if new != old:
        reading.mends.append(Mend("postcode", old, new))
    return new


def phones_of(reading: Reading, old: str) -> tuple[str, ...]:
    """The numbers; writing one as Italy writes it is no mend."""
    found = read_phones(old)
    numbers = found.numbers[:MOST_CONTACTS]
    if figures("".join(numbers)) != figures(old) or found.left_out:
        reading.mends.append(Mend("phone", old, ", ".join(numbers)))
    return numbers


def emails_of(reading: Reading, old: str) -> tuple[str, ...]:
    """The addresses."""
    addresses = read_emails(old).addresses[:MOST_CONTACTS]
    if ", ".join(addresses) != old.strip():
        reading.mends.append(Mend("email", old, ", ".join(addresses)))
    return addresses


def count_of(reading: Reading, column: str, old: str) -> int | None:
    """How many beds; None for an empty cell."""
    text = old.strip()
    if not text:
        return None
    match = WHOLE_NUMBER.fullmatch(text)
    if match is None or int(match[1]) > MOST_BEDS:
        reading.problems.append(Problem(column, Fault.NOT_A_COUNT, MOST_BEDS))
        return None
    return int(match[1])


def figures(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"\D", "", text)


def key_of(row: Mapping[str, str]) -> str:
    """What makes a home the same in another list: name, town, address, whatever their case and punctuation.

    It is made of what the list wrote, so that better mending changes no key.
    """
    return "|".join(folded(row.get(column, "")) for column in ("name", "town", "address"))


def name_key_of(key: str) -> str:
    """Name and town alone: by these a home that has moved is known again."""
    return "|".join(key.split("|")[:2])


def folded(text: str) -> str:
    """Letters and digits alone, without case and accents."""
    return re.sub(r"[\W_]+", "", sort_key(text))[:90]


def changed_fields(home: Home, before: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The fields in which a home differs from what a list said of it before: name, old, new."""
    now = home.values()
    for each in fields(home):
        if now[each.name] != before.get(each.name):
            yield each.name, before.get(each.name), now[each.name]
