"""What a member can spend, with the names that people know."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans.wallets import credit_of, member_lots
from members.models import Member
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.plans.people import day


@pytest.fixture
def anna(alfa: Organization) -> Iterator[Member]:
    """A member of the first organization."""
    with inside(alfa):
        yield make.member("Anna")


def test_credit_is_the_sum_of_lots_the_first_to_expire_ahead(anna: Member) -> None:
    plan = people.plan()
    people.credit(anna, people.budget(plan, 200, source="VOLUNTARY"), "600.00")
    people.credit(anna, people.budget(plan, 30), "250.00")
    credit = credit_of(anna)
    assert credit.total == Decimal("850.00")
    assert [lot.balance for lot in credit.expiring] == [Decimal("250.00")]
    assert [(lot.budget_name, lot.source, lot.days_left) for lot in credit.lots] == [
        ("Contratto", "CONTRACT_CCNL", 30),
        ("Piano 2026", "VOLUNTARY", 200),
    ]


def test_a_plan_that_has_not_begun_cannot_be_spent(anna: Member) -> None:
    budget = people.budget(people.plan(starts_on=day(3)))
    people.credit(anna, budget, "250.00")
    assert member_lots(anna) == []
    assert [lot.balance for lot in member_lots(anna, day(3))] == [Decimal("250.00")]


@pytest.mark.parametrize("count", [1, 30])
def test_it_takes_two_queries(anna: Member, count: int) -> None:
    for number in range(count):
        people.credit(anna, people.budget(people.plan(f"Piano {number}")), "10.00")
    with CaptureQueriesContext(connection) as work:
        assert credit_of(anna).total == 10 * count
    assert len(work.captured_queries) == 2
