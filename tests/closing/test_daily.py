"""What is past its day follows its budget's policy once, every day, for who has it and who has left."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.closing import daily, tasks
from catalog.closing.daily import settle_due
from catalog.closing.models import Closing
from catalog.plans import expiry
from catalog.plans.models import Budget, Residual
from members.ledger import accounts, queries
from members.ledger.models import Account, Entry
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day
from welfare import clock

ZERO = Decimal("0.00")


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget whose last day was yesterday; what is left of it is lost."""
    with inside(alfa):
        yield people.budget(people.plan(), -1)
        check_now()


def with_policy(days: int = -1, **terms: Any) -> Budget:
    """A budget of a plan of its own."""
    return people.budget(people.plan(), days, **terms)


def expired(budget: Budget) -> Decimal:
    """What nobody used in time."""
    return queries.balance(accounts.expired(budget.pk).pk)


def usable(member: Any) -> list[tuple[datetime.date | None, Decimal]]:
    """What somebody can spend today."""
    return [(lot.expires_on, lot.balance) for lot in queries.lots(member.uuid, on=day(0))]


def test_what_is_left_expires_once_one_entry_a_lot(budget: Budget) -> None:
    anna, bruno, carla = make.member("Anna"), make.member("Bruno"), make.member("Carla")
    people.credit(anna, budget, "100.00")
    people.credit(bruno, budget, "7.50")
    people.credit(carla, budget, "5.00", day(0))
    assert settle_due(day(0)) == 2
    assert settle_due(day(0)) == 0
    assert expired(budget) == Decimal("107.50")
    assert Entry.objects.filter(reason="expiry").count() == 2
    assert usable(carla) == [(day(0), Decimal("5.00"))]
    assert queries.is_balanced()


def test_credit_that_comes_after_the_expiry_expires_too(budget: Budget) -> None:
    anna = make.member("Anna")
    for amount in ("100.00", "30.00", "30.00"):
        people.credit(anna, budget, amount)
        assert settle_due(day(0)) == 1
    assert expired(budget) == Decimal("160.00")


def test_lost_credit_closes_by_itself_and_who_had_some_is_told_once(budget: Budget) -> None:
    people.credit(make.member("Anna"), budget, "100.00")
    make.member("Bruno")
    settle_due(day(0))
    settle_due(day(1))
    closing = Closing.objects.get()
    assert (closing.budget, closing.closed_by, closing.state) == (budget, None, "done")
    assert (closing.people, closing.people_done) == (1, 1)
    mail = compose(Message.objects.get(kind="credit_settled"))
    assert "Contratto" in mail.subject
    assert "100,00" in mail.body


@pytest.mark.parametrize("residual", [Residual.EMPLOYER, Residual.SOLIDARITY, Residual.PENSION_FUND])
def test_what_goes_to_others_waits_for_the_closing_and_cannot_be_spent(alfa: Organization, residual: str) -> None:
    with inside(alfa):
        anna, budget = make.member("Anna"), with_policy(residual=residual)
        people.credit(anna, budget, "100.00")
        assert settle_due(day(0)) == 0
        assert usable(anna) == []
        assert not Closing.objects.exists()
    home = browse(alfa, anna.user).get("/", headers={"accept-language": "en"}).content.decode()
    assert "was left, and cannot be used any more" in home


def test_what_stays_usable_moves_to_its_later_day_by_itself_and_is_lost_after_it(alfa: Organization) -> None:
    with inside(alfa):
        anna, budget = make.member("Anna"), with_policy(residual=Residual.NEXT_YEAR, carried_until=day(30))
        people.credit(anna, budget, "100.00")
        assert settle_due(day(0)) == 1
        assert usable(anna) == [(day(30), Decimal("100.00"))]
        with clock.pretend(day(31)):
            assert settle_due(clock.today()) == 1
        assert expired(budget) == Decimal("100.00")
        check_now()


