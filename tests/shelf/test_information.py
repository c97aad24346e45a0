"""Services that are information alone: contacts and how to apply; nothing to order, no price, on any page."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.orders.models import Order
from catalog.shelf.filters import Filters
from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import found
from catalog.shelf.suggestions import suggested_cards
from providers import revisions
from providers.models import Delivery, Offer, OfferRevision, Origin, Provider
from tenants import isolation
from tenants.models import Kind, Organization
from tests import make
from tests.conftest import browse, inside
from tests.shelf.shelves import listed, show, supplier

CARE: dict[str, Any] = {"service_type": "residential_care", "area": "cura", "type_label": "Residenza per anziani (RSA)"}


def home(title: str = "Pineta", town: str = "Tradate", **fields: Any) -> Offer:
    """A home of the directory."""
    provider = Provider.objects.create(
        name=title, form="other", town=town, address="Via Nevoso, 12", postcode="21049", is_accredited=False,
        phone="0331 844495", other_phones=["333 123 4567"], email="info@pineta.example", other_emails=["b@c.example"],
    )  # fmt: skip
    values = CARE | {"delivery": Delivery.PUBLIC, "price": None, "origin": Origin.ACCREDITED, "unit": "once"}
    values |= {"town": town, "address": "Via Nevoso, 12", "beds": 90, "alzheimer_beds": 1, "how_to_apply": "Chiama."}
    return make.offer(provider, title, **(values | fields))


@pytest.fixture
def anna(alfa: Organization) -> Client:
    """Anna's browser at alfa."""
    with inside(alfa):
        member = make.member("Anna")
    return browse(alfa, member.user)


