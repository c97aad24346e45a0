"""Dates and places: opened, changed, closed; who comes, with the answers."""

import datetime
from typing import Any

import pytest
from django.test import Client

from providers.models import Delivery, Offer, Slot
from providers.places import SoldOut, take_place
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.providers.pages import booked, browser, counted, errors, page
from welfare.clock import today


@pytest.fixture
def offer(alfa: Organization) -> Offer:
    """A camp of alfa."""
    return make.offer(make.provider(alfa))


@pytest.fixture
def staff(alfa: Organization, offer: Offer) -> Client:
    """The browser of the provider's staff."""
    assert offer.provider.organization == alfa
    return browser(alfa, "provider_staff")


def dated(first: int = 30, last: int = 34, **changes: Any) -> dict[str, Any]:
    """Five days in a month's time with twelve places, as the form sends them."""
    begin, end = (today() + datetime.timedelta(days=days) for days in (first, last))
    fields = {
        "starts_on": begin.isoformat(),
        "ends_on": end.isoformat(),
        "hours": "8-17",
        "place": "",
        "capacity": "12",
    }
    return fields | changes


def edit(slot: Slot) -> str:
    """The address of a slot's form."""
    return f"/fornitore/turni/{slot.pk}/modifica/"


def test_dates_are_opened(staff: Client, offer: Offer) -> None:
    staff.post(f"/fornitore/servizi/{offer.pk}/turni/nuovo/", dated())
    slot = Slot.objects.get()
    assert (slot.offer, slot.capacity, slot.hours, slot.state) == (offer, 12, "8-17", Slot.State.OPEN)
    assert slot.starts_on == today() + datetime.timedelta(days=30)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": "0"}, "capacity"), ({"capacity": "-3"}, "capacity"), ({"capacity": "99999999"}, "capacity"),
        ({"capacity": "x"}, "capacity"), ({"starts_on": ""}, "starts_on"), ({"starts_on": "31/02/2026"}, "starts_on"),
        ({"first": 34, "last": 30}, "ends_on"), ({"first": -2}, "starts_on"), ({"last": 4000}, "ends_on"),
        ({"hours": "x" * 61}, "hours"), ({"place": "\0"}, "place"), ({"ends_on": "9999-12-31"}, "ends_on"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(staff: Client, offer: Offer, changes: dict[str, Any], field: str) -> None:
    assert field in errors(staff, f"/fornitore/servizi/{offer.pk}/turni/nuovo/", dated(**changes))
    assert not Slot.objects.exists()


def test_a_voucher_has_no_dates(staff: Client, offer: Offer) -> None:
    gym = make.offer(offer.provider, "Palestra", delivery=Delivery.VOUCHER)
    assert staff.get(f"/fornitore/servizi/{gym.pk}/turni/nuovo/").status_code == 404


def test_never_fewer_places_than_taken(staff: Client, offer: Offer) -> None:
    slot = make.slot(offer, days=30, capacity=12, taken=5, hours="8-17")
    assert "capacity" in errors(staff, edit(slot), dated(capacity="4"))
    assert staff.post(edit(slot), dated(capacity="5")).status_code == 302
    slot.refresh_from_db()
    assert slot.capacity == 5


def test_dates_that_somebody_has_booked_stay(staff: Client, offer: Offer) -> None:
    slot = make.slot(offer, days=30, taken=1)
    assert "starts_on" in errors(staff, edit(slot), dated(first=31))
    assert staff.post(edit(slot), dated(hours="9-12")).status_code == 302
    slot.refresh_from_db()
    assert slot.hours == "9-12"


@pytest.mark.parametrize(
    ("changes", "grows"), [({"hours": "9-12"}, True), ({"first": 31}, True), ({"capacity": "20"}, False)]
)
def test_buyers_see_new_dates_again(staff: Client, offer: Offer, changes: dict[str, Any], grows: bool) -> None:
    slot = make.slot(offer, days=30, hours="8-17")
    assert staff.post(edit(slot), dated(**changes)).status_code == 302
    offer.refresh_from_db()
    assert offer.revision == (2 if grows else 1)


def test_a_slot_under_way_can_still_be_changed(staff: Client, offer: Offer) -> None:
    slot = make.slot(offer, days=-1, taken=3)
    assert staff.post(edit(slot), dated(first=-1, last=3, capacity="15")).status_code == 302


def test_closed_dates_take_nobody_and_can_be_opened_again(staff: Client, offer: Offer) -> None:
    slot = make.slot(offer)
    assert staff.get(f"/fornitore/turni/{slot.pk}/chiudi/").status_code == 200
    staff.post(f"/fornitore/turni/{slot.pk}/chiudi/")
    with pytest.raises(SoldOut):
        take_place(slot.pk)
    staff.post(f"/fornitore/turni/{slot.pk}/riapri/")
    take_place(slot.pk)
    assert staff.get(f"/fornitore/turni/{slot.pk}/riapri/").status_code == 405


def test_who_comes_with_every_answer_and_the_reading_recorded(staff: Client, alfa: Organization, offer: Offer) -> None:
    slot = make.slot(offer)
    booked(alfa, offer, slot, "Leo Bianchi", allergies="noci", pick_up="la nonna")
    booked(alfa, offer, slot, "Àlice Verdi")
    booked(alfa, offer, make.slot(offer, days=90), "Tea Neri")
    shown = page(staff, f"/fornitore/turni/{slot.pk}/")
    assert shown.index("Àlice Verdi") < shown.index("Leo Bianchi")
    for fact in ("noci", "la nonna", ">6<"):
        assert fact in shown
    assert "Tea Neri" not in shown
    with inside(alfa):
        assert Record.objects.get(action="bookings_read").subject == f"slot:{slot.pk}"


def test_answers_are_only_text(staff: Client, alfa: Organization, offer: Offer) -> None:
    slot = make.slot(offer)
    booked(alfa, offer, slot, "<b>Leo</b>", notes="<script>alert(1)</script>")
    shown = page(staff, f"/fornitore/turni/{slot.pk}/")
    assert "<script>alert" not in shown
    assert "<b>Leo" not in shown


def test_anothers_slot_is_as_absent_as_none(staff: Client, beta: Organization) -> None:
    foreign = make.slot(make.offer(make.provider(beta, "Beta")))
    for act in ("", "modifica/", "chiudi/"):
        assert staff.get(f"/fornitore/turni/{foreign.pk}/{act}").status_code == 404
    for act in ("modifica", "chiudi", "riapri"):
        assert staff.post(f"/fornitore/turni/{foreign.pk}/{act}/", dated()).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.capacity) == (Slot.State.OPEN, 12)


def test_who_comes_costs_the_same_at_1_and_at_30(staff: Client, alfa: Organization, offer: Offer) -> None:
    slot = make.slot(offer)
    address = f"/fornitore/turni/{slot.pk}/"
    booked(alfa, offer, slot)
    assert counted(staff, address) == 11
    for number in range(29):
        booked(alfa, offer, slot, f"Ospite {number}")
    assert counted(staff, address) == 11
