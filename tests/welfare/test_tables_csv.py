"""CSV as payroll programs write it, and what no program should have written."""

from pathlib import Path

import pytest

from tests.spreadsheets import csv_file
from welfare.tables import limits, reading
from welfare.tables.rows import Formula, TableError

ROWS = [(1, ("Matricola", "Cognome")), (2, ("00123", "Nicolò")), (3, ("00124", "D'Alò"))]
TEXT = "Matricola;Cognome\n00123;Nicolò\n00124;D'Alò\n"


def rows_of(path: Path) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.number, row.cells) for row in reading.open_table(path).rows]


def refusal(path: Path) -> str:
    with pytest.raises(TableError) as error:
        rows_of(path)
    return str(error.value)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_encoding_and_line_ends_are_found(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    text = TEXT.replace(";", separator).replace("\n", end)
    assert rows_of(csv_file(tmp_path, text, encoding=encoding)) == ROWS


def test_the_separator_is_the_one_that_parts_most_rows(tmp_path: Path) -> None:
    text = "Elenco, aggiornato\nmatricola;cognome;sede\n1;Rossi;Via Po, 3\n2;Bianchi;Via Adda, 4\n"
    assert rows_of(csv_file(tmp_path, text))[2] == (3, ("1", "Rossi", "Via Po, 3"))


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'a;b\n\n"one\ntwo";2\n;\n3;4\n'
    assert rows_of(csv_file(tmp_path, text)) == [(1, ("a", "b")), (3, ("one\ntwo", "2")), (5, ("3", "4"))]


def test_excels_own_first_line_is_obeyed_and_not_counted(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path, "sep=|\r\na|b;c\r\n"))[0] == (1, ("a", "b;c"))


def test_formulas_are_told_apart_and_quoted_numbers_unwrapped(tmp_path: Path) -> None:
    ((_, cells),) = rows_of(csv_file(tmp_path, '="00123";"=A1+1";=CMD|\' /C calc\'!A0;-5;+39 059;@x\n'))
    assert cells == ("00123", "=A1+1", "=CMD|' /C calc'!A0", "-5", "+39 059", "@x")
    assert [isinstance(cell, Formula) for cell in cells] == [False, True, True, False, False, False]


def test_two_encodings_in_one_file_are_refused_with_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("a;Nicolò\n".encode() + "b;Alò\n".encode("cp1252"))
    assert "1" in refusal(path) and "2" in refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a;b\n\x00;1\n",
        "a;b\nà;1\n".encode("utf-16-le"),
        b"\xff\xfea;b",
        b"a;b\n\x81;\x8d\n",
        b'a;b\n"1;2\n3;4\n',
        b"a;b\nx\x07y;1\n",
        b"a;b\n" + b"x" * (limits.LONGEST_CELL + 1) + b";1\n",
        b";".join([b"x"] * (limits.MOST_COLUMNS + 1)),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0JFIF",
        b"<html><table><tr><td>Matricola</td></tr></table>",
        b'<?xml version="1.0"?><Workbook/>',
        b"\x1f\x8b\x08\x00",
        b"PK\x05\x06" + b"\x00" * 18,
        b"PK\x03\x04 not an archive",
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert len(refusal(path)) > 20


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    assert "50.000" in refusal(csv_file(tmp_path, "1;2\n" * (limits.MOST_ROWS + 1)))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("wb") as handle:
        handle.truncate(200 * limits.MEGABYTE)
    assert "20 MB" in refusal(path)


def test_signs_that_cannot_be_seen_and_other_scripts_are_left_as_they_are(tmp_path: Path) -> None:
    text = "a;b\n\u202eabc\u200b;عربي\n"
    assert rows_of(csv_file(tmp_path, text))[1] == (2, ("\u202eabc\u200b", "عربي"))


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfea\x00;\x00\x00\xd8\n\x00", b"a;\xed\xa0\x80\n\xc3\xa0;b\n", b"\xff\xfea\x00;\x00\x00\x00\n\x00"],
)
def test_halves_of_a_pair_and_zeros_are_never_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert refusal(path)
