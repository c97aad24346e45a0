"""The year's use of credit as HR sees it, read from the ledger."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans.models import Budget
from catalog.plans.refunds import refund_order
from catalog.plans.takeup import take_up
from members.ledger import accounts, posting
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Category, Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from welfare.clock import today

THIS_YEAR = today().year


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget of the first organization."""
    with inside(alfa):
        yield people.budget(people.plan())


def spend(member: Member, budget: Budget, amount: str = "10.00") -> Entry:
    """An order of a member, on credit of its own."""
    people.credit(member, budget, amount)
    value = Decimal(amount)
    lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
    lines = [Line(lot, debit=value), Line(accounts.held(budget.pk), credit=value)]
    return posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM).entry


def staff(count: int, category: Category | None = None) -> list[Member]:
    """People of a category."""
    return [make.member("Anna", category=category) for _ in range(count)]


def test_it_counts_orders_and_leaves_out_those_taken_back(budget: Budget) -> None:
    spenders = staff(11)
    entries = [spend(one, budget) for one in spenders]
    refund_order(entries[0], key="r", actor=SYSTEM)
    found = take_up(THIS_YEAR)
    assert (found.spent, found.granted, found.percent) == (Decimal("100.00"), Decimal("110.00"), 90)
    assert [(span.first, span.last, span.amount) for span in found.months] == [(1, today().month, found.spent)]


def test_under_ten_spenders_nothing_is_told(budget: Budget) -> None:
    for one in staff(12)[:9]:
        spend(one, budget)
    found = take_up(THIS_YEAR)
    assert (found.spent, found.percent, found.months, found.categories) == (None, None, [], [])


def test_an_organization_under_ten_sees_the_total_alone(budget: Budget) -> None:
    for one in staff(9, make.category()):
        spend(one, budget)
    found = take_up(THIS_YEAR)
    assert found.is_small
    assert (found.spent, found.months, found.categories) == (Decimal("90.00"), [], [])


def test_categories_are_hidden_by_the_rule(budget: Budget) -> None:
    workers, clerks, chiefs = (make.category(name) for name in ("Operai", "Impiegati", "Quadri"))
    make.category("Nessuno")
    for one in [*staff(15, workers), *staff(11, clerks), *staff(3, chiefs)]:
        spend(one, budget)
    shown = {figure.label: figure.amount for figure in take_up(THIS_YEAR).categories}
    assert shown == {"Impiegati": None, "Operai": Decimal("150.00"), "Quadri": None}


def test_another_year_has_figures_of_its_own(budget: Budget) -> None:
    for one in staff(10):
        spend(one, budget)
    found = take_up(THIS_YEAR - 1)
    assert (found.granted, found.spent, found.months) == (Decimal("0.00"), None, [])


@pytest.mark.parametrize("count", [1, 30])
def test_its_cost_does_not_grow_with_people(budget: Budget, count: int) -> None:
    for one in staff(count, make.category()):
        spend(one, budget)
    with CaptureQueriesContext(connection) as work:
        take_up(THIS_YEAR)
    assert len(work.captured_queries) == (3 if count == 1 else 5)
