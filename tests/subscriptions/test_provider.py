"""What the provider of a subscription sees and does: the month to confirm, what was not given, one subscriber."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from catalog.orders.models import Order
from catalog.subscriptions.not_given import AlreadySettled, not_given
from catalog.subscriptions.stop import OutOfReach, end_by_provider
from members.ledger.models import AccountKind, Leg
from providers.models import Fulfilment, SharedSubscription
from tenants.audit.models import Record
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage, grant
from tests.queries import counted
from tests.subscriptions.stage import FEB, begin, draws, mails, months

MONTHS = "/fornitore/abbonamenti/"


@pytest.fixture
def gina(stage: Stage) -> Client:
    """The provider's manager, signed in."""
    with inside(stage.supplier):
        user = make.user("Gina", "provider_manager")
    return browse(stage.supplier, user)


def many(stage: Stage, number: int) -> None:
    """Other children of other people, each with a subscription that has drawn February."""
    for _ in range(number):
        with inside(stage.issuer):
            member = make.member("Rita")
            child = make.relative(member, "Ugo")
            grant(member, stage.voluntary, "300.00")
        begin(replace(stage, anna=member, leo=child))


def test_who_has_it_is_listed_with_name_age_and_price_alone(stage: Stage, gina: Client) -> None:
    begin(stage)
    page = gina.get(MONTHS).content.decode()
    assert "Leo Bianchi" in page
    assert "100,00" in page
    assert "Anna" not in page
    with inside(stage.supplier):
        assert Record.objects.filter(action="bookings_read", subject="month:2026-02").count() == 1


def test_all_of_a_month_is_confirmed_in_one_go_and_once(stage: Stage, gina: Client) -> None:
    begin(stage)
    many(stage, 2)
    for _ in range(2):
        assert gina.post(f"{MONTHS}conferma/", {"mese": "2026-02"}).status_code == 302
    with inside(stage.issuer):
        assert set(Order.objects.values_list("state", flat=True)) == {"accepted"}
        owed = Leg.objects.filter(account__kind=AccountKind.OWED)
        assert [leg.credit for leg in owed] == [Decimal("100.00")] * 3


def test_a_month_confirmed_mails_nobody(stage: Stage, gina: Client) -> None:
    begin(stage)
    before = mails(stage.issuer)
    gina.post(f"{MONTHS}mesi/{Fulfilment.objects.get().pk}/conferma/")
    assert months(stage) == [(FEB, "accepted")]
    assert mails(stage.issuer) == before


def test_a_month_not_given_returns_the_credit_at_once(stage: Stage, gina: Client) -> None:
    begin(stage)
    key = Fulfilment.objects.get().pk
    asked = gina.get(f"{MONTHS}mesi/{key}/non-dato/").content.decode()
    assert "Leo Bianchi" in asked
    assert months(stage) == [(FEB, "placed")]
    for _ in range(2):
        gina.post(f"{MONTHS}mesi/{key}/non-dato/")
    assert months(stage) == [(FEB, "cancelled")]
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    assert mails(stage.issuer).count("month_not_given") == 1


def test_what_was_confirmed_cannot_be_said_not_to_have_been_given(stage: Stage, gina: Client) -> None:
    begin(stage)
    key = Fulfilment.objects.get().pk
    gina.post(f"{MONTHS}mesi/{key}/conferma/")
    with inside(stage.supplier), pytest.raises(AlreadySettled):
        not_given(Fulfilment.objects.get(pk=key), actor=Actor(stage.supplier.key, 1, "provider_staff"))
    assert months(stage) == [(FEB, "accepted")]


def test_another_provider_finds_none_of_it(stage: Stage, alfa: Organization) -> None:
    begin(stage)
    make.provider(alfa, "Alfa servizi")
    with inside(alfa):
        user = make.user("Ivo", "provider_manager")
    other = browse(alfa, user)
    month, half = Fulfilment.objects.get().pk, SharedSubscription.objects.get().pk
    assert "Leo" not in other.get(MONTHS).content.decode()
    assert other.get(f"{MONTHS}{half}/").status_code == 404
    assert other.post(f"{MONTHS}{half}/termina/", {"reason": "Chiudiamo la sede."}).status_code == 404
    assert other.post(f"{MONTHS}mesi/{month}/conferma/").status_code == 404
    assert other.post(f"{MONTHS}mesi/{month}/non-dato/").status_code == 404
    assert months(stage) == [(FEB, "placed")]


def test_ending_it_asks_why_and_keeps_what_was_typed(stage: Stage, gina: Client) -> None:
    begin(stage)
    half = SharedSubscription.objects.get().pk
    page = gina.post(f"{MONTHS}{half}/termina/", {"reason": "boh"})
    assert page.status_code == 200
    assert "boh" in page.content.decode()
    assert SharedSubscription.objects.get().state == "active"
    gina.post(f"{MONTHS}{half}/termina/", {"reason": "La sede chiude a marzo."})
    assert SharedSubscription.objects.get().state == "stopping"
    assert "2026" in gina.get(f"{MONTHS}{half}/").content.decode()


def test_a_month_that_makes_no_sense_is_refused(gina: Client) -> None:
    assert gina.get(f"{MONTHS}?mese=2026-13").status_code == 200
    assert gina.post(f"{MONTHS}conferma/", {"mese": "2026-13"}).status_code == 400


def test_the_home_says_how_many_months_wait(stage: Stage, gina: Client) -> None:
    begin(stage)
    assert "/fornitore/abbonamenti/?mese=2026-02" in gina.get("/fornitore/").content.decode()
    gina.post(f"{MONTHS}conferma/", {"mese": "2026-02"})
    assert "/fornitore/abbonamenti/?mese=2026-02" not in gina.get("/fornitore/").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_month_costs_the_same_however_many_there_are(stage: Stage, gina: Client, number: int) -> None:
    many(stage, number)
    with counted() as found:
        page = gina.get(MONTHS).content.decode()
    assert page.count("Ugo Bianchi</a>") == number
    assert len(found) == 9


def test_paused_ones_stand_apart(stage: Stage, gina: Client) -> None:
    begin(stage)
    for month in (8, 9):
        draws(stage, datetime.date(2026, month, 5))
    page = gina.get(MONTHS).content.decode()
    assert "Leo Bianchi" in page
    assert SharedSubscription.objects.get().state == "paused"


def test_an_issuer_whose_data_is_an_older_backup_is_out_of_reach(stage: Stage) -> None:
    """Neither the month nor the subscription is known there: nothing moves, and the page says to try later."""
    begin(stage)
    month, actor = Fulfilment.objects.get(), Actor(stage.supplier.key, 1, "provider_staff")
    with inside(stage.issuer):
        Order.objects.update(fulfilment_id=stage.offer.pk)
    with inside(stage.supplier):
        with pytest.raises(OutOfReach):
            not_given(month, actor=actor)
        with pytest.raises(OutOfReach):
            end_by_provider(SharedSubscription(pk=stage.offer.pk, issuer=stage.issuer), "Chiudiamo", actor=actor)
    assert Fulfilment.objects.get().state == Fulfilment.State.ISSUED
