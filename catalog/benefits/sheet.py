"""The file of benefits given outside the shelf: its columns, and each row read or refused in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.benefits.kinds import Kind, kind_called
from catalog.benefits.recording import MOST, MOST_MEALS, Terms, problems
from members.imports.works import CellError, Progress
from members.people_import import columns as people_columns
from members.people_import import values
from members.people_import.values import Unreadable
from welfare import amounts
from welfare.tables import heading, reading
from welfare.tables.heading import Headed, Record
from welfare.tables.rows import Cell, TableError

# The first title of each is the one that guides and messages use.
TITLES: Mapping[str, tuple[str, ...]] = {
    "number": people_columns.TITLES["number"],
    "tax_code": people_columns.TITLES["tax_code"],
    "kind": ("Tipo", "Tipo benefit", "Benefit", "Voce", "Descrizione", "Kind"),
    "amount": ("Valore", "Importo", "Valore convenzionale", "Valore benefit", "Importo benefit", "Value", "Amount"),
    "received_on": ("Data", "Ricevuto il", "Data erogazione", "Data consegna", "Data assegnazione", "Received on"),
    "refers_to": ("Anno di riferimento", "Anno", "Anno competenza", "Year"),
    "meals": ("Numero buoni pasto", "Numero buoni", "Quantità", "Number of vouchers"),
    "reference": ("Riferimento", "Codice riga", "ID riga", "Reference"),
}
SAMPLE = (
    ("Matricola", "Tipo", "Valore", "Data", "Anno di riferimento", "Numero buoni pasto", "Riferimento"),
    ("00123", "Auto aziendale", "312,40", "30/11/2026", "", "", ""),
    ("00123", "Buoni pasto", "160,00", "30/11/2026", "", "20", ""),
)
NEEDED = ("kind", "amount", "received_on")
TOLD_EVERY = 500
LONGEST_REFERENCE = 60


@dataclass(slots=True)
class SheetRow:
    """One row of the file: its values by field and what is the matter with it."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How the row is called where nobody is known by it."""
        return str(self.values.get("number") or self.values.get("tax_code") or "")

    @property
    def terms(self) -> Terms | None:
        """What was given; None where the row cannot say."""
        if not set(NEEDED) <= set(self.values):
            return None
        found = self.values
        return Terms(found["kind"], found["amount"], found["received_on"], found.get("refers_to"), found.get("meals"))


@dataclass(frozen=True)
class Content:
    """A whole file."""

    rows: list[SheetRow]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]

    def error(self, row: SheetRow, name: str, message: str) -> None:
        """Note an error under the column of a field."""
        row.errors.append(CellError(row.row, self.titles.get(name, TITLES[name][0]), message))


def read(path: Path, progress: Progress) -> Content:
    """Read a file. Raises TableError when it is no table, or lacks a column that must be there."""
    headed = heading.find(reading.open_table(path), TITLES)
    refuse_without(headed)
    content = Content([], {name: column.title for name, column in headed.columns.items()}, headed.ignored)
    for record in headed.records:
        content.rows.append(sheet_row(record, content))
        if len(content.rows) % TOLD_EVERY == 0:
            progress(len(content.rows), 0)
    if not content.rows:
        raise TableError(_("There is no row under the heading: export the list again."), row=headed.number)
    return content


def refuse_without(headed: Headed) -> None:
    """Who, what, how much and when must be there. Raises TableError."""
    absent = [TITLES[name][0] for name in NEEDED if name not in headed.columns]
    if not {"number", "tax_code"} & set(headed.columns):
        absent.insert(0, TITLES["number"][0])
    if absent:
        raise TableError(_("These columns must be there: %(names)s.") % {"names": ", ".join(absent)}, row=headed.number)


def sheet_row(record: Record, content: Content) -> SheetRow:
    """The values of one row; each cell that cannot be read leaves an error."""
    row = SheetRow(record.number)
    for name in content.titles:
        try:
            value = read_cell(name, record.cells.get(name, ""))
        except Unreadable as error:
            content.error(row, name, str(error))
            continue
        if value is not None:
            row.values[name] = value
    for name in NEEDED:
        if name not in row.values and not any(error.column == content.titles[name] for error in row.errors):
            content.error(row, name, _("This cell is empty: it must say something."))
    if row.terms is not None and not row.errors:
        for name, message in problems(row.terms).items():
            content.error(row, name, message)
    return row


def read_cell(name: str, cell: Cell) -> Any:
    """The value of a cell; None for an empty one. Raises Unreadable."""
    known = {"received_on": "hired_on", "number": "number", "tax_code": "tax_code", "reference": "level"}
    # Days, numbers and codes are read as in the list of people; the others as a text first.
    found = values.read(known.get(name, "site"), cell)
    if found is None:
        return None
    return READERS[name](found.value) if name in READERS else found.value


def kind(text: str) -> str:
    """The kind that is meant."""
    found = kind_called(text)
    if found is None:
        names = ", ".join(str(each.label) for each in Kind)
        told = {"text": text, "names": names}
        raise Unreadable(_("“%(text)s” is no kind that is known. Write one of: %(names)s.") % told)
    return found


def amount(text: str) -> Decimal:
    """A value over zero."""
    number = amounts.read(text)
    if number is None or not 0 < Decimal(number) <= MOST:
        raise Unreadable(_("Write an amount over zero, like 312,40."))
    value = Decimal(number)
    if value != round(value, 2):
        raise Unreadable(_("Write the amount with two decimals at most."))
    return round(value, 2)


def year(text: str) -> int:
    """A year of four digits."""
    if not (text.isascii() and text.isdigit() and len(text) == len("2026")):
        raise Unreadable(_("Write the year with four digits, like 2026."))
    return int(text)


def meals(text: str) -> int:
    """How many vouchers."""
    number = amounts.read(text)
    if number is None or Decimal(number) != int(Decimal(number)) or not 0 < int(Decimal(number)) <= MOST_MEALS:
        raise Unreadable(_("Write how many vouchers, from 1 to %(most)s.") % {"most": MOST_MEALS})
    return int(Decimal(number))


READERS = {"kind": kind, "amount": amount, "refers_to": year, "meals": meals}
