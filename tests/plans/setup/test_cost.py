"""The cost before opening: exact to the cent, by category and article, in a fixed number of queries."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans.models import Plan
from catalog.plans.setup import drafts
from catalog.plans.setup.checks import Examination
from catalog.plans.setup.cost import Cost, cost_of, save_labour_cost
from catalog.plans.setup.queries import plan_in_full
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from members.models import Declaration, Member
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.plans.setup.walk import Walk
from welfare.clock import now

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
CODES = ("RSSMRA80A01F257X", "RSSLCU15A01F257T")


def draft(*budgets: BudgetTerms) -> Plan:
    """A draft of 2026."""
    return drafts.begin(uuid.uuid4(), PlanTerms("Piano 2026", FIRST, LAST, "", budgets), actor=people.actor())


def cost(plan: Plan) -> Cost:
    """What it would cost."""
    return cost_of(Examination(plan_in_full(plan.pk)))


def amounts(**named: str) -> dict[str | None, Decimal]:
    """Amounts by category; `everybody` is None."""
    return {None if name == "everybody" else name: Decimal(value) for name, value in named.items()}


def declare(member: Member) -> None:
    """Two dependent children for 2026."""
    Declaration.objects.create(
        member=member, kind=Declaration.Kind.DEPENDENT_CHILDREN, year=2026, body={"children": list(CODES)},
        statement_version="1", signed_name="Anna", signed_at=now(),
    )  # fmt: skip


def test_it_is_exact_to_the_cent(alfa: Organization) -> None:
    with inside(alfa):
        clerks, workers = make.category("Impiegati"), make.category("Operai")
        anna = make.member("Anna", category=clerks, contract_hours=Decimal("38.50"))
        make.member("Bruno", category=clerks, contract_hours=Decimal("20.00"))
        make.member("Carla", category=workers, hired_on=datetime.date(2026, 5, 20))
        make.member("Dario")
        make.member("Elsa", left_on=datetime.date(2025, 12, 31))
        declare(anna)
        plan = draft(
            BudgetTerms(
                "COMPANY_REGULATION", "Regolamento", LAST, amounts=amounts(Impiegati="333.33", Operai="200.00"),
                full_time_hours=Decimal("38.50"), per_child=Decimal("10.01"), pro_rata="months",
            ),
            BudgetTerms("VOLUNTARY", "Volontario", LAST, amounts=amounts(everybody="50.00")),
            BudgetTerms("PDR_CONVERSION", "Premio", LAST),
            BudgetTerms("CURRENCY", "Liberex", LAST, basis="VOLUNTARY", unit="LBX", amounts=amounts(Operai="40.00")),
        )  # fmt: skip
        found = cost(plan)
    # Anna 333,33 + 2 × 10,01; Bruno 333,33 × 20 / 38,5 = 173,158; Carla eight months of twelve of 200.
    regulation, voluntary, bonus, currency = (found.budgets[index] for index in (0, 1, 2, 3))
    assert [(part.category and part.category.name, part.people, str(part.total)) for part in regulation.parts] == [
        ("Impiegati", 2, "526.51"), ("Operai", 1, "133.33"),
    ]  # fmt: skip
    assert (str(regulation.total), str(voluntary.total), voluntary.people) == ("659.84", "200.00", 4)
    assert (bonus.is_converted, str(bonus.total)) == (True, "0.00")
    assert (str(currency.total), currency.adds_up, currency.people) == ("40.00", False, 1)
    assert (str(found.total), found.people, found.without) == ("859.84", 4, 0)
    assert [(part.category and part.category.name, part.people, str(part.total)) for part in found.parts] == [
        ("Impiegati", 2, "626.51"), ("Operai", 1, "183.33"), (None, 1, "50.00"),
    ]  # fmt: skip
    assert (str(found.deduction.full), str(found.deduction.limited)) == ("659.84", "200.00")


def test_people_who_would_have_nothing_are_counted(alfa: Organization) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        make.member("Anna", category=clerks)
        make.member("Bruno")
        found = cost(draft(BudgetTerms("VOLUNTARY", "Volontario", LAST, amounts=amounts(Impiegati="10.00"))))
    assert (found.people, found.without) == (1, 1)


@pytest.mark.parametrize(
    ("labour_cost", "limit", "over", "room"),
    [
        ("30000.00", "150.00", "50.00", "0.00"),
        ("40000.00", "200.00", "0.00", "0.00"),
        ("50001.00", "250.01", "0.00", "50.01"),
    ],
)
def test_what_is_given_of_own_will_is_held_against_five_per_mille(
    alfa: Organization, labour_cost: str, limit: str, over: str, room: str
) -> None:
    with inside(alfa):
        make.member("Anna")
        plan = draft(
            BudgetTerms("VOLUNTARY", "Volontario", LAST, amounts=amounts(everybody="150.00")),
            BudgetTerms("RISTORNO", "Ristorno", LAST, basis="COMPANY_REGULATION", amounts=amounts(everybody="70.00")),
            BudgetTerms("FRINGE", "Fringe", LAST, basis="VOLUNTARY", amounts=amounts(everybody="50.00")),
        )
        assert cost(plan).deduction.limit is None
        save_labour_cost(plan, Decimal(labour_cost))
        found = cost(plan).deduction
    assert (str(found.full), str(found.limited)) == ("70.00", "200.00")
    assert (str(found.limit), str(found.over), str(found.room)) == (limit, over, room)


def test_other_open_plans_of_the_year_count_against_the_same_limit(alfa: Organization) -> None:
    with inside(alfa):
        make.member("Anna", category=make.category("Impiegati"))
        other = draft(BudgetTerms("VOLUNTARY", "Altro", LAST, amounts=amounts(Impiegati="30.00")))
        Plan.objects.filter(pk=other.pk).update(state=Plan.State.OPEN)
        plan = draft(BudgetTerms("FRINGE", "Fringe", LAST, basis="VOLUNTARY", amounts=amounts(everybody="70.00")))
        save_labour_cost(plan, Decimal("18000.00"))
        found = cost(plan).deduction
    assert (str(found.elsewhere), str(found.limit), str(found.over)) == ("30.00", "90.00", "10.00")


def test_the_page_keeps_the_labour_cost_and_says_by_how_much_it_is_exceeded(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY", "100")
    assert "labour_cost" in hr.check()
    for wrong in ("", "0", "-1", "abc", "1e30"):
        assert "error-summary" in hr.say("verifica", labour_cost=wrong)
    assert hr.say("verifica", labour_cost="10.000,00").endswith("/verifica/")
    page = hr.check()
    assert "50,00\xa0€" in page and 'value="10000,00"' in page.replace("10.000,00", "10000,00")


@pytest.mark.parametrize("count", [1, 30])
def test_what_it_costs_does_not_grow_with_people(alfa: Organization, count: int) -> None:
    with inside(alfa):
        category = make.category("Impiegati")
        for _ in range(count):
            make.member("Anna", category=category)
        plan = draft(
            BudgetTerms("VOLUNTARY", "Volontario", LAST, amounts=amounts(everybody="10.00", Impiegati="20.00")),
            BudgetTerms("FRINGE", "Fringe", LAST, basis="VOLUNTARY", amounts=amounts(everybody="10.00")),
        )
        with CaptureQueriesContext(connection) as work:
            assert cost(plan).people == count
    assert len([query for query in work.captured_queries if "search_path" not in query["sql"]]) == 8
