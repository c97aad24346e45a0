"""Payroll's pages: prepared, looked at, locked, taken away as a file; who is shown can read it."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.payroll.models import Layout, PayrollRun
from members.models import Member
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.payroll.stage import figured, gave, locked, ordered
from tests.queries import counted
from welfare.clock import today

pytestmark = pytest.mark.django_db
NOW = f"{today():%Y-%m}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_month_from_its_preparation_to_its_file(
    alfa: Organization,
    anna: Member,
    browser: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with inside(alfa):
        gave(anna, "1000.01", today().isoformat())
    with django_capture_on_commit_callbacks(execute=True):
        address = browser.post("/paghe/", {"period": NOW}).headers["Location"]
    page = text_of(browser.get(address))
    assert "1 person is over the limit of fringe benefits" in page
    assert page.count("1.000,01 €") >= 2
    asked = text_of(browser.get(f"{address}blocca/"))
    digest = re.search(r'name="digest" value="(\w+)"', asked)
    assert digest is not None
    assert browser.post(f"{address}blocca/", {"digest": "0" * 64}).status_code == 200, "an old page locks nothing"
    assert browser.post(f"{address}blocca/", {"digest": digest[1]}).status_code == 302
    file = browser.post(f"{address}file/", {"layout": "sample"})
    assert "BNCNNA85C54F257W" in file.content.decode("utf-8-sig")
    assert file.headers["Cache-Control"] == "no-store"
    made = re.search(r'action="(/paghe/file/[^"]+)"', text_of(browser.get(address)))
    assert made is not None
    assert browser.post(made[1]).content == file.content
    certificate = text_of(browser.get("/paghe/cu/"))
    assert "474/475" in certificate
    assert "The numbers of the points are advice" in certificate
    year = browser.post("/paghe/cu/file/", {"year": today().year, "format": "csv"}).content
    assert "1000,01" in year.decode("utf-8-sig")
    assert browser.post("/paghe/cu/file/", {"year": today().year, "format": "csv"}).content == year


def test_whose_figures_a_page_shows_can_read_it(
    alfa: Organization, anna: Member, paola: Member, browser: Client
) -> None:
    with inside(alfa):
        gave(anna, "10.00", "2026-03-31")
        ordered(make.member("Bruno"), "10.00", "2026-03-02")
        run = figured(3, paola.user)
        person = run.people.get(member=anna)
    page = text_of(browser.get(f"/paghe/{run.pk}/persone/{person.pk}/"))
    assert "Fringe benefits (TUIR art. 51 c. 3)" in page
    for secret in ("Mulino", "Primavera", "Leo"):
        assert secret not in page
    with inside(alfa):
        read = Record.objects.filter(action="payroll.read")
        assert list(read.values_list("person_id", flat=True)) == [anna.user_id]
    own = browse(alfa, anna.user).get("/profilo/letture/", headers={"accept-language": "en"})
    assert own.status_code == 200
    browser.get(f"/paghe/{run.pk}/?avviso=senza-codice")
    with inside(alfa):
        assert read.count() == 2, "the list shows Bruno alone"


def test_as_many_queries_for_thirty_people_as_for_one(alfa: Organization, paola: Member, browser: Client) -> None:
    costs = []
    for count in (1, 30):
        with inside(alfa):
            for _each in range(count):
                gave(make.member("Bruno"), "10.00", "2026-03-31")
            run = figured(3, paola.user)
        with counted() as statements:
            assert browser.get(f"/paghe/{run.pk}/").status_code == 200
        costs.append(len(statements))
    assert costs == [10, 10]


def test_figuring_out_asks_as_much_for_thirty_people_as_for_one(alfa: Organization, paola: Member) -> None:
    costs = []
    with inside(alfa):
        for count in (1, 30):
            for _each in range(count):
                gave(make.member("Bruno"), "10.00", "2026-03-31")
            with counted() as statements:
                figured(3, paola.user)
            costs.append(len(statements))
    # The second replaces the first: its people and lines are deleted before.
    assert costs[1] - costs[0] <= 3


def test_hr_without_the_task_of_payroll_sees_no_figures(alfa: Organization, paola: Member) -> None:
    with inside(alfa):
        run = locked(3, paola.user)
        irene = make.member("Irene", "hr")
    for path in ("/paghe/", f"/paghe/{run.pk}/", "/paghe/cu/", "/paghe/benefit/"):
        assert browse(alfa, irene.user).get(path).status_code == 403


LAYOUT = {
    "name": "Zucchetti", "shape": "code", "format": "csv", "delimiter": ";", "decimal": ",", "encoding": "utf-8",
    "has_header": "on", "column-1-place": "2", "column-1-field": "amount", "column-1-heading": "Importo",
    "column-1-text": "", "column-2-place": "1", "column-2-field": "code", "column-2-heading": "",
    "column-2-text": "", "column-3-place": "3", "column-3-field": "", "column-3-heading": "", "column-3-text": "",
    "code-fringe": "FB01",
}  # fmt: skip


def test_a_layout_is_seen_on_invented_people_then_saved(alfa: Organization, browser: Client) -> None:
    seen = browser.post("/paghe/tracciati/nuovo/", LAYOUT | {"preview": "1"}).content.decode()
    assert "FB01;150,00" in seen
    with inside(alfa):
        assert not Layout.objects.exists()
    assert browser.post("/paghe/tracciati/nuovo/", LAYOUT).status_code == 302
    with inside(alfa):
        layout = Layout.objects.get()
    assert [column["field"] for column in layout.terms["columns"]] == ["code", "amount"]
    assert "Another layout has this name" in text_of(browser.post("/paghe/tracciati/nuovo/", LAYOUT))
    assert browser.get(f"/paghe/tracciati/{layout.pk}/").status_code == 200
    assert browser.post(f"/paghe/tracciati/{layout.pk}/togli/").status_code == 302


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"shape": "person"}, "does not go with what a row is"),
        ({"code-fringe": ""}, "Write the code of your program"),
        ({"column-1-field": "", "column-2-field": ""}, "at least one column"),
    ],
)
def test_a_layout_that_makes_no_file_is_refused(browser: Client, change: dict[str, str], told: str) -> None:
    assert told in text_of(browser.post("/paghe/tracciati/nuovo/", LAYOUT | change))


def test_what_waits_shows_how_far_it_is(alfa: Organization, browser: Client) -> None:
    address = browser.post("/paghe/", {"period": NOW}).headers["Location"]
    assert "waits to be figured out" in text_of(browser.get(address))
    fragment = browser.get(f"{address}avanzamento/", headers={"hx-request": "true"})
    assert "HX-Refresh" not in fragment.headers
    with inside(alfa):
        PayrollRun.objects.update(state=PayrollRun.State.FAILED)
    assert "could not be made" in text_of(browser.get(address))
