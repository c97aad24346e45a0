"""XLSX as spreadsheet programs write it."""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from tests.spreadsheets import SHEET, forged, part, with_texts, xlsx_file
from welfare.tables import limits, reading
from welfare.tables.rows import Formula, Table, TableError


def rows_of(path: Path) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.number, row.cells) for row in reading.open_table(path).rows]


def refusal(path: Path) -> str:
    with pytest.raises(TableError) as error:
        rows_of(path)
    return str(error.value)


def test_workbooks_are_read_as_in_service() -> None:
    assert (openpyxl.LXML, openpyxl.DEFUSEDXML) == (False, True)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("  Anna ", "Anna"),
        (123, "123"),
        (123.0, "123"),
        (38.5, "38.5"),
        (0.1 + 0.2, "0.3"),
        (12345678901, "12345678901"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (datetime.date(2020, 1, 7), datetime.date(2020, 1, 7)),
        (datetime.datetime.combine(datetime.date(2020, 1, 7), datetime.time(9, 30)), datetime.date(2020, 1, 7)),
        ("two\nlines", "two\nlines"),
        ("a_x000D_b", "a\rb"),
        ("Anna_xD800_", "Anna"),
        ("An_xDFFF_n_x0000_a", "Anna"),
        ("+39 059", "+39 059"),
        ("عربي", "عربي"),
    ],
)
def test_a_value_is_read_as_it_is_shown(tmp_path: Path, value: object, read: object) -> None:
    assert rows_of(xlsx_file(tmp_path, [["x", value]])) == [(1, ("x", read))]


def test_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    assert rows_of(xlsx_file(tmp_path, [["a"], [], [None, "b"], [" "], ["c"]])) == [
        (1, ("a",)),
        (3, ("", "b")),
        (5, ("c",)),
    ]


def test_formulas_are_told_from_values(tmp_path: Path) -> None:
    ((_number, cells),) = rows_of(xlsx_file(tmp_path, [["=1+1", "=", "-1"]]))
    assert [isinstance(cell, Formula) for cell in cells] == [True, False, False]


def test_the_first_visible_sheet_with_rows_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    def sheets(book: Workbook) -> None:
        hidden = book.create_sheet("Nascosto", 0)
        hidden.append(["no"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Vuoto", 1)
        book.create_sheet("Altri").append(["x"])

    table: Table = reading.open_table(xlsx_file(tmp_path, [["a"]], change=sheets))
    assert (table.sheet, table.other_sheets) == ("Sheet", ("Altri",))
    assert [row.cells for row in table.rows] == [("a",)]


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    assert refusal(xlsx_file(tmp_path, [])) != ""


@pytest.mark.parametrize("ref", [b"A1:XFD1048576", b"A1", b"nonsense", b"A1:A0"])
def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path, ref: bytes) -> None:
    path = xlsx_file(tmp_path, [["a", "b"], ["c", "d"]])
    forged(path, {SHEET: part(path, SHEET).replace(b'ref="A1:B2"', b'ref="' + ref + b'"')})
    try:
        assert rows_of(path) == [(1, ("a", "b")), (2, ("c", "d"))]
    except TableError:
        assert ref == b"nonsense"


def change_part(name: str, old: bytes, new: bytes) -> Any:
    return lambda path: forged(path, {name: part(path, name).replace(old, new)})


@pytest.mark.parametrize(
    "harm",
    [
        change_part(SHEET, b'r="2"', b'r="999999999999"'),
        change_part(SHEET, b'r="2"', b'r="x"'),
        change_part(SHEET, b'r="B2"', b'r="ZZZZ2"'),
        change_part(SHEET, b'r="B2"', b'r="' + b"Z" * 90_000 + b'2"'),
        change_part(SHEET, b"</row>", b""),
        change_part(SHEET, b"</sheetData>", b"</wrong>"),
        change_part(SHEET, b't="s"', b't="s" s="99999"'),
        change_part(SHEET, b"<v>1</v>", b"<v>-7777777</v>"),
        change_part(SHEET, b"<v>1</v>", b"<v>77777777</v>"),
        change_part("xl/workbook.xml", b"sheet1", b"sheet9"),
        change_part("xl/workbook.xml", b"<sheets>", b"<sheets"),
        change_part("[Content_Types].xml", b"sheet.main", b"nothing"),
        change_part("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../../../etc/passwd"),
        change_part("xl/styles.xml", b"<cellXfs", b"<cellYfs"),
        change_part("xl/sharedStrings.xml", b"<si>", b"<sj>"),
        lambda path: forged(path, {"xl/sharedStrings.xml": b"\xff\xfe\x00"}),
        lambda path: path.write_bytes(path.read_bytes()[:2000]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"sheet1.xml", b"sheet2.xml", 1)),
    ],
)
def test_a_forged_part_is_refused_in_words_or_read(tmp_path: Path, harm: Any) -> None:
    path = with_texts(tmp_path, [["a", "b"], ["c", "d"]])
    assert rows_of(path) == [(1, ("a", "b")), (2, ("c", "d"))]
    harm(path)
    try:
        read = len(rows_of(path))
    except TableError as error:
        read = -len(str(error))
    assert read <= 2
    assert read != 0


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, ".ods"),
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"word/document.xml": b"x"}, "document"),
    ],
)
def test_other_office_files_are_called_by_their_name(tmp_path: Path, parts: dict[str, bytes], told: str) -> None:
    assert told in refusal(forged(xlsx_file(tmp_path, [["a"]]), parts))


def test_too_many_rows_and_columns_are_refused(tmp_path: Path) -> None:
    wide = xlsx_file(tmp_path, [["x"] * (limits.MOST_COLUMNS + 1)], name="wide.xlsx")
    assert str(limits.MOST_COLUMNS) in refusal(wide)
    long = xlsx_file(tmp_path, [["x" * (limits.LONGEST_CELL + 1)]], name="long.xlsx")
    assert str(limits.LONGEST_CELL) in refusal(long)
