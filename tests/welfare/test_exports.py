"""A file that leaves is opened in a spreadsheet: nothing in it may be a formula, with `;` or with `,`."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare.exports import MARK, csv_response, csv_text, neutral

FORMULAS = "=+-@＝＋－＠"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+39 059 1234", "'+39 059 1234"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "  '=1+1"),
        ("\t=1+1", "\t'=1+1"),
        ("\r\n=1+1", "\r\n'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("Rossi;=cmd|' /C calc'!A0", "Rossi;'=cmd|' /C calc'!A0"),
        ("Rossi,=HYPERLINK(1)", "Rossi,'=HYPERLINK(1)"),
        ('"=1+1', "\"'=1+1"),
        ("Maria-Pia De Rosa", "Maria-Pia De Rosa"),
        ("anna@example.org", "anna@example.org"),
        ("1.234,50 €", "1.234,50 €"),
        (None, ""),
        (12, "12"),
        ("a\0b", "ab"),
    ],
)
def test_what_would_be_computed_is_text(cell: object, written: str) -> None:
    assert neutral(cell) == written


@given(st.text(alphabet=f"{FORMULAS},;\t\r\n\"' ab1"))
def test_no_cell_is_a_formula_however_the_line_is_split(text: str) -> None:
    for separator in ",;\t":
        quoted = csv_text(["x"], [[text]]).removeprefix(MARK)
        for plain in (quoted, quoted.replace('"', "")):
            for row in csv.reader(io.StringIO(plain, newline=""), delimiter=separator):
                assert [cell for cell in row if cell.lstrip()[:1] in tuple(FORMULAS)] == []


def test_a_spreadsheet_reads_back_what_was_written() -> None:
    rows = [["Nome", "Sede"], ['Anna "la rossa"', "Via Po, 3; Torino"], ["è così", "riga\naltra"]]
    text = csv_text(rows[0], rows[1:])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";")) == rows


def test_it_is_a_download() -> None:
    answer = csv_response("registro.csv", ["a"], [["b"]])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="registro.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
