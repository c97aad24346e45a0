"""A member's voucher pages: the QR at once, the PDF when it is there, and only for its owner."""

import html
import re
import uuid

import pytest
from django.test import Client

from catalog.orders import documents
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order, Voucher
from catalog.orders.vouchers import ShownVoucher, ready_vouchers
from tenants.identity.models import Role
from tenants.models import FailedTask, Throttle
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage, grant, in_days
from tests.queries import counted
from welfare import files


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


def address(voucher: Voucher, tail: str = "") -> str:
    """The voucher's page, or a part of it."""
    return f"/buoni/{voucher.pk}/{tail}"


def words(client: Client, path: str, status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(answer.content.decode())


def change(stage: Stage, voucher: Voucher, **fields: object) -> None:
    """Set columns of a voucher."""
    with inside(stage.issuer):
        Voucher.objects.filter(pk=voucher.pk).update(**fields)


def render_document(stage: Stage, voucher: Voucher) -> None:
    """Make the PDF."""
    with inside(stage.issuer):
        assert documents.make_document(voucher.pk)


def test_the_page_shows_qr_and_code_before_the_document_is_there(stage: Stage, anna: Client, voucher: Voucher) -> None:
    with inside(stage.issuer):
        code = ShownVoucher(voucher).code
    page = words(anna, address(voucher))
    assert f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}" in page
    assert page.count("<svg viewBox=") == 1 and "Leo Bianchi" in page and "140,00" in page and "Primavera" in page
    assert f'hx-get="{address(voucher, "documento/")}"' in page and "buono.pdf" not in page


def test_the_qr_asks_nothing_of_the_network(stage: Stage, voucher: Voucher) -> None:
    with inside(stage.issuer):
        drawn = ShownVoucher(voucher).qr
    assert not re.search(r"href|url\(|style=|<text|<image|http", drawn)


def test_the_document_arrives_without_a_reload(stage: Stage, anna: Client, voucher: Voucher) -> None:
    part = address(voucher, "documento/")
    waiting = anna.get(part, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in waiting and "<html" not in waiting
    render_document(stage, voucher)
    there = anna.get(part, headers={"HX-Request": "true"}).content.decode()
    assert address(voucher, "buono.pdf") in there and "hx-get" not in there
    assert anna.get(part).headers["Location"] == address(voucher)
    assert "hx-get" not in words(anna, address(voucher))


def test_the_pdf_is_a_download_and_never_a_page(stage: Stage, anna: Client, voucher: Voucher) -> None:
    render_document(stage, voucher)
    answer = anna.get(address(voucher, "buono.pdf"))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HR, Role.OFFICE, Role.OPERATOR, Role.DESK])
def test_nobody_else_gets_page_part_or_pdf(stage: Stage, voucher: Voucher, role: str) -> None:
    render_document(stage, voucher)
    with inside(stage.issuer):
        other = make.member("Carla", role).user
    client = browse(stage.issuer, other)
    absent = words(client, f"/buoni/{uuid.uuid4()}/", 404)
    for tail in ("", "documento/", "buono.pdf"):
        assert words(client, address(voucher, tail), 404) == absent
    assert client.post(address(voucher, "di-nuovo/")).status_code == 404


def test_another_organization_and_a_visitor_get_nothing(stage: Stage, voucher: Voucher) -> None:
    render_document(stage, voucher)
    with inside(stage.supplier):
        stranger = make.user("Carlo", Role.PROVIDER_MANAGER)
    words(browse(stage.supplier, stranger), address(voucher, "buono.pdf"), 404)
    assert browse(stage.issuer).get(address(voucher, "buono.pdf")).status_code == 302


@pytest.mark.parametrize("state", ["accepted", "cancelled", "expired"])
def test_an_ended_voucher_shows_its_state_and_no_usable_qr(
    stage: Stage, anna: Client, voucher: Voucher, state: str
) -> None:
    render_document(stage, voucher)
    with inside(stage.issuer):
        Order.objects.update(state=state, closed_at=voucher.order.placed_at)
        code = ShownVoucher(voucher).code
    page = words(anna, address(voucher))
    assert "<svg viewBox=" not in page and code[:4] not in page and 'class="notice' in page
    downloaded = anna.get(address(voucher, "buono.pdf")).status_code
    assert downloaded == (200 if state == "accepted" else 404)


def test_past_its_day_it_is_expired_before_the_nightly_task(stage: Stage, anna: Client, voucher: Voucher) -> None:
    change(stage, voucher, valid_until=in_days(-1))
    assert "<svg viewBox=" not in words(anna, address(voucher))
    change(stage, voucher, valid_until=in_days(0))
    assert "<svg viewBox=" in words(anna, address(voucher))


