"""HR's pages of a window: prepared, filled, opened, extended, reminded, closed, exported."""

import io
import uuid
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.conversion.models import Premium, Window
from catalog.plans.models import Grant
from members.imports import carrying
from members.models import ImportRun, Member
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.conversion import people
from tests.queries import counted

AGREEMENT = {
    "agreement": "Premio 2025", "deposited_on": "2026-03-02", "deposit_number": "123456", "has_clause": "on",
    "has_increase": "on", "opens_on": "2026-06-10", "closes_on": "2026-06-24", "paid_in": "2026-07",
    "contribution": "private", "other_rate": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_june(alfa: Organization) -> Iterator[None]:
    with people.on(people.TODAY):
        yield


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """Irene's browser."""
    with inside(alfa):
        irene = make.user("Irene", "hr")
    return browse(alfa, irene)


def the_window(alfa: Organization) -> Window:
    """The one there is."""
    with inside(alfa):
        return Window.objects.select_related("budget", "grant").get()


def fill(alfa: Organization, count: int, chosen: str | None = None) -> list[Member]:
    """Some people with 2,000.00 each in an open window, who have all chosen the same if said so."""
    with inside(alfa):
        found = [make.member(f"Persona{number}") for number in range(count)]
        people.opened(*found)
        for premium in Premium.objects.select_related("window__budget", "member"):
            if chosen is not None:
                people.chosen(premium, chosen)
    return found


def test_from_an_agreement_to_an_open_window(alfa: Organization, hr: Client) -> None:
    assert "Nessuna fonte per i premi convertiti" in hr.get("/hr/premi/nuova/").content.decode()
    with inside(alfa):
        budget, anna = people.budget(), make.member("Anna")
    answer = hr.post("/hr/premi/nuova/", AGREEMENT | {"budget": str(budget.pk), "other_rate": "9,67"})
    window = the_window(alfa)
    page = f"/hr/premi/{window.pk}/"
    assert answer.headers["Location"] == page
    assert (window.contribution_rate, str(window.paid_in)) == (Decimal("0.0967"), "2026-07-01")
    assert hr.post(f"{page}apri/").status_code == 302
    assert the_window(alfa).state == "draft"
    assert hr.post(f"{page}importo/", {"amount": "1.800,00", "category": ""}).status_code == 302
    assert "1.800,00" in hr.get(f"{page}apri/").content.decode()
    hr.post(f"{page}apri/")
    assert the_window(alfa).state == "open"
    with inside(alfa):
        assert Message.objects.get(kind="premium_window_opened").recipient == anna.user


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"has_clause": ""}, "Senza una clausola"),
        ({"closes_on": "2026-06-01"}, "prima del primo"),
        ({"paid_in": "2029-01"}, "regole di legge"),
        ({"paid_in": "gennaio"}, "field-error"),
        ({"other_rate": "99"}, "field-error"),
        ({"budget": str(uuid.UUID(int=1))}, "field-error"),
    ],
)
def test_terms_that_cannot_be_come_back_as_they_were_typed(
    alfa: Organization, hr: Client, changed: dict[str, str], words: str
) -> None:
    with inside(alfa):
        budget = people.budget()
    text = hr.post("/hr/premi/nuova/", AGREEMENT | {"budget": str(budget.pk)} | changed).content.decode()
    assert words in text
    assert 'value="Premio 2025"' in text
    with inside(alfa):
        assert not Window.objects.exists()


def upload(hr: Client, alfa: Organization, rows: str) -> ImportRun:
    """A file for the one window, checked."""
    file = SimpleUploadedFile("premi.csv", rows.encode())
    answer = hr.post(f"/hr/premi/{the_window(alfa).pk}/file/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    with inside(alfa):
        run = ImportRun.objects.latest("created_at")
        carrying.carry_on(run.pk)
        run.refresh_from_db()
    return run


def test_payrolls_file_is_shown_row_by_row_then_written(alfa: Organization, hr: Client) -> None:
    with inside(alfa):
        people.window()
        make.member("Anna", number="00123")
        make.member("Leo", number="7")
    run = upload(hr, alfa, "Matricola;Premio lordo;Reddito;Note\n00123;1.800,50;27.450,00;x\n7;1200;;\n9;100;;\n")
    assert (run.figures["new"], run.figures["refused"], run.figures["total"]) == (2, 1, "3000.50")
    text = hr.get(f"/hr/premi/file/{run.pk}/").content.decode()
    for words in ("1.800,50", "ha nessuno: controlla", "Note", "Anna Bianchi"):
        assert words in text
    refused = hr.post(f"/hr/premi/file/{run.pk}/conferma/", {"digest": run.digest})
    assert refused.status_code == 400
    hr.post(f"/hr/premi/file/{run.pk}/conferma/", {"digest": run.digest, "skips_errors": "on"})
    with inside(alfa):
        carrying.carry_on(run.pk)
        rows = Premium.objects.order_by("amount").values_list("amount", "prior_year_income")
        assert list(rows) == [(Decimal("1200.00"), None), (Decimal("1800.50"), Decimal("27450.00"))]
    assert upload(hr, alfa, "Matricola;Premio\n00123;1.800,50\n7;1200\n").figures["changed"] == 0


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("00123;0", "più di zero"),
        ("00123;-5", "più di zero"),
        ("00123;tanto", "1.234,50"),
        ("00123;1.5.3", "1.234,50"),
        ("00123;1000,001", "1.234,50"),
        ("00123;99999999", "più di zero"),
        ("00123;", "Scrivi quant"),
        ("00124;100", "non lavora più qui"),
    ],
)
def test_rows_that_cannot_be_used_say_why(alfa: Organization, hr: Client, cells: str, words: str) -> None:
    with inside(alfa):
        people.window()
        make.member("Anna", number="00123")
        make.member("Leo", number="00124", left_on="2026-06-01")
    run = upload(hr, alfa, f"Matricola;Premio\n{cells}\n")
    assert words in hr.get(f"/hr/premi/file/{run.pk}/").content.decode()
    assert run.figures["accepted"] == 0


