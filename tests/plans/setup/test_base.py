"""The network's base plan: who writes and publishes it, who begins from it, and that it is only narrowed."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest

from catalog.plans import grants
from catalog.plans.models import Budget, Plan, Source
from catalog.plans.setup import bases, drafts, opening
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from members.models import Category
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.setup.walk import LIST, REST, Walk, named
from welfare.clock import today

YEAR = today().year
FIRST, LAST, MAY = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31), datetime.date(YEAR + 1, 5, 31)
AMOUNTS: dict[str | None, Decimal] = {None: Decimal("100.00"), "Impiegati": Decimal("200.00")}


@pytest.fixture
def base(rete: Organization, alfa: Organization) -> Plan:
    """A base plan that the network has published; Alfa is a member of it."""
    Organization.objects.filter(pk=alfa.pk).update(parent=rete)
    alfa.parent = rete
    terms = PlanTerms(
        "Piano di rete", FIRST, MAY, "Art. 1",
        (
            BudgetTerms(
                Source.VOLUNTARY, "Volontario", LAST, opens_on=datetime.date(YEAR, 2, 1), opens=("cura", "salute"),
                amounts=AMOUNTS, full_time_hours=Decimal("38.00"), per_child=Decimal("10.00"), most_children=2,
                pro_rata="months", leaver_days=30,
            ),
            BudgetTerms(Source.FRINGE, "Fringe", LAST, basis="VOLUNTARY", amounts={"Quadri": Decimal("300.00")}),
        ),
    )  # fmt: skip
    with inside(rete):
        make.category("Impiegati")
        make.category("Quadri")
        plan = drafts.begin(uuid.uuid4(), terms, actor=people.actor(), is_base=True)
        assert opening.open_plan(plan, actor=people.actor())
    return plan


@pytest.fixture
def narrowed(base: Plan, alfa: Organization) -> Walk:
    """Alfa's HR, with a plan begun from the base plan; Alfa has clerks and workers, and no managers."""
    with inside(alfa):
        user = make.user("Rita", "hr")
        make.member("Anna", category=make.category("impiegati"))
        make.category("Operai")
    walk = Walk(browse(alfa, user), alfa)
    walk.begin(f"?base={base.pk}", ends_on=MAY.isoformat())
    return walk


def test_a_member_begins_from_it_and_the_network_s_trail_says_so(
    narrowed: Walk, base: Plan, rete: Organization, alfa: Organization
) -> None:
    assert base.pk.hex in narrowed.client.get(f"{LIST}nuovo/").content.decode()
    budget = narrowed.budget("VOLUNTARY")
    assert (budget.opens, budget.pro_rata, budget.leaver_days) == (["cura", "salute"], "months", 30)
    assert narrowed.amounts("VOLUNTARY") == ["100.00", "200.00"]
    assert (narrowed.plan.base["name"], narrowed.plan.regulation) == ("Piano di rete", "Art. 1")
    # Alfa has no "Quadri": their amount is left out, and asked for.
    assert narrowed.amounts("FRINGE") == []
    assert narrowed.client.get(f"{LIST}{narrowed.plan.pk}/imposta/").headers["Location"].endswith("/quanto/")
    with inside(rete):
        entered = Record.objects.filter(action="entered", details__reason=bases.REASON)
        assert {record.actor.split(":")[0] for record in entered} == {alfa.key}


def test_what_the_network_changes_later_does_not_reach_a_plan_begun(
    narrowed: Walk, base: Plan, rete: Organization
) -> None:
    with inside(rete):
        assert opening.close_plan(base, actor=people.actor())
        Budget.objects.all().update(opens=[])
    assert "cura" not in narrowed.say("aree", "VOLUNTARY", opens=["cura"])
    assert "Piano di rete" in narrowed.say("aree", "VOLUNTARY", opens=["casa"])
    assert narrowed.client.get(f"{LIST}nuovo/nome/?base={base.pk}").status_code == 404


WIDENINGS: list[tuple[str, dict[str, Any], str]] = [
    ("aree", {"opens": ["cura", "casa"]}, ""),
    ("aree", {}, ""),
    ("quanto", {"everybody": "100,01"}, "100,00"),
    ("quanto", {"category-impiegati": "200,01"}, "200,00"),
    ("quanto", {"category-Operai": "100,01"}, "100,00"),
    ("parti", {"pro_rata": "none", "full_time_hours": "38"}, ""),
    ("parti", {"pro_rata": "months"}, "38"),
    ("parti", {"pro_rata": "months", "full_time_hours": "37"}, "38"),
    ("parti", {"pro_rata": "months", "full_time_hours": "38", "per_child": "10,01", "most_children": "2"}, "10,00"),
    ("parti", {"pro_rata": "months", "full_time_hours": "38", "per_child": "5", "most_children": "3"}, "2"),
    ("parti", {"pro_rata": "months", "full_time_hours": "38", "per_child": "5"}, "2"),
    ("quando", {"opens_on": f"{YEAR}-01-31", "expires_on": f"{YEAR}-12-31"}, "1 febbraio"),
    ("quando", {"expires_on": f"{YEAR}-12-31"}, "1 febbraio"),
    ("quando", {"opens_on": f"{YEAR}-02-01", "expires_on": f"{YEAR + 1}-01-01"}, "31 dicembre"),
    ("resto", REST | {"refund_days": "30"}, "0"),
    ("resto", REST | {"leaving": "days", "leaver_days": "31"}, "30"),
    ("resto", REST | {"leaving": "end"}, "30"),
    ("resto", REST | {"residual": "next", "carried_until": f"{YEAR + 1}-01-31"}, "31 dicembre"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "fields", "limit"), WIDENINGS)
