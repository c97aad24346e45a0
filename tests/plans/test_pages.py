"""HR's pages of plans and grants, as a browser meets them."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.plans.models import Budget, Grant, Plan
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.people import day
from welfare.clock import today

LIST = "/hr/piani/"
ALL_HR = ("hr", "welfare_manager")


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """A browser of HR of the first organization."""
    with inside(alfa):
        user = make.user("Rita", "hr")
    return browse(alfa, user)


@pytest.fixture
def budget(alfa: Organization) -> Budget:
    """A budget of an open plan of the first organization."""
    with inside(alfa):
        return people.budget(people.plan())


def queries_of(client: Client, address: str) -> int:
    """How many statements a page costs, the switch of schema left out."""
    with CaptureQueriesContext(connection) as work:
        assert client.get(address).status_code == 200
    return len([q for q in work.captured_queries if "search_path" not in q["sql"]])


@pytest.mark.parametrize("amount", ["", "0", "-5", "1,001", "abc", "20000,01", "1e9", "NaN"])
def test_an_amount_that_makes_no_sense_is_told(hr: Client, alfa: Organization, budget: Budget, amount: str) -> None:
    with inside(alfa):
        make.member("Anna")
    sent = {"key": str(uuid.uuid4()), "category": "", "amount": amount}
    response = hr.post(f"{LIST}fonti/{budget.pk}/assegna/", sent)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    with inside(alfa):
        assert not Grant.objects.exists()


def test_an_unknown_category_and_an_empty_one_are_told(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        empty = make.category("Nessuno")
    for category in ("99999", "abc", str(empty.pk)):
        sent = {"key": str(uuid.uuid4()), "category": category, "amount": "10"}
        assert "error-summary" in hr.post(f"{LIST}fonti/{budget.pk}/assegna/", sent).content.decode()


def test_a_closed_source_grants_nothing_and_says_why(hr: Client, alfa: Organization) -> None:
    with inside(alfa):
        make.member("Anna")
        past = people.budget(people.plan(), days=-1)
    sent = {"key": str(uuid.uuid4()), "category": "", "amount": "10"}
    assert "error-summary" in hr.post(f"{LIST}fonti/{past.pk}/assegna/", sent).content.decode()
    with inside(alfa):
        assert not Grant.objects.exists()


def test_the_regulation_is_changed(hr: Client, alfa: Organization, budget: Budget) -> None:
    address = f"{LIST}{budget.plan.pk}/regolamento/"
    assert hr.post(address, {"regulation": "Art. 1\n\n<b>Art. 2</b>", "state": "closed"}).status_code == 302
    with inside(alfa):
        plan = Plan.objects.get()
        assert (plan.regulation, plan.state) == ("Art. 1\n\n<b>Art. 2</b>", "open")
    assert "&lt;b&gt;Art. 2" in hr.get(f"{LIST}{plan.pk}/").content.decode()


def test_another_organizations_plan_is_not_found(hr: Client, beta: Organization) -> None:
    with inside(beta):
        theirs = people.budget(people.plan())
        grant = Grant.objects.create(budget=theirs, amount="30.00", granted_on=today(), granted_by=make.user(), key="k")
    pages = [f"{theirs.plan.pk}/", f"{theirs.plan.pk}/apri/", f"{theirs.plan.pk}/regolamento/"]
    pages += [f"fonti/{theirs.pk}/assegna/", f"assegnazioni/{grant.pk}/altri/"]
    assert {hr.get(LIST + page).status_code for page in pages} == {404}
    assert {hr.post(LIST + page).status_code for page in pages[1:]} == {404}


def test_only_hr_comes_in(alfa: Organization, budget: Budget) -> None:
    pages = ["", "nuovo/", "utilizzo/", f"{budget.plan.pk}/", f"fonti/{budget.pk}/assegna/"]
    with inside(alfa):
        allowed = [make.user("Rita", role) for role in ALL_HR]
        others = [make.user("Anna", role) for role in ("member", "payroll", "provider_manager")]
    for user in allowed:
        assert {browse(alfa, user).get(LIST + page).status_code for page in pages} == {200}
    for user in others:
        assert {browse(alfa, user).get(LIST + page).status_code for page in pages} == {403}


@pytest.mark.parametrize("asked", ["", "?anno=2025", "?anno=99999", "?anno=abc", "?anno=-1", "?anno=²"])
def test_the_use_of_credit_is_shown_for_any_year_asked(hr: Client, budget: Budget, asked: str) -> None:
    assert hr.get(f"{LIST}utilizzo/{asked}").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_what_the_pages_cost_does_not_grow(hr: Client, alfa: Organization, count: int) -> None:
    with inside(alfa):
        for number in range(count):
            budget = people.budget(people.plan(f"Piano {number}"))
            person = make.member("Anna", category=make.category(f"Categoria {number}"))
            plan = Plan.objects.filter(name="Piano 0").get()
            Grant.objects.create(
                budget=plan.budgets.get(),
                category=person.category,
                amount="30.00",
                granted_on=day(-number),
                granted_by=make.user(),
                key=str(number),
            )
            people.credit(person, budget, "5.00")
    hr.get(LIST)
    assert queries_of(hr, LIST) == 5
    assert queries_of(hr, f"{LIST}{plan.pk}/") == 7
