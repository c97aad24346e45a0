"""The network's list of services with 5,000 of them against an empty signed-in view: `python -m bench console`."""

import json

from django.conf import settings
from django.test import Client

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.people import figure
from bench.shelf import OFFERS, fill
from members import notices
from tenants import isolation, provisioning
from tenants.identity import middleware
from tenants.models import Organization
from tests import make

PAGES = {
    "home": "/rete/",
    "services": "/rete/servizi/",
    "search": "/rete/servizi/?q=estate",
    "misspelt": "/rete/servizi/?q=cemtro+estvo",
    "filtered": "/rete/servizi/?stato=published&area=cura&consegna=voucher",
    "register": "/rete/registro/",
}


def measure() -> None:
    """Seed, measure, print."""
    settings.ROOT_URLCONF = "bench.urls_shelf"
    with own_database() as database:
        alfa = provisioning.open_organization(slug="alfa", kind="company", name="Alfa")
        beta = provisioning.open_organization(slug="beta", kind="cooperative", name="Beta")
        network = provisioning.open_organization(slug="rete", kind="network", name="Rete")
        fill(alfa, make.provider(beta))
        client = operator(network)
        serve(database)
        for name, path in PAGES.items():
            shown = figure(client, name, path, OFFERS)
            named = {"bench": f"console:{name}", "offers": shown.pop("people")}
            print(json.dumps(shown | named), flush=True)


def operator(network: Organization) -> Client:
    """A browser of an operator, with the second step behind it."""
    with isolation.enter(network, reason="bench"):
        olga = make.user("Olga", "operator", "office")
        client = Client(SERVER_NAME=f"{network.slug}.localhost")
        client.force_login(olga)
        session = client.session
        session.update({notices.FLAG: notices.VERSION, middleware.FLAG: True})
        session.save()
    return client


if __name__ == "__main__":
    measure()
