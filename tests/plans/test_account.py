"""`/conto/`: what a member has and what happened to it."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client

from catalog.plans.models import Budget
from catalog.plans.refunds import refund_order
from members.ledger import accounts, posting
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.test_pages import queries_of
from welfare.money import format_euro

PAGE = "/conto/"


@pytest.fixture
def anna(alfa: Organization) -> Member:
    """A member of the first organization."""
    with inside(alfa):
        return make.member("Anna")


@pytest.fixture
def browser(alfa: Organization, anna: Member) -> Client:
    """Anna's browser."""
    return browse(alfa, anna.user)


def order(member: Member, budget: Budget, amount: str) -> Entry:
    """The entry of an order."""
    value = Decimal(amount)
    lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
    lines = [Line(lot, debit=value), Line(accounts.held(budget.pk), credit=value)]
    reference = str(uuid.uuid4())
    return posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM, reference=reference).entry


def euro(amount: str) -> str:
    """An amount as the page writes it."""
    return format_euro(Decimal(amount))


def test_it_shows_the_balance_and_each_lot(browser: Client, alfa: Organization, anna: Member) -> None:
    with inside(alfa):
        plan = people.plan()
        people.credit(anna, people.budget(plan, 200), "250.00")
        people.credit(anna, people.budget(plan, 300, source="VOLUNTARY"), "600.50")
    page = browser.get(PAGE).content.decode()
    for shown in (euro("850.50"), euro("250.00"), euro("600.50"), "Contratto", "Piano 2026"):
        assert shown in page
    assert "notice warn" not in page


@pytest.mark.parametrize(("days", "is_warned"), [(60, True), (61, False), (0, True)])
def test_what_expires_within_sixty_days_is_warned_of(
    browser: Client, alfa: Organization, anna: Member, days: int, is_warned: bool
) -> None:
    with inside(alfa):
        people.credit(anna, people.budget(people.plan(), days), "250.00")
    assert ("notice warn" in browser.get(PAGE).content.decode()) is is_warned


def test_movements_are_told_in_both_directions(browser: Client, alfa: Organization, anna: Member) -> None:
    with inside(alfa):
        budget = people.budget(people.plan())
        people.credit(anna, budget, "250.00")
        entry = order(anna, budget, "140.00")
        refund_order(entry, key="r", actor=SYSTEM)
    page = browser.get(PAGE).content.decode()
    assert "+" + euro("250.00") in page
    assert euro("-140.00") in page
    assert "+" + euro("140.00") in page


def test_credit_of_others_is_not_shown(browser: Client, alfa: Organization) -> None:
    with inside(alfa):
        people.credit(make.member("Bruno"), people.budget(people.plan()), "77.00")
    assert euro("77.00") not in browser.get(PAGE).content.decode()


def test_pages_continue_where_the_last_one_ended(browser: Client, alfa: Organization, anna: Member) -> None:
    with inside(alfa):
        budget = people.budget(people.plan())
        for number in range(1, 31):
            people.credit(anna, budget, f"{number}.01")
    first = browser.get(PAGE)
    assert euro("30.01") in first.content.decode()
    assert "+" + euro("10.01") not in first.content.decode()
    second = browser.get(first.context["next_url"]).content.decode()
    assert "+" + euro("10.01") in second
    assert "+" + euro("1.01") in second
    assert browser.get(PAGE + "?dopo=nonsense").status_code == 200


def test_the_regulation_of_open_plans_is_read_here(browser: Client, alfa: Organization) -> None:
    assert "/conto/regolamento/" not in browser.get(PAGE).content.decode()
    with inside(alfa):
        people.plan(regulation="Art. 1: <script>")
        people.plan("Bozza", "draft", regulation="Segreto")
    assert "/conto/regolamento/" in browser.get(PAGE).content.decode()
    text = browser.get("/conto/regolamento/").content.decode()
    assert "Art. 1: &lt;script&gt;" in text
    assert "Segreto" not in text


def test_an_account_without_a_person_is_not_found(alfa: Organization) -> None:
    with inside(alfa):
        user = make.user("Rita", "member")
    assert browse(alfa, user).get(PAGE).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_what_the_page_costs_does_not_grow(browser: Client, alfa: Organization, anna: Member, count: int) -> None:
    with inside(alfa):
        for number in range(count):
            budget = people.budget(people.plan(f"Piano {number}"))
            people.credit(anna, budget, "10.00")
            order(anna, budget, "5.00")
    browser.get(PAGE)
    assert queries_of(browser, PAGE) == 20
