"""Balances, lots and totals."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.ledger import accounts, queries
from members.ledger.queries import Total
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
