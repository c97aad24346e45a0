"""Writing entries: what is refused, what a repeat gives, what it costs."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.ledger import accounts, locks
from members.ledger.errors import AlreadyReversed, InFuture, KeyReused, Overdrawn, Unbalanced
from members.ledger.models import Account, Entry, Leg
from members.ledger.posting import Draft, Line, post, post_many, reverse
from members.ledger.queries import balance
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests.conftest import inside
from tests.ledger.books import Books, check_now, day, euro, move
from welfare.clock import today
from welfare.money import MoneyError


@pytest.fixture
def books(alfa: Organization) -> Iterator[Books]:
    """Accounts in the first organization; what tests leave must satisfy the commit's checks."""
    with inside(alfa):
        yield Books()
        check_now()


def sql_of(work: CaptureQueriesContext) -> list[str]:
    """The statements of a piece of work, without the switch of schema."""
    return [q["sql"] for q in work.captured_queries if "search_path" not in q["sql"]]


def test_an_entry_moves_credit(books: Books) -> None:
    posting = books.grant("100.00")
    assert posting.is_new
    assert balance(books.wallet().pk) == euro("100.00")
    assert balance(accounts.granted(books.budget).pk) == euro("-100.00")


def test_an_entry_keeps_who_when_and_why(books: Books) -> None:
    lines = [
        Line(accounts.granted(books.budget), debit=euro("5.00")),
        Line(books.wallet(), credit=euro("5.00")),
    ]
    actor = Actor("an-organization", 7, "Anna")
    post(key="k", reason="grant", lines=lines, actor=actor, reference="r", occurred_on=day(-3))
    entry = Entry.objects.get(key="k")
    told = (entry.actor, entry.reason, entry.reference, entry.occurred_on, entry.size)
    assert told == ("an-organization:7", "grant", "r", day(-3), 2)


def test_a_repeat_returns_the_first_entry(books: Books) -> None:
    source, wallet = accounts.granted(books.budget), books.wallet()
    first = move(source, wallet, "10.00", key="once")
    again = move(source, wallet, "10.00", key="once")
    assert (again.entry, again.is_new) == (first.entry, False)
    assert balance(wallet.pk) == euro("10.00")


def test_a_repeat_that_emptied_the_wallet_is_still_a_repeat(books: Books) -> None:
    books.grant("10.00")
    held = accounts.held(books.budget)
    first = move(books.wallet(), held, "10.00", key="once")
    assert move(books.wallet(), held, "10.00", key="once").entry == first.entry
    assert balance(held.pk) == euro("10.00")


def test_a_key_that_wrote_something_else_is_refused(books: Books) -> None:
    source, wallet = accounts.granted(books.budget), books.wallet()
    move(source, wallet, "10.00", key="once")
    with pytest.raises(KeyReused):
        move(source, wallet, "11.00", key="once")
    with pytest.raises(KeyReused):
        move(wallet, source, "10.00", key="once")
    assert balance(wallet.pk) == euro("10.00")


def test_a_wallet_is_never_overdrawn(books: Books) -> None:
    books.grant("10.00")
    with pytest.raises(Overdrawn):
        books.hold("10.01")
    assert balance(books.wallet().pk) == euro("10.00")
    books.hold("10.00")
    assert balance(books.wallet().pk) == euro("0.00")


def test_two_entries_of_one_call_cannot_take_the_same_credit(books: Books) -> None:
    books.grant("10.00")
    held = accounts.held(books.budget)
    lines = [Line(books.wallet(), debit=euro("6.00")), Line(held, credit=euro("6.00"))]
    with pytest.raises(Overdrawn):
        post_many([Draft("a", "order", lines), Draft("b", "order", lines)], actor=SYSTEM)
    assert not Entry.objects.filter(key__in=["a", "b"]).exists()


def test_lines_must_balance(books: Books) -> None:
    wallet, source = books.wallet(), accounts.granted(books.budget)
    for lines in (
        [],
        [Line(wallet, credit=euro("1.00"))],
        [Line(source, debit=euro("1.00")), Line(wallet, credit=euro("1.01"))],
        [Line(source, debit=euro("1.00"))] * 26 + [Line(wallet, credit=euro("1.00"))] * 26,
    ):
        with pytest.raises(Unbalanced):
            post(key="k", reason="grant", lines=lines, actor=SYSTEM)
    assert not Entry.objects.filter(key="k").exists()


def test_units_never_mix(books: Books) -> None:
    points = accounts.wallet(books.anna, books.budget, None, unit="LBX")
    with pytest.raises(Unbalanced):
        move(accounts.granted(books.budget), points, "1.00")


@pytest.mark.parametrize("wrong", [0.5, Decimal("0.001"), Decimal("-1"), Decimal(0), Decimal("nan")])
def test_a_line_takes_only_amounts_over_zero(books: Books, wrong: Decimal) -> None:
    with pytest.raises(MoneyError):
        Line(books.wallet(), debit=wrong)


