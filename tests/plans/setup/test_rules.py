"""What the rules refuse: on the step, with what was typed kept, and once more when the plan is opened."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from catalog.plans.models import Budget, BudgetAmount, Plan, Source
from catalog.plans.setup import opening
from catalog.plans.setup.refusals import Refused
from members.models import Category
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.plans.setup.walk import LIST, REST, Walk, named, told
from welfare.clock import pretend, today

YEAR = today().year


@pytest.fixture
def voluntary(hr: Walk) -> Walk:
    """A plan whose voluntary budget is answered throughout."""
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY")
    return hr


def other_plan(source: str = Source.VOLUNTARY, category: Category | None = None, **fields: Any) -> Plan:
    """An open plan of this year that gives everybody, or one category, the same."""
    fields = {"starts_on": datetime.date(YEAR, 1, 1), "ends_on": datetime.date(YEAR, 12, 31)} | fields
    plan = people.plan("Piano di prima", **fields)
    budget = Budget.objects.create(plan=plan, source=source, name="Altro", expires_on=plan.ends_on)
    BudgetAmount.objects.create(budget=budget, category=category, amount=Decimal("5.00"))
    return plan


def test_a_year_without_tax_rules_is_refused_at_once_and_at_the_opening(hr: Walk, alfa: Organization) -> None:
    sent = named(starts_on="2029-01-01", ends_on="2029-12-31")
    page = hr.client.post(f"{LIST}nuovo/nome/", sent)
    assert "2029" in told(page) and 'value="2029-01-01"' in page.content.decode()
    with inside(alfa):
        assert not Plan.objects.exists()
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY")
    assert "2029" in hr.say("nome", name="Piano", starts_on="2029-01-01", ends_on="2029-12-31")
    with inside(alfa):
        Plan.objects.update(year=2029, starts_on="2029-01-01", ends_on="2029-12-31")
        Budget.objects.update(expires_on="2029-12-31")
        with pytest.raises(Refused) as refused:
            opening.open_plan(Plan.objects.get(), actor=people.actor())
        assert "2029" in str(refused.value)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2026-13-01", "2026-12-31"),
        ("0001-01-01", "2026-12-31"),
        ("2026-01-01", "9999-12-31"),
        ("2026-12-31", "2026-01-01"),
    ],
)
def test_dates_of_a_plan_that_make_no_sense(hr: Walk, alfa: Organization, starts_on: str, ends_on: str) -> None:
    told(hr.client.post(f"{LIST}nuovo/nome/", named(starts_on=starts_on, ends_on=ends_on)))
    with inside(alfa):
        assert not Plan.objects.exists()


def test_a_plan_that_is_over_is_not_begun(hr: Walk) -> None:
    sent = named(starts_on=f"{YEAR - 1}-01-01", ends_on=f"{YEAR - 1}-12-31")
    told(hr.client.post(f"{LIST}nuovo/nome/", sent))


def test_a_plan_needs_a_source_and_a_budget_an_amount(hr: Walk) -> None:
    hr.begin()
    assert "error-summary" in hr.say("fonti")
    hr.say("fonti", sources=["VOLUNTARY"])
    for amount in ("", "0", "0,00", "-5", "20000,01", "1e9", "1,001"):
        assert "error-summary" in hr.say("quanto", "VOLUNTARY", everybody=amount)
    assert hr.amounts("VOLUNTARY") == []
    assert hr.open() == Plan.State.DRAFT


@pytest.mark.parametrize("source", ["FRINGE", "RISTORNO", "CURRENCY"])
def test_a_source_that_the_law_does_not_name_says_by_which_act(hr: Walk, source: str) -> None:
    hr.begin()
    hr.say("fonti", sources=[source])
    assert "error-summary" in hr.say("atto", source, name="Nome", unit="LBX")
    hr.fill(source)
    assert hr.open() == Plan.State.DRAFT


def test_a_rule_that_selects_nobody_is_refused(voluntary: Walk, alfa: Organization) -> None:
    with inside(alfa):
        empty = make.category("Nessuno")
    page = voluntary.client.post(voluntary.address("quanto", "VOLUNTARY"), {f"category-{empty.pk}": "10,00"})
    assert "Nessuno" in page.content.decode() and told(page)
    assert voluntary.amounts("VOLUNTARY") == ["100.00"]
    with inside(alfa):
        BudgetAmount.objects.update(category=empty)
    assert voluntary.open() == Plan.State.DRAFT


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"opens_on": f"{YEAR}-07-01", "expires_on": f"{YEAR}-06-30"}, f"1 luglio {YEAR}"),
        ({"opens_on": f"{YEAR - 1}-12-31", "expires_on": f"{YEAR}-12-31"}, f"1 gennaio {YEAR}"),
        ({"expires_on": f"{YEAR + 1}-06-01"}, f"31 maggio {YEAR + 1}"),
        ({"expires_on": (today() - datetime.timedelta(days=1)).isoformat()}, "passat"),
        ({"expires_on": ""}, ""),
    ],
)
def test_windows_that_end_before_they_start_or_leave_the_plan(
    voluntary: Walk, dates: dict[str, str], words: str
) -> None:
    assert words in voluntary.say("quando", "VOLUNTARY", **dates)
    assert voluntary.budget("VOLUNTARY").expires_on == voluntary.plan.ends_on


def test_a_window_that_the_plan_s_new_dates_leave_out_is_told_at_the_check(voluntary: Walk) -> None:
    sent = {"name": "Piano", "starts_on": f"{YEAR}-01-01", "ends_on": f"{YEAR}-12-31"}
    assert voluntary.say("nome", **sent).endswith("/verifica/")
    assert voluntary.address("quando", "VOLUNTARY") in voluntary.check()
    assert voluntary.open() == Plan.State.DRAFT
    voluntary.say("quando", "VOLUNTARY", expires_on=f"{YEAR}-12-31")
    assert voluntary.open() == Plan.State.OPEN


@pytest.mark.parametrize(
    "changes",
    [
        {"residual": "next"},
        {"residual": "next", "carried_until": f"{YEAR + 1}-06-01"},
        {"residual": "next", "carried_until": f"{YEAR}-12-31"},
        {"residual": "heaven"},
        {"leaving": "days"},
        {"leaving": "days", "leaver_days": "0"},
        {"refund_days": "31"},
    ],
)
def test_what_is_left_stays_within_the_plan(voluntary: Walk, changes: dict[str, str]) -> None:
    voluntary.say("quando", "VOLUNTARY", expires_on=f"{YEAR}-12-31")
    assert "error-summary" in voluntary.say("resto", "VOLUNTARY", **(REST | changes))
    assert voluntary.budget("VOLUNTARY").residual == "lost"


def test_an_expiry_after_the_day_of_what_is_carried_is_refused(voluntary: Walk) -> None:
    voluntary.say("quando", "VOLUNTARY", expires_on=f"{YEAR}-12-31")
    voluntary.say("resto", "VOLUNTARY", **(REST | {"residual": "next", "carried_until": f"{YEAR + 1}-03-31"}))
    assert "error-summary" in voluntary.say("quando", "VOLUNTARY", expires_on=f"{YEAR + 1}-03-31")
    voluntary.say("resto", "VOLUNTARY", **REST)
    assert voluntary.budget("VOLUNTARY").carried_until is None


@pytest.mark.parametrize("of_theirs", [None, "Impiegati"])
@pytest.mark.parametrize("of_mine", [None, "Impiegati"])
def test_two_plans_that_overlap_for_one_category(
    voluntary: Walk, alfa: Organization, of_theirs: str | None, of_mine: str | None
) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        make.member("Bruno", category=clerks)
        other_plan(category=clerks if of_theirs else None)
    field = f"category-{clerks.pk}" if of_mine else "everybody"
    assert "Piano di prima" in voluntary.say("quanto", "VOLUNTARY", **{field: "10"})
    assert voluntary.open() == Plan.State.DRAFT
    assert "Piano di prima" in voluntary.check()


def test_plans_that_do_not_overlap(voluntary: Walk, alfa: Organization) -> None:
    with inside(alfa):
        clerks, workers = make.category("Impiegati"), make.category("Operai")
        make.member("Bruno", category=workers)
        other_plan(category=clerks)
        other_plan(source=Source.CONTRACT_CCNL)
        other_plan(state=Plan.State.DRAFT)
        other_plan(state=Plan.State.CLOSED)
        other_plan(is_base=True)
        # Its year is over, though its credit can still be used.
        other_plan(starts_on=datetime.date(YEAR - 1, 1, 1), ends_on=datetime.date(YEAR + 1, 5, 31))
    voluntary.say("quanto", "VOLUNTARY", **{f"category-{workers.pk}": "10"})
    assert voluntary.open() == Plan.State.OPEN


def test_fringe_benefits_over_the_highest_limit_are_refused_and_over_the_lower_told(
    hr: Walk, alfa: Organization
) -> None:
    with pretend(datetime.date(2026, 3, 1)):
        hr.begin(starts_on="2026-01-01", ends_on="2026-12-31")
        hr.say("fonti", sources=["FRINGE"])
        hr.say("atto", "FRINGE", name="Fringe", basis="VOLUNTARY")
        hr.fill("FRINGE", "1000,00")
        assert "51 c. 3" not in hr.check()
        assert "2.000,00" in hr.say("quanto", "FRINGE", everybody="2000,01")
        assert hr.say("quanto", "FRINGE", everybody="1000,01").endswith("/verifica/")
        page = hr.check()
        assert "51 c. 3" in page and "1.000,01" in page and "2.000,00" in page
        assert hr.open() == Plan.State.OPEN


def test_what_was_typed_is_kept(voluntary: Walk) -> None:
    page = voluntary.client.post(
        voluntary.address("parti", "VOLUNTARY"), {"per_child": "abc", "full_time_hours": "38,5"}
    )
    assert 'value="abc"' in page.content.decode() and 'value="38,5"' in page.content.decode()


def test_the_opening_is_refused_at_the_post_when_things_have_changed_since(voluntary: Walk, alfa: Organization) -> None:
    assert voluntary.client.get(f"{LIST}{voluntary.plan.pk}/apri/").status_code == 200
    with inside(alfa):
        other_plan()
    response = voluntary.client.post(f"{LIST}{voluntary.plan.pk}/apri/")
    assert response.headers["Location"] == voluntary.address("verifica")
    assert "Piano di prima" in voluntary.check()
