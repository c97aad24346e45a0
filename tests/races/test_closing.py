"""Closings, workers, funds and pools at once: each cent goes once, no cap and no pool is passed."""

import uuid
from collections.abc import Callable, Collection
from decimal import Decimal

import pytest

from catalog.closing import pools, reminders, run
from catalog.closing.models import Closing, Reminder
from catalog.closing.preview import figures_of
from catalog.plans import expiry, funds, grants
from catalog.plans.models import Budget, Grant, Residual
from members.ledger import accounts, locks, queries
from members.ledger.models import Account
from members.models import Member
from tenants.messages.models import Message
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.plans import people
from tests.races.together import Meeting, at_once
from welfare.clock import today

CAP = Decimal("5300.00")


def over(amount: str, residual: str = Residual.EMPLOYER, source: str = "COMPANY_REGULATION") -> Budget:
    """A budget that is over, with credit of Anna's."""
    anna = Member.objects.first() or make.member("Anna")
    budget = people.budget(people.plan(), -1, source, residual=residual)
    people.credit(anna, budget, amount)
    return budget


def beginning(committed: Committed, budget: Budget) -> Callable[[], Closing]:
    """HR confirms what was shown."""
    with inside(committed.alfa):
        digest, actor = figures_of(budget, today()).digest, people.actor()

    def begin() -> Closing:
        with inside(committed.alfa):
            return run.begin(budget, uuid.uuid4(), digest=digest, actor=actor)

    return begin


def carrying(committed: Committed, *closings: Closing) -> list[Callable[[], bool]]:
    """A worker for each closing."""

    def carry(pk: uuid.UUID) -> bool:
        with inside(committed.alfa):
            return run.carry_on(pk)

    return [lambda pk=closing.pk: carry(pk) for closing in closings]  # type: ignore[misc]


def test_of_two_closings_one_is_refused_and_two_workers_settle_once(committed: Committed) -> None:
    with inside(committed.alfa):
        budget = over("10.00")
    outcomes = at_once([beginning(committed, budget), beginning(committed, budget)])
    made = [outcome for outcome in outcomes if isinstance(outcome, Closing)]
    assert len(made) == 1, outcomes
    assert any(isinstance(outcome, run.AlreadyClosed) for outcome in outcomes), outcomes
    at_once(carrying(committed, made[0], made[0]))
    with inside(committed.alfa):
        assert queries.balance(accounts.employer(budget.pk).pk) == Decimal("10.00")
        assert Message.objects.filter(kind="credit_settled").count() == 1


def to_the_fund(committed: Committed) -> list[Callable[[], bool]]:
    """Two budgets of 3,000.00 that go to one person's pension fund, closed at once."""
    with inside(committed.alfa):
        budgets = [over("3000.00", Residual.PENSION_FUND) for _ in range(2)]
    closings = [beginning(committed, budget)() for budget in budgets]
    return carrying(committed, *closings)


def paid(committed: Committed) -> Decimal:
    """What reached the fund."""
    with inside(committed.alfa):
        rows = queries.contributions(today().replace(month=1, day=1), today())
    return sum((row.amount for row in rows), Decimal("0.00"))


def test_two_budgets_at_once_do_not_pass_the_cap_of_a_fund(committed: Committed) -> None:
    at_once(to_the_fund(committed))
    assert paid(committed) == CAP


def test_control_without_holding_the_person_both_fill_the_same_room(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, meeting, taken = to_the_fund(committed), Meeting(2), funds.taken_of

    def taken_together(*args: object) -> dict[uuid.UUID, Decimal]:
        found = taken(*args)  # type: ignore[arg-type]
        meeting.wait()
        return found

    monkeypatch.setattr(funds, "taken_of", taken_together)
    monkeypatch.setattr(expiry, "lock", lambda keys, budgets: {lot.pk for lot in locks.lock_accounts(keys)})
    at_once(jobs)
    assert paid(committed) == Decimal("6000.00")


def from_one_pool(committed: Committed) -> tuple[Budget, list[Callable[[], bool]]]:
    """A pool of 100.00, and two grants of 60.00 from it, as credit of two budgets."""
    with inside(committed.alfa):
        pool_budget = over("1.00", Residual.SOLIDARITY)
        people.move(accounts.granted(pool_budget.pk), accounts.pool(pool_budget.pk), "100.00")
        pool, actor = pools.pool_for(pool_budget.pk), people.actor()
        targets = [people.budget(people.plan(), 90, "COMPANY_REGULATION") for _ in range(2)]
        shown = [
            pools.prepare(pool, target, None, Decimal("60.00"), key=str(target.pk), actor=actor) for target in targets
        ]

    def confirm(given: Grant) -> bool:
        with inside(committed.alfa):
            return grants.confirm(given, digest=given.digest, actor=actor)

    return pool_budget, [lambda given=given: confirm(given) for given in shown]  # type: ignore[misc]


def test_two_grants_at_once_do_not_take_more_than_the_pool_holds(committed: Committed) -> None:
    _pool, jobs = from_one_pool(committed)
    outcomes = at_once(jobs)
    assert outcomes.count(True) == 1, outcomes
    assert any(isinstance(outcome, grants.CannotGrant) for outcome in outcomes), outcomes


def test_control_without_the_lock_both_count_the_same_pool(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_pool, jobs), meeting, balance = from_one_pool(committed), Meeting(2), queries.balance

    def balance_together(account_id: int) -> Decimal:
        found = balance(account_id)
        meeting.wait()
        return found

    def unlocked(keys: Collection[int]) -> list[Account]:
        return list(Account.objects.filter(pk__in=keys))

    monkeypatch.setattr(queries, "balance", balance_together)
    monkeypatch.setattr(locks, "lock_accounts", unlocked)
    assert at_once(jobs) == [True, True]


def test_two_tasks_at_once_remind_once(committed: Committed) -> None:
    with inside(committed.alfa):
        people.credit(make.member("Anna"), people.budget(people.plan(), 10), "10.00")

    def remind() -> int:
        with inside(committed.alfa):
            return reminders.remind(today())

    assert sum(told for told in at_once([remind, remind, remind]) if isinstance(told, int)) == 1
    with inside(committed.alfa):
        assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
