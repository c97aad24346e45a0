"""Every page of every role, at phone and desktop width: readable to all, silent, no wider than its window.

Each role begins at the pages of the table and then follows every link it sees, once for each kind of page.
"""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from catalog.demo import addresses
from catalog.orders.accept import accept
from catalog.orders.cancel import cancel_order
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.models import FailedTask, Kind, Organization
from tests import make
from tests.accept.desk import code_of
from tests.browser.crawl import Crawl
from tests.browser.network import Network
from tests.browser.pages import BARE, COOPERATIVE, EXPECTED, NETWORK, PAGES, TERRITORY
from tests.conftest import inside

EVERYBODY = sorted({(page.role, page.slug) for page in PAGES})


@pytest.mark.parametrize(("role", "slug"), EVERYBODY)
def test_every_page_is_good(network: Network, role: str, slug: str, settings: Settings, tmp_path: Path) -> None:
    where = organization_of(network, slug)
    if where is None:
        show_demo(settings, tmp_path)
    elif slug != TERRITORY:
        live_a_little(network)
    context = network.session()
    if where and role:
        network.sign_in(context, where, person(network, where, role))
    crawl = Crawl(network, context, where)
    for page in PAGES:
        if (page.role, page.slug) == (role, slug):
            crawl.look(page.path, EXPECTED.get(page.name, 200))
    crawl.look_further()
    assert crawl.defects == []


def organization_of(network: Network, slug: str) -> Organization | None:
    """The organization of the test that plays the part of the demo's."""
    if slug == BARE:
        return None
    if slug == TERRITORY:
        # A territory is Alfa under another kind: the fixture puts the registry right again.
        Organization.objects.filter(pk=network.stage.issuer.pk).update(kind=Kind.TERRITORY)
    return {COOPERATIVE: network.stage.supplier, NETWORK: network.rete}.get(slug, network.stage.issuer)


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
    """A request in force, one used and one cancelled, a category, a piece of work given up: no page stays empty."""
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
