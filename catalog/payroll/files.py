"""Tables as bytes that are the same each time: of the same rows and the same terms, today and in a year."""

import csv
import datetime
import io
import unicodedata
from decimal import Decimal

from catalog.payroll.terms import Delimiter, Encoding, Format, Terms
from welfare import workbooks
from welfare.exports import neutral
from welfare.workbooks import Cell, Rows

__all__ = ["Cell", "Rows", "csv_bytes", "csv_cell", "media_type", "written"]

SHEET = "Paghe"
MEDIA = {
    Format.CSV: "text/csv; charset={charset}",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(terms: Terms, rows: Rows, *, at: datetime.datetime) -> bytes:
    """A table in the format that the terms name; `at` is the moment that a workbook tells of itself."""
    return workbooks.xlsx(SHEET, rows, at=at) if terms.format == Format.XLSX else csv_bytes(terms, rows)


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
