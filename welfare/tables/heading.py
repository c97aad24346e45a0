"""The row that names the columns: the first with two names that are known, whatever stands above it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from welfare.sorting import sort_key
from welfare.tables.rows import Cell, Merge, Row, Table, TableError

# How many rows may stand above the names: titles, addresses, dates of the export.
SEARCHED = 40
ENOUGH = 2
LONGEST_TITLE = 60
SIGNS = re.compile(r"[^a-z0-9]+")
MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose name is known: what it holds, its title as it stands in the file, its place from 0."""

    field: str
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Record:
    """A row under the heading: its number as a spreadsheet shows it, and its cells by field ("" when short)."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Headed:
    """A table whose columns are known. `records` can be gone through once; it raises TableError."""

    number: int
    columns: Mapping[str, Column]
    # Titles that nobody knows: their columns are not read.
    ignored: tuple[str, ...]
    records: Iterator[Record]

    def title(self, field: str) -> str:
        """The title of a field's column as it stands in the file; the field's own name where it has none."""
        return self.columns[field].title if field in self.columns else field


def simplified(title: str) -> str:
    """A title without case, accents, signs and spaces: "Cod. Fiscale" is "COD_FISCALE"."""
    return SIGNS.sub("", sort_key(title))


def find(table: Table, names: Mapping[str, Collection[str]]) -> Headed:
    """Find the heading of a table. `names` gives for each field the titles it is known by.

    Raises TableError: no row with two known names, two columns for one field, merged cells from the
    heading on; and, while records are gone through, a second heading.
    """
    known = {simplified(title): field for field, titles in names.items() for title in titles}
    for read, row in enumerate(table.rows, start=1):
        if len(fields_of(row, known)) >= ENOUGH:
            refuse_merged(table.merges, row.number)
            columns = columns_of(row, known)
            return Headed(row.number, columns, ignored_of(row, known), records(table.rows, columns, known))
        if read == SEARCHED:
            break
    raise no_heading(names)


def no_heading(names: Mapping[str, Collection[str]]) -> TableError:
    """The refusal of a file that names nothing we know."""
    examples = ", ".join(next(iter(titles)) for titles in names.values())
    return TableError(
        _("No row of this file names its columns. One row must hold names like these, at least two: %(names)s.")
        % {"names": examples}
    )


def fields_of(row: Row, known: Mapping[str, str]) -> set[str]:
    """Which fields a row names."""
    found = (known.get(simplified(cell)) for cell in row.cells if isinstance(cell, str) and len(cell) <= LONGEST_TITLE)
    return {field for field in found if field is not None}


def columns_of(row: Row, known: Mapping[str, str]) -> dict[str, Column]:
    """The columns of a heading by field. Raises TableError when two hold the same."""
    columns: dict[str, Column] = {}
    for place, cell in enumerate(row.cells):
        field = known.get(simplified(cell)) if isinstance(cell, str) and len(cell) <= LONGEST_TITLE else None
        if field is None or not isinstance(cell, str):
            continue
        if field in columns:
            raise TableError(
                _("Row %(row)s names two columns for the same thing: “%(one)s” and “%(other)s”. Leave one of the two.")
                % {"row": row.number, "one": columns[field].title, "other": cell},
                row=row.number,
            )
        columns[field] = Column(field, cell, place)
    return columns


def ignored_of(row: Row, known: Mapping[str, str]) -> tuple[str, ...]:
    """The titles that nobody knows."""
    titles = [str(cell)[:LONGEST_TITLE] for cell in row.cells if cell != ""]
    return tuple(title for title in titles if simplified(title) not in known)


def records(rows: Iterator[Row], columns: Mapping[str, Column], known: Mapping[str, str]) -> Iterator[Record]:
    """The rows under the heading that hold something in a known column."""
    for row in rows:
        if len(fields_of(row, known)) >= ENOUGH:
            raise TableError(
                _("Row %(row)s names the columns a second time: leave one heading, on top of all rows.")
                % {"row": row.number},
                row=row.number,
            )
        cells = {
            field: row.cells[column.place] if column.place < len(row.cells) else "" for field, column in columns.items()
        }
        if any(cells.values()):
            yield Record(row.number, cells)


def refuse_merged(merges: Collection[Merge], heading: int) -> None:
    """Refuse merged cells in the heading and under it: only one of the merged would hold the value."""
    found = sorted((merge for merge in merges if merge.last_row >= heading), key=lambda merge: merge.first_row)
    if found:
        names = ", ".join(merge.name for merge in found[:MOST_TOLD]) + (", ..." if len(found) > MOST_TOLD else "")
        raise TableError(
            _("Some cells are merged (%(names)s): part them and fill each one, so that every row holds its own values.")
            % {"names": names},
            row=found[0].first_row,
        )
