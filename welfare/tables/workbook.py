"""XLSX through openpyxl, read-only: the first sheet that shows something, row by row."""

import datetime
import logging
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import WorkSheetParser

from welfare.tables import archive, limits
from welfare.tables.plain_text import check_row
from welfare.tables.rows import Cell, Formula, Merge, Row, Table, TableError

log = logging.getLogger(__name__)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
LONGEST_TAG = 200
MOST_MERGES = 10_000
USUAL_WIDTH = 30
EMPTY_END = (None,) * (limits.MOST_COLUMNS + 1 - USUAL_WIDTH)
FORMULAS = ("ArrayFormula", "DataTableFormula")


def inspect(path: Path) -> None:
    """Refuse what the archive's own list already tells. Raises TableError."""
    with archive.opened(path) as packed:
        archive.check(packed)


def open_workbook(path: Path) -> Table:
    """Open a workbook. Raises TableError when it is damaged, unpacks into too much, or shows nothing."""
    with archive.opened(path) as packed:
        archive.check(packed)
        archive.check_markup(packed)
    handle = path.open("rb")
    try:
        return first_sheet(load(handle), handle)
    except TableError:
        raise
    except Exception as error:  # openpyxl raises whatever a forged part makes it stumble over
        log.warning("workbook not opened: %s", type(error).__name__)
        raise archive.damaged() from error


def load(handle: BinaryIO) -> Any:
    """The workbook, formulas as formulas; what openpyxl would warn of is not for people.

    By its open file: of a name, openpyxl would want to see the ending.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(handle, read_only=True, keep_links=False)


def first_sheet(book: Any, handle: BinaryIO) -> Table:
    """The first visible sheet with a row in it, and the names of the others that hold something."""
    patience = Patience(limits.MOST_EMPTY)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = [sheet for sheet in shown if next(rows(sheet, patience), None) is not None]
    if not filled:
        raise TableError(_("The workbook shows no sheet with rows in it."))
    sheet, *others = filled
    return Table(
        rows=guarded(rows(sheet, Patience(limits.MOST_TAGS)), handle),
        sheet=sheet.title,
        other_sheets=tuple(other.title for other in others),
        merges=merges_of(book._archive, sheet._worksheet_path),  # noqa: SLF001  (its own reading skips merged cells)
    )


def guarded(found: Iterator[Row], handle: BinaryIO) -> Iterator[Row]:
    """The rows, with a damaged sheet told in words; the file is closed behind them."""
    try:
        yield from found
    except TableError:
        raise
    except Exception as error:
        log.warning("sheet not read: %s", type(error).__name__)
        raise archive.damaged() from error
    finally:
        handle.close()


class Patience:
    """How many empty rows and cells are still gone through, in one sheet or in all that are looked into."""

    def __init__(self, most: int) -> None:
        self.left = most

    def spend(self, cells: int) -> None:
        """Count an empty row with this many cells. Raises TableError when there have been too many."""
        self.left -= 1 + cells
        if self.left < 0:
            raise archive.too_much()


def rows(sheet: Any, patience: Patience) -> Iterator[Row]:
    """The rows of a sheet that are not empty; what the sheet says of its own size is not believed."""
    found = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, tagged in numbered(sheet):
            values = sheet._get_row(tagged, 1, limits.MOST_COLUMNS + 1, values_only=True)  # noqa: SLF001
            cells: tuple[Cell, ...] = ()
            if any(value is not None for value in values):
                cells = trimmed(tuple(cell(value, number) for value in narrowed(values)))
            if cells:
                found += 1
                check_row(found, len(cells), number)
                yield Row(number, cells)
            else:
                patience.spend(len(tagged))


def numbered(sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows that a sheet writes, with their numbers, which must grow.

    openpyxl's own way makes up every row between two that are written: a million for a number that is forged.
    """
    book, last = sheet.parent, 0
    with sheet._get_source() as source:  # noqa: SLF001
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        for number, tagged in parser.parse():
            if number > limits.LAST_ROW:
                raise archive.damaged()
            if number > last:
                yield number, tagged
            last = max(last, number)


def narrowed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values without the wide empty end that most rows have: looked at in one comparison."""
    return values[:USUAL_WIDTH] if values[USUAL_WIDTH:] == EMPTY_END else values


def trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells without the empty ones at the end."""
    width = len(cells)
    while width and cells[width - 1] == "":
        width -= 1
    return cells[:width]


def cell(value: Any, number: int) -> Cell:
    """One value as text or date; a moment counts as its day."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text(value, number)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, float):
        return plain_number(value)
    if type(value).__name__ in FORMULAS:
        return Formula("=")
    return str(value).upper() if isinstance(value, bool) else str(value)


def text(value: str, number: int) -> Cell:
    """A text cell, stripped, its escapes undone."""
    if len(value) > limits.LONGEST_CELL:
        raise TableError(
            _("Row %(row)s has a cell of more than %(most)s characters: shorten it.")
            % {"row": number, "most": limits.LONGEST_CELL},
            row=number,
        )
    plain = unescape(value) if "_x" in value else value
    stripped = "".join(filter(is_kept, plain)).strip()
    return Formula(stripped) if stripped.startswith("=") and len(stripped) > 1 else stripped


def is_kept(letter: str) -> bool:
    """Whether a letter can be stored: no control sign, and no half of a pair, which an escape can spell."""
    return (letter >= " " or letter in "\t\n\r") and not "\ud800" <= letter <= "\udfff"


def plain_number(value: float) -> str:
    """A number as a spreadsheet shows it: 15 digits, no exponent, no ".0"."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"


def merges_of(packed: zipfile.ZipFile, name: str) -> tuple[Merge, ...]:
    """The merged cells of a sheet, found in its markup piece by piece."""
    found: dict[str, Merge] = {}
    end = b""
    with packed.open(name) as source:
        while piece := source.read(archive.CHUNK):
            for match in MERGED.finditer(end + piece):
                merge = merge_of(*(group.decode() for group in match.groups()))
                found[merge.name] = merge
            if len(found) > MOST_MERGES:
                raise archive.too_much()
            end = piece[-LONGEST_TAG:]
    return tuple(found.values())


def merge_of(first: str, top: str, last: str, bottom: str) -> Merge:
    """A merged rectangle by the names of its corners."""
    return Merge(
        name=f"{first}{top}:{last}{bottom}",
        first_row=int(top),
        last_row=int(bottom),
        first_column=column_number(first),
        last_column=column_number(last),
    )


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
