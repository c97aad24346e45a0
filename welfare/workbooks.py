"""A table as a workbook: the same bytes each time of the same rows; texts stay texts, no cell is computed."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter as letters
from openpyxl.xml.functions import tostring

from welfare.exports import neutral

# Text, or an amount, which is written as a number and can be no formula.
Cell = str | Decimal
Rows = Iterable[Sequence[Cell]]
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROPERTIES, SHEET = "docProps/core.xml", "xl/worksheets/sheet1.xml"
ONE_AMOUNT = re.compile(r'<sheetData>.*?\bs="(?P<style>\d+)".*?</sheetData>', re.DOTALL)
# The first moment that a ZIP can tell.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def xlsx(name: str, rows: Rows, *, at: datetime.datetime) -> bytes:
    """A workbook of one sheet, amounts as numbers with two decimals; `at` is the moment that it tells of itself.

    The library makes the workbook round one amount, whose place all rows then take: made by it cell by cell, ten
    thousand people take nine times as long.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    amount = WriteOnlyCell(sheet, 0)
    amount.number_format = "0.00"
    sheet.append([amount])
    raw = io.BytesIO()
    book.save(raw)
    return repacked(raw, rows, at)


def repacked(raw: io.BytesIO, rows: Rows, at: datetime.datetime) -> bytes:
    """The same archive with these rows, and without the hour at which it was made."""
    moment = at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    properties = DocumentProperties(creator="Scaffale", created=moment, modified=moment)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content: str | bytes = source.read(entry)
            if entry.filename == PROPERTIES:
                content = tostring(properties.to_tree())
            elif entry.filename == SHEET:
                content = filled(source.read(entry).decode(), rows)
            target.writestr(zipfile.ZipInfo(entry.filename, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def filled(sheet: str, rows: Rows) -> bytes:
    """A sheet of one amount with all rows in its place, in the style of that amount."""
    found = ONE_AMOUNT.search(sheet)
    if found is None:
        raise ValueError("the workbook has no sheet of one amount")
    written = "".join(sheet_row(place, row, found["style"]) for place, row in enumerate(rows, start=1))
    return f"{sheet[: found.start()]}<sheetData>{written}</sheetData>{sheet[found.end() :]}".encode()


def sheet_row(place: int, row: Sequence[Cell], style: str) -> str:
    """One row of a sheet."""
    cells = "".join(sheet_cell(f"{letters(at)}{place}", cell, style) for at, cell in enumerate(row, start=1))
    return f'<row r="{place}">{cells}</row>'


def sheet_cell(name: str, cell: Cell, style: str) -> str:
    """One cell. Signs that a workbook may not hold are left out of texts; no text begins like a formula."""
    if isinstance(cell, Decimal):
        return f'<c r="{name}" s="{style}" t="n"><v>{cell:f}</v></c>'
    text = escape(ILLEGAL_CHARACTERS_RE.sub("", neutral(cell)))
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
