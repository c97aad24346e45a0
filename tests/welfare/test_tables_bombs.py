"""Files made to exhaust the server: refused within five seconds, memory bounded, whatever is in them.

Each is read in a process of its own that may not take more than a gigabyte of address space.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.spreadsheets import BOOK, SHEET, STRINGS, STYLES, TYPES, csv_file, forged, part, with_texts, xlsx_file
from welfare.tables import limits

ROOT = Path(__file__).resolve().parents[2]
READER = """
import json, resource, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from welfare.tables import reading
from welfare.tables.rows import TableError
import openpyxl
before, begin, told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic(), ""
try:
    rows = sum(1 for row in reading.open_table(Path(sys.argv[1])).rows)
except TableError as error:
    rows, told = None, str(error)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(json.dumps({"rows": rows, "told": told, "seconds": time.monotonic() - begin, "grown": grown}))
"""
MOST_SECONDS, MOST_GROWTH = 5, 200
GIGABYTE = 1024**3
# Gigabytes of the same are packed small enough at any level.
QUICKLY: Any = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 1}
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "%b">' % (after, b"&%c;" % before * 8) for before, after in zip(b"abcdefgh", b"bcdefghi", strict=True)
)
FILE = b'<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


def declared(name: str, doctype: bytes, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """A part with a document type before its root, and the entity used where its first text is."""

    def harm(folder: Path) -> Path:
        path = with_texts(folder, [["a", "b"]])
        root = part(path, name).rpartition(b"?>")[2]
        text = b'<?xml version="1.0"?>' + doctype + root.replace(b"<t>a</t>", b"<t>&i;</t>")
        return forged(path, {name: text.decode().encode(encoding)})

    return harm


def packed(name: str, begin: bytes, repeated: bytes, megabytes: int, end: bytes = b"") -> Callable[[Path], Path]:
    """A part that repeats itself, written piece by piece."""

    def harm(folder: Path) -> Path:
        whole, path = with_texts(folder, [["a", "b"]]), folder / "bomb.xlsx"
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", **QUICKLY) as archive:
            for each in source.namelist():
                if each != name:
                    archive.writestr(each, source.read(each))
            with archive.open(name, "w", force_zip64=True) as target:
                target.write(begin)
                megabyte = repeated * (limits.MEGABYTE // len(repeated))
                for _megabyte in range(megabytes):
                    target.write(megabyte)
                target.write(end)
        return path

    return harm


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def random_text(folder: Path) -> Path:
    """What does not pack: a text of 15 MB in one cell."""
    path = with_texts(folder, [["a", "b"]])
    text = random.Random(7).randbytes(6 * limits.MEGABYTE).hex().encode()
    return forged(path, {STRINGS: TEXTS + b"<si><t>" + text + b"</t></si></sst>"})


def many_parts(folder: Path) -> Path:
    """Thousands of small parts."""
    return forged(xlsx_file(folder, [["a"]]), {f"xl/media/{number}.xml": b"<x/>" for number in range(3000)})


def with_sheets(folder: Path, count: int, content: bytes) -> Path:
    """A workbook of so many sheets, each with this markup."""

    def add(book: Workbook) -> None:
        for _number in range(count - 1):
            book.create_sheet()

    path = xlsx_file(folder, [["a"]], change=add)
    return forged(path, {f"xl/worksheets/sheet{number}.xml": content for number in range(1, count + 1)})


def empty_sheets(folder: Path) -> Path:
    """Thirty sheets of as many empty rows as one may have."""
    return with_sheets(folder, 30, HEAD + b"<row/>" * limits.MOST_ROW_TAGS + TAIL)


def empty_cells(folder: Path) -> Path:
    """Thirty sheets with a few rows of very many empty cells."""
    return with_sheets(folder, 30, HEAD + (b"<row>" + b"<c/>" * 40_000 + b"</row>") * 12 + TAIL)


def one_sheet_many_names(folder: Path) -> Path:
    """One sheet that the workbook names again and again."""
    path = xlsx_file(folder, [["a"]])
    sheet = re.search(rb"<sheet .*?/>", part(path, BOOK))
    assert sheet is not None
    return forged(path, {BOOK: part(path, BOOK).replace(sheet[0], sheet[0] * 30_000)})


def merges_without_end(folder: Path) -> Path:
    """Merged cells begun again and again, so far behind a row that it is read before they are seen to be wrong."""
    head = HEAD.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    row = b'<row><c t="str"><v>a</v></c></row></sheetData>' + b" " * 500_000
    return forged(xlsx_file(folder, [["a"]]), {SHEET: head + row + b"<mergeCell x='" * 60_000 + b"</worksheet>"})


def nested(folder: Path) -> Path:
    """A workbook in a workbook's place."""
    inner = packed(SHEET, HEAD, b" " * 1024, 40)(folder).read_bytes()
    return forged(xlsx_file(folder, [["a"]]), {SHEET: inner})


