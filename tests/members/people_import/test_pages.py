"""HR uploads a list, sees what would change, and confirms it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from members.imports import runs
from members.models import ImportRun, Member
from members.people_import.work import to_check
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.members.people_import.files import ANNA, BRUNO, HEADING, numbers_in, record_of
from tests.queries import counted
from tests.spreadsheets import xlsx_file
from welfare import files
from welfare.clock import now
from welfare.tables import limits

START = "/hr/persone/importa/"
State = ImportRun.State


@pytest.fixture
def irene(alfa: Organization) -> Member:
    with inside(alfa):
        return make.member("Irene", user=make.user("Irene", "member", "hr", language="en"), number="HR1")


@pytest.fixture
def browser(alfa: Organization, irene: Member) -> Client:
    return browse(alfa, irene.user)


@pytest.fixture
def upload(browser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Upload a file and let the worker check it; the address of the import, or the page that refused it."""

    def send(*rows: str, heading: str = HEADING, content: bytes | None = None, name: str = "elenco.csv") -> Any:
        data = content if content is not None else "\n".join([heading, *rows]).encode()
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(START, {"file": SimpleUploadedFile(name, data)})
        return answer.headers["Location"] if answer.status_code == 302 else answer

    return send


@pytest.fixture
def press(browser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Press Import on the page of an import, as it stands."""

    def confirm(address: str, **fields: str) -> Any:
        page = browser.get(address).content.decode()
        found = re.search(r'name="digest" value="(\w+)"', page)
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(f"{address}conferma/", {"digest": found[1] if found else ""} | fields)

    return confirm


def page_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address, headers={"accept-language": "en"}).content.decode().split())


def run_at(alfa: Organization, address: str) -> ImportRun:
    with inside(alfa):
        return ImportRun.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def test_what_would_change_is_shown_and_written_once_confirmed(
    alfa: Organization, browser: Client, upload: Any, press: Any
) -> None:
    address = upload(ANNA, BRUNO)
    assert numbers_in(alfa) == ["HR1"]
    assert "Bianchi Anna · 00123" in page_of(browser, address)
    assert press(address).status_code == 302
    assert numbers_in(alfa) == ["00123", "00124", "HR1"]
    run = run_at(alfa, address)
    assert (run.state, run.stored_name, run.figures["absent"]) == (State.DONE, "", 1)
    press(address)
    assert numbers_in(alfa) == ["00123", "00124", "HR1"]


def test_a_workbook_is_read_under_whatever_name(alfa: Organization, upload: Any, press: Any, tmp_path: Path) -> None:
    content = xlsx_file(tmp_path, [HEADING.split(";"), ANNA.split(";")]).read_bytes()
    press(upload(content=content, name="elenco.csv"))
    assert record_of(alfa, "00123")["work"] == ("Modena", "C1", "38.50")


def test_changes_are_shown_with_what_was_and_what_will_be(
    alfa: Organization, browser: Client, upload: Any, press: Any
) -> None:
    press(upload(ANNA))
    page = page_of(browser, upload(ANNA.replace("Modena", "Carpi").replace("38,5", "20")))
    assert "Site: Modena → Carpi" in page
    assert "Contract hours a week: 38.5 → 20" in page


def test_errors_are_shown_by_cell_and_stop_the_import_until_their_rows_are_left_out(
    alfa: Organization, browser: Client, upload: Any, press: Any
) -> None:
    address = upload(ANNA, BRUNO.replace("01/01/1990", "31/02/1990"))
    page = page_of(browser, address)
    assert "Row 3" in page and "Data di nascita: This day does not exist" in page
    refused = press(address)
    assert (refused.status_code, numbers_in(alfa)) == (200, ["HR1"])
    assert "error-summary" in refused.content.decode()
    assert press(address, skips_errors="on").status_code == 302
    assert numbers_in(alfa) == ["00123", "HR1"]
    with inside(alfa):
        waiting = to_check()
        assert waiting is not None and waiting.errors == 1  # type: ignore[attr-defined]


def test_people_who_changed_meanwhile_are_shown_again(
    alfa: Organization, browser: Client, upload: Any, press: Any
) -> None:
    address = upload(ANNA, BRUNO)
    with inside(alfa):
        make.member("Bruno", user=make.user("Bruno", family_name="Verdi"), number="00124")
    press(address)
    assert numbers_in(alfa) == ["00124", "HR1"]
    assert run_at(alfa, address).is_renewed
    assert "have changed in the meantime" in page_of(browser, address)
    press(address)
    assert record_of(alfa, "00124")["work"][0] == "Carpi"


def test_a_page_that_is_old_confirms_nothing(alfa: Organization, browser: Client, upload: Any) -> None:
    address = upload(ANNA)
    answer = browser.post(f"{address}conferma/", {"digest": "0" * 64})
    assert answer.status_code == 200
    assert numbers_in(alfa) == ["HR1"]
    assert f'value="{run_at(alfa, address).digest}"' in answer.content.decode()


def test_the_same_file_again_is_the_same_import(alfa: Organization, browser: Client, upload: Any, press: Any) -> None:
    first = upload(ANNA)
    with inside(alfa):
        make.member("Anna", user=make.user("Anna", family_name="Bianchi"), number="00123")
    assert upload(ANNA) == first
    assert run_at(alfa, first).figures["added"] == 0
    press(first)
    assert upload(ANNA) != first


def test_given_up_the_file_is_deleted_and_nothing_written(
    alfa: Organization, browser: Client, upload: Any, press: Any
) -> None:
    address = upload(ANNA)
    stored = run_at(alfa, address).stored_name
    assert files.path_of(alfa.key, stored).exists()
    browser.post(f"{address}rinuncia/")
    assert not files.path_of(alfa.key, stored).exists()
    press(address)
    assert (numbers_in(alfa), run_at(alfa, address).state) == (["HR1"], State.DROPPED)


def test_a_stored_file_that_was_changed_is_not_written(alfa: Organization, upload: Any, press: Any) -> None:
    address = upload(ANNA)
    files.path_of(alfa.key, run_at(alfa, address).stored_name).write_text(f"{HEADING}\n{BRUNO}\n")
    press(address)
    assert numbers_in(alfa) == ["HR1"]
    assert run_at(alfa, address).state == State.REFUSED


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"x" * (limits.MOST_BYTES + 200_000), "20 MB"),
    ],
    ids=["empty", "pdf", "zip", "large"],
)
def test_what_is_no_table_is_refused_on_the_form(
    alfa: Organization, browser: Client, content: bytes, told: str
) -> None:
    upload = SimpleUploadedFile("elenco.csv", content)
    answer = browser.post(START, {"file": upload}, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert told in str(answer.context["form"].errors)
    with inside(alfa):
        assert ImportRun.objects.count() == 0


def test_what_the_worker_cannot_read_is_said_on_the_page(alfa: Organization, browser: Client, upload: Any) -> None:
    address = upload("1;2", heading="Uno;Due")
    assert run_at(alfa, address).state == State.REFUSED
    assert run_at(alfa, address).refusal[:30] in browser.get(address).content.decode()
    assert run_at(alfa, address).stored_name == ""


def test_a_file_name_may_be_anything(browser: Client, upload: Any) -> None:
    for name in ("../../etc/passwd", "a\u202egpj.csv", "x" * 300 + ".csv", "<script>.csv"):
        page = page_of(browser, upload(ANNA, name=name))
        assert "<script>.csv" not in page and "etc/passwd" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_much_for_one_row_as_for_many(browser: Client, upload: Any, rows: int) -> None:
    lines = [f"{number};Rossi;Mario;;;;;;Modena;;" for number in range(100, 100 + rows)]
    address = upload(*lines, "999;;;;;;;;;;")
    for word in ("nuove", "errori"):
        with counted() as statements:
            browser.get(f"{address}?cosa={word}")
        assert len(statements) == 5
    with counted() as statements:
        browser.get(START)
    assert len(statements) == 4


def test_lines_are_paged(browser: Client, upload: Any) -> None:
    address = upload(*(f"{number};Rossi;;;;;;;;;" for number in range(100, 220)))
    seen, query = 0, ""
    for _page in range(3):
        answer = browser.get(address + query)
        seen += len(answer.context["lines"])
        query = answer.context["next_url"]
    assert (seen, query) == (120, "")


def test_without_a_worker_the_page_waits_and_asks_again(alfa: Organization, browser: Client) -> None:
    address = browser.post(START, {"file": SimpleUploadedFile("a.csv", f"{HEADING}\n{ANNA}".encode())}).headers[
        "Location"
    ]
    assert run_at(alfa, address).state == State.QUEUED
    assert f'hx-get="{address}avanzamento/"' in page_of(browser, address)
    assert browser.get(f"{address}avanzamento/").status_code == 302
    part = browser.get(f"{address}avanzamento/", headers={"hx-request": "true"})
    assert "HX-Refresh" not in part.headers


def test_anothers_import_is_absent(alfa: Organization, beta: Organization, upload: Any) -> None:
    address = upload(ANNA)
    with inside(beta):
        rita = make.member("Rita", "member", "hr")
    foreign = browse(beta, rita.user)
    for page in (address, f"{address}avanzamento/"):
        assert foreign.get(page).status_code == 404
    assert foreign.post(f"{address}conferma/", {"digest": run_at(alfa, address).digest}).status_code == 404


def test_a_colleague_who_confirms_answers_for_it(
    alfa: Organization, irene: Member, upload: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = upload(ANNA)
    with inside(alfa):
        carla = make.user("Carla", "hr")
    with django_capture_on_commit_callbacks(execute=True):
        browse(alfa, carla).post(f"{address}conferma/", {"digest": run_at(alfa, address).digest})
    run = run_at(alfa, address)
    assert (run.state, run.user_id, run.confirmed_by_id) == (State.DONE, irene.user_id, carla.pk)


def test_nobody_notes_the_own_leaving(alfa: Organization, browser: Client, upload: Any) -> None:
    page = page_of(browser, upload("HR1;01/02/2026", heading="Matricola;Cessazione"))
    assert "ask a colleague of HR" in page


def test_the_sample_is_a_file_that_can_be_imported(browser: Client, upload: Any) -> None:
    sample = browser.get(f"{START}persone.csv")
    assert sample.headers["Content-Disposition"].startswith("attachment")
    assert "Bianchi Anna · 00123" in page_of(browser, upload(content=sample.content))


def test_erased_in_time(alfa: Organization, upload: Any, press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(Path(files.folder_of(alfa.key)).iterdir())
    done, waiting = upload(ANNA), upload(BRUNO)
    press(done)
    with inside(alfa):
        assert runs.erase_due() == 0
        later = now() + runs.SHOWN_FOR * 2
        monkeypatch.setattr(runs, "now", lambda: later)
        assert runs.erase_due() == 1
        assert [run.lines.count() for run in ImportRun.objects.all()] == [0, 0]
    assert run_at(alfa, waiting).state == State.DROPPED
    assert set(Path(files.folder_of(alfa.key)).iterdir()) == before
