"""Who comes: sealed for one organization, erased 30 days after it is over."""

import datetime
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers.bookings import queries, services
from providers.bookings.models import Booking
from providers.bookings.tasks import erase_bookings_due
from providers.forms import MOST_PLACES
from providers.models import Slot
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.providers import pages
from welfare.clock import today

DAY = datetime.timedelta(days=1)
State = Booking.State


@pytest.fixture
def slot(alfa: Organization) -> Slot:
    """A slot of alfa."""
    return make.slot(make.offer(make.provider(alfa)))


def booked(slot: Slot | None, offer_id: uuid.UUID | None = None) -> Booking:
    """Leo's booking, who must not eat nuts, in the organization in force."""
    fulfilment_id = uuid.uuid4()
    services.add_booking(
        fulfilment_id=fulfilment_id,
        offer_id=slot.offer_id if slot else offer_id or uuid.uuid4(),
        slot=slot,
        name="Leo Bianchi",
        age=6,
        answers={"allergies": "noci"},
    )
    return Booking.objects.get(fulfilment_id=fulfilment_id)


def test_adding_is_one_insert(alfa: Organization, slot: Slot) -> None:
    with inside(alfa), CaptureQueriesContext(connection) as queries:
        services.add_booking(
            fulfilment_id=uuid.uuid4(), offer_id=slot.offer_id, slot=slot, name="Leo", age=6,
            answers={},
        )  # fmt: skip
    assert len([q for q in queries if "search_path" not in q["sql"]]) == 1


def test_the_provider_reads_name_and_answers(alfa: Organization, slot: Slot) -> None:
    with inside(alfa):
        person = services.person_of(booked(slot))
    assert person == services.Person("Leo Bianchi", {"allergies": "noci"})


def test_the_row_itself_names_nobody(alfa: Organization, slot: Slot) -> None:
    with inside(alfa):
        sealed = bytes(booked(slot).sealed)
    assert b"Leo" not in sealed
    assert b"noci" not in sealed


def test_another_organization_cannot_open_it(alfa: Organization, beta: Organization, slot: Slot) -> None:
    with inside(alfa):
        booking = booked(slot)
    with inside(beta):
        assert services.person_of(booking) == services.Person()


def test_it_is_erased_thirty_days_after_the_slot_ends(alfa: Organization, slot: Slot) -> None:
    with inside(alfa):
        booking = booked(slot)
        services.set_state(booking.fulfilment_id, State.ACCEPTED)
        assert services.erase_due(slot.ends_on + 29 * DAY) == 0
        assert services.erase_due(slot.ends_on + 30 * DAY) == 1
        booking.refresh_from_db()
        assert services.person_of(booking) == services.Person()
        assert booking.age is None
        assert booking.erased_at is not None
        assert services.erase_due(slot.ends_on + 31 * DAY) == 0


@pytest.mark.parametrize("end", [State.ACCEPTED, State.CANCELLED, State.EXPIRED])
def test_without_a_slot_the_days_begin_when_it_ends(alfa: Organization, end: str) -> None:
    with inside(alfa):
        booking = booked(None)
        assert services.erase_due(today() + 4000 * DAY) == 0
        services.set_state(booking.fulfilment_id, end)
        assert services.erase_due(today() + 29 * DAY) == 0
        assert services.erase_due(today() + 30 * DAY) == 1
        assert Booking.objects.get(pk=booking.pk).state == end


def test_the_daily_task_erases_at_every_provider(
    alfa: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    for organization in (alfa, beta):
        past = make.slot(make.offer(make.provider(organization)), days=-90)
        with inside(organization):
            booked(past)
    erase = services.erase_due

    def failing_once(on: datetime.date) -> int:
        monkeypatch.setattr(services, "erase_due", erase)
        raise RuntimeError("this one cannot be visited")

    # One that fails keeps no other waiting, and is heard of.
    monkeypatch.setattr(services, "erase_due", failing_once)
    with pytest.raises(ExceptionGroup):
        erase_bookings_due()
    assert sorted(erased(each) for each in (alfa, beta)) == [False, True]
    erase_bookings_due()
    assert all(erased(each) for each in (alfa, beta))


def erased(organization: Organization) -> bool:
    """Whether its only booking is erased."""
    with inside(organization):
        return Booking.objects.get().erased_at is not None


def test_nobody_of_many_is_left_out_and_vouchers_without_dates_say_how_many_more(
    alfa: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = make.provider(alfa)
    camp, voucher = make.offer(provider), make.offer(provider, delivery="voucher")
    slot = make.slot(camp, days=-1)
    for number in range(12):
        pages.booked(alfa, camp, slot, f"Ospite {number}")
        pages.booked(alfa, voucher, None, f"Ospite {number}")
    monkeypatch.setattr(queries, "MOST_SHOWN", 10)
    with inside(alfa):
        assert len(queries.guests_of_slot(slot.pk, actor=SYSTEM)) == 12
        assert len(queries.coming_on(today(), actor=SYSTEM)) == 12
    shown = pages.page(pages.browser(alfa), f"/fornitore/servizi/{voucher.pk}/")
    assert shown.count("Ospite ") == 10
    assert "Prima di questi sono stati emessi altri 2 buoni." in shown


def test_a_slot_as_large_as_can_be_is_shown_whole(alfa: Organization) -> None:
    offer = make.offer(make.provider(alfa))
    slot = make.slot(offer, days=-1)
    with inside(alfa):
        for number in range(MOST_PLACES):
            services.add_booking(
                fulfilment_id=uuid.uuid4(), offer_id=offer.pk, slot=slot, name=f"Ospite {number}", age=6, answers={}
            )
    client = pages.browser(alfa)
    for address in ("presenze/foglio/", ""):
        began = time.monotonic()
        assert pages.page(client, f"/fornitore/turni/{slot.pk}/{address}").count("Ospite ") == MOST_PLACES
        assert time.monotonic() - began < 5
