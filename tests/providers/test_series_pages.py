"""Weeks in series and reserved places, as a provider writes them: looked at, written, changed, refused in words."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from providers import series
from providers.models import Offer, Slot, SlotReserve
from providers.views_drafts import CHECK
from tenants.models import Organization
from tests import make
from tests.orders.stage import in_days
from tests.providers.pages import browser, counted, errors, page
from welfare.clock import today


@pytest.fixture
def offer(alfa: Organization) -> Offer:
    """A camp of alfa at 140,00."""
    return make.offer(make.provider(alfa))


@pytest.fixture
def manager(alfa: Organization, offer: Offer) -> Client:
    """The browser of alfa's manager."""
    assert offer.provider.organization == alfa
    return browser(alfa)


def monday(weeks: int = 5) -> datetime.date:
    """A Monday in some weeks."""
    return today() + datetime.timedelta(days=7 * weeks - today().weekday())


def plan(**changes: Any) -> dict[str, Any]:
    """Three weeks from Monday to Friday with twelve places."""
    fields = {
        "first_day": monday().isoformat(), "number": "3", "weekdays": ["0", "1", "2", "3", "4"], "hours": "8-17",
        "place": "", "capacity": "12", "step": "look",
    }  # fmt: skip
    return fields | changes


def rows(*numbers: int, **changes: str) -> dict[str, str]:
    """The ticks of the list; what is left out is not there."""
    found = {f"w{monday() + datetime.timedelta(days=7 * n):%Y%m%d}-is_kept": "on" for n in numbers}
    return found | changes | {"step": "write"}


def new(offer: Offer) -> str:
    return f"/fornitore/servizi/{offer.pk}/settimane/"


def test_the_list_is_shown_before_anything_is_written(manager: Client, offer: Offer) -> None:
    shown = manager.post(new(offer), plan()).content.decode()
    assert shown.count("-is_kept") >= 3
    assert not Slot.objects.exists()


