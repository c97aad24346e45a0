"""From a file to rows of values: what can be told without knowing who is there already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from members.imports.works import CellError, Progress
from members.people_import import columns, values
from welfare.tables import heading, limits, reading
from welfare.tables.heading import Headed, Record
from welfare.tables.rows import Cell, TableError

TOLD_EVERY = 500
KEYS = ("number", "tax_code")
# Each of these names one person only.
UNIQUE = ("number", "tax_code", "email")


@dataclass(slots=True)
class PersonRow:
    """One row of the file: its values by field (empty cells left out) and what is the matter with it."""

    row: int
    label: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    # Column, what stood there, what is taken instead.
    repairs: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """A whole file: its rows, the titles of its columns by field, and what of it is not read."""

    rows: list[PersonRow]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def copied(self) -> "Content":
        """The same file, with rows that can be worked on without changing these."""
        rows = [
            PersonRow(row.row, row.label, dict(row.values), list(row.errors), list(row.repairs)) for row in self.rows
        ]
        return replace(self, rows=rows)

    def error(self, row: PersonRow, name: str, message: str) -> None:
        """Note an error under the column of a field; the field's own name stands for a column that is absent."""
        row.errors.append(CellError(row.row, self.titles.get(name, name), message))


def read(path: Path, progress: Progress) -> Content:
    """Read a file of people. Raises TableError when it is no table, or not one of people."""
    table = reading.open_table(path)
    headed = heading.find(table, columns.TITLES)
    refuse_without_key(headed)
    titles, unread = titles_of(headed)
    content = Content([], titles, (*headed.ignored, *unread), table.sheet, table.other_sheets)
    for record in headed.records:
        content.rows.append(person_row(record, content))
        if len(content.rows) % TOLD_EVERY == 0:
            progress(len(content.rows), 0)
    if not content.rows:
        raise TableError(_("There is no row under the heading: export the list again."), row=headed.number)
    note_repeated(content)
    progress(len(content.rows), len(content.rows))
    return content


def refuse_without_key(headed: Headed) -> None:
    """A person is known by number or by tax code: one of the two columns must be there."""
    if not set(KEYS) & set(headed.columns):
        raise TableError(
            _("No column “%(number)s” and no column “%(code)s”: one of the two must be there, to know who is who.")
            % {"number": columns.TITLES["number"][0], "code": columns.TITLES["tax_code"][0]},
            row=headed.number,
        )


def titles_of(headed: Headed) -> tuple[dict[str, str], list[str]]:
    """The titles by field of the person's record, and those of columns that another stands for."""
    titles = {name: column.title for name, column in headed.columns.items()}
    unread = []
    grade = titles.pop("grade", None)
    if grade is not None and "level" in titles:
        unread.append(grade)
    elif grade is not None:
        titles["level"] = grade
    if "full_name" in titles and {"family_name", "given_name"} <= set(titles):
        unread.append(titles.pop("full_name"))
    return titles, unread


def person_row(record: Record, content: Content) -> PersonRow:
    """The values of one row; each cell that cannot be read leaves an error."""
    row = PersonRow(record.number)
    for name, title in content.titles.items():
        cell = record.cells.get(name, record.cells.get("grade", "") if name == "level" else "")
        read_cell(row, name, title, cell)
    names = (row.values.get("family_name", ""), row.values.get("given_name", ""))
    row.label = " ".join(names).strip() or str(row.values.get("full_name") or row.values.get("number", ""))
    return row


def read_cell(row: PersonRow, name: str, title: str, cell: Cell) -> None:
    """Put the value of one cell on the row, or the error it leaves."""
    try:
        found = values.read(name, cell)
    except values.Unreadable as error:
        row.errors.append(CellError(row.row, title, str(error)))
        return
    if found is not None:
        row.values[name] = found.value
        if found.is_mended:
            row.repairs.append((title, str(cell)[: limits.LONGEST_CELL], str(found.value)))


def note_repeated(content: Content) -> None:
    """Number, tax code and e-mail stand once in a file: the later row is the one with the error."""
    for name in UNIQUE:
        seen: dict[str, int] = {}
        for row, value in holders(content, name):
            first = seen.setdefault(value.casefold(), row.row)
            if first != row.row:
                content.error(row, name, _("The same value stands in row %(row)s already.") % {"row": first})


def holders(content: Content, name: str) -> Iterator[tuple[PersonRow, str]]:
    """The rows that hold a value of a field."""
    for row in content.rows:
        if name in row.values:
            yield row, row.values[name]
