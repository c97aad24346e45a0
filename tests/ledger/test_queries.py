"""Balances, lots and totals."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.ledger import accounts, queries
from members.ledger.models import Reason
from members.ledger.posting import reverse
from members.ledger.queries import Contribution, Total
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside
from tests.ledger.books import Books, day, euro, move


@pytest.fixture
def books(alfa: Organization) -> Iterator[Books]:
    """Accounts in the first organization."""
    with inside(alfa):
        yield Books()


def test_lots_come_by_expiry_those_without_last(books: Books) -> None:
    for amount, expiry in (("3.00", None), ("2.00", day(90)), ("1.00", day(10))):
        books.grant(amount, expiry)
    found = [(lot.expires_on, lot.balance) for lot in queries.lots(books.anna, on=day(0))]
    assert found == [(day(10), euro("1.00")), (day(90), euro("2.00")), (None, euro("3.00"))]


def test_a_lot_is_good_until_its_last_day(books: Books) -> None:
    books.grant("1.00", day(10))
    assert len(queries.lots(books.anna, on=day(10))) == 1
    assert queries.lots(books.anna, on=day(11)) == []


def test_empty_lots_other_people_and_other_sources_are_left_out(books: Books) -> None:
    other = Books(budget=books.budget)
    books.grant("5.00", day(9))
    books.hold("5.00", day(9))
    other.grant("7.00", day(9))
    elsewhere = Books(anna=books.anna)
    elsewhere.grant("2.00", day(9))
    assert [lot.source for lot in queries.lots(books.anna, on=day(0))] == [elsewhere.budget]
    assert queries.lots(books.anna, on=day(0), sources=[books.budget]) == []


@pytest.mark.parametrize("movements", [1, 30])
def test_lots_are_one_query(books: Books, movements: int) -> None:
    for _ in range(movements):
        books.grant("1.00", day(9))
        books.grant("1.00", day(movements))
    with CaptureQueriesContext(connection) as work:
        queries.lots(books.anna, on=day(0), sources=[books.budget])
    assert len(work.captured_queries) == 1


def test_held_and_owed(books: Books) -> None:
    books.grant("10.00")
    books.hold("4.00")
    owed = accounts.owed(books.provider)
    move(accounts.held(books.budget), owed, "3.00")
    assert queries.held_total(books.budget) == euro("1.00")
    assert queries.owed_between(books.provider, day(0), day(0)) == euro("3.00")
    assert queries.owed_between(books.provider, day(-9), day(-1)) == euro("0.00")


def test_the_trial_balance_sums_to_zero(books: Books) -> None:
    books.grant("10.00")
    books.hold("4.00")
    assert queries.trial_balance() == [
        Total("granted", "EUR", euro("-10.00")),
        Total("held", "EUR", euro("4.00")),
        Total("wallet", "EUR", euro("6.00")),
    ]
    assert queries.is_balanced()


def test_overdue_wallets_are_those_past_their_day_with_credit(books: Books) -> None:
    for expiry in (day(-1), day(0), None, day(-5)):
        books.grant("1.00", expiry)
    books.hold("1.00", day(-5))
    assert [row.expires_on for row in queries.overdue(day(0))] == [day(-1)]


def test_contributions_are_what_reached_funds_in_the_days_asked_by_person_budget_and_kind(books: Books) -> None:
    other = Books()
    books.grant("50.00")
    other.grant("9.00")
    pension, health = (fund(books.anna, books.budget) for fund in (accounts.pension, accounts.health))
    move(books.wallet(), pension, "30.00", reason=Reason.FUND)
    move(books.wallet(), pension, "5.00", reason=Reason.FUND)
    move(books.wallet(), health, "15.00", reason=Reason.FUND)
    move(other.wallet(), accounts.pension(other.anna, other.budget), "9.00", reason=Reason.FUND)
    found = queries.contributions(day(0), day(0), owners=[books.anna])
    assert {(row.source, row.kind, row.amount) for row in found} == {
        (books.budget, "pension", euro("35.00")),
        (books.budget, "health", euro("15.00")),
    }
    assert Contribution(other.anna, other.budget, "pension", euro("9.00")) in queries.contributions(day(-1), day(1))
    assert queries.contributions(day(1), day(9)) == []


def test_a_contribution_that_was_taken_back_is_none(books: Books) -> None:
    books.grant("5.00")
    paid = move(books.wallet(), accounts.pension(books.anna, books.budget), "5.00", reason=Reason.FUND)
    reverse(paid.entry, key="back", actor=SYSTEM, reason=Reason.CORRECTION)
    assert queries.contributions(day(0), day(0), owners=[books.anna]) == []
