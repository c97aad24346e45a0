"""An agreement of the network, shops, and a list of them as a file."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.cards.shops_sheet import key_of
from providers.agreements.categories import label_of
from providers.agreements.models import Agreement, Category, Shop
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from welfare.clock import today

HEADER = "Nome;Categoria;Indirizzo;CAP;Comune;Provincia;Telefono;Sconto;Condizioni;Valido fino al"
FERRARI = "Ottica Ferrari;Ottici;Via Emilia 120;41121;Modena;MO;059 210000;15% sulle lenti;;"
CORSO = "LIBRERIA DEL CORSO;Libri;CORSO ROMA 8;41012;CARPI;mo;;10;Non sui testi scolastici;"
GELSO = "Palestra Il Gelso;Sport;Via del Gelso 3;41012;Carpi;MO;;;;"


@pytest.fixture
def agreement(rete: Organization) -> Agreement:
    """An agreement of the network that began last year."""
    return made(rete)


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of somebody of the welfare office, who reads English."""
    with inside(rete):
        user = make.user("Olga", "office", language="en")
    return browse(rete, user)


def made(owner: Organization, name: str = "Sconti in città", **fields: Any) -> Agreement:
    """An agreement."""
    values = {
        "category": Category.OTHER,
        "discount": "5% su tutto",
        "starts_on": today() - datetime.timedelta(days=365),
    }
    return Agreement.objects.create(owner=owner, name=name, **(values | fields))


def shop(of: Agreement, name: str = "Ottica Ferrari", town: str = "Modena", **fields: Any) -> Shop:
    """A shop."""
    category = fields.pop("category", Category.SIGHT_HEARING)
    return Shop.objects.create(
        agreement=of, name=name, town=town, category=category, category_label=label_of(category),
        key=key_of({"name": name, "town": town, "address": fields.get("address", "")}), **fields,
    )  # fmt: skip


@pytest.fixture
def upload(
    office: Client, agreement: Agreement, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[..., str]:
    """Send a list of the agreement's shops; the address it leads to. The check has been done by then."""

    def send(*rows: str, header: str = HEADER, content: bytes = b"", name: str = "negozi.csv") -> str:
        written = content or "\r\n".join([header, *rows]).encode()
        with django_capture_on_commit_callbacks(execute=True):
            response = office.post(
                f"/rete/convenzioni/{agreement.pk}/importa/", {"file": SimpleUploadedFile(name, written)}
            )
        assert response.status_code == 302, response.content.decode()
        return str(response.headers["Location"])

    return send


@pytest.fixture
def confirm(office: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """Confirm the import of an address as its page shows it."""

    def send(address: str, **choices: str) -> Any:
        digest = re.search(r'name="digest" value="(\w+)"', office.get(address).content.decode())
        with django_capture_on_commit_callbacks(execute=True):
            return office.post(f"{address}conferma/", {"digest": digest[1] if digest else "", **choices})

    return send
