"""The row that names the columns."""

from pathlib import Path

import pytest

from tests.spreadsheets import csv_file, xlsx_file
from welfare.tables import heading, reading
from welfare.tables.heading import Headed
from welfare.tables.rows import TableError

NAMES = {"number": ["matricola"], "tax_code": ["codice fiscale", "cod fiscale"], "name": ["cognome"]}


def headed(path: Path) -> Headed:
    return heading.find(reading.open_table(path), NAMES)


def refusal(path: Path) -> TableError:
    with pytest.raises(TableError) as error:
        list(headed(path).records)
    return error.value


def test_titles_above_are_skipped_and_names_are_known_in_any_order_and_spelling(tmp_path: Path) -> None:
    text = "Elenco dipendenti;;\n;;\nCOD. FISCALE;Età;  Matricola \nX;40;00123\n;;\nY;;00124\n"
    found = headed(csv_file(tmp_path, text))
    assert (found.number, found.ignored) == (3, ("Età",))
    assert (found.title("tax_code"), found.title("name")) == ("COD. FISCALE", "name")
    assert [(r.number, dict(r.cells)) for r in found.records] == [
        (4, {"tax_code": "X", "number": "00123"}),
        (6, {"tax_code": "Y", "number": "00124"}),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Nome;Cognome\nAnna;Bianchi\n", None),
        ("Matricola\n1\n", None),
        ("Matricola;Cod Fiscale;Codice fiscale\n1;X;Y\n", 1),
        ("Matricola;Cognome\n1;Rossi\nMatricola;Cognome\n2;Bianchi\n", 3),
        ("Matricola;Cognome\nCognome;Codice Fiscale\n1;Rossi\n", 2),
    ],
)
def test_none_or_two_are_refused(tmp_path: Path, text: str, row: int | None) -> None:
    assert refusal(csv_file(tmp_path, text)).row == row


def test_merged_cells_are_refused_from_the_heading_on(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Elenco"], ["Matricola", "Cognome"], ["1", "Rossi"], ["2", None]]

    def merge(name: str) -> Path:
        return xlsx_file(tmp_path, rows, change=lambda book: book.active.merge_cells(name))  # type: ignore[union-attr]

    assert len(list(headed(merge("A1:B1")).records)) == 2
    assert "B3:B4" in str(refusal(merge("B3:B4")))
    assert refusal(merge("A2:A3")).row == 2
