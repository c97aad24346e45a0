"""Seconds to check and to write a list of 3,000 shops, and the speed of searching them: `python -m bench shops`.

References: as many bare rows by `bulk_create`; an empty signed-in view. Aims: check and write under 5 s each; a page of
the search within 10 times the empty view.
"""

import csv
import json
import random
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.people_import import Cost, cost
from bench.rates import in_turn
from bench.shelf import signed_in
from bench.urls_shelf import EMPTY
from catalog.cards.shops_sheet import SAMPLE
from catalog.cards.shops_work import ShopsWork
from members.imports import works
from providers.agreements.models import Agreement, Category, Shop
from tenants import isolation, provisioning
from tenants.models import Organization
from welfare.clock import today

SHOPS = 3000
NAMES = ("Ottica", "Libreria", "Farmacia", "Forno", "Palestra", "Trattoria", "Calzature", "Ferramenta", "Ciclofficina")
TOWNS = tuple(f"{first} {second}" for first in ("Borgo", "Castel", "Monte", "Ponte", "San", "Villa") for second in
              ("Alto", "Basso", "Chiaro", "Dolce", "Fermo", "Lungo", "Nuovo", "Piano", "Rosso", "Vecchio"))  # fmt: skip
PAGES = {
    "first": "/convenzioni/",
    "town": "/convenzioni/?comune=Villa+Nuovo",
    "misspelt": "/convenzioni/?comune=Vila+Nuvo&q=otica",
}


def measure() -> None:
    """Import, search, print."""
    settings.ROOT_URLCONF = "bench.urls_shelf"
    with own_database() as name, tempfile.TemporaryDirectory() as folder:
        network = provisioning.open_organization(slug="rete", kind="network", name="Rete")
        alfa = provisioning.open_organization(slug="alfa", kind="company", name="Alfa")
        client = signed_in(alfa)
        serve(name)
        bare = cost(lambda: bare_rows(agreement_of(network, "Confronto")))
        Shop.objects.all().delete()
        agreement = agreement_of(network, "Botteghe")
        for figure, discount in (("new", "10%"), ("changed", "15%"), ("same", "15%")):
            path = written_file(Path(folder), discount)
            print(json.dumps(imported(network, agreement, path, figure, bare)), flush=True)
        for page, address in PAGES.items():
            print(json.dumps(searched(client, page, address)), flush=True)


def agreement_of(network: Organization, name: str) -> Agreement:
    """An agreement of the network."""
    return Agreement.objects.create(owner=network, name=name, category=Category.OTHER, discount="5%", starts_on=today())


def imported(network: Organization, agreement: Agreement, path: Path, figure: str, bare: Cost) -> dict[str, object]:
    """Check the list and write it, as the worker does, beside the cost of bare rows."""
    work = ShopsWork(agreement.pk, {})

    def check() -> None:
        plan = work.plan(work.read(path, works.no_progress), actor=isolation.SYSTEM)
        assert (plan.figures["rows"], plan.figures["errors"]) == (SHOPS, 0)
        works.digest(plan)

    def write() -> None:
        content = work.read(path, works.no_progress)
        with transaction.atomic():
            work.write(work.plan(content, actor=isolation.SYSTEM), actor=isolation.SYSTEM)

    with isolation.enter(network, reason="bench"):
        checked, written = cost(check), cost(write)
    return {
        "bench": f"shops:{figure}",
        "check_seconds": checked.seconds,
        "write_seconds": written.seconds,
        "processor_seconds": [checked.processor, written.processor],
        "write_ratio": round(written.seconds / bare.seconds, 1),
        "bare_rows_seconds": bare.seconds,
    }


def bare_rows(agreement: Agreement) -> None:
    """The reference: as many shops with nothing in them."""
    with transaction.atomic():
        Shop.objects.bulk_create(
            (Shop(agreement=agreement, key=str(n), name="x", category="other", town="x") for n in range(SHOPS)),
            batch_size=500,
        )


def written_file(folder: Path, discount: str) -> Path:
    """A list of invented shops."""
    dice = random.Random(7)
    path = folder / "negozi.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(SAMPLE[0])
        for n in range(SHOPS):
            category = dice.choice(list(Category)).value
            name, town = f"{dice.choice(NAMES)} {n}", dice.choice(TOWNS)
            rows.writerow([name, category, f"Via Emilia {n}", "41121", town, "MO", "059 210000", discount, "", ""])
    return path


def searched(client: Client, name: str, path: str) -> dict[str, object]:
    """A page against an empty view."""
    page, empty = in_turn(lambda: client.get(path), lambda: client.get(EMPTY), rounds=100)
    return {
        "bench": f"shops:search_{name}",
        "milliseconds": round(1000 / page, 1),
        "empty_milliseconds": round(1000 / empty, 1),
        "times_the_empty_view": round(empty / page, 1),
    }


if __name__ == "__main__":
    measure()
