"""The files: the same bytes each time, no formulas, the columns that were mapped."""

import csv
import datetime
import hashlib
import io
import subprocess
import sys
import time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from catalog.payroll import exporting, files, layouts, rows
from catalog.payroll.models import Figure, PayrollExport
from catalog.payroll.periods import CannotRun
from catalog.payroll.terms import (
    SAMPLE,
    Column,
    Delimiter,
    Encoding,
    Field,
    Format,
    Shape,
    Terms,
    figure_field,
    terms_from,
)
from members.models import Member
from tenants.audit.models import Record
from tenants.identity.models import User
from tests.payroll.stage import actor_for, figured, gave, locked, ordered
from welfare.clock import pretend

AT = datetime.datetime(2026, 11, 26, 10, tzinfo=datetime.UTC)
XLSX = Terms(SAMPLE.columns, format=Format.XLSX)
PRINT = """
import datetime, hashlib, sys
from tests.payroll.test_files import AT, SAMPLE, XLSX
from catalog.payroll import files, rows
for terms in (SAMPLE, XLSX):
    made = files.written(terms, rows.rows_of(terms, 2026, 11, rows.invented()), at=AT)
    print(hashlib.sha256(made).hexdigest())
"""


def read(content: bytes, encoding: str = "utf-8-sig", delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding)), delimiter=delimiter))


def made(terms: Terms) -> bytes:
    return files.written(terms, rows.rows_of(terms, 2026, 11, rows.invented()), at=AT)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_alfa")
@pytest.mark.parametrize("terms", [SAMPLE, XLSX], ids=["csv", "xlsx"])
def test_a_file_made_again_has_the_same_bytes_whatever_changed_since(terms: Terms, anna: Member, paola: Member) -> None:
    gave(anna, "312.40", "2026-03-31")
    run, actor = locked(3, paola.user), actor_for(paola.user)
    layout = layouts.save(None, "Nostro", terms, user=paola.user, actor=actor)
    first = exporting.export(run, terms_from(layout.terms), layout_name="Nostro", actor=actor)
    assert first.is_new
    User.objects.filter(pk=anna.user_id).update(family_name="Verdi")
    Member.objects.filter(pk=anna.pk).update(number="99999")
    layouts.save(layout, "Nostro", Terms((Column("number", "N"),)), user=paola.user, actor=actor)
    with pretend(datetime.date(2027, 2, 1)):
        again = exporting.export_again(PayrollExport.objects.get(pk=first.export.pk), actor=actor)
    assert again.content == first.content
    assert (again.is_new, hashlib.sha256(again.content).hexdigest()) == (False, first.export.sha256)


@pytest.mark.django_db
def test_another_process_makes_the_same_bytes() -> None:
    program = "import django; django.setup()\n" + PRINT
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [hashlib.sha256(made(terms)).hexdigest() for terms in (SAMPLE, XLSX)]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_alfa")
def test_only_a_locked_month_leaves_and_each_person_can_read_it(anna: Member, paola: Member) -> None:
    gave(anna, "312.40", "2026-03-31")
    actor = actor_for(paola.user)
    with pytest.raises(CannotRun, match="lock it first"):
        exporting.export(figured(3, paola.user), SAMPLE, layout_name="x", actor=actor)
    assert not Record.objects.filter(action="payroll.told").exists()
    exporting.export(locked(3, paola.user), SAMPLE, layout_name="x", actor=actor)
    assert [record.person_id for record in Record.objects.filter(action="payroll.told")] == [anna.user_id]
    assert Record.objects.filter(action="payroll.exported").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("at_alfa")
