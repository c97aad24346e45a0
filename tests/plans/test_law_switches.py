"""HR's page of the open points of law: what stands, who turned it, on which opinion."""

import pytest
from django.test import Client

from catalog.fiscal import SWITCHES
from catalog.plans.lawful import turned_switches
from catalog.plans.models import LawSwitch
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted

PAGE = "/hr/piani/norme/"
POINT = f"{PAGE}relatives_apart/"
GOOD = {"opinion": "Studio Neri, 3 marzo 2026", "is_answered_for": "on"}


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """Rita's browser, in English."""
    with inside(alfa):
        client = browse(alfa, make.user("Rita", "hr"))
    client.cookies["scaffale_language"] = "en"
    return client


def acts(where: Organization) -> list[tuple[str, str]]:
    """What the trail says of switches."""
    with inside(where):
        rows = Record.objects.filter(action__startswith="law_switch").order_by("pk")
        return [(row.action, row.details["code"]) for row in rows]


def test_every_open_point_is_shown_cautious_with_its_law(hr: Client) -> None:
    page = hr.get(PAGE).content.decode()
    for switch in SWITCHES.values():
        for words in (switch.question, switch.when_off, switch.when_on, switch.law_ref):
            assert words.replace("'", "&#x27;") in page
    assert "Rita" not in page.split("<main")[1]


def test_a_point_turned_and_back_says_who_and_on_which_opinion(alfa: Organization, hr: Client) -> None:
    assert hr.post(POINT, GOOD).headers["Location"] == PAGE
    with inside(alfa):
        assert {code.value for code in turned_switches().turned} == {"relatives_apart"}
    page = hr.get(PAGE).content.decode()
    assert "Rita Bianchi" in page
    assert "Studio Neri, 3 marzo 2026" in page
    hr.post(POINT, GOOD | {"opinion": "Altro"})
    hr.post(f"{POINT}indietro/")
    hr.post(f"{POINT}indietro/")
    with inside(alfa):
        assert not turned_switches().turned
        [row] = LawSwitch.objects.all()
        assert row.opinion == GOOD["opinion"]
        assert row.turned_back_by is not None
    assert acts(alfa) == [("law_switch.turn", "relatives_apart"), ("law_switch.turn_back", "relatives_apart")]
    assert "Studio Neri" in hr.get(PAGE).content.decode(), "what was before stays on record"


@pytest.mark.parametrize(
    "spoilt", [{"opinion": ""}, {"opinion": "  "}, {"opinion": "x" * 201}, {"is_answered_for": ""}]
)
def test_without_opinion_or_answer_nothing_is_turned_and_what_was_typed_stays(
    alfa: Organization, hr: Client, spoilt: dict[str, str]
) -> None:
    response = hr.post(POINT, GOOD | spoilt)
    assert response.status_code == 200
    if len(spoilt.get("opinion", "short").strip()) > 0:
        assert (GOOD | spoilt)["opinion"] in response.content.decode()
    with inside(alfa):
        assert not LawSwitch.objects.exists()
    assert acts(alfa) == []


@pytest.mark.parametrize("code", ["no_such_point", "RELATIVES_APART"])
def test_a_code_that_there_is_not_is_not_found(alfa: Organization, hr: Client, code: str) -> None:
    assert hr.post(f"{PAGE}{code}/", GOOD).status_code == 404
    assert hr.post(f"{PAGE}{code}/indietro/").status_code == 404


def test_looking_turns_nothing(alfa: Organization, hr: Client) -> None:
    for path in (PAGE, POINT, f"{POINT}indietro/"):
        assert hr.get(path).status_code == 200
    with inside(alfa):
        assert not LawSwitch.objects.exists()


def test_the_page_costs_the_same_with_a_long_history(alfa: Organization, hr: Client) -> None:
    hr.get(PAGE)
    costs = []
    for times in (1, 30):
        for _ in range(times):
            hr.post(POINT, GOOD)
            hr.post(f"{POINT}indietro/")
        with counted() as statements:
            hr.get(PAGE)
        costs.append(len(statements))
    assert costs[0] == costs[1] == 5