def test_a_document_given_up_can_be_asked_again(stage: Stage, anna: Client, voucher: Voucher) -> None:
    change(stage, voucher, document="failed", attempts=5)
    FailedTask.objects.create(organization=stage.issuer, kind="voucher", reference=voucher.pk, error="OSError")
    assert address(voucher, "di-nuovo/") in words(anna, address(voucher))
    assert anna.get(address(voucher, "di-nuovo/")).status_code == 405
    assert anna.post(address(voucher, "di-nuovo/")).headers["Location"] == address(voucher)
    with inside(stage.issuer):
        again = Voucher.objects.get(pk=voucher.pk)
    assert (again.document, again.attempts) == ("queued", 0)
    assert FailedTask.objects.get().resolved_at is not None


def test_a_lost_file_can_be_asked_again(stage: Stage, anna: Client, voucher: Voucher) -> None:
    render_document(stage, voucher)
    with inside(stage.issuer):
        files.remove(stage.issuer.key, Voucher.objects.get(pk=voucher.pk).file_name)
    assert address(voucher, "di-nuovo/") in words(anna, address(voucher, "buono.pdf"), 404)
    anna.post(address(voucher, "di-nuovo/"))
    render_document(stage, voucher)
    assert anna.get(address(voucher, "buono.pdf")).status_code == 200


def test_asking_again_is_limited_and_does_nothing_to_a_good_document(
    stage: Stage, anna: Client, voucher: Voucher
) -> None:
    render_document(stage, voucher)
    statuses = [anna.post(address(voucher, "di-nuovo/")).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    with inside(stage.issuer):
        assert Voucher.objects.get(pk=voucher.pk).document == "ready"
    assert Throttle.objects.filter(purpose="voucher-again").count() == 1


def test_the_list_has_what_expires_next_first_and_the_past_last(stage: Stage, anna: Client) -> None:
    made = [stage.place() for _ in range(5)]
    with inside(stage.issuer):
        rows = [Voucher.objects.get(order=order) for order in made]
        for row, (title, days) in zip(rows, (("C", 90), ("A", 9), ("E", 70), ("D", 80), ("B", 30)), strict=True):
            order = Order.objects.get(pk=row.order_id)
            order.snapshot["title"] = f"Servizio {title}"
            order.save()
            Voucher.objects.filter(pk=row.pk).update(valid_until=in_days(days))
        cancel_order(made[2], actor=stage.actor)
        cancel_order(made[3], actor=stage.actor)
    assert re.findall(r"Servizio (\w)", words(anna, "/buoni/")) == ["A", "B", "C", "D", "E"]


def test_the_list_teaches_when_it_is_empty(stage: Stage, anna: Client) -> None:
    assert 'class="empty"' in words(anna, "/buoni/")


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_with_the_list(stage: Stage, anna: Client, number: int) -> None:
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "5000.00")
    slot = make.slot(stage.offer, capacity=40)
    for _ in range(number):
        stage.place(slot_id=slot.pk)
    with counted() as statements:
        page = words(anna, "/buoni/")
    assert page.count('class="ticket"') == min(number, 20)
    assert len(statements) == 4, statements
    follow = re.search(r'href="(\?dopo=[^"]+)"', page)
    assert bool(follow) == (number > 20)
    if follow:
        assert words(anna, f"/buoni/{follow[1]}").count('class="ticket"') == 10


def test_a_cursor_that_makes_no_sense_starts_from_the_top(anna: Client, voucher: Voucher) -> None:
    for cursor in ("x", "WyJhIl0", "%00", "é" * 40, "WzEsMl0"):
        assert 'class="ticket"' in words(anna, f"/buoni/?dopo={cursor}")


def test_home_gets_the_usable_ones_in_one_query(stage: Stage) -> None:
    first, second = stage.place(), stage.place()
    with inside(stage.issuer):
        Voucher.objects.filter(order=first).update(valid_until=in_days(40))
        Voucher.objects.filter(order=second).update(valid_until=in_days(10))
        with counted() as statements:
            ready = [(s.order, s.title, s.pill_kind, "<svg" in s.qr) for s in ready_vouchers(stage.anna, 3)]
        assert ready == [(second, "Estate al Mulino", "warn", True), (first, "Estate al Mulino", "", True)]
        assert len(statements) == 1
        assert len(ready_vouchers(stage.anna, 1)) == 1
