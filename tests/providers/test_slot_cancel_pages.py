"""Cancelling dates on screen: the reason, the consequence, how far the work has come, and what members see."""

import html
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalog.orders import calling_off
from providers.models import Slot, SlotCancellation
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.providers.pages import browser
from tests.waiting import line as lines

REASON = "Il Secchia è in piena: il Mulino resta chiuso."


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    """Beta's camp."""
    return stages.set_up(alfa, beta)


@pytest.fixture
def manager(stage: Stage) -> Client:
    """The browser of Beta's manager, in English."""
    client = browser(stage.supplier, "provider_manager")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(stage: Stage) -> str:
    """Where the dates are cancelled."""
    return f"/fornitore/turni/{stage.slot.pk}/annulla/"


def words(answer: Any) -> str:
    """An answer's words."""
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def test_the_consequence_is_stated_before_anything_happens(stage: Stage, manager: Client) -> None:
    stage.place(), stage.place()
    assert address(stage) in words(manager.get(f"/fornitore/turni/{stage.slot.pk}/"))
    assert "2 people have booked" in words(manager.get(address(stage)))
    second = words(manager.post(address(stage), {"reason": REASON}))
    assert REASON in second
    assert "Cancel and tell 2 people" in second
    assert Slot.objects.get().state == "open"


@pytest.mark.parametrize("reason", ["", "   ", "Chiuso", "x" * 301, "Chiuso per\0 pioggia"])
@pytest.mark.parametrize("step", ["", "confirm"])
def test_without_a_reason_for_people_nothing_is_cancelled(
    stage: Stage, manager: Client, reason: str, step: str
) -> None:
    answer = manager.post(address(stage), {"reason": reason, "step": step})
    assert answer.context["form"].errors
    assert Slot.objects.get().state == "open"


def test_it_is_cancelled_once_and_the_page_shows_how_far_it_has_come(stage: Stage, manager: Client) -> None:
    order = stage.place()
    for _ in range(2):
        answer = manager.post(address(stage), {"reason": REASON, "step": "confirm"})
        assert answer["Location"] == f"/fornitore/turni/{stage.slot.pk}/"
    assert SlotCancellation.objects.count() == 1
    page = words(manager.get(f"/fornitore/turni/{stage.slot.pk}/"))
    assert "0 of 1 bookings ended" in page
    assert f'hx-get="{address(stage)}avanzamento/"' in page
    with inside(stage.supplier):
        calling_off.carry_on(stage.slot.pk)
    part = words(manager.get(f"{address(stage)}avanzamento/"))
    assert "1 booking ended and its credit is back; who has an e-mail address is told by e-mail" in part
    assert REASON in part
    assert "hx-get" not in part
    member = browse(stage.issuer, stage.anna.user)
    member.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = words(member.get(f"/richieste/{order.pk}/"))
    assert "Primavera has cancelled these dates" in shown
    assert REASON in shown
    assert "140,00" in shown
    assert "Cancelled by the provider" in words(member.get("/richieste/"))


def test_cancelled_dates_are_not_changed_any_more(stage: Stage, manager: Client) -> None:
    manager.post(address(stage), {"reason": REASON, "step": "confirm"})
    first = stage.slot.starts_on.isoformat()
    fields = {"starts_on": first, "ends_on": first, "hours": "", "place": "", "capacity": "50"}
    assert manager.post(f"/fornitore/turni/{stage.slot.pk}/modifica/", fields).context["form"].errors
    assert Slot.objects.get().capacity == 12


def test_staff_may_not_cancel(stage: Stage) -> None:
    staff = browser(stage.supplier, "provider_staff")
    assert staff.get(address(stage)).status_code == 403
    assert address(stage) not in words(staff.get(f"/fornitore/turni/{stage.slot.pk}/"))


def test_another_provider_s_dates_are_not_there(stage: Stage, alfa: Organization) -> None:
    make.provider(alfa, "Alfa")
    other = browser(alfa, "provider_manager")
    for path in (address(stage), f"{address(stage)}avanzamento/"):
        assert other.get(path).status_code == 404
    assert other.post(address(stage), {"reason": REASON, "step": "confirm"}).status_code == 404
    assert Slot.objects.get().state == "open"


def test_how_many_wait_is_a_number_without_names(alfa: Organization, beta: Organization) -> None:
    line = lines.set_up(alfa, beta)
    line.join(line.bruno), line.join(line.carla)
    client = browser(beta, "provider_staff")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = f"/fornitore/turni/{line.slot.pk}/"
    page = words(client.get(address))
    assert "2 people in line" in page
    assert "Mia" not in page and "Teo" not in page
    line.cancel()
    page = words(client.get(address))
    assert "1 person in line" in page
    assert "1 of the places taken is kept" in page
