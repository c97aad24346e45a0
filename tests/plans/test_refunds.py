"""Credit of an order comes back to its lots, or where the budget's policy sends it."""

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.plans import refunds
from catalog.plans.models import Budget, Residual
from catalog.plans.refunds import refund_order
from catalog.plans.wallets import credit_of
from members.ledger import accounts, posting, queries
from members.ledger.errors import AlreadyReversed
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day

ZERO, HUNDRED = Decimal("0.00"), Decimal("100.00")


@pytest.fixture
def anna(alfa: Organization) -> Iterator[Member]:
    """A member of the first organization."""
    with inside(alfa):
        yield make.member("Anna")
        check_now()


def hold(member: Member, parts: list[tuple[Budget, str]]) -> Entry:
    """An order paid from lots of these budgets, each with the budget's expiry."""
    lines = []
    for budget, amount in parts:
        lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
        lines += [Line(lot, debit=Decimal(amount)), Line(accounts.held(budget.pk), credit=Decimal(amount))]
    key = reference = str(uuid.uuid4())
    return posting.post(key=key, reason=Reason.ORDER, lines=lines, actor=SYSTEM, reference=reference).entry


def lots(member: Member) -> list[tuple[str, Decimal]]:
    """Budget and balance of what a member can spend."""
    return [(one.budget_name, one.balance) for one in credit_of(member).lots]


def test_credit_returns_to_the_lots_it_came_from(anna: Member) -> None:
    plan = people.plan()
    contract, voluntary = people.budget(plan, 30), people.budget(plan, 90, source="VOLUNTARY")
    people.credit(anna, contract, "100.00")
    people.credit(anna, voluntary, "100.00")
    before = credit_of(anna).lots
    outcome = refund_order(hold(anna, [(contract, "100.00"), (voluntary, "40.00")]), key="r", actor=SYSTEM)
    assert credit_of(anna).lots == before
    assert (outcome.total, outcome.returned, outcome.lost) == (Decimal("140.00"), Decimal("140.00"), ZERO)
    assert queries.held_total(contract.pk) == queries.held_total(voluntary.pk) == ZERO


def test_a_repeat_changes_nothing_and_tells_the_same(anna: Member) -> None:
    budget = people.budget(people.plan(), -1)
    people.credit(anna, budget, "100.00")
    entry = hold(anna, [(budget, "100.00")])
    first = refund_order(entry, key="r", actor=SYSTEM)
    again = refund_order(entry, key="r", actor=SYSTEM)
    assert (again.lost, again.total) == (first.lost, first.total) == (HUNDRED, HUNDRED)
    with pytest.raises(AlreadyReversed):
        refund_order(entry, key="another", actor=SYSTEM)


def test_a_refund_to_an_expired_lot_is_lost_when_the_budget_says_so(anna: Member) -> None:
    budget = people.budget(people.plan(), -1)
    people.credit(anna, budget, "100.00")
    outcome = refund_order(hold(anna, [(budget, "100.00")]), key="r", actor=SYSTEM)
    assert (outcome.lost, outcome.moved, outcome.returned) == (HUNDRED, ZERO, ZERO)
    assert lots(anna) == []
    assert queries.balance(accounts.expired(budget.pk).pk) == HUNDRED


def test_a_refund_to_an_expired_lot_has_thirty_days_of_grace_when_the_budget_says_so(anna: Member) -> None:
    budget = people.budget(people.plan(), -1, refund_days=30)
    people.credit(anna, budget, "100.00")
    outcome = refund_order(hold(anna, [(budget, "100.00")]), key="r", actor=SYSTEM)
    assert (outcome.lost, outcome.moved, outcome.moved_until) == (ZERO, HUNDRED, day(30))
    assert [(one.source, one.expires_on) for one in credit_of(anna).lots] == [("CONTRACT_CCNL", day(30))]


def test_the_last_day_of_a_lot_is_not_past(anna: Member) -> None:
    budget = people.budget(people.plan(), 0)
    people.credit(anna, budget, "100.00")
    outcome = refund_order(hold(anna, [(budget, "100.00")]), key="r", actor=SYSTEM)
    assert (outcome.lost, lots(anna)) == (ZERO, [("Contratto", HUNDRED)])


