"""The shelf page with 5,000 offers against an empty signed-in view: `python -m bench shelf`.

Whole requests through all middleware, in one process, so that the ratio is of our own work and
not of a client's. Aim: a quarter of the empty view's rate, at least a sixth, at most 14 queries.
"""

import datetime
import itertools
import json
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.rates import in_turn
from bench.urls_shelf import EMPTY
from catalog.fiscal import ServiceType, rule_book
from catalog.shelf.models import ShelfItem
from members import notices
from providers.models import Delivery, Offer, Provider, Slot, Unit
from providers.search import sort_key
from tenants import isolation, provisioning
from tenants.models import Organization
from tests import make
from welfare.clock import now, today

OFFERS = 5000
TOWNS = ("Carpi", "Modena", "Sassuolo", "Mirandola", "Formigine", "Vignola", "Soliera", "Novi di Modena")
NAMES = ("Estate", "Aiuto", "Corso", "Nido", "Palestra", "Visita", "Laboratorio", "Soggiorno", "Piscina", "Musica")
PLACES = ("al Mulino", "in Villa", "Girasole", "del Parco", "di Quartiere", "in Collina", "al Lago", "Primavera")
PAGES = {"shelf": "/scaffale/", "search": "/scaffale/?q=estate", "misspelt": "/scaffale/?q=cemtro+estvo"}


def measure() -> None:
    """Seed, measure, print."""
    settings.ROOT_URLCONF = "bench.urls_shelf"
    with own_database() as database:
        alfa = provisioning.open_organization(slug="alfa", kind="company", name="Alfa")
        beta = provisioning.open_organization(slug="beta", kind="cooperative", name="Beta")
        fill(alfa, make.provider(beta))
        client = signed_in(alfa)
        serve(database)
        for name, path in PAGES.items():
            print(json.dumps(figure(client, name, path)), flush=True)


def fill(where: Organization, provider: Provider) -> None:
    """Put 5,000 published offers on a shelf, every second one with slots."""
    types = [service for service in rule_book().services.values() if service.employee or service.family]
    kinds = itertools.cycle(itertools.product(NAMES, TOWNS, PLACES))
    offers = [offer(provider, n, next(kinds), types[n % len(types)]) for n in range(OFFERS)]
    Offer.objects.bulk_create(offers, batch_size=1000)
    starts_on = today() + datetime.timedelta(days=30)
    Slot.objects.bulk_create(
        Slot(offer=each, starts_on=starts_on, ends_on=starts_on, capacity=20, taken=n % 20)
        for n, each in enumerate(offers)
        if each.delivery == Delivery.PLACES
    )
    with isolation.enter(where, reason="bench"):
        ShelfItem.objects.bulk_create(ShelfItem(offer_id=each.pk) for each in offers)


def offer(provider: Provider, number: int, kind: tuple[str, str, str], service: ServiceType) -> Offer:
    """One published offer."""
    name, town, place = kind
    title = f"{name} {place}, {number}"
    return Offer(
        provider=provider,
        service_type=service.code,
        area=service.area,
        type_label=service.label_it,
        delivery=Delivery.PLACES if number % 2 else Delivery.VOUCHER,
        title=title,
        sort_title=sort_key(title),
        summary=f"{name} per tutta la famiglia",
        text="Un servizio della cooperativa, vicino a casa. " * 8,
        price=Decimal(10 + number % 300),
        unit=Unit.WEEK,
        age_min=number % 15,
        town=town,
        state=Offer.State.PUBLISHED,
        published_at=now() - datetime.timedelta(minutes=number),
    )


def signed_in(where: Organization) -> Client:
    """A member's browser."""
    with isolation.enter(where, reason="bench"):
        member = make.member("Anna")
        make.relative(member, "Leo")
        client = Client(SERVER_NAME=f"{where.slug}.localhost")
        client.force_login(member.user)
        notices.acknowledge(member.user)
    return client


def figure(client: Client, name: str, path: str) -> dict[str, object]:
    """Rates by turns, their ratio, and the SQL statements of one page."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200
    statements = len([query for query in queries if "search_path" not in query["sql"]])
    page_rate, empty_rate = in_turn(lambda: client.get(path), lambda: client.get(EMPTY))
    return {
        "bench": f"shelf:{name}",
        "offers": OFFERS,
        "pages_a_second": round(page_rate, 1),
        "empty_view_a_second": round(empty_rate, 1),
        "ratio": round(page_rate / empty_rate, 3),
        "queries": statements,
        "bytes": len(page.content),
    }


if __name__ == "__main__":
    measure()
