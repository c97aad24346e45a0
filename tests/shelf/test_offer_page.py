"""The page of one service: what it tells, who may order, what is 404."""

import re
from typing import Any

import pytest
from django.test import Client

from providers.models import Delivery, Offer, Question, Slot
from tenants.models import Kind, Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.shelf.shelves import absent, listed, show, supplier


@pytest.fixture
def anna(alfa: Organization) -> Client:
    """Anna's browser at alfa."""
    with inside(alfa):
        member = make.member("Anna")
    return browse(alfa, member.user)


def page(client: Client, offer: Offer) -> str:
    """The page of an offer."""
    response = client.get(f"/scaffale/{offer.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def words(client: Client, offer: Offer) -> str:
    """The page without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page(client, offer)).split())


def ways_to_order(client: Client, offer: Offer) -> list[str]:
    """The links to the order flow."""
    return re.findall(r'href="(/richieste/nuova/[^"]*)"', page(client, offer))


def test_it_tells_what_one_must_know(anna: Client, alfa: Organization, beta: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(help_phone="800 123456")
    offer = listed(
        alfa, beta, age_min=3, age_max=11, address="Via del Mulino 3", text="Giochi e campi.", cancellation_days=14,
        questions=[Question.ALLERGIES, Question.PICK_UP],
    )  # fmt: skip
    make.slot(offer, capacity=12, hours="8-17", place="Mulino vecchio")
    shown = words(anna, offer)
    for fact in ("Centro estivo · 3-11", "Via del Mulino 3", "Giochi e campi.", "14", "8-17 · Mulino vecchio", "12"):
        assert fact in shown
    for fact in ("140,00 €", "Primavera", "Carpi", "800 123456"):
        assert fact in shown
    assert str(Question.ALLERGIES.label) in shown
    assert str(Question.MEDICINES.label) not in shown


def test_each_slot_with_places_leads_to_the_order(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta)
    free, full = make.slot(offer), make.slot(offer, days=67, capacity=1, taken=1)
    make.slot(offer, days=74, state=Slot.State.CLOSED)
    make.slot(offer, days=-5)
    ways = ways_to_order(anna, offer)
    start = f"/richieste/nuova/{offer.pk}/"
    assert sorted(ways) == sorted([f"{start}?turno={free.pk}", start])
    assert str(full.pk) not in "".join(ways)


def test_without_free_places_nothing_can_be_booked(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta)
    make.slot(offer, capacity=1, taken=1)
    assert ways_to_order(anna, offer) == []


def test_a_voucher_is_asked_for(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta, delivery=Delivery.VOUCHER, service_type="gym")
    assert ways_to_order(anna, offer) == [f"/richieste/nuova/{offer.pk}/"]


def test_a_directory_entry_cannot_be_ordered(anna: Client, alfa: Organization) -> None:
    assert ways_to_order(anna, listed(alfa, None, delivery=Delivery.VOUCHER)) == []


def test_a_territory_reads_and_calls(anna: Client, alfa: Organization, beta: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY, help_phone="800 123456")
    offer = listed(alfa, beta, delivery=Delivery.VOUCHER)
    assert ways_to_order(anna, offer) == []
    assert "tel:800123456" in page(anna, offer)


def test_staff_who_are_nobodys_member_read_but_do_not_order(alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        user = make.user("Irene", "hr")
    assert ways_to_order(browse(alfa, user), listed(alfa, beta, delivery=Delivery.VOUCHER)) == []


@pytest.mark.parametrize("fields", [{"state": Offer.State.DRAFT}, {"state": Offer.State.SUSPENDED}])
def test_an_unpublished_offer_is_as_absent_as_none(
    anna: Client, alfa: Organization, beta: Organization, fields: dict[str, Any]
) -> None:
    hidden = listed(alfa, beta, **fields)
    missing = anna.get(f"/scaffale/{absent()}/")
    found = anna.get(f"/scaffale/{hidden.pk}/")
    assert missing.status_code == found.status_code == 404
    assert missing.content == found.content


def test_an_offer_of_another_shelf_is_as_absent_as_none(anna: Client, beta: Organization) -> None:
    foreign = listed(beta, beta)
    missing = anna.get(f"/scaffale/{absent()}/")
    found = anna.get(f"/scaffale/{foreign.pk}/")
    assert found.status_code == 404
    assert missing.content == found.content


def test_a_suspended_suppliers_offer_is_absent(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta)
    Organization.objects.filter(pk=beta.pk).update(status=Status.SUSPENDED)
    assert anna.get(f"/scaffale/{offer.pk}/").status_code == 404


@pytest.mark.parametrize("key", ["x", "1", "../hr", "%00"])
def test_a_key_that_is_none_is_not_found(anna: Client, key: str) -> None:
    assert anna.get(f"/scaffale/{key}/").status_code == 404


def test_markup_in_an_offer_is_only_text(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = make.offer(supplier(beta), "<b>Estate</b>", text="<script>alert(1)</script>")
    show(alfa, offer)
    shown = page(anna, offer)
    assert "<b>Estate" not in shown
    assert "<script>alert" not in shown
