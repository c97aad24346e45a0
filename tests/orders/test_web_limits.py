"""The pages at a cap of the year: what the confirmation shows, what the refusal says and offers."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from catalog.fiscal import rule_book
from catalog.orders.models import Order
from catalog.plans.models import Budget
from providers.models import Offer
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from tests.orders.years import CAP, HIGHER_CAP, YEAR, declare, given, shopping
from tests.queries import counted
from welfare.money import format_euro


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser, in English."""
    client = browse(stage.issuer, stage.anna.user)
    client.cookies["scaffale_language"] = "en"
    return client


def check(client: Client, offer: Offer, status: int) -> str:
    """The answer to choosing a voucher for oneself, its words with single spaces."""
    response = client.post(f"/richieste/nuova/{offer.pk}/", {"step": "check", "who": "me"})
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def shown(amount: Decimal | str) -> str:
    """An amount as pages show it, with a plain space."""
    return format_euro(Decimal(amount)).replace("\xa0", " ")


def test_the_refusal_at_the_cliff_has_figures_law_and_three_ways_out(stage: Stage, anna: Client) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP - 100))
        declare(stage.anna, "other_employers_fringe", {"amount": "30.00"})
    page = check(anna, shopping(stage, "150.00"), 409)
    assert "You would pay tax on all of it" in page
    for amount in (CAP - 100, "30.00", "150.00", CAP, CAP + 80, "70.00"):
        assert shown(amount) in page, amount
    assert str(rule_book().pool.years[YEAR].law_ref) in page
    assert "Up to 70,00 € still fits." in page
    assert "Choose one that costs at most 70,00 €" in page
    assert "?area=consumo&amp;ordina=prezzo" in page
    assert "Declare them, and your limit becomes" in page
    assert shown(HIGHER_CAP) in page
    with inside(stage.issuer):
        assert not Order.objects.exists()


def test_the_confirmation_shows_lots_and_what_remains_of_the_limit(stage: Stage, anna: Client) -> None:
    with inside(stage.issuer):
        given(stage.anna, "400.00")
    page = check(anna, shopping(stage, "250.00"), 200)
    assert f'<progress value="650" max="{CAP:.0f}"' in page
    assert f"With this it comes to 650,00 €: {shown(CAP - 650)} still fits this year." in page
    assert "592,50 € left in it" in page
    camp = {"step": "check", "who": str(stage.leo.pk), "slot": str(stage.slot.pk)}
    assert "<progress" not in anna.post(f"/richieste/nuova/{stage.offer.pk}/", camp).content.decode()


def test_credit_that_may_not_pay_is_named_with_its_reason(stage: Stage, anna: Client) -> None:
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.contract.pk).update(source="FRINGE", basis="VOLUNTARY")
        Budget.objects.filter(pk=stage.voluntary.pk).update(source="RISTORNO")
    assert "Your credit covers all of it" in anna.get(f"/scaffale/{shopping(stage, '20.00').pk}/").content.decode()
    page = anna.get(f"/richieste/nuova/{stage.offer.pk}/").content.decode()
    assert "“Contratto” pays for goods and vouchers only" in page
    assert "“Piano 2026” cannot be spent yet" in page


def test_the_limit_is_looked_at_again_when_confirming(stage: Stage, anna: Client) -> None:
    voucher = shopping(stage, "150.00")
    page = check(anna, voucher, 200)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page))
    with inside(stage.issuer):
        given(stage.anna, str(CAP))
    response = anna.post(f"/richieste/nuova/{voucher.pk}/conferma/", fields)
    assert response.status_code == 409
    assert "This year nothing more fits." in response.content.decode()
    with inside(stage.issuer):
        assert not Order.objects.exists()


@pytest.mark.parametrize("relatives", [1, 30])
def test_checking_at_a_limit_costs_the_same_for_a_full_year(stage: Stage, anna: Client, relatives: int) -> None:
    voucher = shopping(stage, "150.00")
    with inside(stage.issuer):
        for number in range(relatives):
            given(stage.anna, "1.00", key=f"gift:{number}")
    check(anna, voucher, 200)
    with counted() as statements:
        check(anna, voucher, 200)
    assert len(statements) == 16
