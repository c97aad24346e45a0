"""The list: what stands on it, how a card reads, how it is sorted and paged, what it costs."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from providers.models import Delivery, Offer, Slot, Unit
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.shelf.shelves import listed, show, supplier
from welfare.clock import now


@pytest.fixture
def anna(alfa: Organization) -> Client:
    """Anna's browser at alfa."""
    with inside(alfa):
        member = make.member("Anna")
    return browse(alfa, member.user)


def titles(client: Client, query: str = "") -> list[str]:
    """The titles of the cards, in order."""
    response = client.get(f"/scaffale/{query}")
    assert response.status_code == 200
    return re.findall(r'class="offer-title"><a[^>]*>([^<]*)<', response.content.decode())


def text(client: Client, query: str = "") -> str:
    """The page without markup."""
    page = client.get(f"/scaffale/{query}").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_only_what_this_organization_lists_is_there(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Estate al Mulino")
    listed(beta, beta, "Solo per beta")
    assert titles(anna) == ["Estate al Mulino"]


@pytest.mark.parametrize("state", sorted(set(Offer.State) - {Offer.State.PUBLISHED}))
def test_only_published_offers_are_there(anna: Client, alfa: Organization, beta: Organization, state: str) -> None:
    listed(alfa, beta, state=state)
    assert titles(anna) == []


def test_a_suspended_suppliers_offers_are_gone(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta)
    Organization.objects.filter(pk=beta.pk).update(status=Status.SUSPENDED)
    assert titles(anna) == []


def test_a_directory_entry_is_shown(anna: Client, alfa: Organization) -> None:
    listed(alfa, None, "Pediatra")
    assert titles(anna) == ["Pediatra"]


def test_a_card_says_type_ages_provider_town_price_and_places(
    anna: Client, alfa: Organization, beta: Organization
) -> None:
    offer = listed(alfa, beta, age_min=3, age_max=11)
    make.slot(offer, capacity=8, taken=1)
    make.slot(offer, days=70, capacity=5)
    shown = text(anna)
    assert "Centro estivo · 3-11" in shown
    assert "Primavera · Carpi" in shown
    assert "140,00 €" in shown
    assert "12" in shown


def test_the_price_agreed_here_wins(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = make.offer(supplier(beta))
    show(alfa, offer, price_agreed=Decimal("99.50"))
    shown = text(anna)
    assert "99,50 €" in shown
    assert "140,00" not in shown


def test_closed_and_past_slots_are_no_places(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta)
    make.slot(offer, capacity=40, state=Slot.State.CLOSED)
    make.slot(offer, days=-3, capacity=50)
    make.slot(offer, capacity=3)
    page = anna.get("/scaffale/").content.decode()
    assert re.findall(r'class="pill ([a-z]*)">(\d+)', page) == [("warn", "3")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Corso", "Bagno", "Asilo"]),
        ("?ordina=prezzo", ["Corso", "Asilo", "Bagno"]),
        ("?ordina=nome", ["Asilo", "Bagno", "Corso"]),
        ("?ordina=nonsense", ["Corso", "Bagno", "Asilo"]),
    ],
)
def test_sorting(anna: Client, alfa: Organization, beta: Organization, query: str, expected: list[str]) -> None:
    for day, (title, price) in enumerate([("Asilo", "20"), ("Bagno", "30"), ("Corso", "10")]):
        moment = now() + datetime.timedelta(days=day - 10)
        listed(alfa, beta, title, price=Decimal(price), published_at=moment)
    assert titles(anna, query) == expected


@pytest.mark.parametrize("order", ["", "nuovi", "prezzo", "nome"])
def test_every_offer_comes_once_over_the_pages(
    anna: Client, alfa: Organization, beta: Organization, order: str
) -> None:
    made = {listed(alfa, beta, f"Servizio {n}", price=Decimal(1 + n % 7)).title for n in range(55)}
    seen: list[str] = []
    url = f"?ordina={order}"
    while url:
        seen += titles(anna, url)
        following = re.search(r'href="([^"]*)" rel="next"', anna.get(f"/scaffale/{url}").content.decode())
        url = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 55
    assert set(seen) == made


def test_htmx_gets_the_results_alone(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta)
    part = anna.get("/scaffale/", headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    assert "Estate al Mulino" in part
    assert "<html" not in part
    back = {"HX-Request": "true", "HX-Target": "results", "HX-History-Restore-Request": "true"}
    assert "<html" in anna.get("/scaffale/", headers=back).content.decode()


def test_empty_areas_have_no_chip(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta)
    page = anna.get("/scaffale/").content.decode()
    assert re.findall(r"\?area=(\w+)", page) == ["infanzia_istruzione"]


def test_an_empty_shelf_teaches_and_gives_the_phone(anna: Client, alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(help_phone="059 123456")
    page = anna.get("/scaffale/").content.decode()
    assert 'class="empty"' in page
    assert "tel:059123456" in page


def test_a_visitor_is_sent_to_sign_in(alfa: Organization) -> None:
    assert browse(alfa).get("/scaffale/").status_code in (302, 403)


def counted(client: Client, query: str = "") -> int:
    """SQL statements of one page, switches of schema left out."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/scaffale/{query}").status_code == 200
    return len([q for q in queries if "search_path" not in q["sql"]])


@pytest.mark.parametrize(
    ("query", "at_1", "at_30"),
    # With enough exact answers, words need no second look with their typing errors; answers that
    # one page holds need no count.
    [("", 8, 8), ("?q=estate", 10, 9), ("?per=io&ordina=prezzo", 8, 9)],
)
def test_a_page_costs_the_same_at_1_and_at_30_offers(
    anna: Client, alfa: Organization, beta: Organization, query: str, at_1: int, at_30: int
) -> None:
    first = listed(alfa, beta, unit=Unit.HOUR, service_type="gym", area="tempo_libero")
    make.slot(first)
    anna.get("/scaffale/")
    assert counted(anna, query) == at_1
    for number in range(29):
        offer = listed(alfa, beta, f"Estate {number}", service_type="gym", delivery=Delivery.PLACES)
        make.slot(offer)
    assert counted(anna, query) == at_30


def test_dates_with_prices_of_their_own_are_told_from_the_lowest(
    anna: Client, alfa: Organization, beta: Organization
) -> None:
    camp = listed(alfa, beta, unit=Unit.WEEK, price=Decimal(140))
    make.slot(camp)
    make.slot(camp, days=40, price=Decimal(120))
    assert "da 120,00 € a settimana" in text(anna).replace("\xa0", " ")
    page = anna.get(f"/scaffale/{camp.pk}/").content.decode().replace("\xa0", " ")
    assert "da 120,00 € a settimana" in page
    assert ("140,00 €" in page) and page.count("120,00 €") > 1


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ({"capacity": 3, "taken": 3}, "140,00 € a settimana"),
        ({"days": -5}, "140,00 € a settimana"),
        ({"state": "closed"}, "140,00 € a settimana"),
        ({}, "da 120,00 € a settimana"),
    ],
)
def test_only_dates_that_can_be_booked_count(
    anna: Client, alfa: Organization, beta: Organization, others: dict[str, Any], shown: str
) -> None:
    camp = listed(alfa, beta, unit=Unit.WEEK, price=Decimal(140))
    make.slot(camp)
    make.slot(camp, price=Decimal(120), **others)
    assert f" {shown}" in text(anna).replace("\xa0", " ").replace("da 140", "?")


def test_what_is_agreed_here_is_the_most_that_dates_cost(anna: Client, alfa: Organization, beta: Organization) -> None:
    camp = make.offer(supplier(beta), "Estate al Mulino", unit=Unit.WEEK, price=Decimal(140))
    show(alfa, camp, price_agreed=Decimal(100))
    make.slot(camp, price=Decimal(120))
    assert "100,00 €" in text(anna).replace("\xa0", " ")
    make.slot(camp, days=40, price=Decimal(90))
    assert "da 90,00 €" in text(anna).replace("\xa0", " ")


def test_cheaper_dates_put_a_service_ahead_by_price(anna: Client, alfa: Organization, beta: Organization) -> None:
    camp = listed(alfa, beta, "Campo", price=Decimal(140))
    listed(alfa, beta, "Palestra", price=Decimal(130), delivery=Delivery.VOUCHER)
    make.slot(camp, price=Decimal(120))
    assert titles(anna, "?ordina=prezzo") == ["Campo", "Palestra"]
