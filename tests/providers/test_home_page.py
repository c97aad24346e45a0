"""A provider's home: who comes today, what needs an act; and who may see it."""

import datetime

import pytest

from providers.bookings.services import set_state
from providers.models import Delivery, Offer
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.pages import booked, browser, counted, page, staff

HOME = "/fornitore/"


@pytest.fixture
def offer(alfa: Organization) -> Offer:
    """A camp of alfa."""
    return make.offer(make.provider(alfa))


def test_today_shows_name_age_and_what_staff_must_know(alfa: Organization, offer: Offer) -> None:
    today = make.slot(offer, days=-1, hours="8-17")
    booked(alfa, offer, today, "Leo Bianchi", allergies="noci", pick_up="la nonna")
    booked(alfa, offer, make.slot(offer, days=20), "Tea Verdi")
    shown = page(browser(alfa), HOME)
    for fact in ("Leo Bianchi", "noci", "8-17"):
        assert fact in shown
    assert "la nonna" not in shown
    assert "Tea Verdi" not in shown


@pytest.mark.parametrize(
    ("answers", "told", "marked"),
    [
        ({"allergies": "Nessuna."}, False, False), ({"medicines": "no"}, False, False),
        ({"allergies": "-"}, False, False), ({"allergies": "nessuna, ma intollerante al latte"}, True, True),
        ({"medicines": "salbutamolo"}, True, True), ({"photos": "yes"}, False, False),
        ({"photos": "no"}, True, False), ({"notes": "ama i cani"}, False, False),
    ],
)  # fmt: skip
def test_staff_are_told_what_there_is_and_the_mark_is_for_health_alone(
    alfa: Organization, offer: Offer, answers: dict[str, str], told: bool, marked: bool
) -> None:
    booked(alfa, offer, make.slot(offer, days=0), **answers)
    shown = page(browser(alfa), HOME)
    assert (": <strong>" in shown) is told
    assert ('class="pill warn"' in shown) is marked


def test_who_cancelled_does_not_come(alfa: Organization, offer: Offer) -> None:
    booking = booked(alfa, offer, make.slot(offer, days=0))
    with inside(alfa):
        set_state(booking.fulfilment_id, "cancelled")
    assert "Leo Bianchi" not in page(browser(alfa), HOME)


def test_reading_who_comes_is_recorded(alfa: Organization, offer: Offer) -> None:
    booked(alfa, offer, make.slot(offer, days=0), allergies="noci")
    marta = staff(alfa, "provider_staff")
    page(browse(alfa, marta), HOME)
    with inside(alfa):
        record = Record.objects.get(action="bookings_read")
    assert record.actor == f"{alfa.key}:{marta.pk}"
    assert record.details == {"people": 1}
    assert "Leo" not in record.subject


def test_what_needs_an_act_is_counted(alfa: Organization, offer: Offer) -> None:
    make.offer(offer.provider, "Bozza", state=Offer.State.DRAFT, published_at=None)
    make.offer(offer.provider, "Palestra", delivery=Delivery.VOUCHER)
    booked(alfa, offer, make.slot(offer, days=-30))
    response = browser(alfa).get(HOME)
    # Vouchers to accept, services without dates, drafts, papers to send.
    assert [(line.count, line.url) for line in response.context["lines"]] == [
        (1, "/fornitore/buoni/"), (1, "/fornitore/servizi/"), (1, "/fornitore/servizi/"),
        (None, "/fornitore/documenti/"),
    ]  # fmt: skip


@pytest.mark.parametrize("address", [HOME, f"{HOME}servizi/"])
def test_a_fund_s_manager_finds_who_is_enrolled(alfa: Organization, offer: Offer, address: str) -> None:
    assert "/fornitore/iscrizioni/" not in page(browser(alfa), address)
    make.offer(offer.provider, "Mutua", delivery=Delivery.ENROLMENT)
    assert "/fornitore/iscrizioni/" in page(browser(alfa), address)
    assert "/fornitore/iscrizioni/" not in page(browser(alfa, "provider_staff"), address)


@pytest.mark.parametrize("address", [HOME, f"{HOME}servizi/", f"{HOME}servizi/nuovo/", f"{HOME}incassi/"])
def test_an_organization_that_is_no_provider_has_no_such_page(beta: Organization, address: str) -> None:
    assert browser(beta).get(address).status_code == 404


@pytest.mark.parametrize("role", ["member", "hr", "welfare_manager", "office"])
@pytest.mark.usefixtures("offer")
def test_others_may_not(alfa: Organization, role: str) -> None:
    assert browser(alfa, role).get(HOME).status_code == 403


@pytest.mark.usefixtures("offer")
def test_a_directory_entry_is_nobodys_provider(beta: Organization) -> None:
    make.provider(None, "Elenco")
    assert browser(beta).get(HOME).status_code == 404


def test_it_costs_the_same_at_1_and_at_30_people(alfa: Organization, offer: Offer) -> None:
    client = browser(alfa)
    booked(alfa, offer, make.slot(offer, days=0))
    assert counted(client, HOME) == 25
    for number in range(29):
        booked(alfa, offer, make.slot(offer, days=0), f"Ospite {number}")
    assert counted(client, HOME) == 25


def test_a_booking_of_yesterday_is_over(alfa: Organization, offer: Offer) -> None:
    slot = make.slot(offer, days=-5)
    assert slot.ends_on == slot.starts_on + datetime.timedelta(days=4)
    booked(alfa, offer, slot)
    assert "Leo Bianchi" not in page(browser(alfa), HOME)
