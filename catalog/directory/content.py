"""What a list says, row by row, before anything is compared: read once, whatever territory it is for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from members.imports.works import Progress
from providers.directory.rows import HEADERS, REQUIRED, Fault, Problem, Reading, read_row
from welfare.tables import heading, reading
from welfare.tables.heading import Headed, Record
from welfare.tables.rows import Formula, TableError

TOLD_EACH = 500


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list: its number as a spreadsheet shows it, and what it says."""

    number: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Content:
    """A list: its rows, the titles of its columns by field, the titles that nobody knows."""

    rows: tuple[ListedRow, ...]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


def read_list(path: Path, progress: Progress) -> Content:
    """Read a list. Raises TableError for a file that is none."""
    headed = heading.find(reading.open_table(path), HEADERS)
    missing = [next(iter(HEADERS[column])) for column in REQUIRED if column not in headed.columns]
    if missing:
        raise TableError(_("A column is missing: %(names)s.") % {"names": ", ".join(missing)}, row=headed.number)
    rows = tuple(listed(headed, progress))
    if not rows:
        raise TableError(_("There is no row under the names of the columns: export the list again."))
    return Content(rows, {column: headed.title(column) for column in HEADERS}, headed.ignored)


def listed(headed: Headed, progress: Progress) -> Iterator[ListedRow]:
    """The rows; of two that are the same home the second is refused."""
    first_rows: dict[str, int] = {}
    for done, record in enumerate(headed.records, start=1):
        row = read_record(record)
        first = first_rows.setdefault(row.key, record.number)
        if first != record.number and row.home is not None:
            row.home = None
            row.problems.append(Problem("name", Fault.TWICE, first))
        yield ListedRow(record.number, row)
        if done % TOLD_EACH == 0:
            progress(done, 0)


def read_record(record: Record) -> Reading:
    """One row's values; a formula where a value should stand makes it useless."""
    formulas = [column for column, cell in record.cells.items() if isinstance(cell, Formula)]
    row = read_row({column: "" if column in formulas else str(cell) for column, cell in record.cells.items()})
    if formulas:
        told = [problem for problem in row.problems if problem.column not in formulas]
        row.problems = [*(Problem(column, Fault.FORMULA) for column in formulas), *told]
        row.home = None
    return row
