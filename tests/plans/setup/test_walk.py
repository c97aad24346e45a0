"""The set-up from the first page to an open plan: resumable, forgiving, read-only once it is open."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.plans.models import Plan, Source
from catalog.plans.setup import drafts, opening
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.plans.setup.walk import LIST, REST, Walk, named
from welfare.clock import pretend, today

YEAR = today().year


def test_a_plan_is_set_up_from_scratch_and_opened(hr: Walk, alfa: Organization) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        make.member("Bruno", category=clerks)
    assert "nuovo/nome/" in hr.client.get(f"{LIST}nuovo/").content.decode()
    hr.begin()
    assert hr.client.get(f"{LIST}{hr.plan.pk}/imposta/").headers["Location"].endswith("/fonti/")
    assert hr.say("fonti", sources=["VOLUNTARY", "FRINGE"]).endswith("/quanto/")
    assert hr.say("quanto", "VOLUNTARY", everybody="100,00", **{f"category-{clerks.pk}": "250,50"}).endswith("/parti/")
    assert hr.say("parti", "VOLUNTARY", full_time_hours="40", per_child="50", pro_rata="months").endswith("/aree/")
    assert hr.say("aree", "VOLUNTARY", opens=["cura", "salute"]).endswith("/quando/")
    assert hr.say("quando", "VOLUNTARY", expires_on=f"{YEAR}-12-31").endswith("/resto/")
    rest = {"residual": "next", "carried_until": f"{YEAR + 1}-03-31", "refund_days": "30", "leaving": "days"}
    assert hr.say("resto", "VOLUNTARY", leaver_days="60", **rest).endswith("/atto/")
    assert hr.open() == Plan.State.DRAFT
    assert hr.say("atto", "FRINGE", name="Fringe", basis="COMPANY_REGULATION").endswith("/quanto/")
    hr.fill("FRINGE", "300")
    assert hr.open() == Plan.State.OPEN
    voluntary, fringe = hr.budget("VOLUNTARY"), hr.budget("FRINGE")
    assert {row.category_id: row.amount for row in voluntary.amounts.all()} == {None: 100, clerks.pk: Decimal("250.50")}
    assert (str(voluntary.full_time_hours), str(voluntary.per_child)) == ("40.00", "50.00")
    assert (voluntary.pro_rata, voluntary.opens) == ("months", ["cura", "salute"])
    assert (voluntary.carried_until, voluntary.refund_days, voluntary.leaver_days) == (
        datetime.date(YEAR + 1, 3, 31), 30, 60,
    )  # fmt: skip
    assert (fringe.basis, fringe.law_source, fringe.leaver_days) == ("COMPANY_REGULATION", "COMPANY_REGULATION", 0)
    with inside(alfa):
        assert {"plan.create", "plan.terms", "plan.open"} <= set(Record.objects.values_list("action", flat=True))


def test_it_goes_on_where_it_was_left_and_the_list_says_so(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.say("quanto", "VOLUNTARY", everybody="10")
    page = hr.client.get(LIST).content.decode()
    assert hr.address("parti", "VOLUNTARY") in page
    assert hr.client.get(f"{LIST}{hr.plan.pk}/").headers["Location"].endswith("/imposta/")
    assert hr.client.get(f"{LIST}{hr.plan.pk}/imposta/").headers["Location"] == hr.address("parti", "VOLUNTARY")


def test_going_back_shows_what_was_saved_and_loses_nothing(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY", "123,45")
    assert 'value="123,45"' in hr.client.get(hr.address("quanto", "VOLUNTARY")).content.decode()
    # An answer given anew in the midst of a complete plan leads to the check at once.
    assert hr.say("quanto", "VOLUNTARY", everybody="124").endswith("/verifica/")
    # Another source leaves the answers of the first.
    hr.say("fonti", sources=["VOLUNTARY", "CONTRACT_CCNL"])
    assert hr.amounts("VOLUNTARY") == ["124.00"]
    assert hr.budget("CONTRACT_CCNL").answered == ["atto"]
    hr.say("fonti", sources=["CONTRACT_CCNL"])
    with inside(hr.organization):
        assert [budget.source for budget in hr.plan.budgets.all()] == ["CONTRACT_CCNL"]


def test_a_bonus_asks_for_no_amounts_and_a_currency_for_its_unit(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["PDR_CONVERSION", "CURRENCY"])
    assert hr.client.get(hr.address("quanto", "PDR_CONVERSION")).status_code == 404
    assert "unit" in hr.say("atto", "CURRENCY", name="Liberex", basis="VOLUNTARY", unit="EUR")
    assert hr.say("atto", "CURRENCY", name="Liberex", basis="VOLUNTARY", unit="LBX").endswith("/quanto/")
    assert hr.budget("CURRENCY").unit == "LBX"
    hr.fill("CURRENCY", "40")
    for step, fields in {"aree": {}, "quando": {"expires_on": f"{YEAR}-12-31"}, "resto": REST}.items():
        hr.say(step, "PDR_CONVERSION", **fields)
    page = hr.check()
    assert "40,00\xa0LBX" in page and "0,00\xa0€" in page
    assert hr.open() == Plan.State.OPEN


def test_the_first_page_sent_twice_writes_one_plan(hr: Walk, alfa: Organization) -> None:
    sent = named()
    assert [hr.client.post(f"{LIST}nuovo/nome/", sent).status_code for _ in range(2)] == [302, 302]
    with inside(alfa):
        assert Plan.objects.count() == 1


def test_a_step_sent_twice_and_from_an_older_tab_does_no_harm(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    older = hr.address("quanto", "VOLUNTARY")
    for _ in range(2):
        hr.say("quanto", "VOLUNTARY", everybody="10")
    assert hr.amounts("VOLUNTARY") == ["10.00"]
    hr.say("fonti", sources=["CONTRACT_CCNL"])
    assert hr.client.post(older, {"everybody": "20"}).status_code == 404
    hr.fill("CONTRACT_CCNL")
    stale = hr.address("quanto", "CONTRACT_CCNL")
    assert hr.open() == Plan.State.OPEN
    assert hr.client.get(stale).headers["Location"] == f"{LIST}{hr.plan.pk}/"
    assert hr.client.post(stale, {"everybody": "20"}).headers["Location"] == f"{LIST}{hr.plan.pk}/"
    assert hr.client.post(hr.address("nome"), named(name="Altro")).status_code == 302
    assert hr.client.post(hr.address("verifica"), {"labour_cost": "1"}).status_code == 302
    assert hr.client.post(f"{LIST}{hr.plan.pk}/elimina/").status_code == 302
    with inside(hr.organization):
        plan = Plan.objects.get()
        assert (plan.name, plan.labour_cost) == ("Piano", None)
    assert hr.amounts("CONTRACT_CCNL") == ["100.00"]


def test_a_draft_is_thrown_away_after_asking(hr: Walk) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY")
    address = f"{LIST}{hr.plan.pk}/elimina/"
    assert hr.client.get(address).status_code == 200
    assert hr.client.post(address).status_code == 302
    assert hr.client.post(address).status_code == 404
    with inside(hr.organization):
        assert not Plan.objects.exists()


def test_a_plan_is_closed_once_its_days_are_over(hr: Walk, alfa: Organization) -> None:
    with inside(alfa):
        plan = people.plan()
    address = f"{LIST}{plan.pk}/chiudi/"
    assert hr.client.get(address).status_code == 302
    hr.client.post(address)
    with inside(alfa):
        assert Plan.objects.get().state == Plan.State.OPEN
    with pretend(plan.ends_on + datetime.timedelta(days=1)):
        assert address in hr.client.get(f"{LIST}{plan.pk}/").content.decode()
        assert hr.client.get(address).status_code == 200
        hr.client.post(address)
    with inside(alfa):
        assert Plan.objects.get().state == Plan.State.CLOSED


@pytest.mark.parametrize("changes", [{}, {"name": "Piano 2030"}])
def test_last_year_s_plan_is_copied_one_year_on(hr: Walk, alfa: Organization, changes: dict[str, str]) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        last = PlanTerms(
            f"Piano {YEAR}", datetime.date(YEAR, 1, 1), datetime.date(YEAR + 1, 2, 28), "Art. 1",
            (
                BudgetTerms(
                    Source.FRINGE, f"Fringe {YEAR}", datetime.date(YEAR, 12, 31), basis="VOLUNTARY",
                    opens_on=datetime.date(YEAR, 3, 1), opens=("cura",),
                    amounts={None: Decimal("10.00"), "Impiegati": Decimal("20.50")}, full_time_hours=Decimal("38.50"),
                    per_child=Decimal("5.00"), most_children=2, pro_rata="days", residual="next",
                    carried_until=datetime.date(YEAR + 1, 2, 28), refund_days=30, leaver_days=None,
                ),
            ),
        )  # fmt: skip
        plan = drafts.begin(uuid.uuid4(), last, actor=people.actor())
        assert opening.open_plan(plan, actor=people.actor())
    assert plan.pk.hex in hr.client.get(f"{LIST}nuovo/").content.decode()
    query = f"?copia={plan.pk.hex}"
    page = hr.client.get(f"{LIST}nuovo/nome/{query}").content.decode()
    assert f'value="Piano {YEAR + 1}"' in page and f'value="{YEAR + 1}-01-01"' in page
    ends = (datetime.date(YEAR + 2, 3, 1) - datetime.timedelta(days=1)).isoformat()
    named = {"name": f"Piano {YEAR + 1}"} | changes
    hr.begin(query, starts_on=f"{YEAR + 1}-01-01", ends_on=ends, **named)
    # Nothing is left to answer: it leads to the check.
    assert hr.client.get(f"{LIST}{hr.plan.pk}/imposta/").headers["Location"].endswith("/verifica/")
    assert (hr.plan.previous_id, hr.plan.regulation, hr.plan.year) == (plan.pk, "Art. 1", YEAR + 1)
    copied = hr.budget("FRINGE")
    assert (copied.name, copied.basis, copied.opens, copied.pro_rata) == (
        f"Fringe {YEAR + 1}",
        "VOLUNTARY",
        ["cura"],
        "days",
    )
    assert (copied.opens_on, copied.expires_on) == (datetime.date(YEAR + 1, 3, 1), datetime.date(YEAR + 1, 12, 31))
    assert copied.carried_until and copied.carried_until.isoformat() == ends
    assert (copied.full_time_hours, copied.per_child, copied.most_children) == (Decimal("38.50"), Decimal(5), 2)
    assert copied.pro_rata == "days"
    assert (copied.refund_days, copied.leaver_days) == (30, None)
    assert {row.category_id: row.amount for row in copied.amounts.all()} == {None: 10, clerks.pk: Decimal("20.50")}


def test_dates_chosen_for_a_copy_cut_its_windows(hr: Walk, alfa: Organization) -> None:
    with inside(alfa):
        plan = people.plan(starts_on=datetime.date(YEAR, 1, 1), ends_on=datetime.date(YEAR, 12, 31))
        budget = people.budget(plan)
        budget.expires_on = datetime.date(YEAR, 12, 31)
        budget.save()
        budget.amounts.create(amount="10.00")
    hr.begin(f"?copia={plan.pk}", starts_on=f"{YEAR + 1}-01-01", ends_on=f"{YEAR + 1}-06-30")
    assert hr.budget("CONTRACT_CCNL").expires_on == datetime.date(YEAR + 1, 6, 30)
    assert hr.open() == Plan.State.OPEN


@pytest.mark.parametrize("query", ["?copia=abc", f"?copia={'0' * 32}", "?base=abc", f"?base={'0' * 32}", "?rete=1"])
def test_what_there_is_not_is_not_begun_from(hr: Walk, query: str) -> None:
    assert hr.client.get(f"{LIST}nuovo/nome/{query}").status_code == 404
    assert hr.client.post(f"{LIST}nuovo/nome/{query}", named()).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_what_the_pages_cost_does_not_grow(hr: Walk, alfa: Organization, count: int) -> None:
    hr.begin()
    hr.say("fonti", sources=["VOLUNTARY", "FRINGE"])
    with inside(alfa):
        for number in range(count):
            make.member("Anna", category=make.category(f"Categoria {number}"))
            people.plan(f"Bozza {number}", state=Plan.State.DRAFT)
    hr.client.get(LIST)
    costs = {step: hr_cost(hr, hr.address(step)) for step in ("nome", "fonti", "verifica")}
    costs["quanto"] = hr_cost(hr, hr.address("quanto", "VOLUNTARY"))
    assert (costs, hr_cost(hr, LIST)) == ({"nome": 6, "fonti": 6, "quanto": 7, "verifica": 10}, 5)


def hr_cost(hr: Walk, address: str) -> int:
    """How many statements a page costs, the switch of schema left out."""
    with CaptureQueriesContext(connection) as work:
        assert hr.client.get(address).status_code == 200
    return len([q for q in work.captured_queries if "search_path" not in q["sql"]])
