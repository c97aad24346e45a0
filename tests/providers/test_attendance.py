"""Who came on a day, and who collected them: marked row by row or all at once, corrected, printed, erased."""

import datetime
import html
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from providers.bookings import attendance, services
from providers.bookings.attendance import Change
from providers.bookings.models import Attendance, Booking
from providers.models import Offer, Slot
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.providers.pages import booked, browser, counted, page
from welfare.clock import today

HTMX = {"HX-Request": "true"}


@pytest.fixture
def offer(alfa: Organization) -> Offer:
    """A camp of alfa."""
    return make.offer(make.provider(alfa))


@pytest.fixture
def slot(offer: Offer) -> Slot:
    """It began yesterday and ends in three days."""
    return make.slot(offer, days=-1)


@pytest.fixture
def leo(alfa: Organization, offer: Offer, slot: Slot) -> Booking:
    """Leo comes; his grandmother may collect him."""
    return booked(alfa, offer, slot, pick_up="Nonna Lucia", allergies="noci")


@pytest.fixture
def staff(alfa: Organization) -> Client:
    """The staff's browser, in English."""
    client = browser(alfa, "provider_staff")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def sheet(slot: Slot, days: int = 0) -> str:
    """The address of a day's sheet, counted from today."""
    return f"/fornitore/turni/{slot.pk}/presenze/?giorno={(today() + datetime.timedelta(days=days)).isoformat()}"


def row(slot: Slot, booking: Booking, days: int = 0) -> str:
    """The address of one row of it."""
    return sheet(slot, days).replace("/presenze/", f"/presenze/{booking.fulfilment_id}/")


def said(booking: Booking, presence: str = "", collector: str = "", seen: str = "|") -> dict[str, str]:
    """The fields of one row, on a page that showed `seen`."""
    key = booking.fulfilment_id
    return {f"{key}-presence": presence, f"{key}-collector": collector, f"{key}-seen": seen}


def kept(alfa: Organization) -> list[tuple[datetime.date, bool, str]]:
    """What was written: day, present, who collected."""
    with inside(alfa):
        rows = Attendance.objects.order_by("day", "pk")
        return [(each.day, each.is_present, attendance.collector_of(each)) for each in rows]


