"""Whether people bring providers with a plan's credit: chosen as it is written, narrowed, changed while it is open."""

import datetime
import uuid

import pytest

from catalog.plans.models import Plan
from catalog.plans.setup import drafts, opening
from catalog.plans.setup.terms import PlanTerms, read, written
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.setup.walk import LIST, Walk, named
from welfare.clock import today

YEAR = today().year
TERMS = PlanTerms("Piano di rete", datetime.date(YEAR, 1, 1), datetime.date(YEAR + 1, 5, 31))
TICK = {"takes_nominations": "on"}


@pytest.fixture
def hr(alfa: Organization) -> Walk:
    """Alfa's HR."""
    with inside(alfa):
        make.member("Anna")
        user = make.user("Rita", "hr")
    return Walk(browse(alfa, user), alfa)


def is_ticked(hr: Walk, query: str = "") -> bool:
    """Whether the first page begins with the tick."""
    page = hr.client.get(f"{LIST}nuovo/nome/{query}").content.decode()
    [box] = [part for part in page.split("<input")[1:] if 'name="takes_nominations"' in part.split(">")[0]]
    return "checked" in box.split(">")[0]


def allowed(hr: Walk) -> bool:
    """What the plan says now."""
    with inside(hr.organization):
        return Plan.objects.get(pk=hr.plan.pk).takes_nominations


def open_one(hr: Walk, **fields: str) -> None:
    """A plan of one voluntary budget, open."""
    hr.begin(**fields)
    hr.say("fonti", sources=["VOLUNTARY"])
    hr.fill("VOLUNTARY")
    assert hr.open() == Plan.State.OPEN


def test_a_new_plan_begins_with_the_tick_and_last_years_is_copied_as_it_was(hr: Walk) -> None:
    assert is_ticked(hr)
    open_one(hr, **TICK)
    assert allowed(hr)
    assert is_ticked(hr, f"?copia={hr.plan.pk.hex}")
    with inside(hr.organization):
        Plan.objects.update(takes_nominations=False)
    assert not is_ticked(hr, f"?copia={hr.plan.pk.hex}")


def test_the_check_says_it_and_the_step_changes_it(hr: Walk) -> None:
    hr.begin()
    assert not allowed(hr)
    assert "solo con i fornitori della rete" in hr.check()
    hr.say("nome", **{key: value for key, value in named(**TICK).items() if key != "key"})
    assert allowed(hr)
    assert "al massimo 60 giorni" in hr.check()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_base_plan_that_does_not_allow_it_cannot_be_widened(
    hr: Walk, alfa: Organization, rete: Organization, is_allowed: bool
) -> None:
    Organization.objects.filter(pk=alfa.pk).update(parent=rete)
    with inside(rete):
        base = drafts.begin(
            uuid.uuid4(), PlanTerms(**{**vars(TERMS), "takes_nominations": is_allowed}), actor=people.actor(),
            is_base=True,
        )  # fmt: skip
        Plan.objects.filter(pk=base.pk).update(state=Plan.State.OPEN)
    assert is_ticked(hr, f"?base={base.pk}") is is_allowed
    page = hr.client.post(f"{LIST}nuovo/nome/?base={base.pk}", named(**TICK))
    assert (page.status_code == 302) is is_allowed
    hr.begin(f"?base={base.pk}")
    with inside(alfa):
        Plan.objects.filter(pk=hr.plan.pk).update(state=Plan.State.OPEN)
    hr.client.post(f"{LIST}{hr.plan.pk}/fornitori/", {"allow": "yes"})
    assert allowed(hr) is is_allowed


def test_a_base_plan_of_before_has_no_say_in_it() -> None:
    kept = written(TERMS)
    del kept["takes_nominations"]
    assert read(kept).takes_nominations
    assert read(written(TERMS)) == TERMS


def test_hr_changes_it_on_an_open_plan_once_and_the_trail_says_so(hr: Walk) -> None:
    open_one(hr)
    there = f"{LIST}{hr.plan.pk}/fornitori/"
    assert there in hr.client.get(f"{LIST}{hr.plan.pk}/").content.decode()
    for _ in range(2):
        hr.client.post(there, {"allow": "yes"})
    assert allowed(hr)
    assert 'value="no"' in hr.client.get(there).content.decode()
    hr.client.post(there, {"allow": "no"})
    assert not allowed(hr)
    with inside(hr.organization):
        details = [each.details for each in Record.objects.filter(action="plan.nominations").order_by("pk")]
        assert details == [{"allowed": True}, {"allowed": False}]
        opening.let_nominate(Plan.objects.get(pk=hr.plan.pk), is_allowed=False, actor=people.actor())
        assert Record.objects.filter(action="plan.nominations").count() == len(details)


def test_a_draft_is_changed_in_its_step_alone(hr: Walk) -> None:
    hr.begin()
    answer = hr.client.post(f"{LIST}{hr.plan.pk}/fornitori/", {"allow": "yes"})
    assert answer.headers["Location"] == f"{LIST}{hr.plan.pk}/"
    assert not allowed(hr)
