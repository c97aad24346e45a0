"""Waiting on screen: from the sold-out service to the confirmed place."""

import html

import pytest
from django.conf import settings
from django.test import Client

from catalog.orders.models import Order
from providers.models import Slot, Waiting
from tests import make
from tests.badinput.table import HIDDEN
from tests.conftest import browse, inside
from tests.queries import counted
from tests.waiting.line import Line, state
from welfare.clock import now, today


@pytest.fixture
def bruno(line: Line) -> Client:
    """Bruno's browser, in English: what is compiled of the Italian does not matter here."""
    return in_english(browse(line.bruno.where, line.bruno.member.user))


def in_english(client: Client) -> Client:
    """A browser that has chosen English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def words(client: Client, address: str, status: int = 200) -> str:
    """A page's words."""
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return html.unescape(answer.content.decode())


def wait_address(line: Line) -> str:
    """Where one joins."""
    return f"/richieste/attesa/nuova/{line.stage.offer.pk}/"


def test_a_sold_out_service_leads_to_the_line(line: Line, bruno: Client) -> None:
    page = words(bruno, f"/scaffale/{line.stage.offer.pk}/")
    assert f'href="{wait_address(line)}"' in page
    assert f'href="{wait_address(line)}?turno={line.slot.pk}"' in page


def test_joining_is_one_post_that_may_be_repeated(line: Line, bruno: Client) -> None:
    form = {"who": str(line.bruno.child.pk), "slot": str(line.slot.pk)}
    for _ in range(2):
        answer = bruno.post(wait_address(line), form)
        assert (answer.status_code, answer["Location"]) == (302, "/richieste/attesa/")
    assert Waiting.objects.count() == 1
    page = words(bruno, "/richieste/attesa/")
    assert "You are the first in line" in page
    assert "Mia" in page
    assert ">1</span>" in words(bruno, "/richieste/")


def test_what_is_certain_is_chosen_already(line: Line, bruno: Client) -> None:
    page = words(bruno, wait_address(line))
    assert page.count(" checked") == 2


def test_a_form_without_a_choice_says_what_to_choose(line: Line, bruno: Client) -> None:
    page = html.unescape(bruno.post(wait_address(line), {}).content.decode())
    assert "Choose" in page
    assert not Waiting.objects.exists()


def test_a_place_that_is_free_by_now_leads_to_booking(line: Line, bruno: Client) -> None:
    Slot.objects.filter(pk=line.slot.pk).update(capacity=2)
    form = {"who": str(line.bruno.child.pk), "slot": str(line.slot.pk)}
    answer = bruno.post(wait_address(line), form)
    assert answer["Location"] == f"/richieste/nuova/{line.stage.offer.pk}/?turno={line.slot.pk}"
    assert bruno.get(wait_address(line))["Location"] == f"/richieste/nuova/{line.stage.offer.pk}/"


def test_the_refusal_of_the_last_place_offers_the_line_at_once(line: Line, bruno: Client) -> None:
    Slot.objects.filter(pk=line.slot.pk).update(capacity=2)
    form = {"step": "check", "who": str(line.bruno.child.pk), "slot": str(line.slot.pk)}
    start = f"/richieste/nuova/{line.stage.offer.pk}/"
    page = bruno.post(start, form).content.decode()
    fields = {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}
    Slot.objects.filter(pk=line.slot.pk).update(capacity=1)
    refused = bruno.post(f"{start}conferma/", fields)
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert f'formaction="{wait_address(line)}"' in shown
    carried = {name: value for name, value in HIDDEN.findall(shown) if name != "csrfmiddlewaretoken"}
    assert bruno.post(wait_address(line), carried)["Location"] == "/richieste/attesa/"
    assert Waiting.objects.get().slot_id == line.slot.pk


