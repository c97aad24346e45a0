"""A member's requests on screen: the list, one of them, its cancellation; nobody else's."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.orders.models import Order
from members.ledger import queries
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage, grant, in_days
from tests.orders.test_web_path import count


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


def set_state(stage: Stage, order: Order, **fields: object) -> None:
    with inside(stage.issuer):
        Order.objects.filter(pk=order.pk).update(**fields)


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_with_one_order_and_with_thirty(stage: Stage, anna: Client, number: int) -> None:
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "9000.00")
    type(stage.slot).objects.filter(pk=stage.slot.pk).update(capacity=50)
    for _ in range(number):
        stage.place()
    with CaptureQueriesContext(connection) as captured:
        page = anna.get("/richieste/").content.decode()
    assert count(captured) == 6
    assert page.count("link-card") == min(number, 20)


def test_the_second_page_continues_where_the_first_ended(stage: Stage, anna: Client) -> None:
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "9000.00")
    type(stage.slot).objects.filter(pk=stage.slot.pk).update(capacity=50)
    orders = [stage.place() for _ in range(21)]
    first = anna.get("/richieste/")
    second = anna.get("/richieste/", {"dopo": first.context["page"].next_cursor}).content.decode()
    assert str(orders[0].pk) in second
    assert second.count("link-card") == 1
    assert anna.get("/richieste/?dopo=%00nonsense").status_code == 200


def test_nothing_yet_leads_to_the_shelf(stage: Stage, anna: Client) -> None:
    assert "/scaffale/" in anna.get("/richieste/").content.decode()


def test_one_request_shows_what_was_agreed_and_the_credit_that_paid(stage: Stage, anna: Client) -> None:
    order = stage.place()
    page = anna.get(f"/richieste/{order.pk}/").content.decode()
    for words in ("Estate al Mulino", "Leo Bianchi", "Primavera", "Contratto", "140,00", "TUIR art."):
        assert words in page
    assert f"/richieste/{order.pk}/annulla/" in page


def test_cancelling_asks_first_and_a_get_changes_nothing(stage: Stage, anna: Client) -> None:
    order = stage.place()
    before = stage.traces()
    page = anna.get(f"/richieste/{order.pk}/annulla/").content.decode()
    assert "140,00" in page
    assert stage.traces() == before


def test_cancelling_twice_leads_to_the_same_page(stage: Stage, anna: Client) -> None:
    order = stage.place()
    url = f"/richieste/{order.pk}/annulla/"
    first, second = anna.post(url), anna.post(url)
    assert first.headers["Location"] == second.headers["Location"] == f"/richieste/{order.pk}/"
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    assert "140,00" in anna.get(first.headers["Location"]).content.decode()
    with inside(stage.issuer):
        assert sum(total.balance for total in queries.trial_balance()) == 0


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"cancel_until": in_days(-1)}])
def test_what_cannot_be_cancelled_says_why(stage: Stage, anna: Client, fields: dict[str, object]) -> None:
    order = stage.place()
    set_state(stage, order, **fields)
    before = stage.traces()
    url = f"/richieste/{order.pk}/annulla/"
    assert anna.get(url).status_code == anna.post(url).status_code == 409
    assert url not in anna.get(f"/richieste/{order.pk}/").content.decode()
    assert stage.traces() == before


@pytest.mark.parametrize("path", ["", "fatto/", "annulla/"])
def test_somebody_elses_request_looks_like_one_that_is_not_there(stage: Stage, path: str) -> None:
    order = stage.place()
    with inside(stage.issuer):
        bruno = make.member("Bruno").user
    with inside(stage.supplier):
        stranger = make.member("Carla").user
    for browser in (browse(stage.issuer, bruno), browse(stage.supplier, stranger)):
        theirs = browser.get(f"/richieste/{order.pk}/{path}")
        absent = browser.get(f"/richieste/{uuid.uuid4()}/{path}")
        assert theirs.status_code == absent.status_code == 404
        assert theirs.content == absent.content
    before = stage.traces()
    assert browse(stage.issuer, bruno).post(f"/richieste/{order.pk}/annulla/").status_code == 404
    assert stage.traces() == before


def test_the_list_shows_the_members_own_alone(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        bruno = make.member("Bruno").user
    assert str(order.pk) not in browse(stage.issuer, bruno).get("/richieste/").content.decode()
