"""Rows of a file against people who are there: found, changed, left alone, refused."""

import datetime
from pathlib import Path

import pytest

from members.models import Member
from tenants.identity import invitations
from tenants.identity.models import Invitation
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.members.people_import.files import (
    ANNA,
    BRUNO,
    account,
    imported,
    numbers_in,
    people_file,
    record_of,
)
from tests.spreadsheets import xlsx_file


@pytest.fixture
def there(alfa: Organization, tmp_path: Path) -> Organization:
    """Anna and Bruno, imported before."""
    imported(alfa, people_file(tmp_path, ANNA, BRUNO))
    return alfa


def test_a_number_that_lost_its_zeros_finds_its_person(there: Organization, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Matricola", "Sede"], [123, "Carpi"], [124.0, "Carpi"]])
    assert imported(there, path).counts == (2, 2, 1, 2)
    assert numbers_in(there) == ["00123", "00124"]
    assert record_of(there, "00123")["work"][0] == "Carpi"


def test_a_number_that_several_have_but_for_zeros_is_an_error(there: Organization, tmp_path: Path) -> None:
    with inside(there):
        make.member("Carla", number="0123")
    assert imported(there, people_file(tmp_path, "123;Carpi", heading="Matricola;Sede")).errors == [(2, "Matricola")]


def test_without_number_the_tax_code_says_who_it_is(there: Organization, tmp_path: Path) -> None:
    path = people_file(tmp_path, "bnc nna 85c54 f257w;D1", heading="Cod. Fiscale;LIVELLO")
    assert imported(there, path).counts == (1, 1, 1, 0)
    assert record_of(there, "00123")["work"][1] == "D1"


def test_a_new_number_with_a_known_tax_code_is_the_same_person(there: Organization, tmp_path: Path) -> None:
    assert imported(there, people_file(tmp_path, ANNA.replace("00123", "A-7"))).counts == (1, 1, 1, 0)
    assert numbers_in(there) == ["00124", "A-7"]
    assert record_of(there, "A-7")["sign_in_number"] == "A-7"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("00123;Verdi;Bruno;VRDBRN90A01B819Q;;;;;;;", "Codice fiscale"),
        ("00123;Neri;Carlo;;;;;;;;", "Matricola"),
        ("00125;Neri;Carlo;;;ANNA@example.org;;;;;", "E-mail"),
        ("00124;Verdi;Bruno;BNCNNA85C54F257W;;;;;;;", "Codice fiscale"),
    ],
)
def test_what_is_somebody_elses_is_refused(there: Organization, tmp_path: Path, row: str, column: str) -> None:
    assert (2, column) in imported(there, people_file(tmp_path, row)).errors


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ANNA.replace("38,5", "61"), "Ore settimanali"),
        (ANNA.replace("38,5", "38,555"), "Ore settimanali"),
        (ANNA.replace("14/03/1985", "14/03/85"), "Data di nascita"),
        (ANNA.replace("14/03/1985", "15/03/1985"), "Codice fiscale"),
        (ANNA.replace("Bianchi", "Rossi"), "Codice fiscale"),
        (ANNA.replace("BNCNNA85C54F257W", "BNCNNA85C54F257X"), "Codice fiscale"),
        (ANNA.replace("07/01/2020", "07/01/1985"), "Assunzione"),
        (ANNA.replace("2020;;", "2020;06/01/2020;"), "Cessazione"),
        (ANNA.replace("anna@example.org", "anna(at)example.org"), "E-mail"),
        (ANNA.replace("Modena", "=HYPERLINK(1)"), "Sede"),
        (ANNA.replace("Anna", "=1+1"), "Nome"),
        (ANNA.replace("Bianchi", "@Bianchi"), "Cognome"),
        (ANNA.replace("Modena", "x" * 81), "Sede"),
        (ANNA.replace("00123", "9" * 31), "Matricola"),
        (ANNA.replace("Anna", "An0a"), "Nome"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(alfa: Organization, tmp_path: Path, row: str, column: str) -> None:
    told = imported(alfa, people_file(tmp_path, row))
    assert (2, column) in told.errors
    assert numbers_in(alfa) == []
    assert all(len(message) > 5 for message in told.messages)


def test_a_row_may_have_several_errors_and_later_repeats_are_refused(alfa: Organization, tmp_path: Path) -> None:
    told = imported(alfa, people_file(tmp_path, ANNA, ANNA.replace("38,5", "-1"), BRUNO))
    assert told.counts == (3, 2, 0, 0)
    assert {error for error in told.errors if error[0] == 3} == set(told.errors)
    assert {"Matricola", "Codice fiscale", "E-mail", "Ore settimanali"} == {column for _row, column in told.errors}


def test_two_rows_about_one_person_are_refused(there: Organization, tmp_path: Path) -> None:
    told = imported(
        there, people_file(tmp_path, "123;;Carpi", ";BNCNNA85C54F257W;Modena", heading="Matricola;C.F.;Sede")
    )
    assert told.errors == [(3, "C.F.")]


def test_omocodia_is_right_and_a_provisional_code_is_taken_with_its_zeros(alfa: Organization, tmp_path: Path) -> None:
    swapped = "BNCNNA85C54F25TT"
    rows = [f"1;Bianchi;Anna;{swapped}", "2;Verdi;Bruno;743110157"]
    heading = "Matricola;Cognome;Nome;C.F."
    told = imported(alfa, people_file(tmp_path, *rows, heading=heading))
    assert (told.errors, told.counts) == ([], (2, 2, 2, 1))
    assert record_of(alfa, "2")["tax_code"] == "00743110157"
    assert record_of(alfa, "1")["days"][0] == "1985-03-14"


def test_the_sex_column_is_held_against_the_code(alfa: Organization, tmp_path: Path) -> None:
    heading = "Matricola;Cognome;Nome;Codice fiscale;Sesso"
    row = "1;Bianchi;Anna;BNCNNA85C54F257W;{}"
    assert imported(alfa, people_file(tmp_path, row.format("M"), heading=heading)).errors == [(2, "Codice fiscale")]
    assert imported(alfa, people_file(tmp_path, row.format("F"), heading=heading)).errors == []


@pytest.mark.parametrize("written", ["14/03/1985", "14-3-1985", "14.03.1985", "1985-03-14", "14/03/1985 00:00:00"])
def test_dates_are_read_as_they_are_written(alfa: Organization, tmp_path: Path, written: str) -> None:
    imported(alfa, people_file(tmp_path, ANNA.replace("14/03/1985", written)))
    assert record_of(alfa, "00123")["days"][0] == "1985-03-14"


def test_dates_and_numbers_of_a_workbook_are_values(alfa: Organization, tmp_path: Path) -> None:
    day, moment = datetime.date(2020, 1, 7), datetime.datetime.combine(datetime.date(2026, 3, 4), datetime.time())
    rows = [["Elenco al 1/1/2026"], [], ["NOME", "cognome", "MATRICOLA", "Data assunz.", "Data cess.", "Ore sett."]]
    path = xlsx_file(tmp_path, [*rows, ["ANNA MARIA", "D'ALÒ-DE LUCA", 7, day, moment, 38.5]])
    assert imported(alfa, path).errors == []
    kept = record_of(alfa, "7")
    assert kept["names"] == ("D'Alò-De Luca", "Anna Maria")
    assert (kept["days"], kept["work"][2]) == (["None", "2020-01-07", "2026-03-04"], "38.50")


def test_only_a_date_of_leaving_makes_a_leaver_and_the_account_closes(there: Organization, tmp_path: Path) -> None:
    with inside(there):
        invitations.invite_by_mail(account(there, "00123"), actor=SYSTEM)
    path = people_file(tmp_path, "00123;31/12/2025", heading="Matricola;Cessazione")
    assert imported(there, path).counts == (1, 1, 1, 0)
    assert not record_of(there, "00123")["is_open"]
    assert record_of(there, "00124")["is_open"]
    with inside(there):
        assert Invitation.objects.get().state == Invitation.State.REPLACED
    for row in ("00123;", "00123;31/12/9999", "00123;00/00/0000"):
        assert imported(there, people_file(tmp_path, row, heading="Matricola;Cessazione")).counts[2] == 0
    assert record_of(there, "00123")["days"][2] == "2025-12-31"


def test_an_empty_cell_leaves_what_is_kept(there: Organization, tmp_path: Path) -> None:
    before = record_of(there, "00123")
    assert imported(there, people_file(tmp_path, "00123;Bianchi;Anna;;;;;;;;")).counts == (1, 1, 0, 0)
    assert record_of(there, "00123") == before


def test_an_email_changes_only_before_somebody_has_come_in(there: Organization, tmp_path: Path) -> None:
    with inside(there):
        invitations.invite_by_mail(account(there, "00124"), actor=SYSTEM)
        anna = account(there, "00123")
        anna.set_password("tutta un'altra cosa")
        anna.save()
    rows = ["00123;nuova@example.org", "00124;Nuovo @Example.org;"]
    told = imported(there, people_file(tmp_path, *rows, heading="Matricola;Posta elettronica"))
    assert told.counts == (2, 2, 1, 1)
    assert record_of(there, "00123")["email"] == "anna@example.org"
    assert record_of(there, "00124")["email"] == "nuovo@example.org"
    with inside(there):
        assert Invitation.objects.get().state == Invitation.State.REPLACED


def test_names_are_not_changed_by_how_an_export_writes_them(alfa: Organization, tmp_path: Path) -> None:
    with inside(alfa):
        make.member("Nicolò", user=make.user("Nicolò", family_name="de Luca"), number="9")
    heading = "Matricola;Cognome;Nome"
    for row in ("9;DE LUCA;NICOLO'", "9;DE LUCA;NICOLO", "9;De Luca;NICOLÒ"):
        assert imported(alfa, people_file(tmp_path, row, heading=heading)).counts == (1, 1, 0, 0)
    assert imported(alfa, people_file(tmp_path, "9;De Lucia;Nicolò", heading=heading)).counts == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("full", "code", "names"),
    [
        ("BIANCHI ANNA", "", ("Bianchi", "Anna")),
        ("De Luca, Anna Maria", "", ("De Luca", "Anna Maria")),
        ("BIANCHI ANNA", "BNCNNA85C54F257W", ("Bianchi", "Anna")),
        ("DE LUCA ANNA MARIA", "", None),
        ("ANNA", "", None),
    ],
)
def test_a_full_name_is_parted_where_it_can_be_told(
    alfa: Organization, tmp_path: Path, full: str, code: str, names: tuple[str, str] | None
) -> None:
    path = people_file(tmp_path, f"5;{full};{code}", heading="Matricola;Cognome e nome;Codice fiscale")
    told = imported(alfa, path)
    if names is None:
        assert told.errors == [(2, "Cognome e nome")]
    else:
        assert record_of(alfa, "5")["names"] == names


def test_the_account_that_opened_the_organization_gets_its_record(alfa: Organization, tmp_path: Path) -> None:
    with inside(alfa):
        make.user("Irene", "hr", email="irene@example.org", family_name="Galli")
    assert imported(alfa, people_file(tmp_path, "7;Galli;Irene;;;irene@example.org;;;;;")).status == 0
    assert account(alfa, "7").roles == ["member", "hr"]
    with inside(alfa):
        assert Member.objects.count() == 1


def test_signs_that_nobody_sees_are_taken_out_and_said(alfa: Organization, tmp_path: Path) -> None:
    told = imported(alfa, people_file(tmp_path, ANNA.replace("Bianchi", "\u202eBian\u200bchi")))
    assert (told.counts, record_of(alfa, "00123")["names"][0]) == ((1, 1, 1, 1), "Bianchi")
