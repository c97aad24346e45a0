"""`/` is the home of each role; the bars show the places of the side one is on."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.queries import counted
from welfare import clock


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    return stages.set_up(alfa, beta)


def test_a_member_sees_credit_what_expires_and_what_may_help(stage: Stage) -> None:
    page = browse(stage.issuer, stage.anna.user).get("/")
    shown = page.content.decode()
    assert page.context["total"] == Decimal("842.50")
    assert page.context["expiring"].amount == Decimal("210.00")
    assert page.context["expiring"].days == 20
    assert "842,50" in shown
    assert "Estate al Mulino" in shown


def test_a_voucher_to_use_is_on_the_home(stage: Stage) -> None:
    order = stage.place()
    shown = browse(stage.issuer, stage.anna.user).get("/").content.decode()
    assert f"/buoni/{order.voucher.pk}/" in shown


@pytest.mark.parametrize(("role", "address"), [("hr", "/hr/"), ("welfare_manager", "/hr/")])
def test_staff_who_are_no_members_go_to_their_own_home(alfa: Organization, role: str, address: str) -> None:
    with inside(alfa):
        irene = make.user("Irene", role)
    answer = browse(alfa, irene).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, address)


def test_the_networks_office_goes_to_the_console(rete: Organization) -> None:
    with inside(rete):
        ugo = make.user("Ugo", "office")
    assert browse(rete, ugo).get("/").headers["Location"] == "/rete/"


@pytest.mark.parametrize(("role", "has_stopped_work"), [("office", False), ("operator", True)])
def test_every_place_of_the_network_opens_for_who_sees_it(
    rete: Organization, role: str, has_stopped_work: bool
) -> None:
    with inside(rete):
        browser = browse(rete, make.user("Ugo", role))
    shown = places(browser, "/rete/")
    assert ("/rete/lavori/" in shown) is has_stopped_work
    assert [address for address in shown if browser.get(address).status_code != 200] == []


def test_every_place_of_a_provider_opens(beta: Organization) -> None:
    with inside(beta):
        browser = browse(beta, make.user("Rita", "provider_staff"))
    make.provider(beta)
    shown = places(browser, "/fornitore/")
    assert len(shown) == 8
    assert [address for address in shown if browser.get(address).status_code != 200] == []


def test_an_account_without_a_task_is_told_so(alfa: Organization) -> None:
    with inside(alfa):
        paolo = make.user("Paolo", "committee")
    page = browse(alfa, paolo).get("/")
    assert page.status_code == 200
    assert page.templates[0].name == "home/nothing.html"


def test_visitors_are_sent_to_sign_in(alfa: Organization) -> None:
    assert browse(alfa).get("/").headers["Location"].startswith("/accedi/")


def places(browser: Client, address: str) -> list[str]:
    return [item.url for item in browser.get(address).context["navigation"]]


def test_the_bar_follows_the_side(browser: Client) -> None:
    assert places(browser, "/")[:2] == ["/", "/scaffale/"]
    assert places(browser, "/hr/")[:2] == ["/hr/", "/hr/persone/"]
    assert {home.url for home in browser.get("/").context["account_menu"].homes} == {"/", "/hr/"}


def test_every_place_of_the_bar_opens(browser: Client) -> None:
    for address in places(browser, "/") + places(browser, "/hr/"):
        assert browser.get(address).status_code == 200, address


def test_hr_sees_no_use_of_credit_of_a_few_people(stage: Stage) -> None:
    stage.place()
    with inside(stage.issuer):
        hr = make.member("Irene", "hr")
        for number in range(12):
            make.member(f"Bea{number}")
    page = browse(stage.issuer, hr.user).get("/hr/")
    assert page.context["take_up"].spent is None
    assert "140,00" not in page.content.decode()


def test_homes_cost_the_same_at_1_and_at_30(alfa: Organization, browser: Client, stage: Stage) -> None:
    def cost(address: str) -> int:
        with counted() as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    cost("/"), cost("/hr/")
    before = cost("/"), cost("/hr/")
    with inside(alfa):
        for number in range(29):
            member = make.member(f"Bea{number}")
            stages.grant(member, stage.voluntary, "50.00")
            make.relative(member)
    assert (cost("/"), cost("/hr/")) == before


def test_credit_that_expires_today_says_so(stage: Stage) -> None:
    last_day = stage.contract.expires_on
    with clock.pretend(last_day):
        page = browse(stage.issuer, stage.anna.user).get("/")
    assert page.context["expiring"].days == 0
    with clock.pretend(last_day + datetime.timedelta(days=1)):
        later = browse(stage.issuer, stage.anna.user).get("/")
    assert later.context["total"] == Decimal("632.50")
