"""Several weeks and children on screen: tick, see the sum, confirm once; all the codes on one page; cancel."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.orders import sheets
from catalog.orders.models import GroupSheet, Order
from members.ledger import queries
from providers.models import Offer, Slot
from tests import make
from tests.conftest import browse, inside
from tests.orders import weeks
from tests.orders.stage import Stage, grant
from tests.orders.test_web_path import count
from tests.orders.weeks import Camp

HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


@pytest.fixture
def camp(stage: Stage) -> Camp:
    """Three weeks at 140,00; Leo and Sara; the provider asks for a phone and allergies."""
    Offer.objects.filter(pk=stage.offer.pk).update(questions=["allergies", "phone"], second_child=Decimal(10))
    return weeks.set_up(stage)


@pytest.fixture
def anna(camp: Camp) -> Client:
    """Anna's browser."""
    return browse(camp.stage.issuer, camp.stage.anna.user)


def start(camp: Camp) -> str:
    return f"/richieste/nuova/{camp.stage.offer.pk}/settimane/"


def ticked(camp: Camp, leo: list[int], sara: list[int], **changes: Any) -> dict[str, Any]:
    """What the page sends."""
    fields: dict[str, Any] = {"step": "check"}
    for who, numbers in ((camp.leo, leo), (camp.sara, sara)):
        fields |= {f"w-{who.pk}": [str(camp.weeks[n].pk) for n in numbers], f"a-{who.pk}-phone": "059 123456"}
    return fields | changes


def hidden(page: str, last: bool = False) -> dict[str, Any]:
    """The hidden fields of a page's form, as a browser would send them."""
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def confirmed(camp: Camp, anna: Client, leo: list[int], sara: list[int]) -> dict[str, Any]:
    """The form of the confirmation."""
    response = anna.post(start(camp), ticked(camp, leo, sara))
    assert response.status_code == 200, response.status_code
    return hidden(response.content.decode())


def test_a_series_leads_to_the_page_of_weeks(camp: Camp, anna: Client) -> None:
    response = anna.get(f"/richieste/nuova/{camp.stage.offer.pk}/?turno={camp.weeks[1].pk}")
    assert response.headers["Location"] == f"{start(camp)}?turno={camp.weeks[1].pk}"
    assert anna.get(start(camp)).status_code == 200


def test_from_the_ticks_to_one_page_with_all_codes(camp: Camp, anna: Client) -> None:
    page = anna.post(start(camp), ticked(camp, [0, 1], [0])).content.decode()
    for words in ("406,00", "−14,00", "Leo", "Sara"):
        assert words in page, words
    done = anna.post(f"{start(camp)}conferma/", hidden(page))
    assert done.status_code == 302
    with inside(camp.stage.issuer):
        group = Order.objects.values_list("group", flat=True).distinct().get()
    assert done.headers["Location"] == f"/richieste/insieme/{group}/fatto/"
    assert "406,00" in anna.get(done.headers["Location"]).content.decode()
    codes = anna.get(f"/buoni/insieme/{group}/").content.decode()
    assert codes.count('class="qr"') == 3
    assert anna.get("/richieste/").content.decode().count("link-card") == 1
    assert anna.get("/buoni/").content.decode().count("<article") == 1
    assert anna.post(f"{start(camp)}conferma/", hidden(page)).headers["Location"] == done.headers["Location"]
    assert camp.taken() == [2, 1, 0]


def test_each_child_s_answers_go_with_that_child(camp: Camp, anna: Client) -> None:
    fields = ticked(camp, [0], [0], **{f"a-{camp.sara.pk}-allergies": "noci"})
    anna.post(f"{start(camp)}conferma/", hidden(anna.post(start(camp), fields).content.decode()))
    with inside(camp.stage.supplier):
        manager = browse(camp.stage.supplier, make.user("Carla", "provider_manager"))
    page = manager.get(f"/fornitore/turni/{camp.weeks[0].pk}/").content.decode()
    assert page.count("noci") == 1
    assert page.count("con Sara Bianchi") == page.count("con Leo Bianchi") == 1


@pytest.mark.parametrize(("leo", "sara"), [([], []), ([0], [])])
def test_what_is_missing_is_said_on_the_page_and_what_was_ticked_stays(
    camp: Camp, anna: Client, leo: list[int], sara: list[int]
) -> None:
    response = anna.post(start(camp), ticked(camp, leo, sara, **{f"a-{camp.leo.pk}-phone": ""}))
    page = response.content.decode()
    assert response.status_code == 200 and "error-summary" in page
    assert page.count("checked") == len(leo)


def test_a_week_that_fills_up_meanwhile_is_named_and_the_rest_can_be_had(camp: Camp, anna: Client) -> None:
    form = confirmed(camp, anna, [0, 1], [1])
    Slot.objects.filter(pk=camp.weeks[1].pk).update(capacity=1, taken=1)
    response = anna.post(f"{start(camp)}conferma/", form)
    page = response.content.decode()
    assert response.status_code == 409
    assert f"/richieste/attesa/nuova/{camp.stage.offer.pk}/?turno={camp.weeks[1].pk}" in page
    with inside(camp.stage.issuer):
        assert not Order.objects.exists()
    [rest, kept] = [hidden(part) for part in page.split("<form")[-2:]]
    assert rest[f"w-{camp.leo.pk}"] == [str(camp.weeks[0].pk)]
    assert f"w-{camp.sara.pk}" not in rest and kept[f"w-{camp.sara.pk}"] == [str(camp.weeks[1].pk)]
    assert "140,00" in anna.post(start(camp), rest | {"step": "check"}).content.decode()
    assert anna.post(start(camp), kept | {"step": "change"}).status_code == 200