def test_who_has_left_keeps_nothing_of_what_stays_usable(alfa: Organization) -> None:
    with inside(alfa):
        budget = with_policy(residual=Residual.NEXT_YEAR, carried_until=day(30))
        anna, bruno = make.member("Anna", left_on=day(-2)), make.member("Bruno", left_on=day(0))
        people.credit(anna, budget, "40.00")
        people.credit(bruno, budget, "60.00")
        settle_due(day(0))
        assert (usable(anna), usable(bruno)) == ([], [(day(30), Decimal("60.00"))])
        assert expired(budget) == Decimal("40.00")
        bodies = [str(compose(message).body) for message in Message.objects.filter(kind="credit_settled")]
        assert any("solo per chi lavora ancora qui" in body for body in bodies)


def test_a_lot_that_ends_before_its_budget_does_not_wait(alfa: Organization) -> None:
    with inside(alfa):
        anna, budget = make.member("Anna"), with_policy(90)
        people.credit(anna, budget, "25.00", day(-1))
        people.credit(anna, budget, "70.00")
        assert settle_due(day(0)) == 1
        assert usable(anna) == [(day(90), Decimal("70.00"))]
        assert (expired(budget), Closing.objects.count()) == (Decimal("25.00"), 0)


def test_a_plan_that_was_never_opened_closes_nothing(alfa: Organization) -> None:
    with inside(alfa):
        people.budget(people.plan(state="draft"), -1)
        settle_due(day(0))
        assert not Closing.objects.exists()


def test_the_task_reaches_every_active_organization(budget: Budget, alfa: Organization, beta: Organization) -> None:
    people.credit(make.member("Anna"), budget, "100.00")
    with inside(beta):
        theirs = people.budget(people.plan(), -1)
        people.credit(make.member("Berta"), theirs, "30.00")
    Organization.objects.filter(pk=beta.pk).update(status=Status.SUSPENDED)
    tasks.settle_everywhere()
    assert expired(budget) == Decimal("100.00")
    with inside(beta):
        assert expired(theirs) == ZERO
    Organization.objects.filter(pk=beta.pk).update(status=Status.ACTIVE)
    tasks.settle_everywhere()
    with inside(beta):
        assert expired(theirs) == Decimal("30.00")


def test_the_command_does_what_the_task_does(budget: Budget) -> None:
    people.credit(make.member("Anna"), budget, "100.00")
    told = StringIO()
    call_command("expire_credit", stdout=told)
    assert expired(budget) == Decimal("100.00")
    assert "alfa: 1" in told.getvalue()


@pytest.mark.parametrize("number", [1, 30])
def test_what_it_costs_does_not_grow_with_people(budget: Budget, number: int) -> None:
    accounts.expired(budget.pk)
    for _ in range(number):
        people.credit(make.member("Anna"), budget, "1.00")
    with CaptureQueriesContext(connection) as work:
        settle_due(day(0))
    assert len([q for q in work.captured_queries if "search_path" not in q["sql"]]) == 31


def test_a_closing_of_a_day_gone_by_is_due_on_that_day(budget: Budget) -> None:
    """The demo lives its year day by day: nothing of June waits for November."""
    people.credit(make.member("Anna"), budget, "100.00", day(-40))
    Budget.objects.filter(pk=budget.pk).update(expires_on=day(-40))
    with clock.pretend(day(-30)):
        assert settle_due(clock.today()) == 1
    assert Entry.objects.get(reason="expiry").occurred_on == day(-30)


def test_lots_that_cannot_be_settled_keep_none_of_the_others_waiting(
    budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_due(day(0))
    anna, bruno = make.member("Anna"), make.member("Bruno")
    for member in (anna, bruno):
        people.credit(member, budget, "100.00")
    stuck = Account.objects.get(owner=min(anna.uuid, bruno.uuid))
    settle = expiry.settle

    def refuse_first(keys: list[int], *args: Any, **options: Any) -> Any:
        if stuck.pk in keys:
            raise LookupError("no fund")
        return settle(keys, *args, **options)

    monkeypatch.setattr(daily, "AT_ONCE", 1)
    monkeypatch.setattr(expiry, "settle", refuse_first)
    with pytest.raises(ExceptionGroup):
        settle_due(day(0))
    assert expired(budget) == Decimal("100.00")
    assert queries.balance(stuck.pk) == Decimal("100.00")
