"""`/conto/`: each movement explained, what will be left, the statement of a year, what the money is."""

import datetime
import io
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from catalog.benefits.models import OutsideBenefit
from catalog.home import statements, year_figures
from catalog.home.models import YearStatement
from catalog.plans import expiry
from catalog.plans.models import Budget, Residual
from catalog.plans.refunds import refund_order
from members.ledger import accounts, posting, queries
from members.ledger.models import Account, AccountKind, Entry, Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.test_account import order
from tests.queries import counted
from welfare import clock, pdf
from welfare.money import format_euro

ENGLISH = {"accept-language": "en"}
MARCH, JUNE, OCTOBER = (datetime.date(2026, month, 10) for month in (3, 6, 10))


@pytest.fixture
def anna(alfa: Organization) -> Member:
    with inside(alfa):
        return make.member("Anna")


@pytest.fixture
def browser(alfa: Organization, anna: Member) -> Client:
    return browse(alfa, anna.user)


@pytest.fixture
def budget(alfa: Organization) -> Budget:
    """Of the year 2026, given by a regulation."""
    with inside(alfa), clock.pretend(MARCH):
        plan = people.plan(starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 12, 31), year=2026)
        return people.budget(plan, days=296, basis="COMPANY_REGULATION")


def on(day: datetime.date, act: Callable[[], Any]) -> Any:
    with clock.pretend(day):
        return act()


def newest(member: Member) -> Entry:
    leg = queries.movements(member.uuid).order_by("-pk").first()
    assert leg is not None
    return leg.entry


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def euro(amount: str) -> str:
    return format_euro(Decimal(amount))


# Each movement


def test_a_grant_says_who_gave_it_and_by_which_act(
    browser: Client, alfa: Organization, anna: Member, budget: Budget
) -> None:
    with inside(alfa):
        on(MARCH, lambda: people.credit(anna, budget, "250.00"))
        entry = newest(anna)
    page = text_of(browser, f"/conto/movimenti/{entry.pk}/")
    assert "Your organization granted you this credit" in page
    assert euro("250.00") in page and "Regulation that binds" in page and "Piano 2026" in page


def test_an_order_and_its_refund_lead_to_each_other(
    browser: Client, alfa: Organization, anna: Member, budget: Budget
) -> None:
    with inside(alfa):
        on(MARCH, lambda: people.credit(anna, budget, "250.00"))
        ordered = on(MARCH, lambda: order(anna, budget, "40.00"))
        on(JUNE, lambda: refund_order(ordered, key="r", actor=SYSTEM))
        refund = newest(anna)
    assert "set aside for it" in text_of(browser, f"/conto/movimenti/{ordered.pk}/")
    page = text_of(browser, f"/conto/movimenti/{refund.pk}/")
    assert f"/conto/movimenti/{ordered.pk}/" in page and "Set aside for the service" in page


@pytest.mark.parametrize(
    ("residual", "terms", "words"),
    [
        (Residual.LOST, {}, "it is lost"),
        (Residual.NEXT_YEAR, {"carried_until": datetime.date(2026, 12, 31)}, "stays usable until a later day"),
    ],
)
def test_what_expired_says_what_the_policy_did(
    browser: Client, alfa: Organization, anna: Member, residual: str, terms: dict[str, Any], words: str
) -> None:
    with inside(alfa), clock.pretend(MARCH):
        plan = people.plan(starts_on=MARCH, ends_on=datetime.date(2026, 12, 31))
        ended = people.budget(plan, days=10, residual=residual, **terms)
        people.credit(anna, ended, "80.00")
    with inside(alfa), clock.pretend(MARCH + datetime.timedelta(days=11)):
        lots = Account.objects.filter(kind=AccountKind.WALLET, owner=anna.uuid).values_list("pk", flat=True)
        expiry.settle(list(lots), clock.today(), {ended.pk: ended}, actor=SYSTEM)
        entry = newest(anna)
    page = text_of(browser, f"/conto/movimenti/{entry.pk}/")
    print(page[page.index("<h1") :][:600])
    assert words in page


@pytest.mark.parametrize("reason", Reason.values)
def test_every_reason_has_words(browser: Client, alfa: Organization, anna: Member, budget: Budget, reason: str) -> None:
    with inside(alfa):
        lot = accounts.wallet(anna.uuid, budget.pk, budget.expires_on)
        lines = [Line(accounts.granted(budget.pk), debit=Decimal(5)), Line(lot, credit=Decimal(5))]
        entry = posting.post(key=uuid.uuid4().hex, reason=reason, lines=lines, actor=SYSTEM).entry
    assert browser.get(f"/conto/movimenti/{entry.pk}/").context["text"] or reason == Reason.ACCEPT


