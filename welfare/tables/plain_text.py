"""CSV as programs write it: encoding and separator are found by content, rows are counted as records."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from welfare.tables import limits
from welfare.tables.rows import Cell, Formula, Row, Table, TableError

SEPARATORS = ";,\t|"
SAMPLE = 50
# Excel's own first line, which no program shows as a row.
SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
# How exports keep Excel from dropping leading zeros: ="00123".
QUOTED_VALUE = re.compile(r'="([^"]*)"')
FORMULA = re.compile(r"=\s*[A-Za-z$(@+\-\d]")
LINE_ENDS = re.compile(rb"[\r\n]+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def open_csv(path: Path) -> Table:
    """Open a text file. Raises TableError when its encoding is none that is known."""
    content = path.read_bytes()
    encoding = encoding_of(content)
    first = next(text(content, encoding), "")
    told = SEPARATOR_LINE.fullmatch(first)
    separator = told.group(1) if told else separator_of(content, encoding)
    return Table(rows=rows(content, encoding, separator, skip=bool(told)))


def encoding_of(content: bytes) -> str:
    """UTF-16 or UTF-8 by its mark, else UTF-8 if it is that throughout, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return checked(content, "utf-16")
    if b"\x00" in content:
        raise TableError(_("This file holds characters that are not text: save it again as CSV UTF-8 or as XLSX."))
    if is_written_in(content, "utf-8"):
        return "utf-8-sig"
    refuse_mixed(content)
    return checked(content, "cp1252")


def is_written_in(content: bytes, encoding: str) -> bool:
    """Whether every byte makes sense in an encoding."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def checked(content: bytes, encoding: str) -> str:
    """The encoding if the content is written in it; raises TableError otherwise."""
    if not is_written_in(content, encoding):
        raise TableError(_("The accented letters of this file cannot be read: save it again as CSV UTF-8 or as XLSX."))
    return encoding


def refuse_mixed(content: bytes) -> None:
    """Refuse a file with accents of UTF-8 in one line and of Windows-1252 in another: pieced together from two."""
    seen = {True: 1} if content.startswith(codecs.BOM_UTF8) else {}
    for number, line in enumerate(LINE_ENDS.split(content), start=1):
        if not line.isascii():
            seen.setdefault(is_written_in(line, "utf-8"), number)
    if len(seen) == 2:
        raise TableError(
            _(
                "Accented letters are written in two ways (see lines %(one)s and %(other)s): the file was made of two. "
                "Save it again as CSV UTF-8 or as XLSX."
            )
            % {"one": min(seen.values()), "other": max(seen.values())},
            row=max(seen.values()),
        )


def text(content: bytes, encoding: str) -> Iterator[str]:
    """The content as lines, their ends untouched. Raises TableError for a line that no table has."""
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""), start=1):
        if len(line) > limits.LONGEST_LINE:
            raise TableError(
                _("Line %(row)s is too long to be a row of a table: export the list again as CSV or XLSX.")
                % {"row": number},
                row=number,
            )
        yield line


def separator_of(content: bytes, encoding: str) -> str:
    """The separator that parts most of the first rows into the same number of columns."""
    return max(SEPARATORS, key=lambda separator: parted(content, encoding, separator))


def parted(content: bytes, encoding: str, separator: str) -> int:
    """How many cells a separator makes in rows that agree on their number."""
    records = csv.reader(text(content, encoding), delimiter=separator)
    try:
        widths = Counter(len(record) for record in islice(records, SAMPLE) if len(record) > 1)
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def rows(content: bytes, encoding: str, separator: str, *, skip: bool) -> Iterator[Row]:
    """The rows that are not empty. Raises TableError for too many, too wide, or quotation marks out of place."""
    lines = text(content, encoding)
    if skip:
        next(lines)
    records = csv.reader(lines, delimiter=separator, strict=True)
    found = number = 0
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(
                _("Row %(row)s: a quotation mark opens and does not close where it should. Mend it and upload again.")
                % {"row": number},
                row=number,
            ) from error
        cells = tuple(cell(value, number) for value in record)
        if any(cells):
            found += 1
            check_row(found, len(record), number)
            yield Row(number, cells)


def check_row(found: int, width: int, number: int) -> None:
    """Hold the limits of rows and columns."""
    if found > limits.MOST_ROWS:
        raise TableError(
            _("The file has more than %(most)s rows: split it into several.")
            % {"most": number_format(limits.MOST_ROWS, force_grouping=True)},
            row=number,
        )
    if width > limits.MOST_COLUMNS:
        raise TableError(
            _("Row %(row)s has more than %(most)s columns: leave out those that are not needed.")
            % {"row": number, "most": limits.MOST_COLUMNS},
            row=number,
        )


def cell(value: str, number: int) -> Cell:
    """One cell's text, stripped. Raises TableError when it is too long or holds characters that are not text."""
    if len(value) > limits.LONGEST_CELL:
        raise TableError(
            _("Row %(row)s has a cell of more than %(most)s characters: check its quotation marks.")
            % {"row": number, "most": limits.LONGEST_CELL},
            row=number,
        )
    if CONTROLS.search(value):
        raise TableError(
            _("Row %(row)s holds characters that are not text: save the file again as CSV UTF-8 or as XLSX.")
            % {"row": number},
            row=number,
        )
    stripped = value.strip()
    quoted = QUOTED_VALUE.fullmatch(stripped)
    if quoted:
        return quoted.group(1).strip()
    return Formula(stripped) if FORMULA.match(stripped) else stripped
