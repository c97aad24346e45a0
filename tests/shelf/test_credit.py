"""What a member's credit covers, on cards and on the page of a service."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from catalog.plans.models import Plan, Source
from members.models import Member
from providers.models import Delivery, Offer
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.shelf.shelves import show, supplier


@pytest.fixture
def member(alfa: Organization) -> Member:
    """Anna."""
    with inside(alfa):
        return make.member("Anna")


@pytest.fixture
def anna(alfa: Organization, member: Member) -> Client:
    """Anna's browser, in English."""
    client = browse(alfa, member.user)
    client.cookies["scaffale_language"] = "en"
    return client


@pytest.fixture
def plan(alfa: Organization) -> Plan:
    """An open plan at alfa."""
    with inside(alfa):
        return people.plan()


@pytest.fixture
def gym(alfa: Organization, beta: Organization, plan: Plan) -> Offer:
    """A gym at 140,00 that the plan opens."""
    offer = make.offer(supplier(beta), "Palestra", service_type="gym", delivery=Delivery.VOUCHER)
    show(alfa, offer, plans=[plan])
    return offer


def give(where: Organization, member: Member, plan: Plan, amount: str, source: str = Source.VOLUNTARY) -> None:
    """Credit out of a budget of a plan."""
    with inside(where):
        people.credit(member, people.budget(plan, source=source), amount)


def is_covered(client: Client) -> bool:
    """Whether the one card says so."""
    return bool(re.search(r'class="pill[^"]*">[^<]+<', client.get("/scaffale/").content.decode()))


def notice(client: Client, offer: Offer) -> str:
    """The kind of the notice about credit on the page of the service."""
    page = client.get(f"/scaffale/{offer.pk}/").content.decode()
    found = re.search(r'class="notice ([a-z]*)', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("amount", "covered", "kind"), [("140.00", True, "success"), ("139.99", False, "warn"), ("500.00", True, "success")]
)
def test_all_of_the_price_or_nothing(
    anna: Client, alfa: Organization, member: Member, plan: Plan, gym: Offer, amount: str, covered: bool, kind: str
) -> None:
    give(alfa, member, plan, amount)
    assert is_covered(anna) is covered
    assert notice(anna, gym) == kind


def test_two_lots_pay_together(anna: Client, alfa: Organization, member: Member, plan: Plan, gym: Offer) -> None:
    give(alfa, member, plan, "70.00")
    give(alfa, member, plan, "70.00", Source.CONTRACT_CCNL)
    assert is_covered(anna)
    assert notice(anna, gym) == "success"


@pytest.mark.usefixtures("gym")
def test_another_plans_credit_does_not_pay(anna: Client, alfa: Organization, member: Member) -> None:
    with inside(alfa):
        other = people.plan("Altro")
    give(alfa, member, other, "500.00")
    assert not is_covered(anna)


def test_the_price_agreed_here_is_the_one_compared(
    anna: Client, alfa: Organization, beta: Organization, member: Member, plan: Plan
) -> None:
    offer = make.offer(supplier(beta), "Nuoto", service_type="swimming_pool", delivery=Delivery.VOUCHER)
    show(alfa, offer, price_agreed=Decimal("100.00"), plans=[plan])
    give(alfa, member, plan, "120.00")
    assert is_covered(anna)
    assert "100,00" in anna.get(f"/scaffale/{offer.pk}/").content.decode()


def test_credit_without_services_is_told(anna: Client, gym: Offer) -> None:
    assert notice(anna, gym) == "info"
