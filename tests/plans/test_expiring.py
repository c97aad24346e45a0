"""What is left of a budget and what will be, as HR is told: made of what was told when months were over."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.plans.expiring import Expiring, expiring
from catalog.plans.models import Budget, Plan, UseTold
from catalog.plans.telling import tell_months
from catalog.plans.year_end import year_end
from members.models import Member
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.plans.test_takeup import OCTOBER, SEPTEMBER, spend
from tests.queries import counted
from welfare import clock

TODAY = datetime.date(2026, 11, 20)
AUGUST = datetime.date(2026, 8, 12)
YEAR_ENDS = datetime.date(2026, 12, 31)


@pytest.fixture
def plan(alfa: Organization) -> Iterator[Plan]:
    """The plan of a year, on a day of November."""
    with inside(alfa), clock.pretend(TODAY):
        yield people.plan(starts_on=datetime.date(2026, 1, 1), ends_on=YEAR_ENDS)


@pytest.fixture
def budget(plan: Plan) -> Budget:
    """Of the whole year."""
    return people.budget(plan, days=(YEAR_ENDS - TODAY).days)


def staff(count: int, of: Budget, amount: str = "100.00") -> list[Member]:
    """People with a hundred euro each."""
    members = [make.member("Anna") for _ in range(count)]
    with clock.pretend(AUGUST):
        for member in members:
            people.credit(member, of, amount, of.expires_on)
    return members


def told() -> list[Expiring]:
    tell_months()
    return expiring()


def left() -> list[Decimal | None]:
    return [each.left for each in told()]


def test_it_tells_what_was_granted_and_what_was_left_on_the_last_told_day(budget: Budget) -> None:
    for member in staff(12, budget):
        spend(member, budget)
    (each,) = told()
    assert (each.granted, each.left, each.as_of) == (Decimal(1320), Decimal(1200), datetime.date(2026, 10, 31))


@pytest.mark.parametrize(("spenders", "is_told"), [(9, False), (10, True)])
def test_under_ten_spenders_nothing_is_told(budget: Budget, spenders: int, is_told: bool) -> None:
    for member in staff(12, budget)[:spenders]:
        spend(member, budget)
    assert (left() != [None]) is is_told


def test_a_source_of_a_few_is_hidden_with_the_next_smallest(plan: Plan, budget: Budget) -> None:
    other = people.budget(plan, days=(YEAR_ENDS - TODAY).days, source="VOLUNTARY")
    for member in staff(12, budget):
        spend(member, budget)
    spend(Member.objects.all()[0], other)
    # The total less the one would be the other, which is one person's.
    assert left() == [None, None]


def test_one_look_before_and_one_after_an_order_are_alike(budget: Budget) -> None:
    members = staff(12, budget)
    for member in members:
        spend(member, budget)
    before = told()
    people.credit(members[0], budget, "50.00")
    granted = expiring()
    spend(members[0], budget, "33.00", on=TODAY)
    people.credit(members[1], budget, "0.01")
    assert [(each.left or Decimal(0)) - each.granted for each in told()] == [
        (each.left or Decimal(0)) - each.granted for each in before
    ]
    assert granted[0].as_of == before[0].as_of


def test_with_less_than_three_months_of_use_there_is_no_forecast(plan: Plan) -> None:
    late = people.budget(plan, days=41, opens_on=datetime.date(2026, 8, 20))
    for member in staff(12, late):
        spend(member, late)
    assert [each.ahead for each in told()] == [None]


def test_the_forecast_goes_on_by_the_mean_use_a_day(budget: Budget) -> None:
    members = staff(10, budget)
    for on in (AUGUST, SEPTEMBER, OCTOBER):
        for member in members:
            spend(member, budget, on=on)
    (each,) = told()
    # 300 in the 304 days until the end of October, so 60 in the 61 that follow.
    assert each.left == Decimal(1000) and each.ahead is not None
    assert (each.ahead.left, each.ahead.by_last_year) == (Decimal(940), False)


def test_where_no_source_is_told_apart_all_of_them_together_are(plan: Plan, budget: Budget) -> None:
    other = people.budget(plan, days=(YEAR_ENDS - TODAY).days, source="VOLUNTARY")
    for number, member in enumerate(staff(12, budget)):
        for on in (AUGUST, SEPTEMBER, OCTOBER):
            spend(member, budget if number else other, on=on)
    assert [each.ahead for each in told()] == [None, None]
    found = year_end()
    # 1,200 of August and 360 in the 92 days until the end of October, so 239 in the 61 that follow.
    assert found is not None and found.as_of == datetime.date(2026, 10, 31)
    before = found.left
    assert found.ahead == before - Decimal(239)
    # An order of today tells nothing: only what it was granted for shows, which HR did itself.
    spend(Member.objects.all()[0], budget, "33.00", on=TODAY)
    again = year_end()
    assert again is not None and (again.left, again.ahead) == (found.left + 33, found.ahead + 33)


def test_the_year_end_needs_three_months(budget: Budget) -> None:
    for member in staff(12, budget):
        spend(member, budget, on=OCTOBER)
    tell_months()
    assert year_end() is None


def test_the_forecast_goes_on_as_last_year_did(budget: Budget, plan: Plan) -> None:
    last_year = people.plan(
        "Piano 2025", "closed", year=2025, starts_on=datetime.date(2025, 1, 1), ends_on=datetime.date(2025, 12, 31)
    )
    before = Budget.objects.create(plan=last_year, source=budget.source, name="Contratto", expires_on=last_year.ends_on)
    UseTold.objects.bulk_create(
        UseTold(first_day=first, last_day=last, amount=Decimal(amount), budgets={str(before.pk): amount})
        for first, last, amount in (
            (datetime.date(2025, 1, 1), datetime.date(2025, 10, 31), "600.00"),
            (datetime.date(2025, 11, 1), datetime.date(2025, 12, 31), "1200.00"),
        )
    )
    for member in staff(10, budget):
        spend(member, budget)
    (each,) = told()
    # As much again and as much again: 200 of the 1000 that are left.
    assert each.ahead is not None and (each.ahead.left, each.ahead.by_last_year) == (Decimal(800), True)


def test_only_open_plans_and_the_last_three_weeks(plan: Plan) -> None:
    far = people.budget(plan, days=22)
    people.budget(people.plan("Bozza", state=Plan.State.DRAFT), days=5)
    people.budget(people.plan("Passato"), days=-1)
    near = people.budget(plan, days=21, source="VOLUNTARY")
    assert [(each.budget, each.is_near) for each in expiring()] == [(near, True), (far, False)]


def test_it_costs_the_same_for_one_and_for_many(plan: Plan, budget: Budget) -> None:
    def cost() -> int:
        tell_months()
        with counted() as statements:
            expiring()
        return len(statements)

    spend(staff(1, budget)[0], budget)
    few = cost()
    for member in staff(30, budget):
        spend(member, budget)
    assert cost() == few == QUERIES


# budgets, what was told, granted, put in, last year's budgets
QUERIES = 5