def million_rows(folder: Path) -> Path:
    """A CSV with a million rows."""
    return csv_file(folder, "1;2\n" * 1_000_000)


def one_quotation_mark(folder: Path) -> Path:
    """A CSV of 19 MB whose first quotation mark never closes."""
    return csv_file(folder, '"' + "x;y\n" * 4_900_000)


def one_line(folder: Path) -> Path:
    """A CSV of 19 MB without line ends."""
    return csv_file(folder, "x;" * 9_800_000)


BOMBS: dict[str, Callable[[Path], Path]] = {
    "four gigabytes of nothing": packed(SHEET, HEAD, b" " * 1024, 4096),
    "300 MB of rows": packed(SHEET, HEAD, b'<row><c t="str"><v>anna</v></c></row>', 300, TAIL),
    "a million rows": packed(SHEET, HEAD, b"<row><c><v>1</v></c></row>", 26, TAIL),
    "a million empty rows": packed(SHEET, HEAD, b"<row/>", 10, TAIL),
    "one row without end": packed(SHEET, HEAD + b"<row>", b"<c/>", 12, b"</row>" + TAIL),
    "one row of cells called otherwise": packed(SHEET, HEAD + b"<row>", b"<x:c/>", 12, b"</row>" + TAIL),
    "a text without end": packed(SHEET, HEAD + b"<row><c><v>", b"1" * 1024, 60, b"</v></c></row>" + TAIL),
    "texts without end": packed(STRINGS, TEXTS, b"<si><t>a</t></si>", 60, b"</sst>"),
    "formats without end": packed(
        STYLES, b"<styleSheet><cellXfs>", b'<xf numFmtId="0"/>', 40, b"</cellXfs></styleSheet>"
    ),
    "a list of parts without end": packed(
        TYPES, b"<Types>", b'<Default Extension="a" ContentType="b"/>', 60, b"</Types>"
    ),
    "a depth without end": packed(BOOK, b"<workbook>", b"<x>", 3),
    "a sheet of depth without end": packed(SHEET, HEAD, b"<x>", 9),
    "laughs in the sheet": declared(SHEET, LAUGHS),
    "laughs in the texts": declared(STRINGS, LAUGHS),
    "laughs in the formats": declared(STYLES, LAUGHS),
    "laughs in UTF-16": declared(STRINGS, LAUGHS, "utf-16"),
    "another file in the texts": declared(STRINGS, FILE),
    "another file in the sheet": declared(SHEET, FILE),
    "another file in UTF-16": declared(STRINGS, FILE, "utf-16"),
    "another file in the workbook": declared(BOOK, FILE),
    "another file in the list of parts": declared(TYPES, FILE),
    "what does not pack": random_text,
    "thousands of parts": many_parts,
    "sheets of empty rows": empty_sheets,
    "sheets of empty cells": empty_cells,
    "a sheet named without end": one_sheet_many_names,
    "a bomb in a bomb": nested,
    "a million lines": million_rows,
    "a quotation mark that never closes": one_quotation_mark,
    "a line without end": one_line,
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_in_time_and_memory(tmp_path: Path, name: str) -> None:
    found = looked_at(BOMBS[name](tmp_path))
    assert found["rows"] is None, found
    assert "root:" not in found["told"]


def test_a_row_numbered_last_costs_no_more_than_one_numbered_first(tmp_path: Path) -> None:
    row = b'<row r="%d"><c t="str"><v>anna</v></c></row>' % limits.LAST_ROW
    assert looked_at(with_sheets(tmp_path, 30, HEAD + row + TAIL))["rows"] == 1


def test_merged_cells_begun_without_end_take_no_time(tmp_path: Path) -> None:
    looked_at(merges_without_end(tmp_path))


def looked_at(path: Path) -> dict[str, Any]:
    """What a process of its own finds in a file, in time and memory."""
    ended = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        cwd=ROOT,
        env=os.environ | {"OPENPYXL_LXML": "False"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["seconds"] < MOST_SECONDS, found
    assert found["grown"] < MOST_GROWTH, found
    return found
