"""Benefits given outside the shelf: written once, counted at once, withdrawn, read by their person."""

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.benefits import tasks as declared  # noqa: F401 - declares the import, as the worker does
from catalog.benefits.models import OutsideBenefit
from catalog.benefits.queries import outside_benefits_of
from catalog.orders.year import held_benefits
from members.models import Member
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.payroll.stage import gave
from tests.queries import counted
from welfare.clock import today

pytestmark = pytest.mark.django_db
START = "/paghe/benefit/importa/"
DAY = today().isoformat()
FORM = {"key": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "person": "00123", "kind": "car", "amount": "312,40",
        "meals": "", "received_on": DAY, "refers_to": ""}  # fmt: skip


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_benefit_is_written_once_and_counts_at_once(alfa: Organization, anna: Member, browser: Client) -> None:
    for _twice in range(2):
        assert browser.post("/paghe/benefit/nuovo/", FORM).status_code == 302
    with inside(alfa):
        row = OutsideBenefit.objects.get()
        assert [str(each.amount) for each in held_benefits(anna, today().year)] == ["312.40"]
        (given,) = outside_benefits_of(anna, today().year)
        assert (given.label, given.received_on) == ("Company car, at its conventional value", today())
        assert Record.objects.filter(action="benefit.recorded", person_id=anna.user_id).count() == 1
    assert "312,40" in text_of(browser.get("/paghe/benefit/"))
    for _twice in range(2):
        browser.post(f"/paghe/benefit/{row.pk}/ritira/")
    with inside(alfa):
        assert held_benefits(anna, today().year) == []
        assert Record.objects.filter(action="benefit.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"person": "nessuno"}, "Nobody, or more than one person"),
        ({"kind": "meals_paper"}, "Say how many vouchers"),
        ({"meals": "3"}, "Only meal vouchers are counted"),
        ({"received_on": "2019-05-02"}, "This year is settled"),
        ({"received_on": (today() + datetime.timedelta(days=40)).isoformat()}, "after the end of this month"),
        ({"received_on": f"{today().year}-01-13", "refers_to": str(today().year - 1)}, "After 12 January"),
        ({"refers_to": "2030"}, "It counts in the year of that day"),
        ({"amount": "0"}, "error"),
    ],
)
def test_what_the_law_does_not_take_is_refused(
    alfa: Organization, anna: Member, browser: Client, change: dict[str, str], told: str
) -> None:
    assert told in text_of(browser.post("/paghe/benefit/nuovo/", FORM | change))
    with inside(alfa):
        assert not OutsideBenefit.objects.exists()


@pytest.mark.parametrize("person", ["00123", "BNCNNA85C54F257W", "anna bianchi", "Bianchi  Anna"])
def test_a_person_is_found_by_number_code_or_name(
    alfa: Organization, anna: Member, browser: Client, person: str
) -> None:
    assert browser.post("/paghe/benefit/nuovo/", FORM | {"person": person}).status_code == 302


@pytest.fixture
def imported(browser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Upload rows, confirm what is shown; the page as it was shown."""

    def send(*rows: str, heading: str = "Matricola;Tipo;Valore;Data;Numero buoni;Riferimento") -> str:
        upload = SimpleUploadedFile("benefit.csv", "\n".join([heading, *rows]).encode())
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(START, {"file": upload})
        address = answer.headers["Location"]
        page = text_of(browser.get(address))
        digest = re.search(r'name="digest" value="(\w+)"', page)
        if digest:
            with django_capture_on_commit_callbacks(execute=True):
                browser.post(f"{address}conferma/", {"digest": digest[1], "skips_errors": "on"})
        return page

    return send


def amounts(alfa: Organization) -> list[str]:
    with inside(alfa):
        return sorted(str(row.amount) for row in OutsideBenefit.objects.all())


def test_a_file_is_written_once_row_by_row(alfa: Organization, anna: Member, imported: Any) -> None:
    day = f"{today():%d/%m/%Y}"
    rows = [f"123;auto;10,00;{day};;", f"00123;Gift card;25,00;{day};;", f"00123;Gift card;25,00;{day};;"]
    page = imported(*rows)
    assert "Nobody here has this number" in page
    assert amounts(alfa) == ["25.00", "25.00"], "two equal rows of one file are two gifts"
    imported(*rows[1:])
    assert amounts(alfa) == ["25.00", "25.00"], "the same file again writes nothing"
    imported(f"00123;buoni pasto;80,00;{day};10;MP-1")
    assert "written with other values" in imported(f"00123;buoni pasto;90,00;{day};10;MP-1")
    assert amounts(alfa) == ["25.00", "25.00", "80.00"]
    with inside(alfa):
        OutsideBenefit.objects.filter(meals=10).update(withdrawn_at=datetime.datetime.now(datetime.UTC))
    assert "written and then withdrawn" in imported(f"00123;buoni pasto;80,00;{day};10;MP-1")


def test_a_row_that_cannot_be_read_says_why(alfa: Organization, anna: Member, imported: Any) -> None:
    page = imported("00123;barca;0;31/02/2026;;")
    for told in ("is no kind that is known", "Write an amount over zero", "This day does not exist"):
        assert told in page
    assert "These columns must be there: Valore, Data" in imported("00123;auto", heading="Matricola;Tipo")
    assert amounts(alfa) == []


def test_as_many_queries_for_thirty_benefits_as_for_one(alfa: Organization, browser: Client) -> None:
    costs = []
    for count in (1, 24):
        with inside(alfa):
            for _each in range(count):
                gave(make.member("Bruno"), "10.00", DAY)
        with counted() as statements:
            assert browser.get("/paghe/benefit/").status_code == 200
        costs.append(len(statements))
    assert costs == [5, 5]
