"""What is read out of a table: rows with the number that a spreadsheet shows, and typed cells."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from welfare.errors import PlainError


class TableError(PlainError):
    """A file that cannot be read as a table; the sentence says why and what to do.

    `row` is the row it is about, as a spreadsheet numbers it, when it is about one.
    """

    def __init__(self, message: str, *, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row


class Formula(str):
    """The text of a formula, which stands where a value should."""

    __slots__ = ()


# Text is stripped; an empty cell is "". Numbers of a spreadsheet come as text: "123", "38.5".
Cell = str | datetime.date


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty, and its number from 1 as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle of merged cells; rows and columns count from 1, both ends are in it."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Table:
    """An open table. `rows` can be gone through once; it raises TableError where it must stop."""

    rows: Iterator[Row]
    # Of a workbook: the sheet that is read, and those that hold something and are not read.
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