def test_the_movement_of_others_is_not_found(browser: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        bruno = make.member("Bruno")
        people.credit(bruno, budget, "70.00")
        entry = newest(bruno)
    assert browser.get(f"/conto/movimenti/{entry.pk}/").status_code == 404
    assert browser.get(f"/conto/movimenti/{2**70}/").status_code == 404


# What is in the account


def test_credit_of_a_plan_that_has_not_begun_is_told_apart(browser: Client, alfa: Organization, anna: Member) -> None:
    with inside(alfa), clock.pretend(OCTOBER):
        begins = datetime.date(2027, 1, 1)
        plan = people.plan("Piano 2027", starts_on=begins, ends_on=datetime.date(2027, 12, 31), year=2027)
        people.credit(anna, people.budget(plan, days=300), "200.00")
    page = on(OCTOBER, lambda: browser.get("/conto/", headers=ENGLISH))
    assert [each.amount for each in page.context["to_come"]] == [format_euro(Decimal("200.00"))]
    assert (page.context["sources"], page.context["credit"].total) == ([], 0)
    assert "you can use it from 1 January 2027" in page.text
    page = on(datetime.date(2027, 1, 1), lambda: browser.get("/conto/", headers=ENGLISH))
    assert (page.context["to_come"], page.context["credit"].total) == ([], Decimal("200.00"))


def test_another_currency_stays_apart(browser: Client, alfa: Organization, anna: Member, budget: Budget) -> None:
    with inside(alfa), clock.pretend(MARCH):
        people.credit(anna, budget, "250.00")
        other = people.budget(budget.plan, days=200, source="CURRENCY", unit="LBX")
        lot = accounts.wallet(anna.uuid, other.pk, other.expires_on, "LBX")
        lines = [Line(accounts.granted(other.pk, "LBX"), debit=Decimal(90)), Line(lot, credit=Decimal(90))]
        posting.post(key="lbx", reason=Reason.GRANT, lines=lines, actor=SYSTEM)
        page = browser.get("/conto/")
    assert page.context["credit"].total == Decimal(250)
    assert "90,00\xa0LBX" in page.content.decode()


def projection(browser: Client, day: datetime.date) -> Any:
    with clock.pretend(day):
        return browser.get("/conto/").context["projections"][0]


def test_it_tells_what_will_be_left_if_one_goes_on_like_this(
    browser: Client, alfa: Organization, anna: Member, budget: Budget
) -> None:
    with inside(alfa):
        on(MARCH, lambda: people.credit(anna, budget, "1000.00"))
        for month in (4, 6, 8):
            on(datetime.date(2026, month, 10), lambda: order(anna, budget, "100.00"))
    found = projection(browser, OCTOBER)
    # 300 in 215 days; 83 days remain: 116 more of the 700.
    assert (found.held, found.left) == (Decimal(700), Decimal(584))
    assert found.last_day == datetime.date(2026, 12, 31)


def test_with_little_history_it_says_what_is_still_possible(
    browser: Client, alfa: Organization, anna: Member, budget: Budget
) -> None:
    with inside(alfa):
        on(MARCH, lambda: people.credit(anna, budget, "1000.00"))
        on(JUNE, lambda: order(anna, budget, "100.00"))
    found = projection(browser, OCTOBER)
    assert (found.left, found.months, found.a_month) == (None, 2, Decimal(450))


def test_the_fringe_limit_says_what_is_used_and_from_where(browser: Client, alfa: Organization, anna: Member) -> None:
    with clock.pretend(OCTOBER):
        assert browser.get("/conto/").context["fringe"] is None
    with inside(alfa):
        OutsideBenefit.objects.create(
            member=anna, category="C3_CONVENTIONAL_C4", mode="payroll_input", source="FRINGE", amount=Decimal("300.00"),
            received_on=MARCH, recorded_by=anna.user, key="car",
        )  # fmt: skip
    with clock.pretend(OCTOBER):
        page = browser.get("/conto/", headers=ENGLISH)
    found = page.context["fringe"]
    assert (found.outside, found.used, found.cap, found.left) == (300, 300, 1000, 700)
    assert [each.amount for each in page.context["given_outside"]] == [300]
    assert "Your employer also gave you" in page.content.decode()


# The year


def live_a_year(alfa: Organization, anna: Member, budget: Budget) -> None:
    with inside(alfa):
        on(datetime.date(2025, 12, 1), lambda: people.credit(anna, budget, "30.00"))
        on(MARCH, lambda: people.credit(anna, budget, "250.00"))
        ordered = on(MARCH, lambda: order(anna, budget, "40.00"))
        on(MARCH, lambda: order(anna, budget, "60.00"))
        on(JUNE, lambda: refund_order(ordered, key="r", actor=SYSTEM))


def test_the_sums_of_a_year_prove(alfa: Organization, anna: Member, budget: Budget) -> None:
    live_a_year(alfa, anna, budget)
    with inside(alfa):
        (source,) = year_figures.year_of(anna, 2026, OCTOBER)
        lots = queries.with_balance(Account.objects.filter(kind=AccountKind.WALLET, owner=anna.uuid))
        held = sum((queries.balance_of(lot) for lot in lots), Decimal(0))
    assert (source.opening, source.closing) == (Decimal(30), held) == (Decimal(30), Decimal(220))
    assert source.movements == [
        (Reason.GRANT, Decimal(250)), (Reason.ORDER, Decimal(-100)), (Reason.REFUND, Decimal(40))
    ]  # fmt: skip


def test_the_statement_is_asked_for_made_and_downloaded(
    browser: Client, alfa: Organization, anna: Member, budget: Budget, django_capture_on_commit_callbacks: Any
) -> None:
    live_a_year(alfa, anna, budget)
    with clock.pretend(OCTOBER):
        assert browser.get("/conto/2026/riepilogo.pdf").headers["Location"] == "/conto/2026/"
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/conto/2026/", headers=ENGLISH)
        page = text_of(browser, "/conto/2026/")
        assert "/conto/2026/riepilogo.pdf" in page and euro("220.00") in page
        answer = browser.get("/conto/2026/riepilogo.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    words = "\n".join(each.extract_text() for each in reader.pages)
    assert "/StructTreeRoot" in reader.root_object
    for shown in ("Anna", "Contratto", "250,00", "220,00"):
        assert shown in words


def test_asked_again_it_is_made_anew_and_a_failure_is_given_up(
    alfa: Organization, anna: Member, budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise pdf.CannotRender("no pango")

    live_a_year(alfa, anna, budget)
    monkeypatch.setattr(pdf, "render", broken)
    with inside(alfa), clock.pretend(OCTOBER):
        row = statements.ask(anna, 2026)
        assert statements.ask(anna, 2026).pk == row.pk
        for _ in range(5):
            assert not statements.make_document(row.pk)
            YearStatement.objects.update(since=clock.now() - datetime.timedelta(days=1))
        assert FailedTask.objects.get().kind == "statement"
        assert YearStatement.objects.get().document == "failed"
        statements.ask(anna, 2026)
        assert statements.pending_ids() == [row.pk]


@pytest.mark.parametrize("year", [1999, 2024, 2031, 99999999])
def test_a_year_without_credit_is_not_found(
    browser: Client, alfa: Organization, anna: Member, budget: Budget, year: int
) -> None:
    live_a_year(alfa, anna, budget)
    with clock.pretend(OCTOBER):
        assert browser.get(f"/conto/{year}/").status_code == 404
        assert browser.post(f"/conto/{year}/").status_code == 404


def test_what_it_is_says_the_law(browser: Client) -> None:
    page = text_of(browser, "/conto/che-cosa-e/")
    assert "art. 51" in page and "cash" in page


def test_its_pages_cost_the_same_at_1_and_at_30(
    browser: Client, alfa: Organization, anna: Member, budget: Budget
) -> None:
    def cost(address: str) -> int:
        with counted() as statements_run:
            assert browser.get(address).status_code == 200
        return len(statements_run)

    with inside(alfa):
        people.credit(anna, budget, "1000.00")
        first = order(anna, budget, "1.00")
    addresses = (f"/conto/{clock.today().year}/", f"/conto/movimenti/{first.pk}/")
    [cost(each) for each in addresses]
    few = [cost(each) for each in addresses]
    with inside(alfa):
        for _ in range(29):
            order(anna, budget, "1.00")
    assert [cost(each) for each in addresses] == few == QUERIES


QUERIES = [9, 9]