def test_no_service_provider_or_beneficiary_is_in_a_file(anna: Member, paola: Member) -> None:
    ordered(anna, "140.00", "2026-03-02")
    run = locked(3, paola.user)
    every = Terms(tuple(Column(str(name), str(name)) for name in Field), shape=Shape.CODE, codes={f: f for f in Figure})
    for terms in (SAMPLE, every):
        text = exporting.export(run, terms, layout_name="x", actor=actor_for(paola.user)).content.decode()
        assert "140,00" in text
        for secret in ("Mulino", "Primavera", "Leo", "FBIS", "Educa"):
            assert secret not in text


def test_the_sample_has_a_row_a_person() -> None:
    heading, anna, bruno = read(made(SAMPLE))
    told = dict(zip(heading, bruno, strict=True))
    assert told | {"Matricola": "00124", "Periodo": "202611", "Fringe imponibile mese": "1000,01"} == told
    assert anna[heading.index("Fringe anno")] == "420,00"
    assert anna[heading.index("Fondo pensione mese")] == "200,00"


def test_a_row_can_be_a_figure_under_the_codes_of_the_program() -> None:
    columns = (Column("constant", "Azienda", "007"), Column("tax_code", "CF"), Column("code", "Voce"),
               Column("amount", "Importo"), Column("source", "Fonte"), Column("last_day", "Data"))  # fmt: skip
    codes = {str(Figure.FRINGE): "FB01", str(Figure.PENSION): "PC01"}
    terms = Terms(columns, shape=Shape.CODE, codes=codes, decimal=".", delimiter=Delimiter.TAB, has_header=False)
    assert read(made(terms), delimiter="\t") == [
        ["007", "BNCNNA85C54F257W", "FB01", "150.00", "", "30/11/2026"],
        ["007", "BNCNNA85C54F257W", "PC01", "200.00", "COMPANY_AGREEMENT", "30/11/2026"],
        ["007", "RSSBRN80A01F257X", "FB01", "80.01", "", "30/11/2026"],
    ]


def test_texts_are_no_formulas_and_amounts_stay_numbers() -> None:
    table: list[list[files.Cell]] = [["=1+1", "@SUM(A1)\x0b", Decimal("-12.50")]]
    assert read(files.written(SAMPLE, table, at=AT)) == [["'=1+1", "'@SUM(A1)\x0b", "-12,50"]]
    sheet = load_workbook(io.BytesIO(files.written(XLSX, table, at=AT))).active
    assert sheet is not None
    cells = next(iter(sheet.iter_rows()))
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "'=1+1"), ("s", "'@SUM(A1)"), ("n", -12.5)]


def test_a_workbook_holds_each_text_as_it_is_in_its_own_cell() -> None:
    table: list[list[files.Cell]] = [['<b>&"', "  D'Aò ", "", Decimal("0.10")], [*"abcdefghijklmnopqrstuvwxyz", "27"]]
    sheet = load_workbook(io.BytesIO(files.written(XLSX, table, at=AT))).active
    assert sheet is not None
    assert [cell.value or "" for cell in sheet[1]][:4] == ['<b>&"', "  D'Aò ", "", 0.1]
    assert (sheet["D1"].number_format, sheet["AA2"].value) == ("0.00", "27")


def test_a_workbook_of_ten_thousand_people_is_made_in_a_request() -> None:
    row: list[files.Cell] = ["00123", "RSSBRN80A01F257X", "Rossi", "Bruno", "202611", *[Decimal("12.34")] * 15]
    begun = time.process_time()
    files.written(XLSX, (row for _person in range(10_000)), at=AT)
    assert time.process_time() - begun < 2


def test_letters_that_an_encoding_lacks_lose_their_accents() -> None:
    terms = Terms((), encoding=Encoding.CP1252)
    assert read(files.csv_bytes(terms, [["Niccolò Őze 漢"]]), "cp1252") == [["Niccolò Oze ?"]]


def test_terms_are_stored_and_read_again() -> None:
    terms = Terms((Column(figure_field(Figure.FRINGE), "F"),), format=Format.XLSX, codes={"fringe": "F1"})
    assert terms_from(terms.as_json()) == terms
