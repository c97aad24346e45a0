"""A service on a quote as its provider writes it: without a price, with the towns it goes to."""

from typing import Any

import pytest
from django.test import Client

from providers.models import Offer
from providers.views_drafts import CHECK
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside

GOOD = {
    "service_type": "artisan_work", "delivery": "quote", "title": "Idraulico", "summary": "Ripara", "text": "",
    "price": "", "unit": "once", "vat_rate": "22.00", "is_single_purpose": "on", "age_min": "", "age_max": "",
    "town": "Carpi", "address": "", "towns_served": "Modena, Soliera\n Modena ;Correggio", "cancellation_days": "14",
    "validity_days": "180", "edition": "",
}  # fmt: skip


@pytest.fixture
def marta(beta: Organization) -> Client:
    """Who runs a provider."""
    make.provider(beta)
    with inside(beta):
        return browse(beta, make.member("Marta", "provider_manager").user)


def test_it_is_written_without_a_price(marta: Client) -> None:
    assert marta.post("/fornitore/servizi/nuovo/", GOOD).status_code == 302
    offer = Offer.objects.get()
    assert (offer.price, offer.towns_served) == (None, ["Modena", "Soliera", "Correggio"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": "50"}, "Lascialo vuoto"),
        ({"questions": ["phone"]}, "Togli queste spunte"),
        ({"delivery": "voucher"}, "Scrivi il prezzo"),
        ({"service_type": "rent"}, "service_type"),
        ({"towns_served": ", ".join(f"Comune {n}" for n in range(41))}, "Al massimo 40 comuni"),
        ({"towns_served": "x" * 61}, "un comune per riga"),
    ],
)
def test_what_does_not_fit_a_quote_is_said(marta: Client, changes: dict[str, Any], words: str) -> None:
    saved = marta.post("/fornitore/servizi/nuovo/", GOOD | changes)
    offer = Offer.objects.get()
    assert saved.status_code == 302
    page = marta.get(f"/fornitore/servizi/{offer.pk}/modifica/?{CHECK}")
    assert words in page.content.decode()
    form = page.context["form"]
    assert form.errors
