"""Documents that nobody has asked for yet: nothing is rendered until their owner wants one."""

import html

import pytest
from django.test import Client

from catalog.orders import documents, sweeper
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order, Voucher
from tenants.identity.models import Role
from tenants.messages.models import Message
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from welfare import files


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


@pytest.fixture
def laid_aside(stage: Stage, voucher: Voucher) -> Voucher:
    """A voucher whose document was made once, told, and laid aside."""
    with inside(stage.issuer):
        documents.make_document(voucher.pk)
        assert documents.lay_aside(Voucher.objects.filter(pk=voucher.pk)) == 1
        Message.objects.all().delete()
    return voucher


def address(voucher: Voucher, tail: str = "") -> str:
    """The voucher's page, or a part of it."""
    return f"/buoni/{voucher.pk}/{tail}"


def state(stage: Stage) -> str:
    """Where the only document stands."""
    with inside(stage.issuer):
        return Voucher.objects.get().document


def words(client: Client, path: str) -> str:
    """The words of a page."""
    return html.unescape(client.get(path).content.decode())


def test_a_document_laid_aside_takes_no_room_and_no_work(stage: Stage, laid_aside: Voucher) -> None:
    with inside(stage.issuer):
        assert list(files.folder_of(stage.issuer.key).iterdir()) == []
        assert documents.pending_ids() == [] and not documents.make_document(laid_aside.pk)
    assert sweeper.sweep_all() == 0
    assert state(stage) == "unmade"


def test_its_owner_asks_and_sees_it_come(stage: Stage, anna: Client, laid_aside: Voucher) -> None:
    page = words(anna, address(laid_aside))
    assert address(laid_aside, "di-nuovo/") in page and "hx-get" not in page and "buono.pdf" not in page
    assert state(stage) == "unmade", "looking changes nothing"
    assert anna.post(address(laid_aside, "di-nuovo/")).headers["Location"] == address(laid_aside)
    assert state(stage) == "queued"
    assert f'hx-get="{address(laid_aside, "documento/")}"' in words(anna, address(laid_aside))
    with inside(stage.issuer):
        assert documents.make_document(laid_aside.pk)
    assert anna.get(address(laid_aside, "buono.pdf")).content.startswith(b"%PDF-")


def test_what_is_made_again_is_no_news(stage: Stage, anna: Client, laid_aside: Voucher) -> None:
    with inside(stage.supplier):
        make.user("Rita", Role.PROVIDER_MANAGER)
    anna.post(address(laid_aside, "di-nuovo/"))
    with inside(stage.issuer):
        assert documents.make_document(laid_aside.pk)
    for organization in (stage.issuer, stage.supplier):
        with inside(organization):
            assert not Message.objects.exists()


def test_an_old_link_to_the_file_leads_to_the_page(stage: Stage, anna: Client, laid_aside: Voucher) -> None:
    assert anna.get(address(laid_aside, "buono.pdf")).headers["Location"] == address(laid_aside)
    assert state(stage) == "unmade"


def test_a_used_one_is_kept_as_proof(stage: Stage, anna: Client, laid_aside: Voucher) -> None:
    with inside(stage.issuer):
        Order.objects.update(state="accepted", closed_at=laid_aside.order.placed_at)
    assert address(laid_aside, "di-nuovo/") in words(anna, address(laid_aside))
    anna.post(address(laid_aside, "di-nuovo/"))
    assert "hx-get" in words(anna, address(laid_aside))


def test_a_cancelled_one_has_no_document_to_ask_for(stage: Stage, anna: Client, laid_aside: Voucher) -> None:
    with inside(stage.issuer):
        cancel_order(laid_aside.order, actor=stage.actor)
    assert address(laid_aside, "di-nuovo/") not in words(anna, address(laid_aside))
    anna.post(address(laid_aside, "di-nuovo/"))
    assert state(stage) == "unmade"
    assert anna.get(address(laid_aside, "buono.pdf")).status_code == 404


def test_nobody_else_can_ask(stage: Stage, laid_aside: Voucher) -> None:
    with inside(stage.issuer):
        other = make.member("Carla", Role.HR).user
    assert browse(stage.issuer, other).post(address(laid_aside, "di-nuovo/")).status_code == 404
    assert state(stage) == "unmade"