def test_a_file_does_not_touch_who_has_chosen(alfa: Organization, hr: Client) -> None:
    (anna,) = fill(alfa, 1, "500.00")
    run = upload(hr, alfa, f"Matricola;Premio\n{anna.number};1500\n")
    assert "ha già scelto" in hr.get(f"/hr/premi/file/{run.pk}/").content.decode()


def test_a_file_that_is_no_list_of_premiums_is_refused_in_words(alfa: Organization, hr: Client) -> None:
    with inside(alfa):
        people.window()
    assert upload(hr, alfa, "Matricola;Cognome\n1;Rossi\n").state == "refused"


def test_two_looks_at_an_open_window_tell_nobodys_choice(alfa: Organization, hr: Client) -> None:
    fill(alfa, 10, "1000.00")
    page = f"/hr/premi/{the_window(alfa).pk}/"
    looks = [hr.get(page).content.decode()]
    with inside(alfa):
        people.chosen(people.premium(Window.objects.select_related("budget").get(), make.member("Eva")), "500.00")
    looks.append(hr.get(page).content.decode())
    assert [told in look for told, look in zip(("10.000", "10.500"), looks, strict=True)] == [False, False]
    with people.on(people.AFTER):
        hr.post(f"{page}chiudi/")
        assert "10.500" in hr.get(page).content.decode(), "now it is by person in payroll's file"


def test_the_page_costs_the_same_with_one_person_and_with_thirty(alfa: Organization, hr: Client) -> None:
    fill(alfa, 1, "1000.00")
    page = f"/hr/premi/{the_window(alfa).pk}/"
    for count in (1, 30):
        with inside(alfa):
            window = Window.objects.select_related("budget").get()
            while Premium.objects.count() < count:
                people.chosen(people.premium(window, make.member(f"Altra{Premium.objects.count()}")), "10.00")
        with counted() as statements:
            hr.get(page)
        assert len(statements) == 7, "\n".join(statements)


def test_a_reminder_reaches_who_has_not_chosen_once_a_day(alfa: Organization, hr: Client) -> None:
    fill(alfa, 3)
    page = f"/hr/premi/{the_window(alfa).pk}/"
    with inside(alfa):
        people.chosen(Premium.objects.select_related("window__budget", "member").first(), "0.00")  # type: ignore[arg-type]
    for _ in range(2):
        hr.post(f"{page}ricorda/")
    with inside(alfa):
        assert Message.objects.filter(kind="premium_reminder").count() == 2


def test_closing_waits_for_the_last_day_then_grants_and_gives_payroll_its_files(alfa: Organization, hr: Client) -> None:
    (anna,) = fill(alfa, 1, "500.00")
    page = f"/hr/premi/{the_window(alfa).pk}/"
    hr.post(f"{page}chiudi/")
    assert the_window(alfa).state == "open"
    assert hr.get(f"{page}risultati.csv").status_code == 404
    with people.on(people.AFTER):
        hr.post(f"{page}chiudi/")
        hr.post(f"{page}chiudi/")
        text = hr.get(f"{page}risultati.csv").content.decode("utf-8-sig")
        book = openpyxl.load_workbook(io.BytesIO(hr.get(f"{page}risultati.xlsx").content))
    with inside(alfa):
        assert Grant.objects.get().total == Decimal("500.00")
        assert Record.objects.filter(action="conversion.exported").count() == 2
        assert {each.person_id for each in Record.objects.filter(action="conversion.told")} == {anna.user_id}
    # 1,500.00 in money: 137.85 of contributions, 1% of 1,362.15.
    assert text.splitlines()[1] == (
        f'"{anna.number}";"Bianchi";"Persona0";"";"2000,00";"500,00";"1500,00";"137,85";"1362,15";"13,62";"0,00";"sì"'
    )
    cells = [cell.value for cell in list(book.active.rows)[1]]  # type: ignore[union-attr]
    assert [Decimal(str(each)) for each in cells[4:11]] == [
        Decimal(each) for each in ("2000", "500", "1500", "137.85", "1362.15", "13.62", "0")
    ]


def test_more_days_can_be_given(alfa: Organization, hr: Client) -> None:
    fill(alfa, 1)
    page = f"/hr/premi/{the_window(alfa).pk}/"
    assert hr.post(f"{page}proroga/", {"closes_on": "2026-06-01"}).status_code == 400
    assert hr.post(f"{page}proroga/", {"closes_on": "2026-06-30"}).status_code == 302
    assert str(the_window(alfa).closes_on) == "2026-06-30"


def test_what_people_are_paid_is_hrs_alone(alfa: Organization) -> None:
    fill(alfa, 1)
    with inside(alfa):
        manager = make.user("Wanda", "welfare_manager")
    assert browse(alfa, manager).get(f"/hr/premi/{the_window(alfa).pk}/").status_code == 403
