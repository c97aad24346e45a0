"""Files as people upload them, made for tests: CSV by text, XLSX by rows, and XLSX forged part by part."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook


def csv_file(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "people.csv") -> Path:
    """A text file; line ends as they stand in `text`."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(
    folder: Path,
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "people.xlsx",
    change: Callable[[Workbook], None] = lambda book: None,
) -> Path:
    """A workbook of one sheet with these rows; `change` may do more to it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    change(book)
    path = folder / name
    book.save(path)
    return path


def forged(path: Path, parts: Mapping[str, bytes]) -> Path:
    """The same archive with some parts replaced or added: what no spreadsheet program would write."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()} | dict(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    path.write_bytes(packed.getvalue())
    return path


def part(path: Path, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"
STRINGS, STYLES, TYPES, BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "xl/workbook.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXT_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_texts(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A workbook that keeps its texts apart, as Excel does and openpyxl does not."""
    path = xlsx_file(folder, [["x"]])
    texts = [text for row in rows for text in row]
    cells = iter(range(len(texts)))
    lines = [
        b'<row r="%d">' % number
        + b"".join(b'<c r="%c%d" t="s"><v>%d</v></c>' % (65 + place, number, next(cells)) for place in range(len(row)))
        + b"</row>"
        for number, row in enumerate(rows, start=1)
    ]
    items = b"".join(b"<si><t>%b</t></si>" % text.encode() for text in texts)
    override = b'<Override PartName="/%b" ContentType="%b"/></Types>' % (STRINGS.encode(), TEXT_TYPE)
    return forged(
        path,
        {
            SHEET: b'<worksheet %b><dimension ref="A1:B2"/><sheetData>%b</sheetData></worksheet>'
            % (MAIN, b"".join(lines)),
            STRINGS: b"<sst %b>%b</sst>" % (MAIN, items),
            TYPES: part(path, TYPES).replace(b"</Types>", override),
        },
    )
