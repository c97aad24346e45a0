"""`import_people`: what it writes, what it tells, and that the same file twice changes nothing."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from members.models import Member
from tenants.audit.models import Record
from tenants.models import Organization
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


def test_people_are_added_with_accounts_that_nobody_can_open_yet(alfa: Organization, tmp_path: Path) -> None:
    told = imported(alfa, people_file(tmp_path, ANNA, BRUNO))
    assert (told.status, told.counts, told.errors) == (0, (2, 2, 2, 0), [])
    assert record_of(alfa, "00123") == {
        "names": ("Bianchi", "Anna"),
        "email": "anna@example.org",
        "sign_in_number": "00123",
        "tax_code": "BNCNNA85C54F257W",
        "days": ["1985-03-14", "2020-01-07", "None"],
        "work": ("Modena", "C1", "38.50"),
        "is_open": True,
    }
    assert not account(alfa, "00123").has_usable_password()
    assert account(alfa, "00123").roles == ["member"]


def test_the_same_file_twice_changes_nothing(alfa: Organization, tmp_path: Path) -> None:
    path = people_file(tmp_path, ANNA, BRUNO)
    imported(alfa, path)
    before = [record_of(alfa, number) for number in numbers_in(alfa)]
    assert imported(alfa, path).counts == (2, 2, 0, 0)
    assert [record_of(alfa, number) for number in numbers_in(alfa)] == before


def test_a_dry_run_tells_and_writes_nothing(alfa: Organization, tmp_path: Path) -> None:
    told = imported(alfa, people_file(tmp_path, ANNA, "00125;;Carla;;;;;;;;"), "--dry-run")
    assert (told.status, told.counts, told.errors) == (1, (2, 1, 1, 0), [(3, "Cognome")])
    assert numbers_in(alfa) == []


def test_errors_stop_everything_unless_their_rows_are_left_out(alfa: Organization, tmp_path: Path) -> None:
    path = people_file(tmp_path, ANNA, BRUNO.replace("01/01/1990", "31/02/1990").replace(";20", ";quaranta"))
    told = imported(alfa, path)
    assert (told.status, told.counts) == (1, (2, 1, 0, 0))
    assert told.errors == [(3, "Data di nascita"), (3, "Ore settimanali")]
    assert numbers_in(alfa) == []
    assert (imported(alfa, path, "--skip-errors").status, numbers_in(alfa)) == (0, ["00123"])


def test_a_file_that_is_no_table_is_an_error_without_column(alfa: Organization, tmp_path: Path) -> None:
    told = imported(alfa, people_file(tmp_path, "1;2", heading="Uno;Due"))
    assert (told.status, told.counts, told.errors) == (1, (0, 0, 0, 0), [(None, "")])


@pytest.mark.parametrize("options", [("nothing.csv", "alfa"), (None, "nobody")])
def test_what_is_not_there_is_said(options: tuple[str | None, str], alfa: Organization, tmp_path: Path) -> None:
    path = tmp_path / options[0] if options[0] else people_file(tmp_path, ANNA)
    with pytest.raises(CommandError, match=r"nothing\.csv|nobody"):
        imported(Organization(slug=options[1]), path)


def test_another_organization_with_the_same_keys_is_left_alone(
    alfa: Organization, beta: Organization, tmp_path: Path
) -> None:
    path = people_file(tmp_path, ANNA)
    imported(alfa, path)
    assert numbers_in(beta) == []
    imported(beta, people_file(tmp_path, ANNA.replace("Bianchi", "Bianchini")))
    assert record_of(alfa, "00123")["names"] == ("Bianchi", "Anna")
    assert record_of(beta, "00123")["names"] == ("Bianchini", "Anna")


def test_the_trail_names_each_person_and_the_run_without_what_stood_in_the_file(
    alfa: Organization, tmp_path: Path
) -> None:
    imported(alfa, people_file(tmp_path, ANNA, BRUNO))
    imported(
        alfa, people_file(tmp_path, ANNA.replace("Modena", "Carpi"), BRUNO.replace(";;Carpi", ";31/12/2022;Carpi"))
    )
    with inside(alfa):
        acts = list(Record.objects.order_by("pk").values_list("action", "details"))
        people = Record.objects.filter(action="person_added").values_list("person_id", flat=True)
        assert set(people) == set(Member.objects.values_list("user_id", flat=True))
    assert [action for action, _details in acts] == [
        "person_added", "person_added", "file_imported",
        "account.closed", "person_corrected", "person_left", "file_imported",
    ]  # fmt: skip
    assert acts[4][1] == {"fields": ["site"]}
    assert "anna" not in str(acts).lower()