def text(client: Client, address: str) -> str:
    """A page of the shelf."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> list[str]:
    """The titles of the cards, in order."""
    return re.findall(r'class="offer-title"><a[^>]*>([^<]*)<', page)


@pytest.mark.parametrize("fields", [{"price": Decimal("1.00")}, {"delivery": Delivery.VOUCHER, "price": None}])
def test_the_database_knows_which_services_have_a_price(alfa: Organization, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        home(**fields)


def test_the_page_gives_contacts_and_nothing_to_order(anna: Client, alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(help_phone="800 123456")
    offer = home()
    show(alfa, offer)
    page = text(anna, f"/scaffale/{offer.pk}/")
    for shown in (
        'href="tel:0331844495"', 'href="tel:3331234567"', 'href="mailto:info@pineta.example"', "b@c.example",
        "Via Nevoso, 12", "21049 Tradate", "90 posti letto, 1 per persone con Alzheimer", "Chiama.", "Accreditato",
        'href="tel:800123456"',
    ):  # fmt: skip
        assert shown in page
    for absent in ("/richieste/nuova/", "€", "None", "annullare"):
        assert absent not in page


def test_its_card_says_contacts_where_others_have_a_price(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Palestra", delivery=Delivery.VOUCHER, service_type="gym")
    show(alfa, home())
    page = text(anna, "/scaffale/")
    assert page.count("contatti") == 1
    assert "None" not in page
    # The home is its own provider: its name is not said twice.
    assert '<p class="offer-from">Tradate</p>' in page


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.TERRITORY])
def test_an_order_by_a_forged_address_is_not_found(anna: Client, alfa: Organization, kind: Kind) -> None:
    Organization.objects.filter(pk=alfa.pk).update(kind=kind)
    offer = home()
    show(alfa, offer)
    start = f"/richieste/nuova/{offer.pk}/"
    forged = {"step": "check", "who": "io", "nonce": "n" * 32, "revision": "1", "price": "1.00"}
    assert anna.get(start).status_code == 404
    for form in ({}, forged, {"step": "change"}):
        assert anna.post(start, form).status_code == 404
    assert anna.post(f"{start}conferma/", forged).status_code == 404
    with inside(alfa):
        assert Order.objects.count() == 0


def test_a_price_agreed_for_it_makes_it_no_less_information(anna: Client, alfa: Organization) -> None:
    offer = home()
    show(alfa, offer, price_agreed=Decimal("5.00"))
    assert anna.get(f"/richieste/nuova/{offer.pk}/").status_code == 404


@pytest.mark.parametrize("order", ["", "nuovi", "prezzo", "nome"])
def test_pages_by_key_reach_every_service_with_and_without_price(
    anna: Client, alfa: Organization, beta: Organization, order: str
) -> None:
    made = {listed(alfa, beta, f"Corso {n:02}", price=Decimal(1 + n % 3)).title for n in range(30)}
    for n in range(30):
        offer = home(f"Casa {n:02}")
        show(alfa, offer)
        made.add(offer.title)
    seen, query = [], f"?ordina={order}"
    while query:
        page = text(anna, f"/scaffale/{query}")
        seen += titles(page)
        following = re.search(r'href="([^"]*)" rel="next"', page)
        query = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 60
    assert set(seen) == made
    if order != "nome":
        assert not any(title.startswith("Casa") for title in seen[:30])


def test_a_town_that_is_named_is_meant(anna: Client, alfa: Organization) -> None:
    for title, town in (("Pineta", "Tradate"), ("Velini", "Tradate"), ("Giovanni", "Turate")):
        show(alfa, home(title, town))
    assert sorted(titles(text(anna, "/scaffale/?q=tradate"))) == ["Pineta", "Velini"]
    assert sorted(titles(text(anna, "/scaffale/?comune=Tradate"))) == ["Pineta", "Velini"]
    assert titles(text(anna, "/scaffale/?q=tradate+giovanni")) == []
    # A town with a typing error is still found.
    with inside(alfa):
        assert len(found(Filters(q="tradatte"), ["Tradate", "Turate"])) >= 2


def test_filters_find_it(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Palestra", delivery=Delivery.VOUCHER, service_type="gym")
    show(alfa, home())
    for query in ("consegna=public", "origine=accredited", "area=cura", "comune=Tradate"):
        assert titles(text(anna, f"/scaffale/?{query}")) == ["Pineta"]


def test_nobody_is_suggested_a_directory(alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        member = make.member("Anna")
    show(alfa, home())
    listed(alfa, beta, "Palestra", service_type="gym", delivery=Delivery.VOUCHER)
    with inside(alfa):
        assert [card.title for card in suggested_cards(member, 5)] == ["Palestra"]


def test_hr_puts_it_on_the_shelf_without_terms(alfa: Organization) -> None:
    with inside(alfa):
        rita = browse(alfa, make.user("Rita", "hr"))
    offer = home()
    address = f"/hr/scaffale/{offer.pk}/"
    page = text(rita, address)
    assert "price_agreed" not in page
    assert "None" not in page
    assert rita.post(address, {"price_agreed": "5,00"}).status_code == 302
    with inside(alfa):
        assert ShelfItem.objects.get().price_agreed is None
    listing = text(rita, "/hr/scaffale/")
    assert "contatti" in listing
    assert "None" not in listing


def test_a_home_that_joined_the_network_corrects_its_page(beta: Organization) -> None:
    offer = home()
    Provider.objects.filter(pk=offer.provider_id).update(organization=beta)
    with inside(beta):
        manager = browse(beta, make.user("Davide", "provider_manager"))
    for address in ("/fornitore/servizi/", f"/fornitore/servizi/{offer.pk}/"):
        assert "None" not in text(manager, address)
    edit = f"/fornitore/servizi/{offer.pk}/modifica/"
    text(manager, edit)
    sent = {
        "title": "Pineta nuova", "summary": "Casa", "unit": "once", "vat_rate": "5.00", "town": "Tradate",
        "cancellation_days": "14", "validity_days": "180", "edition": "0", "price": "9,00", "delivery": "voucher",
        "service_type": "gym",
    }  # fmt: skip
    assert manager.post(edit, sent).status_code == 302
    manager.post(f"/fornitore/servizi/{offer.pk}/invia/", {"edition": "1"})
    revision = OfferRevision.objects.get()
    assert revision.state == OfferRevision.State.SUBMITTED
    with inside(beta):
        revisions.publish(revision, actor=isolation.SYSTEM)
    offer.refresh_from_db()
    assert (offer.title, offer.price, offer.delivery) == ("Pineta nuova", None, Delivery.PUBLIC)


def test_a_provider_does_not_sell_information(beta: Organization) -> None:
    supplier(beta)
    with inside(beta):
        manager = browse(beta, make.user("Davide", "provider_manager"))
    page = text(manager, "/fornitore/servizi/nuovo/")
    assert 'value="voucher"' in page
    assert 'value="public"' not in page
