"""What is owed: accepted vouchers by month in Italian time, by offer."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from providers.models import Fulfilment, Offer, Provider
from tenants.models import Organization
from tests import make
from tests.providers.pages import browser, counted, page
from welfare.clock import ROME, now, today

OWED = "/fornitore/incassi/"
numbers = itertools.count()


@pytest.fixture
def provider(alfa: Organization) -> Provider:
    """Alfa is a provider."""
    return make.provider(alfa)


@pytest.fixture
def client(alfa: Organization, provider: Provider) -> Client:
    """The browser of the provider's staff."""
    assert provider.organization == alfa
    return browser(alfa, "provider_staff")


def fulfilled(offer: Offer, issuer: Organization, amount: str, **fields: Any) -> Fulfilment:
    """A voucher accepted just now, unless said otherwise."""
    defaults: dict[str, Any] = {"state": Fulfilment.State.ACCEPTED, "accepted_at": now(), "valid_until": today()}
    return Fulfilment.objects.create(
        offer=offer, provider=offer.provider, issuer=issuer, amount=Decimal(amount), last_four="9QPX",
        code_hash=next(numbers).to_bytes(32, "big"), **(defaults | fields),
    )  # fmt: skip


def test_this_month_in_all_and_by_offer(client: Client, provider: Provider, beta: Organization) -> None:
    camp, gym = make.offer(provider), make.offer(provider, "Palestra")
    fulfilled(camp, beta, "140.00")
    fulfilled(camp, beta, "140.00")
    fulfilled(gym, beta, "24.50")
    response = client.get(OWED)
    assert response.context["total"] == Decimal("304.50")
    assert [(row.title, row.vouchers, row.amount) for row in response.context["rows"]] == [
        ("Estate al Mulino", 2, Decimal("280.00")),
        ("Palestra", 1, Decimal("24.50")),
    ]
    assert "304,50" in response.content.decode()


@pytest.mark.parametrize("state", ["issued", "cancelled", "expired"])
def test_only_what_was_accepted_is_owed(client: Client, provider: Provider, beta: Organization, state: str) -> None:
    fulfilled(make.offer(provider), beta, "140.00", state=state, accepted_at=None)
    assert client.get(OWED).context["total"] == Decimal("0.00")


def test_anothers_vouchers_are_not_mine(client: Client, alfa: Organization, beta: Organization) -> None:
    fulfilled(make.offer(make.provider(beta, "Beta")), alfa, "140.00")
    assert client.get(OWED).context["total"] == Decimal("0.00")


def test_a_month_begins_at_midnight_in_italy(client: Client, provider: Provider, beta: Organization) -> None:
    offer = make.offer(provider)
    last_instant = datetime.datetime(2026, 5, 31, 23, 59, 59, tzinfo=ROME)
    fulfilled(offer, beta, "10.00", accepted_at=last_instant)
    fulfilled(offer, beta, "5.00", accepted_at=last_instant + datetime.timedelta(seconds=1))
    assert client.get(f"{OWED}?mese=2026-05").context["total"] == Decimal("10.00")
    june = client.get(f"{OWED}?mese=2026-06")
    assert june.context["total"] == Decimal("5.00")
    assert june.context["months"] == [
        (datetime.date(2026, 6, 1), Decimal("5.00")),
        (datetime.date(2026, 5, 1), Decimal("10.00")),
    ]


@pytest.mark.parametrize("month", ["", "x", "2026-13", "9999-01", "2026-00", "²026-01", "2026-05'", "0000-01", "%00"])
def test_a_month_that_is_none_is_this_one(client: Client, month: str) -> None:
    assert client.get(f"{OWED}?mese={month}").context["month"] == today().replace(day=1)


def test_home_says_what_is_owed_this_month(client: Client, provider: Provider, beta: Organization) -> None:
    fulfilled(make.offer(provider), beta, "140.00")
    assert "140,00" in page(client, "/fornitore/")


def test_it_costs_the_same_at_1_and_at_30(client: Client, provider: Provider, beta: Organization) -> None:
    fulfilled(make.offer(provider), beta, "140.00")
    assert counted(client, OWED) == 7
    for number in range(29):
        fulfilled(make.offer(provider, f"Servizio {number}"), beta, "10.00")
    assert counted(client, OWED) == 7
