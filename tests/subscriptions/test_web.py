"""A member's pages: start, look, stop, agree to a price; and what their employer sees of it: nothing."""

import datetime
import re
import uuid

import pytest
from django.test import Client

from catalog.orders.models import Order
from catalog.subscriptions.models import Subscription
from providers.models import Offer
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from tests.queries import counted
from tests.subscriptions.stage import FEB, FEE, begin, night

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')
LATER = datetime.date(2026, 2, 11)


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser, in Italian."""
    client = browse(stage.issuer, stage.anna.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "it"
    return client


def start_of(stage: Stage) -> str:
    return f"/abbonamenti/nuovo/{stage.offer.pk}/"


def chosen(stage: Stage, **changes: str) -> dict[str, str]:
    return {"step": "check", "who": str(stage.leo.pk), "first_period": "2026-02-01"} | changes


def checked(stage: Stage, anna: Client) -> dict[str, str]:
    page = anna.post(start_of(stage), chosen(stage)).content.decode()
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def test_the_service_leads_there_and_says_how_one_stops(stage: Stage, anna: Client) -> None:
    page = anna.get(f"/scaffale/{stage.offer.pk}/").content.decode()
    assert start_of(stage) in page
    assert "Si paga il giorno 5 di ogni mese" in page
    assert "Il tuo credito copre il primo mese" in page


def test_before_confirming_one_reads_until_when_credit_lasts_and_how_to_stop(stage: Stage, anna: Client) -> None:
    page = anna.post(start_of(stage), chosen(stage)).content.decode()
    assert "Il tuo credito basta fino a tutto agosto 2026" in page
    assert "7 mesi, 700,00" in page
    assert "Per settembre 2026, il 5 settembre 2026, servono 100,00" in page
    assert "dillo entro il" in page
    assert "Conferma 100,00" in page
    with inside(stage.issuer):
        assert not Subscription.objects.exists()


def test_confirming_twice_leads_to_the_same_subscription(stage: Stage, anna: Client) -> None:
    form = checked(stage, anna)
    first, again = (anna.post(f"{start_of(stage)}conferma/", form) for _ in range(2))
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    page = anna.get(first["Location"]).content.decode()
    assert "febbraio 2026" in page
    assert "Credito messo da parte" in page
    assert "5 marzo 2026" in page


def test_a_price_that_changed_meanwhile_is_shown_and_asked_again(stage: Stage, anna: Client) -> None:
    form = checked(stage, anna)
    Offer.objects.filter(pk=stage.offer.pk).update(price="120.00", revision=2)
    answer = anna.post(f"{start_of(stage)}conferma/", form)
    assert answer.status_code == 409
    assert "Conferma 120,00" in answer.content.decode()
    with inside(stage.issuer):
        assert not Subscription.objects.exists()


def test_too_little_credit_is_refused_with_the_figure_and_what_was_typed(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price="900.00")
    answer = anna.post(start_of(stage), chosen(stage))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "57,50" in page
    assert start_of(stage) in page
    assert str(stage.leo.pk) in page


def test_an_offer_that_is_no_subscription_is_not_there(stage: Stage, anna: Client) -> None:
    camp = make.offer(stage.offer.provider, "Campo")
    assert anna.get(f"/abbonamenti/nuovo/{camp.pk}/").status_code == 404


def test_it_stands_among_requests_and_on_the_account(stage: Stage, anna: Client) -> None:
    begin(stage)
    for path in ("/richieste/", "/conto/", "/abbonamenti/"):
        page = anna.get(path).content.decode()
        assert "100,00\xa0€ al mese" in page, path
        assert "il prossimo il 5 marzo 2026" in page, path
        assert "1 mese, 100,00" in page, path


def test_an_order_of_a_month_leads_to_its_subscription_and_is_not_cancelled(stage: Stage, anna: Client) -> None:
    subscription = begin(stage)
    with inside(stage.issuer):
        order = Order.objects.get()
    page = anna.get(f"/richieste/{order.pk}/").content.decode()
    assert f"/abbonamenti/{subscription.pk}/" in page
    assert f"/richieste/{order.pk}/annulla/" not in page
    assert anna.post(f"/richieste/{order.pk}/annulla/").status_code == 409


def test_stopping_asks_says_the_last_month_and_does_it_once(stage: Stage, anna: Client) -> None:
    address = f"/abbonamenti/{begin(stage).pk}/"
    page = anna.get(f"{address}ferma/").content.decode()
    assert "febbraio 2026 è l" in page
    with inside(stage.issuer):
        assert Subscription.objects.get().state == "active"
    for _ in range(2):
        assert anna.post(f"{address}ferma/").status_code == 302
    assert "Finisce presto" in anna.get(address).content.decode()


def test_a_higher_price_is_told_on_home_and_page_and_agreed_to(stage: Stage, anna: Client) -> None:
    address = f"/abbonamenti/{begin(stage).pk}/"
    Offer.objects.filter(pk=stage.offer.pk).update(price="120.00")
    night(stage, LATER)
    assert "costa 120,00\xa0€ al mese da aprile 2026" in anna.get("/").content.decode()
    assert "Accetta 120,00" in anna.get(address).content.decode()
    assert anna.post(f"{address}prezzo/", {"price": "110.00"}).status_code == 302
    with inside(stage.issuer):
        assert Subscription.objects.get().new_price_agreed_at is None
    anna.post(f"{address}prezzo/", {"price": "120.00"})
    assert "Lo hai accettato" in anna.get(address).content.decode()
    assert "costa 120,00" not in anna.get("/").content.decode()


def test_nobody_else_finds_it_and_the_employer_sees_nothing(stage: Stage) -> None:
    subscription = begin(stage)
    with inside(stage.issuer):
        hanna = make.member("Hanna", "member", "hr")
    hr = browse(stage.issuer, hanna.user)
    for act in ("", "ferma/"):
        assert hr.get(f"/abbonamenti/{subscription.pk}/{act}").status_code == 404
    assert hr.post(f"/abbonamenti/{subscription.pk}/ferma/").status_code == 404
    for path in ("/hr/", f"/hr/persone/{stage.anna.uuid}/", "/hr/registro/", "/hr/piani/"):
        page = hr.get(path).content.decode()
        assert "Estate al Mulino" not in page, path
        assert "bbonament" not in page and "ubscription" not in page, path


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_however_many(stage: Stage, anna: Client, number: int) -> None:
    first = begin(stage)
    with inside(stage.issuer):
        for _ in range(number - 1):
            Subscription.objects.create(
                key=uuid.uuid4().hex, member=stage.anna, relative=stage.leo, beneficiary_name="Leo Bianchi",
                offer_id=uuid.uuid4(), provider_id=first.provider_id, snapshot=first.snapshot, price=FEE, draw_day=5,
                notice_days=10, minimum_months=1, first_period=FEB, next_draw=first.next_draw,
            )  # fmt: skip
    with counted() as found:
        page = anna.get("/abbonamenti/").content.decode()
    assert page.count("Leo Bianchi") == number
    assert len(found) == 5