def test_each_widening_is_refused_naming_the_limit(
    narrowed: Walk, alfa: Organization, step: str, fields: dict[str, Any], limit: str
) -> None:
    told = narrowed.say(step, "VOLUNTARY", **by_key(alfa, fields))
    assert "Piano di rete" in told and limit in told


NARROWINGS: list[tuple[str, dict[str, Any]]] = [
    ("aree", {"opens": ["salute"]}),
    ("quanto", {"category-impiegati": "199,99"}),
    ("quanto", {"everybody": "100", "category-Operai": "50"}),
    ("parti", {"pro_rata": "months", "full_time_hours": "40", "per_child": "10", "most_children": "1"}),
    ("quando", {"opens_on": f"{YEAR}-03-01", "expires_on": f"{YEAR}-12-30"}),
    ("resto", REST | {"leaving": "days", "leaver_days": "29"}),
]


@pytest.mark.parametrize(("step", "fields"), NARROWINGS)
def test_each_narrowing_is_taken(narrowed: Walk, alfa: Organization, step: str, fields: dict[str, Any]) -> None:
    assert narrowed.say(step, "VOLUNTARY", **by_key(alfa, fields)).startswith(LIST)


def by_key(alfa: Organization, fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of categories by their keys instead of their names."""
    with inside(alfa):
        keys = {one.name: one.pk for one in Category.objects.all()}
    spelt = {name: f"category-{keys[name.split('-')[1]]}" for name in fields if name.startswith("category-")}
    return {spelt.get(name, name): value for name, value in fields.items()}


def test_no_source_and_no_day_beyond_it(narrowed: Walk) -> None:
    assert "Piano di rete" in narrowed.say("fonti", sources=["VOLUNTARY", "CONTRACT_CCNL"])
    # Fewer sources are fewer; one that comes back has the network's terms again.
    narrowed.say("fonti", sources=["FRINGE"])
    narrowed.say("fonti", sources=["VOLUNTARY"])
    assert narrowed.amounts("VOLUNTARY") == ["100.00", "200.00"]
    longer = {"name": "Piano", "starts_on": f"{YEAR}-01-01", "ends_on": f"{YEAR + 1}-06-01"}
    assert "31 maggio" in narrowed.say("nome", **longer)
    assert narrowed.open() == Plan.State.OPEN


def test_the_first_page_refuses_days_beyond_it(narrowed: Walk, base: Plan) -> None:
    sent = named(ends_on=f"{YEAR + 1}-06-01")
    page = narrowed.client.post(f"{LIST}nuovo/nome/?base={base.pk}", sent).content.decode()
    assert "Piano di rete" in page and "error-summary" in page


def test_only_members_of_the_network_see_it(base: Plan, beta: Organization, rete: Organization) -> None:
    Organization.objects.filter(pk=beta.pk).update(parent=None)
    with inside(beta):
        user = make.user("Rita", "hr")
        other = Walk(browse(beta, user), beta)
    assert base.pk.hex not in other.client.get(f"{LIST}nuovo/").content.decode()
    assert other.client.get(f"{LIST}nuovo/nome/?base={base.pk}").status_code == 404


def test_the_office_writes_and_publishes_it_and_sees_no_other_plan(rete: Organization) -> None:
    with inside(rete):
        own = people.plan("Piano dei nostri")
        office = make.user("Olga", "office")
    walk = Walk(browse(rete, office), rete)
    assert "?rete=1" in walk.client.get(f"{LIST}nuovo/").content.decode()
    assert walk.client.get(f"{LIST}nuovo/nome/").context["origin"].is_base
    assert walk.client.post(f"{LIST}nuovo/nome/?copia={own.pk}", named()).status_code == 404
    walk.begin("?rete=1")
    walk.say("fonti", sources=["VOLUNTARY"])
    walk.fill("VOLUNTARY")
    assert walk.open() == Plan.State.OPEN
    page = walk.client.get(LIST).content.decode()
    assert str(walk.plan.pk) in page and str(own.pk) not in page
    assert walk.client.get(f"{LIST}{walk.plan.pk}/").status_code == 200
    assert walk.client.get(f"{LIST}{own.pk}/").status_code == 404
    assert walk.client.post(f"{LIST}{own.pk}/chiudi/").status_code == 404
    with inside(rete):
        budget = Budget.objects.select_related("plan").get(plan=walk.plan)
        with pytest.raises(grants.NotOpen):
            grants.prepare(budget, grants.Terms(), key="k", actor=people.actor())
    walk.client.post(f"{LIST}{walk.plan.pk}/chiudi/")
    with inside(rete):
        assert Plan.objects.get(pk=walk.plan.pk).state == Plan.State.CLOSED
        assert Plan.objects.get(pk=own.pk).state == Plan.State.OPEN


def test_hr_of_a_company_writes_no_base_plan(narrowed: Walk) -> None:
    assert "?rete=1" not in narrowed.client.get(f"{LIST}nuovo/").content.decode()
    assert narrowed.client.post(f"{LIST}nuovo/nome/?rete=1", named()).status_code == 404