def test_a_line_has_one_side(books: Books) -> None:
    with pytest.raises(MoneyError):
        Line(books.wallet(), debit=euro("1.00"), credit=euro("1.00"))


def test_tomorrow_is_refused_and_today_is_not(books: Books) -> None:
    lines = [
        Line(accounts.granted(books.budget), debit=euro("1.00")),
        Line(books.wallet(), credit=euro("1.00")),
    ]
    with pytest.raises(InFuture):
        post(key="k", reason="grant", lines=lines, actor=SYSTEM, occurred_on=day(1))
    post(key="k", reason="grant", lines=lines, actor=SYSTEM, occurred_on=today())


def test_an_entry_is_taken_back_once(books: Books) -> None:
    books.grant("10.00")
    entry = books.hold("4.00").entry
    back = reverse(entry, key="back", actor=SYSTEM, reason="refund")
    assert reverse(entry, key="back", actor=SYSTEM, reason="refund").entry == back.entry
    with pytest.raises(AlreadyReversed):
        reverse(entry, key="again", actor=SYSTEM, reason="refund")
    assert balance(books.wallet().pk) == euro("10.00")


def test_credit_that_was_spent_is_not_taken_back(books: Books) -> None:
    entry = books.grant("10.00").entry
    books.hold("4.00")
    with pytest.raises(Overdrawn):
        reverse(entry, key="back", actor=SYSTEM, reason="correction")


def test_many_are_written_in_the_order_given(books: Books) -> None:
    source, wallet = accounts.granted(books.budget), books.wallet()
    drafts = [
        Draft(f"k{i}", "grant", [Line(source, debit=euro("1.00")), Line(wallet, credit=euro("1.00"))]) for i in range(5)
    ]
    post_many(drafts[2:3], actor=SYSTEM)
    postings = post_many(drafts, actor=SYSTEM)
    assert [p.entry.key for p in postings] == ["k0", "k1", "k2", "k3", "k4"]
    assert [p.is_new for p in postings] == [True, True, False, True, True]
    assert balance(wallet.pk) == euro("5.00")
    assert Leg.objects.filter(entry__key__in=[d.key for d in drafts]).count() == 10


def test_one_key_twice_in_one_call_is_refused(books: Books) -> None:
    lines = [
        Line(accounts.granted(books.budget), debit=euro("1.00")),
        Line(books.wallet(), credit=euro("1.00")),
    ]
    with pytest.raises(KeyReused):
        post_many([Draft("k", "grant", lines)] * 2, actor=SYSTEM)


def test_an_order_costs_three_statements_and_two_when_the_caller_locked(books: Books) -> None:
    books.grant("10.00")
    wallet, held = books.wallet(), accounts.held(books.budget)
    lines = [Line(wallet, debit=euro("1.00")), Line(held, credit=euro("1.00"))]
    with CaptureQueriesContext(connection) as work:
        post(key="a", reason="order", lines=lines, actor=SYSTEM)
    assert len(sql_of(work)) == 3
    locked = {row.pk for row in locks.lock_wallets(books.anna, [books.budget])}
    with CaptureQueriesContext(connection) as work:
        post(key="b", reason="order", lines=lines, actor=SYSTEM, locked=locked)
    assert len(sql_of(work)) == 2


def test_the_lock_comes_before_the_balance_is_read(books: Books) -> None:
    books.grant("10.00")
    with CaptureQueriesContext(connection) as work:
        books.hold("1.00")
    statements = [sql for sql in sql_of(work) if "FOR NO KEY UPDATE" in sql or "SUM(" in sql]
    assert "FOR NO KEY UPDATE" in statements[0]
    assert "SUM(" in statements[1]


def test_locking_wallets_locks_those_of_the_owner_in_order(books: Books) -> None:
    late, early = books.wallet(day(90)), books.wallet(day(30))
    Books(budget=books.budget).wallet(day(30))
    locked = locks.lock_wallets(books.anna, [books.budget])
    assert locked == sorted([late, early], key=lambda account: account.pk)


def test_an_account_is_opened_once_and_then_costs_one_query(books: Books) -> None:
    first = accounts.held(books.budget)
    with CaptureQueriesContext(connection) as work:
        assert accounts.held(books.budget) == first
    assert len(sql_of(work)) == 1
    assert accounts.held_by_budget([books.budget]) == {books.budget: first}
    assert Account.objects.filter(kind="held", source=books.budget).count() == 1


def test_wallets_of_many_are_opened_together(books: Books) -> None:
    mine, other = books.wallet(day(9)), Books().anna
    found = accounts.wallets([books.anna, other], books.budget, day(9))
    assert found == {books.anna: mine, other: accounts.wallet(other, books.budget, day(9))}
