"""Who is in service in a plan's year, as its rules of amounts look at them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans.amounts import Person
from catalog.plans.persons import persons_of
from members.models import Declaration, Member
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from welfare.clock import now

YEAR: dict[str, Any] = {"year": 2026, "starts_on": datetime.date(2026, 1, 1), "ends_on": datetime.date(2026, 12, 31)}
DAY = datetime.date


def declare(member: Member, *codes: str, year: int = 2026, revoked: bool = False) -> None:
    """A signed declaration of dependent children."""
    Declaration.objects.create(
        member=member, kind=Declaration.Kind.DEPENDENT_CHILDREN, year=year, body={"children": list(codes)},
        statement_version="1", signed_name="x", signed_at=now(), revoked_at=now() if revoked else None,
    )  # fmt: skip


def test_who_is_there_on_one_day_of_the_year_is_in_it(alfa: Organization) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        anna = make.member("Anna", category=clerks, contract_hours=Decimal("20.00"), hired_on=None)
        first_day = make.member("Bruno", hired_on=None, left_on=DAY(2026, 1, 1))
        last_day = make.member("Carla", hired_on=DAY(2026, 12, 31))
        make.member("Dino", left_on=DAY(2025, 12, 31))
        make.member("Elsa", hired_on=DAY(2027, 1, 1))
        found = {one.pk: one.person for one in persons_of(people.plan(**YEAR))}
        assert found == {
            anna.pk: Person(clerks.pk, contract_hours=Decimal("20.00")),
            first_day.pk: Person(left_on=DAY(2026, 1, 1)),
            last_day.pk: Person(hired_on=DAY(2026, 12, 31)),
        }


def test_children_are_those_declared_for_the_year_and_not_revoked(alfa: Organization) -> None:
    with inside(alfa):
        anna, bruno = make.member("Anna"), make.member("Bruno")
        declare(anna, "A", "B")
        declare(anna, "A", year=2025)
        declare(bruno, "C", revoked=True)
        assert [one.person.children for one in persons_of(people.plan(**YEAR))] == [2, 0]


@pytest.mark.parametrize("count", [1, 30])
def test_any_number_of_people_costs_two_queries(alfa: Organization, count: int) -> None:
    with inside(alfa):
        for number in range(count):
            make.member("Anna", number=str(number))
        plan = people.plan(**YEAR)
        with CaptureQueriesContext(connection) as work:
            assert len(persons_of(plan)) == count
        assert len(work.captured_queries) == 2
