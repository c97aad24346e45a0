"""A list of the shops of an agreement: its columns, and each row read or refused in words."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from members.imports.works import CellError, Progress
from members.people_import.values import Unreadable, without_hidden_signs, written_day
from providers.agreements import categories
from providers.agreements.models import Category
from providers.directory.names import read_name, read_place
from providers.directory.phones import read_phones
from providers.directory.rows import folded
from welfare import amounts
from welfare.clock import today
from welfare.tables import heading, reading
from welfare.tables.heading import Headed, Record
from welfare.tables.rows import Cell, Formula, TableError

# The first title of each is the one that guides and messages use.
TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("Nome", "Denominazione", "Insegna", "Negozio", "Esercizio", "Ragione sociale", "Esercente", "Name"),
    "category": ("Categoria", "Settore", "Tipologia", "Merceologia", "Category"),
    "address": ("Indirizzo", "Via", "Address"),
    "postcode": ("CAP", "Codice postale", "Postcode"),
    "town": ("Comune", "Città", "Località", "Town", "City"),
    "province": ("Provincia", "Prov.", "Prov", "PR", "Sigla provincia", "Province"),
    "phone": ("Telefono", "Tel.", "Tel", "Recapito", "Recapito telefonico", "Phone"),
    "discount": ("Sconto", "Sconto in parole", "Agevolazione", "Vantaggio", "Discount"),
    "conditions": ("Condizioni", "Note", "Limitazioni", "Conditions"),
    "valid_until": ("Valido fino al", "Valida fino al", "Scadenza", "Data scadenza", "Fino al", "Valid until"),
}
SAMPLE = (
    tuple(titles[0] for titles in TITLES.values()),
    ("Ottica Ferrari", "Ottici", "Via Emilia 120", "41121", "Modena", "MO", "059 210000", "15% sulle lenti", "", ""),
    (
        "Libreria del Corso", "Libri", "Corso Roma 8", "41012", "Carpi", "MO", "", "10%", "Non sui testi scolastici",
        "31/12/2027",
    ),
)  # fmt: skip
NEEDED = ("name", "town")
# As long as the columns that keep them.
LONGEST = {"name": 120, "town": 60, "address": 120, "discount": 160, "conditions": 400}
TOLD_EVERY = 500
MOST_PERCENT = 100
PROVINCE = re.compile(r"[A-Z]{2}")
FURTHEST = datetime.timedelta(days=3660)
EMPTY: Mapping[str, Any] = dict.fromkeys(TITLES, "") | {"valid_until": None}


@dataclass(slots=True)
class ShopRow:
    """One row of the list: its values by field, the key of its shop, what is the matter with it."""

    row: int
    key: str
    label: str
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    is_mended: bool = False


@dataclass(frozen=True)
class Content:
    """A whole list: its rows, the titles of its columns by field, those that nobody knows."""

    rows: tuple[ShopRow, ...]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


def read(path: Path, progress: Progress) -> Content:
    """Read a list. Raises TableError for a file that is none, or that lacks name or town."""
    headed = heading.find(reading.open_table(path), TITLES)
    absent = [TITLES[name][0] for name in NEEDED if name not in headed.columns]
    if absent:
        raise TableError(_("These columns must be there: %(names)s.") % {"names": ", ".join(absent)}, row=headed.number)
    rows = tuple(rows_of(headed, progress))
    if not rows:
        raise TableError(_("There is no row under the heading: export the list again."), row=headed.number)
    return Content(rows, {name: headed.title(name) for name in TITLES}, headed.ignored)


def rows_of(headed: Headed, progress: Progress) -> list[ShopRow]:
    """Every row; of two that are the same shop the second is refused."""
    readers = readers_of()
    rows: list[ShopRow] = []
    first: dict[str, int] = {}
    for record in headed.records:
        row = read_row(record, headed, readers)
        seen = first.setdefault(row.key, record.number)
        if seen != record.number:
            told = _("The same shop as in row %(row)s: leave one of the two.") % {"row": seen}
            row.errors.append(CellError(row.row, headed.title("name"), told))
        rows.append(row)
        if len(rows) % TOLD_EVERY == 0:
            progress(len(rows), 0)
    return rows


def read_row(record: Record, headed: Headed, readers: Mapping[str, Callable[[str], Any]]) -> ShopRow:
    """The values of one row; each cell that cannot be read leaves an error under its own title."""
    texts = {name: plain(cell) for name, cell in record.cells.items()}
    label = " · ".join(texts.get(name, "")[:60] for name in NEEDED if texts.get(name))
    row = ShopRow(record.number, key_of(texts), label)
    for name, cell in record.cells.items():
        try:
            value = read_cell(name, cell, readers)
        except Unreadable as error:
            row.errors.append(CellError(record.number, headed.title(name), str(error)))
            continue
        row.values[name] = value
        row.is_mended = row.is_mended or (isinstance(value, str) and name in MENDED and value != texts[name])
    return row


def plain(cell: Cell) -> str:
    """A cell as one line of text."""
    text = str(cell)
    return " ".join((text if text.isascii() else without_hidden_signs(text)).split())


def key_of(texts: Mapping[str, str]) -> str:
    """What makes a shop the same in another list: name, town, address, whatever their case and punctuation."""
    return "|".join(folded(texts.get(name, "")) for name in ("name", "town", "address"))


def read_cell(name: str, cell: Cell, readers: Mapping[str, Callable[[str], Any]]) -> Any:
    """The value of a cell. Raises Unreadable."""
    if isinstance(cell, Formula):
        raise Unreadable(_("Here stands a formula: paste its value."))
    if isinstance(cell, datetime.date):
        if name != "valid_until":
            raise Unreadable(
                _("A date stands here: the spreadsheet program has changed the value. Write it again as text.")
            )
        return day_to_come(cell)
    text = plain(cell)
    if not text and name in NEEDED:
        raise Unreadable(_("This cell is empty: it must say something."))
    return readers[name](text) if text else EMPTY[name]


def readers_of() -> dict[str, Callable[[str], Any]]:
    """How each column is read, in the language in force."""
    return {
        "name": partial(short, "name", read_name),
        "category": partial(category, categories.known()),
        "address": partial(short, "address", read_place),
        "postcode": postcode,
        "town": partial(short, "town", read_place),
        "province": province,
        "phone": phone,
        "discount": discount,
        "conditions": partial(short, "conditions", str),
        "valid_until": lambda text: day_to_come(written_day(text)),
    }


# What is written otherwise than it stands in the list, and told.
MENDED = frozenset({"name", "address", "town", "postcode"})


def short(name: str, mend: Callable[[str], str], text: str) -> str:
    """A text that fits its column, mended where it stands in capitals. Raises Unreadable."""
    written = mend(text) if len(text) <= 2 * LONGEST[name] else text
    if len(written) > LONGEST[name]:
        raise Unreadable(_("It has more than %(most)d characters: shorten it.") % {"most": LONGEST[name]})
    return written or text


def category(known: Mapping[str, Category], text: str) -> str:
    """The category that is meant. Raises Unreadable."""
    found = known.get(heading.simplified(text))
    if found is None:
        names = ", ".join(str(each.label) for each in Category)
        told = {"text": text[:60], "names": names}
        raise Unreadable(_("“%(text)s” is no category that is known. Write one of: %(names)s.") % told)
    return found.value


def postcode(text: str) -> str:
    """Five figures; the zero that spreadsheets take from Rome's comes back. Raises Unreadable."""
    figures = text.removesuffix(".0")
    if not (figures.isascii() and figures.isdigit() and 4 <= len(figures) <= 5):
        raise Unreadable(_("Write the five figures of the postcode, like 41012."))
    return figures.zfill(5)


