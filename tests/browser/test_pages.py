"""Every page of every role, at phone and desktop width: readable to all, silent, no wider than its window.

Each role begins at the pages of the table and then follows every link it sees, once for each kind of page.
"""

import uuid
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from pytest_django import Settings

from catalog.demo import addresses
from catalog.orders import calling_off, waiting
from catalog.orders.accept import accept
from catalog.orders.cancel import cancel_order
from catalog.orders.purchase import Choice
from providers import reserving, slots
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM, Actor
from tenants.models import FailedTask, Kind, Organization
from tests import make
from tests.accept.desk import code_of
from tests.browser.crawl import Crawl
from tests.browser.network import Network
from tests.browser.pages import (
    BARE,
    COOPERATIVE,
    EXPECTED,
    NETWORK,
    PAGES,
    TERRITORY,
    WITH_A_FUND,
    WITH_BRANCHES,
    Page,
)
from tests.conftest import inside
from tests.orders.stage import Stage, list_on_shelf
from tests.orders.weeks import Camp

SERIES = uuid.UUID(int=7)
PROVIDERS = {COOPERATIVE, WITH_A_FUND, WITH_BRANCHES}
# Which organization of the test plays the part of the demo's; all others are Alfa.
PARTS = {BARE: "", NETWORK: "rete", TERRITORY: "valle"} | dict.fromkeys(PROVIDERS, "beta")


def part_of(page: Page) -> str:
    """Who plays the organization of a page."""
    return PARTS.get(page.slug, "alfa")


EVERYBODY = sorted({(page.role, part_of(page)) for page in PAGES})


@pytest.mark.parametrize(("role", "part"), EVERYBODY)
def test_every_page_is_good(network: Network, role: str, part: str, settings: Settings, tmp_path: Path) -> None:
    where = organization_of(network, part)
    if where is None:
        show_demo(settings, tmp_path)
    elif part != "valle":
        live_a_little(network)
    context = network.session()
    if where and role:
        network.sign_in(context, where, person(network, where, role))
    crawl = Crawl(network, context, where)
    for page in PAGES:
        if (page.role, part_of(page)) == (role, part):
            crawl.look(page.path, EXPECTED.get(page.name, 200))
    crawl.look_further()
    assert crawl.defects == []


def organization_of(network: Network, part: str) -> Organization | None:
    """The organization of the test that plays a part."""
    if part == "valle":
        # A territory is Alfa under another kind: the fixture puts the registry right again.
        Organization.objects.filter(pk=network.stage.issuer.pk).update(kind=Kind.TERRITORY)
    stage = network.stage
    return {"": None, "rete": network.rete, "beta": stage.supplier}.get(part, stage.issuer)


def person(network: Network, where: Organization, role: str) -> User:
    """Somebody with the role: Anna, or one of the staff."""
    if role == Role.MEMBER:
        return network.stage.anna.user
    with inside(where):
        return make.user("Irene", role)


def show_demo(settings: Settings, folder: Path) -> None:
    """The bare domain as the demo shows it, with its organizations and a mail."""
    settings.SCAFFALE_DEMO, settings.VAR_DIR, settings.DEMO_MAIL = True, folder, folder / "mail"
    addresses.write("http://localhost:8000", "127.0.0.1:8000")
    with get_connection("welfare.demo_mail.FolderBackend") as outgoing:
        EmailMessage("Il tuo buono", "È pronto.", to=["anna@example.org"], connection=outgoing).send()


def live_a_little(network: Network) -> None:
    """A request in force, one used and one cancelled, a category, a piece of work given up: no page stays empty.

    And dates called off by the provider, a line, a place that is kept, somebody who comes today.
    """
    stage = network.stage
    answers = {"allergies": "noci", "phone": "059 640000", "photos": "no"}
    used, dropped, _ = (stage.place(answers=answers) for _ in range(3))
    FailedTask.objects.create(organization=stage.issuer, kind="document", reference=used.pk, error="OSError")
    with inside(stage.issuer):
        make.category()
        cancel_order(dropped, actor=stage.actor)
    with inside(stage.supplier):
        accept(
            code_of(stage, used), actor=Actor(stage.supplier.key, make.user("Bruna", Role.PROVIDER_STAFF).pk, "person")
        )
    call_off(stage, answers)
    stage.place(slot_id=make.slot(stage.offer, days=0).pk, answers=answers)
    stand_in_line(stage)
    go_to_camp(stage)


def go_to_camp(stage: Stage) -> None:
    """Another camp has weeks in series: Leo is booked for two of them, and places are kept for his organization."""
    other = make.offer(stage.offer.provider, "Campo in Appennino", price=Decimal("20.00"), second_child=Decimal(10))
    weeks = [make.slot(other, days=days, series=SERIES) for days in (120, 127, 134)]
    with inside(stage.issuer):
        list_on_shelf(other, stage.plan)
    Camp(replace(stage, offer=other), stage.leo, weeks).place((0, stage.leo), (1, stage.leo))
    with inside(stage.supplier):
        reserving.reserve([weeks[2]], stage.issuer, seats=2, until=weeks[0].starts_on, actor=SYSTEM)


def call_off(stage: Stage, answers: dict[str, str]) -> None:
    """Dates that somebody had booked are cancelled by the provider."""
    slot = make.slot(stage.offer, days=100)
    stage.place(slot_id=slot.pk, answers=answers)
    with inside(stage.supplier):
        slots.cancel_slot(slot, "Il Secchia è in piena: il Mulino resta chiuso.", actor=SYSTEM)
        calling_off.carry_on(slot.pk)


def stand_in_line(stage: Stage) -> None:
    """Leo waits for one slot, and a place of another is kept for him."""
    full, freed = (make.slot(stage.offer, days=days, capacity=1, taken=1) for days in (80, 90))
    with inside(stage.issuer):
        for slot in (full, freed):
            waiting.join(stage.anna, Choice(stage.offer.pk, slot.pk, stage.leo.pk), actor=stage.actor)
        with transaction.atomic():
            waiting.free_place(freed.pk)