def test_one_tap_saves_one_row(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    answer = staff.post(row(slot, leo), said(leo, "present"), headers=HTMX)
    assert answer.status_code == 200
    assert "Present" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert kept(alfa) == [(today(), True, "")]
    staff.post(row(slot, leo), said(leo, "present", "Nonna Lucia"), headers=HTMX)
    assert kept(alfa) == [(today(), True, "Nonna Lucia")]
    staff.post(row(slot, leo), said(leo, "absent", "Nonna Lucia"), headers=HTMX)
    assert kept(alfa) == [(today(), False, "")]


def test_each_day_is_its_own(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    staff.post(row(slot, leo, -1), said(leo, "absent"), headers=HTMX)
    staff.post(row(slot, leo), said(leo, "present"), headers=HTMX)
    assert [is_present for _day, is_present, _name in kept(alfa)] == [False, True]


def test_without_scripts_one_form_saves_the_day(
    alfa: Organization, staff: Client, offer: Offer, slot: Slot, leo: Booking
) -> None:
    mia, ugo = booked(alfa, offer, slot, "Mia Neri"), booked(alfa, offer, slot, "Ugo Neri")
    form = said(leo, "present", "Nonna Lucia") | said(mia, "absent") | said(ugo)
    assert staff.post(sheet(slot), form)["Location"] == sheet(slot)
    assert kept(alfa) == [(today(), True, "Nonna Lucia"), (today(), False, "")]
    shown = page(staff, sheet(slot))
    assert "1 present, 1 absent, 1 to mark" in shown
    assert 'value="Nonna Lucia"' in shown
    without_htmx = staff.post(row(slot, ugo), said(ugo, "present"))
    assert without_htmx["Location"] == sheet(slot)


def test_who_was_collected_was_there(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    staff.post(row(slot, leo), said(leo, "", "Zio Carlo"), headers=HTMX)
    assert kept(alfa) == [(today(), True, "Zio Carlo")]


def test_the_name_of_who_collected_is_sealed(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    staff.post(row(slot, leo), said(leo, "present", "Nonna Lucia"), headers=HTMX)
    with inside(alfa):
        assert b"Lucia" not in bytes(Attendance.objects.get().sealed_collector)


def test_the_sheet_helps_and_says_where_the_voucher_stands(
    alfa: Organization, staff: Client, slot: Slot, leo: Booking
) -> None:
    shown = html.unescape(page(staff, sheet(slot)))
    assert "Nonna Lucia" in shown
    assert "noci" in shown
    assert "Voucher to accept" in shown
    staff.post(row(slot, leo), said(leo, "present"), headers=HTMX)
    with inside(alfa):
        assert Booking.objects.get().state == "expected"
        Booking.objects.update(state="accepted")
    assert "Voucher accepted" in page(staff, sheet(slot))


BAD: list[dict[str, str]] = [{"presence": "maybe"}, {"presence": "present", "collector": "x" * 81},
       {"presence": "present", "collector": "Nonna\0"}]  # fmt: skip


@pytest.mark.parametrize("fields", BAD)
def test_what_makes_no_sense_is_said_and_not_written(
    alfa: Organization, staff: Client, slot: Slot, leo: Booking, fields: dict[str, str]
) -> None:
    answer = staff.post(row(slot, leo), said(leo, **fields), headers=HTMX)
    assert "field-error" in answer.content.decode()
    whole = staff.post(sheet(slot), said(leo, **fields))
    assert whole.status_code == 200
    assert "field-error" in whole.content.decode()
    assert kept(alfa) == []


def test_a_day_to_come_cannot_be_marked(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    assert "not come yet" in staff.post(row(slot, leo, 1), said(leo, "present"), headers=HTMX).content.decode()
    staff.post(sheet(slot, 1), said(leo, "present"))
    assert kept(alfa) == []
    assert "radio" not in page(staff, sheet(slot, 1))


@pytest.mark.parametrize("text", ["", "ieri", "2026-02-31", "0001-01-01", "9999-12-31", "%00", "2026-1-1"])
def test_a_day_that_is_none_of_the_slot_s_gives_today(staff: Client, slot: Slot, leo: Booking, text: str) -> None:
    address = f"/fornitore/turni/{slot.pk}/presenze/?giorno={text}"
    assert sheet(slot) in html.unescape(page(staff, address))


def test_only_who_is_expected_can_be_marked(
    alfa: Organization, beta: Organization, staff: Client, offer: Offer, slot: Slot, leo: Booking
) -> None:
    elsewhere = booked(alfa, offer, make.slot(offer, days=-2), "Mia Neri")
    with inside(alfa):
        Booking.objects.filter(pk=leo.pk).update(state="cancelled")
    for booking in (elsewhere, leo):
        assert staff.post(row(slot, booking), said(booking, "present"), headers=HTMX).status_code == 404
    absent = staff.post(f"/fornitore/turni/{slot.pk}/presenze/{uuid.uuid4()}/", {}, headers=HTMX)
    assert absent.status_code == 200
    assert kept(alfa) == []
    assert "Leo" not in page(staff, sheet(slot))


def test_another_provider_s_sheet_is_not_there(beta: Organization, slot: Slot, leo: Booking) -> None:
    make.provider(beta, "Beta")
    other = browser(beta, "provider_staff")
    for address in (sheet(slot), f"/fornitore/turni/{slot.pk}/presenze/foglio/"):
        assert other.get(address).status_code == 404
    assert other.post(sheet(slot), said(leo, "present")).status_code == 404
    assert other.post(row(slot, leo), said(leo, "present"), headers=HTMX).status_code == 404


def test_reading_and_marking_are_in_the_trail_without_names(
    alfa: Organization, staff: Client, slot: Slot, leo: Booking
) -> None:
    page(staff, sheet(slot))
    staff.post(row(slot, leo), said(leo, "present", "Nonna Lucia"), headers=HTMX)
    with inside(alfa):
        found = list(Record.objects.order_by("pk").values_list("action", "subject", "details"))
    assert found == [
        ("bookings_read", f"slot:{slot.pk}", {"people": 1}),
        ("attendance_marked", f"slot:{slot.pk}", {"day": today().isoformat(), "people": 1}),
    ]


def test_it_is_erased_with_the_booking(alfa: Organization, staff: Client, slot: Slot, leo: Booking) -> None:
    staff.post(row(slot, leo), said(leo, "present", "Nonna Lucia"), headers=HTMX)
    with inside(alfa):
        assert services.erase_due(slot.ends_on + datetime.timedelta(days=29)) == 0
        assert Attendance.objects.count() == 1
        assert services.erase_due(slot.ends_on + datetime.timedelta(days=30)) == 1
        assert not Attendance.objects.exists()
        changes = {leo.fulfilment_id: Change(is_present=True)}
        assert attendance.mark(slot.pk, today(), changes, actor=SYSTEM) == 0


def test_the_sheet_is_printed_with_what_was_marked(staff: Client, slot: Slot, leo: Booking) -> None:
    staff.post(row(slot, leo), said(leo, "present", "Zio Carlo"), headers=HTMX)
    shown = page(staff, sheet(slot).replace("/presenze/", "/presenze/foglio/"))
    assert "Leo Bianchi" in shown and "noci" in shown and "Nonna Lucia" in shown and "Zio Carlo" in shown
    assert "data-print" in shown


def test_the_sheet_costs_the_same_at_1_and_at_30(
    alfa: Organization, staff: Client, offer: Offer, slot: Slot, leo: Booking
) -> None:
    addresses = [sheet(slot), sheet(slot).replace("/presenze/", "/presenze/foglio/")]
    assert [counted(staff, address) for address in addresses] == [9, 9]
    for number in range(29):
        booked(alfa, offer, slot, f"Ospite {number}")
    assert [counted(staff, address) for address in addresses] == [9, 9]


def test_a_whole_day_is_written_at_once(
    alfa: Organization, staff: Client, offer: Offer, slot: Slot, leo: Booking
) -> None:
    everybody = [leo, *(booked(alfa, offer, slot, f"Ospite {number}") for number in range(29))]
    form: dict[str, Any] = {}
    for booking in everybody:
        form |= said(booking, "present")
    staff.post(sheet(slot), form)
    assert len(kept(alfa)) == 30


def fields_of(shown: str) -> dict[str, str]:
    """What a browser sends back of a page on which nobody changed anything."""
    fields = {}
    for tag in re.findall(r"<input [^>]*>", html.unescape(shown)):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="radio"' not in tag or " checked" in tag):
            fields[name[1]] = value[1]
    return {name: value for name, value in fields.items() if re.search("-(presence|collector|seen)$", name)}


def test_saving_the_day_leaves_what_a_colleague_wrote_meanwhile(
    alfa: Organization, staff: Client, offer: Offer, slot: Slot, leo: Booking
) -> None:
    mia = booked(alfa, offer, slot, "Mia Neri")
    staff.post(row(slot, leo), said(leo, "present"), headers=HTMX)
    old_page = fields_of(page(staff, sheet(slot)))
    colleague = browser(alfa, "provider_manager")
    colleague.post(row(slot, leo), said(leo, "present", "Nonna", seen="present|"), headers=HTMX)
    staff.post(sheet(slot), old_page | {f"{mia.fulfilment_id}-presence": "absent"})
    assert kept(alfa) == [(today(), True, "Nonna"), (today(), False, "")]
    with inside(alfa):
        details = Record.objects.filter(action="attendance_marked").latest("pk").details
    assert details["people"] == 1
    # One tap from an old page does not erase the name either; who empties the field that shows it does.
    staff.post(row(slot, leo), said(leo, "present"), headers=HTMX)
    assert kept(alfa)[0] == (today(), True, "Nonna")
    staff.post(sheet(slot), said(leo, "present", "", seen="present|Nonna"))
    assert kept(alfa)[0] == (today(), True, "")


def test_a_row_saved_by_tapping_remembers_what_it_shows(
    alfa: Organization, staff: Client, slot: Slot, leo: Booking
) -> None:
    answer = staff.post(row(slot, leo), said(leo, "present", "Nonna"), headers=HTMX).content.decode()
    assert fields_of(answer)[f"{leo.fulfilment_id}-seen"] == "present|Nonna"
    answer = staff.post(row(slot, leo), said(leo, "absent", "Nonna", "present|Nonna"), headers=HTMX).content.decode()
    seen = fields_of(answer)[f"{leo.fulfilment_id}-seen"]
    staff.post(row(slot, leo), said(leo, "present", "Nonna", seen), headers=HTMX)
    assert kept(alfa) == [(today(), True, "Nonna")]


def test_a_day_of_more_people_than_a_form_holds_is_saved_page_by_page(
    alfa: Organization, staff: Client, offer: Offer, slot: Slot
) -> None:
    Slot.objects.filter(pk=slot.pk).update(capacity=2000)
    for number in range(170):
        booked(alfa, offer, slot, f"Ospite {number:03}")
    address, saved = sheet(slot), 0
    while address:
        shown = html.unescape(page(staff, address))
        fields = fields_of(shown)
        saved += len(fields) // 2
        everybody = {name.replace("-seen", "-presence"): "present" for name in fields if name.endswith("-seen")}
        assert len(fields | everybody) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        assert staff.post(address, fields | everybody)["Location"] == address
        following = re.search(r'class="next" href="([^"]*)"', shown)
        address = following[1] if following else ""
    assert saved == len(kept(alfa)) == 170
    assert "170 present, 0 absent, 0 to mark" in page(staff, sheet(slot))
    assert page(staff, sheet(slot).replace("/presenze/", "/presenze/foglio/")).count("Ospite ") == 170