def test_each_part_follows_its_own_budget(anna: Member) -> None:
    plan = people.plan()
    past, present = people.budget(plan, -1), people.budget(plan, 90, source="VOLUNTARY")
    people.credit(anna, past, "60.00")
    people.credit(anna, present, "40.00")
    outcome = refund_order(hold(anna, [(past, "60.00"), (present, "40.00")]), key="r", actor=SYSTEM)
    assert (outcome.lost, outcome.returned) == (Decimal("60.00"), Decimal("40.00"))
    assert lots(anna) == [("Piano 2026", Decimal("40.00"))]


@pytest.mark.parametrize(
    ("residual", "where"),
    [(Residual.EMPLOYER, "employer"), (Residual.SOLIDARITY, "pool"), (Residual.PENSION_FUND, "pension")],
)
def test_without_days_of_grace_a_late_refund_follows_the_policy_at_once(
    anna: Member, residual: str, where: str
) -> None:
    budget = people.budget(people.plan(), -1, residual=residual)
    people.credit(anna, budget, "100.00")
    outcome = refund_order(hold(anna, [(budget, "100.00")]), key="r", actor=SYSTEM)
    assert (outcome.given, outcome.lost, outcome.returned) == ({where: HUNDRED}, ZERO, ZERO)
    assert lots(anna) == []
    assert refund_order(outcome_entry(), key="r", actor=SYSTEM).given == {where: HUNDRED}


def outcome_entry() -> Entry:
    """The order that was refunded."""
    return Entry.objects.get(reason=Reason.ORDER)


def test_a_late_refund_stays_usable_until_the_later_day(anna: Member) -> None:
    budget = people.budget(people.plan(), -1, residual=Residual.NEXT_YEAR, carried_until=day(40))
    people.credit(anna, budget, "100.00")
    outcome = refund_order(hold(anna, [(budget, "100.00")]), key="r", actor=SYSTEM)
    assert (outcome.moved, outcome.moved_until, outcome.returned) == (HUNDRED, day(40), HUNDRED)


def test_two_parts_of_one_late_refund_share_the_room_of_the_fund(anna: Member) -> None:
    budget = people.budget(people.plan(), -1, residual=Residual.PENSION_FUND)
    before = people.budget(people.plan(), 90, source="VOLUNTARY")
    for lot_day in (day(-2), day(-1)):
        people.credit(anna, budget, "100.00", lot_day)
    paid = Decimal("5150.00")
    lines = [Line(accounts.granted(before.pk), debit=paid), Line(accounts.pension(anna.uuid, before.pk), credit=paid)]
    posting.post(key="paid", reason=Reason.FUND, lines=lines, actor=SYSTEM)
    entry = posting.post(
        key="order",
        reason=Reason.ORDER,
        lines=[
            Line(accounts.wallet(anna.uuid, budget.pk, day(-2)), debit=HUNDRED),
            Line(accounts.wallet(anna.uuid, budget.pk, day(-1)), debit=HUNDRED),
            Line(accounts.held(budget.pk), credit=Decimal("200.00")),
        ],
        actor=SYSTEM,
    ).entry
    outcome = refund_order(entry, key="r", actor=SYSTEM)
    assert (outcome.given, outcome.lost) == ({"pension": Decimal("150.00")}, Decimal("50.00"))


def test_in_a_year_without_rules_a_late_refund_keeps_days_of_grace(
    anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = people.budget(people.plan(), -1, residual=Residual.PENSION_FUND)
    people.credit(anna, budget, "100.00")
    entry = hold(anna, [(budget, "100.00")])
    monkeypatch.setattr(refunds, "today", lambda: datetime.date(2040, 5, 1))
    monkeypatch.setattr(posting, "today", lambda: day(0))
    outcome = refund_order(entry, key="r", actor=SYSTEM)
    assert (outcome.moved, outcome.moved_until) == (HUNDRED, datetime.date(2040, 5, 31))
