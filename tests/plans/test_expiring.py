"""What is left of a budget is told to HR only when no subtraction of what it sees speaks of fewer than ten people."""

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.plans.expiring import expiring
from catalog.plans.models import Budget, Plan
from catalog.plans.refunds import refund_order
from catalog.plans.suppression import tells_of_enough
from catalog.plans.takeup import take_up
from members.ledger import accounts, posting
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.queries import counted
from welfare import clock

TODAY = datetime.date(2026, 11, 20)
OCTOBER = datetime.date(2026, 10, 12)


@pytest.fixture
def plan(alfa: Organization) -> Iterator[Plan]:
    """An open plan, on a day of November."""
    with inside(alfa), clock.pretend(TODAY):
        yield people.plan()


@pytest.fixture
def budget(plan: Plan) -> Budget:
    """A budget in its last days."""
    return people.budget(plan, days=10)


def credit(member: Member, of: Budget, amount: str = "100.00") -> None:
    with clock.pretend(OCTOBER):
        people.credit(member, of, amount, of.expires_on)


def spend(member: Member, of: Budget, amount: str = "10.00", on: datetime.date = OCTOBER) -> Entry:
    value = Decimal(amount)
    lot = accounts.wallet(member.uuid, of.pk, of.expires_on)
    lines = [Line(lot, debit=value), Line(accounts.held(of.pk), credit=value)]
    with clock.pretend(on):
        return posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM).entry


def take_back(order: Entry, on: datetime.date = OCTOBER) -> None:
    with clock.pretend(on):
        refund_order(order, key=uuid.uuid4().hex, actor=SYSTEM)


def staff(count: int, of: Budget) -> list[Member]:
    """People with a hundred euro each."""
    members = [make.member("Anna") for _ in range(count)]
    for member in members:
        credit(member, of)
    return members


def left() -> list[Decimal | None]:
    return [each.left for each in expiring()]


def test_it_tells_what_was_granted_and_what_was_left_at_the_end_of_last_month(budget: Budget) -> None:
    for member in staff(12, budget):
        spend(member, budget)
    found = expiring()
    assert [(each.budget, each.granted, each.left, each.as_of) for each in found] == [
        (budget, Decimal("1200.00"), Decimal("1080.00"), datetime.date(2026, 10, 31))
    ]


@pytest.mark.parametrize(("spenders", "told"), [(9, None), (10, Decimal("1100.00"))])
def test_under_ten_spenders_nothing_is_told(budget: Budget, spenders: int, told: Decimal | None) -> None:
    for member in staff(12, budget)[:spenders]:
        spend(member, budget)
    assert left() == [told]


def test_an_organization_under_ten_is_told_nothing(budget: Budget) -> None:
    staff(9, budget)
    assert left() == [None]


def test_what_is_spent_this_month_changes_nothing_until_it_is_over(budget: Budget) -> None:
    members = staff(12, budget)
    for member in members:
        spend(member, budget)
    before = left()
    for member in members[:10]:
        spend(member, budget, "33.00", on=TODAY)
    assert left() == before == [Decimal("1080.00")]


def test_one_who_spent_this_month_alone_hides_it(budget: Budget) -> None:
    members = staff(12, budget)
    for member in members:
        spend(member, budget)
    spend(members[0], budget, "77.00", on=TODAY)
    # The year's total of today less what was spent until the end of last month would be one person's order.
    assert left() == [None]


def test_one_who_spent_alone_in_a_month_hides_it(budget: Budget) -> None:
    members = staff(12, budget)
    for member in members:
        spend(member, budget)
    spend(members[0], budget, "50.00", on=datetime.date(2026, 9, 3))
    # Two looks, one at the end of September: their difference would be one person's order.
    assert left() == [None]


@pytest.mark.parametrize("back_on", [OCTOBER, datetime.date(2026, 11, 3)])
def test_people_who_had_all_back_cover_for_nobody(budget: Budget, back_on: datetime.date) -> None:
    members = staff(12, budget)
    for order in [spend(member, budget) for member in members[:11]]:
        take_back(order, back_on)
    spend(members[0], budget, "37.00")
    # 1163.00 of 1200.00 would say that one order of 37.00 is left.
    assert left() == [None]
    assert take_up(2026).spent is None


def test_orders_had_back_within_their_month_hide_nothing(budget: Budget) -> None:
    members = staff(12, budget)
    take_back(spend(members[0], budget, "37.00"))
    for member in members:
        spend(member, budget)
    assert left() == [Decimal("1080.00")]


def test_one_who_had_credit_back_this_month_hides_it(budget: Budget) -> None:
    orders = [spend(member, budget) for member in staff(12, budget)]
    take_back(orders[0], TODAY)
    # What was spent until the end of last month less the year's total of today would be one order.
    assert left() == [None]


def test_the_other_budget_of_a_few_hides_this_one(plan: Plan, budget: Budget) -> None:
    other = people.budget(plan, days=90, source="VOLUNTARY")
    members = staff(12, budget)
    for member in members:
        spend(member, budget)
    credit(members[0], other)
    spend(members[0], other)
    # The year's total less this budget would be one person's order.
    assert left() == [None, None]


def test_a_category_of_a_few_hides_it(budget: Budget) -> None:
    clerks = make.category()
    members = staff(14, budget)
    for member in members:
        spend(member, budget)
    Member.objects.filter(pk=members[0].pk).update(category=clerks)
    assert left() == [None]
    Member.objects.all().update(category=clerks)
    assert left() == [Decimal("1260.00")]


def test_only_open_plans_and_the_last_three_weeks(plan: Plan) -> None:
    far = people.budget(plan, days=22)
    draft = people.plan("Bozza", state=Plan.State.DRAFT)
    people.budget(draft, days=5)
    past = people.plan("Passato")
    people.budget(past, days=-1)
    near = people.budget(plan, days=21, source="VOLUNTARY")
    assert [(each.budget, each.is_near) for each in expiring()] == [(near, True), (far, False)]


def test_it_costs_the_same_for_one_and_for_many(plan: Plan, budget: Budget) -> None:
    def cost() -> int:
        with counted() as statements:
            expiring()
        return len(statements)

    spend(staff(1, budget)[0], budget)
    few = cost()
    for member in staff(30, budget):
        spend(member, budget)
    assert cost() == few == QUERIES


# budgets, granted, left, people in service, cells
QUERIES = 5


def test_cells() -> None:
    assert tells_of_enough([])
    assert tells_of_enough([10, 0, 4000])
    assert not tells_of_enough([10, 9])
