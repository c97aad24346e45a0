"""Lots past their last day go to the expired account, once."""

from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans import tasks
from catalog.plans.expiry import expire_lots
from catalog.plans.models import Budget
from members.ledger import accounts, queries
from members.ledger.models import Entry
from tenants.models import Organization, Status
from tests import make
from tests.conftest import inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day

ZERO = Decimal("0.00")


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget whose last day was yesterday."""
    with inside(alfa):
        yield people.budget(people.plan(), -1)
        check_now()


def expired(budget: Budget) -> Decimal:
    """What nobody used in time."""
    return queries.balance(accounts.expired(budget.pk).pk)


def test_what_is_left_expires_once_one_entry_a_lot(budget: Budget) -> None:
    anna, bruno, carla = make.member("Anna"), make.member("Bruno"), make.member("Carla")
    people.credit(anna, budget, "100.00")
    people.credit(bruno, budget, "7.50")
    people.credit(carla, budget, "5.00", day(0))
    assert expire_lots(day(0)) == 2
    assert expire_lots(day(0)) == 0
    assert expired(budget) == Decimal("107.50")
    assert Entry.objects.filter(reason="expiry").count() == 2
    assert [lot.balance for lot in queries.lots(carla.uuid, on=day(0))] == [Decimal("5.00")]
    assert queries.is_balanced()


def test_credit_that_comes_after_the_expiry_expires_too(budget: Budget) -> None:
    anna = make.member("Anna")
    for amount in ("100.00", "30.00", "30.00"):
        people.credit(anna, budget, amount)
        assert expire_lots(day(0)) == 1
    assert expired(budget) == Decimal("160.00")


def test_the_task_reaches_every_active_organization(budget: Budget, alfa: Organization, beta: Organization) -> None:
    people.credit(make.member("Anna"), budget, "100.00")
    with inside(beta):
        theirs = people.budget(people.plan(), -1)
        people.credit(make.member("Berta"), theirs, "30.00")
    Organization.objects.filter(pk=beta.pk).update(status=Status.SUSPENDED)
    tasks.expire_everywhere()
    assert expired(budget) == Decimal("100.00")
    with inside(beta):
        assert expired(theirs) == ZERO
    Organization.objects.filter(pk=beta.pk).update(status=Status.ACTIVE)
    tasks.expire_everywhere()
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
        expire_lots(day(0))
    assert len([q for q in work.captured_queries if "search_path" not in q["sql"]]) == 8
