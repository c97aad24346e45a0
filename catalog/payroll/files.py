"""Tables as bytes that are the same each time: of the same rows and the same terms, today and in a year."""

import csv
import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.xml.functions import tostring

from catalog.payroll.terms import Delimiter, Encoding, Format, Terms
from welfare.exports import neutral

# Text, or an amount, which is written as a number and can be no formula.
Cell = str | Decimal
Rows = Iterable[Sequence[Cell]]
PROPERTIES = "docProps/core.xml"
# The first moment that a ZIP can tell.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
MEDIA = {
    Format.CSV: "text/csv; charset={charset}",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(terms: Terms, rows: Rows, *, at: datetime.datetime) -> bytes:
    """A table in the format that the terms name; `at` is the moment that a workbook tells of itself."""
    return xlsx(rows, at=at) if terms.format == Format.XLSX else csv_bytes(terms, rows)


def media_type(terms: Terms) -> str:
    """How a browser is told what it gets."""
    charset = "windows-1252" if terms.encoding == Encoding.CP1252 else "utf-8"
    return MEDIA[Format(terms.format)].format(charset=charset)


def csv_bytes(terms: Terms, rows: Rows) -> bytes:
    """A CSV: texts are neutralised, amounts are digits with the decimal sign asked for."""
    text = io.StringIO()
    mark = "\t" if terms.delimiter == Delimiter.TAB else terms.delimiter
    writer = csv.writer(text, delimiter=mark, lineterminator="\r\n")
    writer.writerows([csv_cell(cell, terms.decimal) for cell in row] for row in rows)
    return encoded(text.getvalue(), terms.encoding)


def csv_cell(cell: Cell, decimal: str) -> str:
    """One cell as text."""
    return f"{cell:.2f}".replace(".", decimal) if isinstance(cell, Decimal) else neutral(cell)


def encoded(text: str, encoding: str) -> bytes:
    """The text's bytes; letters that the encoding lacks lose their accents, or become a question mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(letter if fits(letter, encoding) else bare(letter) for letter in text).encode(
            encoding, errors="replace"
        )


def fits(letter: str, encoding: str) -> bool:
    """Whether an encoding has a letter."""
    return letter.encode(encoding, errors="ignore") != b""


def bare(letter: str) -> str:
    """A letter without its accents: ő is o."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def xlsx(rows: Rows, *, at: datetime.datetime) -> bytes:
    """A workbook of one sheet: texts stay texts, amounts are numbers with two decimals."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Paghe")
    amount = WriteOnlyCell(sheet)
    amount.number_format = "0.00"
    for row in rows:
        sheet.append(xlsx_cells(row, amount))
    raw = io.BytesIO()
    book.save(raw)
    return repacked(raw, at)


def xlsx_cells(row: Sequence[Cell], amount: Any) -> Iterator[Any]:
    """The cells of a row, each written before the next is asked for: one stands for all amounts, its style made once.

    Signs that a workbook may not hold are left out of texts; no text begins like a formula.
    """
    for cell in row:
        if isinstance(cell, Decimal):
            amount.value = cell
            yield amount
        else:
            yield ILLEGAL_CHARACTERS_RE.sub("", neutral(cell))


def repacked(raw: io.BytesIO, at: datetime.datetime) -> bytes:
    """The same archive without the hour at which it was made."""
    moment = at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    properties = DocumentProperties(creator="Scaffale", created=moment, modified=moment)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = tostring(properties.to_tree()) if entry.filename == PROPERTIES else source.read(entry)
            target.writestr(zipfile.ZipInfo(entry.filename, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