def test_weeks_are_written_without_those_left_out_with_their_own_places_and_price(
    manager: Client, offer: Offer
) -> None:
    last = f"w{monday() + datetime.timedelta(days=14):%Y%m%d}"
    response = manager.post(new(offer), plan() | rows(0, 2, **{f"{last}-capacity": "8", f"{last}-price": "112,00"}))
    assert response.status_code == 302
    found = list(Slot.objects.order_by("starts_on"))
    assert [(s.starts_on, s.ends_on - s.starts_on, s.capacity, s.price) for s in found] == [
        (monday(), datetime.timedelta(days=4), 12, None),
        (monday() + datetime.timedelta(days=14), datetime.timedelta(days=4), 8, Decimal("112.00")),
    ]
    assert len({slot.series for slot in found}) == 1 and found[0].series is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "0"}, "number"), ({"number": "60"}, "number"), ({"number": "x"}, "number"),
        ({"weekdays": []}, "weekdays"), ({"weekdays": ["9"]}, "weekdays"), ({"capacity": "0"}, "capacity"),
        ({"first_day": "2020-01-06"}, "first_day"), ({"first_day": "9999-12-31"}, "first_day"),
        ({"first_day": (monday() + datetime.timedelta(days=5)).isoformat(), "number": "1"}, "first_day"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(manager: Client, offer: Offer, changes: dict[str, Any], field: str) -> None:
    assert field in errors(manager, new(offer), plan(**changes))
    assert not Slot.objects.exists()


def test_the_same_week_twice_writes_nothing(manager: Client, offer: Offer) -> None:
    manager.post(new(offer), plan() | rows(1))
    assert "__all__" in errors(manager, new(offer), plan() | rows(0, 1, 2))
    assert Slot.objects.count() == 1


def test_no_week_left_is_said(manager: Client, offer: Offer) -> None:
    assert "__all__" in errors(manager, new(offer), plan() | rows())


def test_more_weeks_join_the_series_of_this_offer_alone(manager: Client, offer: Offer, beta: Organization) -> None:
    manager.post(new(offer), plan() | rows(0))
    [first] = Slot.objects.all()
    manager.post(f"{new(offer)}?serie={first.series}", plan() | rows(1))
    assert Slot.objects.filter(series=first.series).count() == 2
    theirs = make.slot(make.offer(make.provider(beta)), series=uuid.uuid4())
    for key in (theirs.series, "nonsense"):
        assert manager.get(f"{new(offer)}?serie={key}").status_code == 404


def test_weeks_of_only_some_days_and_a_first_week_that_begins_late() -> None:
    wednesday = monday() + datetime.timedelta(days=2)
    assert series.weeks_from(wednesday, 2, [0, 2, 4]) == [
        series.Week(wednesday, monday() + datetime.timedelta(days=4)),
        series.Week(monday() + datetime.timedelta(days=7), monday() + datetime.timedelta(days=11)),
    ]


def weeks(offer: Offer) -> list[Slot]:
    """Two weeks of a series, five places of the first taken."""
    key = uuid.uuid4()
    return [make.slot(offer, days=60, series=key, taken=5), make.slot(offer, days=67, series=key)]


def test_all_weeks_are_changed_and_what_is_left_empty_stays(manager: Client, offer: Offer) -> None:
    first, second = weeks(offer)
    manager.post(f"/fornitore/turni/{first.pk}/settimane/", {"hours": "9-16", "price": "150"})
    for slot in (first, second):
        slot.refresh_from_db()
        assert (slot.hours, slot.price, slot.capacity) == ("9-16", Decimal("150.00"), 12)
    offer.refresh_from_db()
    assert offer.revision > 1


def test_one_week_with_too_many_taken_leaves_all_as_they_are(manager: Client, offer: Offer) -> None:
    _first, second = weeks(offer)
    found = errors(manager, f"/fornitore/turni/{second.pk}/settimane/", {"capacity": "4", "hours": "9-16"})
    assert "5" in str(found["capacity"])
    assert set(Slot.objects.values_list("capacity", "hours")) == {(12, "")}
    assert "__all__" in errors(manager, f"/fornitore/turni/{second.pk}/settimane/", {})


def test_dates_under_people_who_booked_do_not_move_and_it_says_what_to_do(manager: Client, offer: Offer) -> None:
    slot = make.slot(offer, days=30, taken=3, hours="8-17")
    fields = {
        "starts_on": in_days(31).isoformat(), "ends_on": in_days(35).isoformat(), "hours": "8-17", "capacity": "12",
    }  # fmt: skip
    found = errors(manager, f"/fornitore/turni/{slot.pk}/modifica/", fields)
    assert "3 posti" in str(found["starts_on"])
    slot.refresh_from_db()
    assert slot.starts_on == in_days(30)


def reserve(manager: Client, slot: Slot, whose: Organization, **changes: Any) -> Any:
    fields = {"organization": str(whose.pk), "seats": "4", "until": in_days(20).isoformat()}
    return manager.post(f"/fornitore/turni/{slot.pk}/riserva/", fields | changes)


def test_places_are_reserved_in_one_week_or_in_all_and_given_back(
    manager: Client, offer: Offer, beta: Organization
) -> None:
    first, second = weeks(offer)
    assert reserve(manager, first, beta).status_code == 302
    assert reserve(manager, first, beta, whole_series="on", seats="6").status_code == 302
    assert list(Slot.objects.order_by("starts_on").values_list("reserved", flat=True)) == [6, 6]
    shown = page(manager, f"/fornitore/turni/{first.pk}/")
    assert beta.name in shown
    kept = SlotReserve.objects.get(slot=first, is_over=False)
    manager.post(f"/fornitore/turni/{first.pk}/riserva/{kept.pk}/togli/")
    first.refresh_from_db()
    assert first.reserved == 0
    assert second.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": "0"}, {"seats": "99"}, {"seats": "x"}, {"organization": str(uuid.uuid4())}, {"organization": ""},
        {"until": today().isoformat()}, {"until": in_days(61).isoformat()}, {"until": "x"},
    ],
)  # fmt: skip
def test_a_reserve_that_cannot_be_is_refused(
    manager: Client, offer: Offer, beta: Organization, changes: dict[str, str]
) -> None:
    response = reserve(manager, weeks(offer)[0], beta, **changes)
    assert response.status_code == 200 and response.context["form"].errors
    assert not SlotReserve.objects.exists()


def test_who_only_works_there_reserves_nothing(alfa: Organization, offer: Offer) -> None:
    slot = weeks(offer)[0]
    assert browser(alfa, "provider_staff").get(f"/fornitore/turni/{slot.pk}/riserva/").status_code == 403


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_a_service_costs_the_same_with_one_week_and_with_thirty(
    manager: Client, offer: Offer, number: int
) -> None:
    key = uuid.uuid4()
    for week in range(number):
        make.slot(offer, days=10 + 7 * week, series=key)
    assert counted(manager, f"/fornitore/servizi/{offer.pk}/") == 9


def test_discounts_are_written_with_the_service_and_leave_something_to_pay(manager: Client, offer: Offer) -> None:
    fields = {
        "service_type": "summer_camp", "delivery": "places", "title": "Estate", "summary": "Settimane", "text": "",
        "price": "140,00", "unit": "week", "vat_rate": "5.00", "is_single_purpose": "on", "town": "Carpi",
        "cancellation_days": "14", "validity_days": "180", "second_child": "10", "second_child_kind": "percent",
        "many_weeks": "15,00", "many_weeks_kind": "amount", "many_weeks_from": "3",
    }  # fmt: skip
    address = f"/fornitore/servizi/{offer.pk}/modifica/"
    for edition, changes in enumerate(
        ({}, {"second_child": "91"}, {"many_weeks": "126"}, {"second_child": "-1"}, {"many_weeks_from": "1"})
    ):
        sent = manager.post(address, fields | changes | {"edition": str(edition)})
        assert sent.status_code == 302
        form = manager.get(f"{address}?{CHECK}").context["form"]
        assert bool(form.errors) == bool(changes)
        if not changes:
            found = form.cleaned_data
            assert (found["second_child"], found["many_weeks"]) == (Decimal(10), Decimal(15))
            assert found["many_weeks_kind"] == "amount"