def province(text: str) -> str:
    """Two letters. Raises Unreadable."""
    letters = text.strip("() ").upper()
    if not PROVINCE.fullmatch(letters):
        raise Unreadable(_("Write the two letters of the province, like MO."))
    return letters


def phone(text: str) -> str:
    """The first number of a cell as Italy writes it. Raises Unreadable."""
    numbers = read_phones(text).numbers
    if not numbers:
        raise Unreadable(_("No phone number can be read here: write it like 059 210000."))
    return numbers[0][:30]


def discount(text: str) -> str:
    """The discount in words; a bare number is a percentage. Raises Unreadable."""
    number = amounts.read(text)
    if number is None:
        return short("discount", str, text)
    percent = Decimal(number)
    # A spreadsheet keeps 10% as 0.1.
    percent = percent * MOST_PERCENT if 0 < percent < 1 else percent
    if not 0 < percent <= MOST_PERCENT:
        raise Unreadable(_("A discount lies between 1%% and 100%%: write it like “10%% on everything”.") % {})
    return f"{percent.normalize():f}%".replace(".", ",")


def day_to_come(day: datetime.date) -> datetime.date:
    """A last day that has not passed. Raises Unreadable."""
    if day < today():
        raise Unreadable(_("This day is past: write one to come, or leave the cell empty."))
    if day > today() + FURTHEST:
        raise Unreadable(_("This day is more than ten years away: check the year."))
    return day
