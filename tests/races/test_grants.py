"""Two confirmations at once, two workers at once, a correction against an order: each grants and takes once."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.db import Error

from catalog.plans import due, grant_run, grants
from catalog.plans.corrections import NotEnoughLeft, correct
from catalog.plans.due import Reckoned
from catalog.plans.grants import Terms
from catalog.plans.models import Budget, BudgetAmount, Grant, GrantLine
from catalog.plans.wallets import credit_of
from members.ledger import locks, posting, queries
from members.ledger.errors import Overdrawn
from members.models import Member
from tenants.isolation import Actor
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.plans import people
from tests.races.together import Meeting, at_once


@pytest.fixture
def budget(committed: Committed) -> Budget:
    """100.00 for everybody by the rule; Anna is everybody."""
    with inside(committed.alfa):
        made = people.budget(people.plan())
        BudgetAmount.objects.create(budget=made, amount=Decimal("100.00"))
        make.member("Anna")
        return made


def actor_in(committed: Committed) -> Actor:
    """Somebody of HR."""
    with inside(committed.alfa):
        return people.actor()


def confirming(committed: Committed, budget: Budget, actor: Actor) -> list[Callable[[], bool]]:
    """Two grants by the same rule, each shown on a page of its own, about to be confirmed."""
    with inside(committed.alfa):
        shown = [grants.prepare(budget, Terms(), key=str(n), actor=actor) for n in range(2)]

    def confirm(given: Grant) -> bool:
        with inside(committed.alfa):
            return grants.confirm(given, digest=given.digest, actor=actor)

    return [partial(confirm, given) for given in shown]


def posted(committed: Committed) -> Decimal:
    """Anna's credit, once every confirmed grant is posted by two workers at once."""

    def carry(pk: uuid.UUID) -> bool:
        with inside(committed.alfa):
            return grant_run.carry_on(pk)

    with inside(committed.alfa):
        keys = list(Grant.objects.filter(state="queued").values_list("pk", flat=True))
    for pk in keys:
        assert at_once([partial(carry, pk)] * 2).count(True) == 1
    with inside(committed.alfa):
        return credit_of(Member.objects.get()).total


def test_two_confirmations_of_one_rule_grant_once(committed: Committed, budget: Budget) -> None:
    outcomes = at_once(confirming(committed, budget, actor_in(committed)))
    assert outcomes.count(True) == 1, outcomes
    assert posted(committed) == Decimal("100.00")


def test_control_without_holding_the_budget_both_grant(
    committed: Committed, budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, meeting, reckon = confirming(committed, budget, actor_in(committed)), Meeting(2), due.reckon

    def reckon_together(given: Grant) -> Reckoned:
        found = reckon(given)
        meeting.wait()
        return found

    monkeypatch.setattr(due, "reckon", reckon_together)
    monkeypatch.setattr(grants, "hold", lambda pk: Budget.objects.select_related("plan").get(pk=pk))
    assert at_once(jobs) == [True, True]
    assert posted(committed) == Decimal("200.00")


def correcting_and_spending(committed: Committed, budget: Budget) -> list[Callable[[], object]]:
    """Anna has 100.00: HR takes back 80.00 of it, an order takes 60.00."""
    actor = actor_in(committed)
    with inside(committed.alfa):
        given = grants.grant(budget, None, None, key="k", actor=actor)
        line, anna = GrantLine.objects.get(grant=given), Member.objects.get()

    def correct_it() -> object:
        with inside(committed.alfa):
            before = Decimal("100.00")
            return correct(line, Decimal("20.00"), before=before, reason="x", key=uuid.uuid4(), actor=actor)

    def spend() -> object:
        with inside(committed.alfa):
            people.spend(anna, budget, "60.00")
        return None

    return [correct_it, spend]


def test_a_correction_and_an_order_do_not_take_the_same_credit(committed: Committed, budget: Budget) -> None:
    outcomes = at_once(correcting_and_spending(committed, budget))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(refused) == 1, outcomes
    assert isinstance(refused[0], NotEnoughLeft | Overdrawn)
    with inside(committed.alfa):
        assert credit_of(Member.objects.get()).total in (Decimal("20.00"), Decimal("40.00"))


def test_control_without_the_lock_both_count_it_and_the_trigger_says_no(
    committed: Committed, budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, meeting, balances = correcting_and_spending(committed, budget), Meeting(2), queries.balances

    def balances_together(keys: set[int]) -> dict[int, Decimal]:
        found = balances(keys)
        meeting.wait()
        return found

    monkeypatch.setattr(locks, "lock_accounts", lambda keys: [])
    monkeypatch.setattr(posting, "balances", balances_together)
    outcomes = at_once(jobs)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(refused) == 1, outcomes
    assert isinstance(refused[0], Error)