def test_the_kept_place_is_first_on_the_home_and_is_confirmed_the_usual_way(line: Line, bruno: Client) -> None:
    request = line.join(line.bruno)
    assert "A place has become free" not in words(bruno, "/")
    line.cancel()
    home = words(bruno, "/")
    assert "A place has become free for Mia" in home
    assert "Confirm it by tomorrow at" in home
    assert home.index("A place has become free") < home.index("500")
    address = f"/richieste/nuova/{line.stage.offer.pk}/?turno={line.slot.pk}&attesa={request.pk}"
    assert address in home
    page = words(bruno, address)
    assert page.count(" checked") == 2
    assert "a place is kept for you" in page
    checked = bruno.post(address, {"step": "check", "who": str(line.bruno.child.pk), "slot": str(line.slot.pk)})
    fields = dict(HIDDEN.findall(checked.content.decode()))
    done = bruno.post(f"/richieste/nuova/{line.stage.offer.pk}/conferma/", fields)
    assert done["Location"].endswith("/fatto/")
    assert state(request) == "taken"
    assert "A place has become free" not in words(bruno, "/")
    with inside(line.bruno.where):
        assert Order.objects.get(member=line.bruno.member).slot_id == line.slot.pk


def test_a_confirmation_that_comes_too_late_offers_the_line_again(line: Line, bruno: Client) -> None:
    request = line.join(line.bruno)
    line.cancel()
    start = f"/richieste/nuova/{line.stage.offer.pk}/"
    checked = bruno.post(start, {"step": "check", "who": str(line.bruno.child.pk), "slot": str(line.slot.pk)})
    Waiting.objects.filter(pk=request.pk).update(offered_until=now())
    late = bruno.post(f"{start}conferma/", dict(HIDDEN.findall(checked.content.decode())))
    assert late.status_code == 409
    assert "Put me on the waiting list" in html.unescape(late.content.decode())


def test_giving_up_asks_first(line: Line, bruno: Client) -> None:
    request = line.join(line.bruno)
    address = f"/richieste/attesa/{request.pk}/lascia/"
    assert "Leave the line" in words(bruno, address)
    assert state(request) == "waiting"
    for _ in range(2):
        assert bruno.post(address)["Location"] == "/richieste/attesa/"
    assert state(request) == "left"


def test_a_place_whose_time_is_over_is_on_no_page(line: Line, bruno: Client) -> None:
    request = line.join(line.bruno)
    line.cancel()
    Waiting.objects.filter(pk=request.pk).update(offered_until=now())
    assert "A place has become free" not in words(bruno, "/")
    assert "A place has become free" not in words(bruno, "/richieste/attesa/")


def test_nobody_elses_request_is_there(line: Line) -> None:
    request = line.join(line.bruno)
    anna = browse(line.stage.issuer, line.stage.anna.user)
    carla = browse(line.carla.where, line.carla.member.user)
    for client in (anna, carla):
        assert client.get(f"/richieste/attesa/{request.pk}/lascia/").status_code == 404
        assert client.post(f"/richieste/attesa/{request.pk}/lascia/").status_code == 404
        page = words(client, f"/richieste/nuova/{line.stage.offer.pk}/?turno={line.slot.pk}&attesa={request.pk}")
        assert "Mia" not in page
    assert state(request) == "waiting"


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_with_one_line_and_with_thirty(line: Line, bruno: Client, number: int) -> None:
    for days in range(number):
        slot = make.slot(line.stage.offer, days=70 + days, capacity=1, taken=1)
        line.join(line.bruno, slot)
    with counted() as statements:
        page = bruno.get("/richieste/attesa/").content.decode()
    assert page.count("/lascia/") == number
    assert len(statements) == 6, statements


def test_nothing_to_wait_for_leads_to_the_shelf(line: Line, bruno: Client) -> None:
    assert 'href="/scaffale/"' in words(bruno, "/richieste/attesa/")


def test_full_dates_that_begin_today_offer_no_line(line: Line, bruno: Client) -> None:
    offer = line.stage.offer.pk
    Slot.objects.filter(pk=line.slot.pk).update(starts_on=today())
    for address in (f"/scaffale/{offer}/", f"/richieste/nuova/{offer}/"):
        page = words(bruno, address)
        assert "All places are taken" in page
        assert wait_address(line) not in page
    assert bruno.get(wait_address(line)).status_code == 302
    later = make.slot(line.stage.offer, capacity=1, taken=1)
    page = words(bruno, wait_address(line))
    assert str(later.pk) in page
    assert str(line.slot.pk) not in page