def test_the_total_follows_the_ticks(camp: Camp, anna: Client) -> None:
    page = anna.post(f"{start(camp)}totale/", ticked(camp, [0], [0])).content.decode()
    for words in ("280,00", "−14,00", "266,00", "576,50"):
        assert words in page, words
    assert "€" not in anna.post(f"{start(camp)}totale/", {}).content.decode()
    Offer.objects.filter(pk=camp.stage.offer.pk).update(price=Decimal("600.00"))
    assert "notice warn" in anna.post(f"{start(camp)}totale/", ticked(camp, [0], [0])).content.decode()


def test_too_young_for_the_first_week_is_told_with_the_birthday(camp: Camp, anna: Client) -> None:
    Offer.objects.filter(pk=camp.stage.offer.pk).update(age_min=3)
    second = camp.weeks[1].starts_on
    with inside(camp.stage.issuer):
        nina = make.relative(camp.stage.anna, "Nina", birth_date=second.replace(year=second.year - 3))
    page = anna.get(start(camp)).content.decode()
    assert f'id="id_w-{nina.pk}_1"' in page and f'id="id_w-{nina.pk}_2"' not in page
    assert "Compie 3 anni il" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "x"}, {"price": "0,5x"}, {"revision": ""}, {"w-nobody": "x"}, {"a-me-colour": "x"},
        {"a-me-phone": "9" * 999}, {"nonce": ["a" * 32, "b"]},
    ],
)  # fmt: skip
def test_a_form_that_no_page_sends_places_nothing(camp: Camp, anna: Client, changes: dict[str, Any]) -> None:
    response = anna.post(f"{start(camp)}conferma/", confirmed(camp, anna, [0], []) | changes)
    assert response.status_code in (302, 409)
    with inside(camp.stage.issuer):
        assert not Order.objects.exists()


def test_a_child_of_another_family_is_not_found(camp: Camp, anna: Client) -> None:
    with inside(camp.stage.issuer):
        theirs = make.relative(make.member("Bruno"), "Ugo")
    form = confirmed(camp, anna, [0], [])
    form[f"w-{theirs.pk}"] = [str(camp.weeks[0].pk)]
    assert anna.post(f"{start(camp)}conferma/", form).status_code == 404


def test_nobody_else_sees_what_was_booked_together(camp: Camp, anna: Client) -> None:
    [order, *_] = camp.place((0, camp.leo), (1, camp.leo))
    with inside(camp.stage.issuer):
        others = browse(camp.stage.issuer, make.member("Bruno").user)
    for address in ("richieste/insieme/{}/", "richieste/insieme/{}/annulla/", "buoni/insieme/{}/"):
        assert others.get("/" + address.format(order.group)).status_code == 404
    assert others.post(f"/richieste/insieme/{order.group}/annulla/").status_code == 404


def test_all_of_it_is_cancelled_after_asking(camp: Camp, anna: Client) -> None:
    [order, *_] = camp.place((0, camp.leo), (1, camp.sara))
    address = f"/richieste/insieme/{order.group}/annulla/"
    assert "140,00" in anna.get(address).content.decode()
    assert camp.taken() == [1, 1, 0]
    for _ in range(2):
        assert anna.post(address).headers["Location"] == f"/richieste/insieme/{order.group}/"
    assert camp.taken() == [0, 0, 0]
    with inside(camp.stage.issuer):
        assert queries.is_balanced()


def test_the_document_is_there_and_after_a_change_is_made_when_asked_for(camp: Camp, anna: Client) -> None:
    orders = camp.place((0, camp.leo), (1, camp.leo))
    group = orders[0].group
    assert group is not None
    address = f"/buoni/insieme/{group}/"
    assert anna.get(f"{address}buoni.pdf").headers["Location"] == address
    with inside(camp.stage.issuer):
        sheets.make_sheet(group)
    assert anna.get(f"{address}buoni.pdf").content.startswith(b"%PDF")
    anna.post(f"/richieste/{orders[0].pk}/annulla/")
    assert "di-nuovo" in anna.get(address).content.decode()
    anna.post(f"{address}di-nuovo/")
    with inside(camp.stage.issuer):
        assert GroupSheet.objects.get().document in ("queued", "ready")


@pytest.mark.parametrize("number", [1, 30])
def test_the_lists_cost_the_same_with_one_group_and_with_thirty(camp: Camp, anna: Client, number: int) -> None:
    with inside(camp.stage.issuer):
        grant(camp.stage.anna, camp.stage.voluntary, "9000.00")
    Slot.objects.filter(offer=camp.stage.offer).update(capacity=90)
    for _ in range(number):
        camp.place((0, camp.leo), (1, camp.leo))
    with CaptureQueriesContext(connection) as captured:
        page = anna.get("/richieste/").content.decode()
    assert (count(captured), page.count("link-card")) == (7, min(number, 20))
    with CaptureQueriesContext(connection) as captured:
        page = anna.get("/buoni/").content.decode()
    assert (count(captured), page.count("<article")) == (4, min(number, 20))
