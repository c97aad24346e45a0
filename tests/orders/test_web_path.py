"""From the service's page to the voucher, with plain forms."""

import re
import uuid
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.orders.models import Order
from catalog.shelf.models import ShelfItem
from members.models import Relative
from providers.models import Offer, Slot
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from tests.plans import people as plans

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


def start_of(stage: Stage) -> str:
    return f"/richieste/nuova/{stage.offer.pk}/"


def confirm_of(stage: Stage) -> str:
    return f"{start_of(stage)}conferma/"


def chosen(stage: Stage, **changes: str) -> dict[str, str]:
    """What Anna fills in: Leo, the slot."""
    return {"step": "check", "who": str(stage.leo.pk), "slot": str(stage.slot.pk)} | changes


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def checked(stage: Stage, client: Client, **changes: str) -> dict[str, str]:
    """The confirmation form after a good choice."""
    response = client.post(start_of(stage), chosen(stage, **changes))
    assert response.status_code == 200, response.content.decode()
    return hidden_fields(response.content.decode())


def test_credit_of_a_plan_to_come_is_not_what_is_left(stage: Stage, anna: Client) -> None:
    before = anna.post(start_of(stage), chosen(stage)).context["seen"].left
    with inside(stage.issuer):
        begins = in_days(30)
        plan = plans.plan("Piano che viene", starts_on=begins, ends_on=in_days(400), year=begins.year)
        plans.credit(stage.anna, plans.budget(plan, days=300), "200.00")
    assert anna.post(start_of(stage), chosen(stage)).context["seen"].left == before


def count(queries: CaptureQueriesContext) -> int:
    """Statements but for the search path."""
    return sum("search_path" not in query["sql"] for query in queries.captured_queries)


def test_the_journey_ends_at_a_result_with_the_voucher(stage: Stage, anna: Client) -> None:
    page = anna.get(f"{start_of(stage)}?turno={stage.slot.pk}").content.decode()
    assert re.search(rf'value="{stage.slot.pk}"[^>]* checked', page)
    response = anna.post(confirm_of(stage), checked(stage, anna))
    with inside(stage.issuer):
        order = Order.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/richieste/{order.pk}/fatto/"
    assert "Estate al Mulino" in anna.get(response.headers["Location"]).content.decode()
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]


def test_the_check_shows_person_dates_price_credit_law_and_rule(stage: Stage, anna: Client) -> None:
    page = anna.post(start_of(stage), chosen(stage)).content.decode()
    for words in ("Leo", "140,00", "Contratto", "702,50", "TUIR art."):
        assert words in page
    with inside(stage.issuer):
        assert not Order.objects.exists()


def test_confirming_costs_24_statements(stage: Stage, anna: Client) -> None:
    anna.post(confirm_of(stage), checked(stage, anna))
    # The first order that a budget pays also opens what is held of it.
    assert cost_of_confirming(stage, anna) == 26
    assert cost_of_confirming(stage, anna) == 24


def cost_of_confirming(stage: Stage, client: Client) -> int:
    """Statements of one post of the confirmation form."""
    fields = checked(stage, client)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(confirm_of(stage), fields).status_code == 302
    return count(queries)


@pytest.mark.parametrize("relatives", [1, 30])
def test_choosing_costs_the_same_with_one_relative_and_with_thirty(stage: Stage, anna: Client, relatives: int) -> None:
    with inside(stage.issuer):
        for _ in range(relatives - 1):
            make.relative(stage.anna)
    for _ in range(relatives - 1):
        make.slot(stage.offer)
    with CaptureQueriesContext(connection) as queries:
        assert anna.get(start_of(stage)).status_code == 200
    assert count(queries) == 10


def test_change_comes_back_with_all_that_was_typed(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(questions=["allergies", "photos"])
    fields = checked(stage, anna, allergies="noci e latte", photos="no")
    page = anna.post(start_of(stage), fields | {"step": "change"}).content.decode()
    assert "noci e latte" in page
    assert re.search(r'name="photos" value="no"[^>]* checked', page)
    assert re.search(rf'value="{stage.leo.pk}"[^>]* checked', page)


def test_a_missing_answer_is_said_and_nothing_typed_is_lost(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(questions=["allergies", "phone"])
    page = anna.post(start_of(stage), chosen(stage, allergies="noci")).content.decode()
    assert "error-summary" in page
    assert page.count("field-error") == 1
    assert "noci" in page


def test_answers_never_stand_in_an_address(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(questions=["allergies"])
    response = anna.post(confirm_of(stage), checked(stage, anna, allergies="noci"))
    assert "noci" not in response.headers["Location"]


BAD: list[dict[str, str]] = [
    {"who": ""},
    {"who": "nobody"},
    {"who": "1" * 5000},
    {"slot": ""},
    {"slot": "-1"},
    {"slot": "\x00"},
]


@pytest.mark.parametrize("bad", BAD)
def test_nonsense_in_the_choice_is_a_clear_error(stage: Stage, anna: Client, bad: dict[str, str]) -> None:
    before = stage.traces()
    response = anna.post(start_of(stage), chosen(stage, **bad))
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert stage.traces() == before


BAD_CONFIRMATIONS: list[dict[str, str]] = [
    {"nonce": ""},
    {"nonce": "x" * 300},
    {"revision": "0"},
    {"revision": "99999999999999999999"},
    {"price": "NaN"},
    {"price": "1e9999"},
    {"price": "-140.00"},
    {"price": "139.99"},
    {"who": "nobody"},
    {"slot": "../../etc"},
]


@pytest.mark.parametrize("bad", BAD_CONFIRMATIONS)
def test_nonsense_in_the_confirmation_changes_nothing(stage: Stage, anna: Client, bad: dict[str, str]) -> None:
    fields = checked(stage, anna)
    before = stage.traces()
    assert anna.post(confirm_of(stage), fields | bad).status_code == 409
    assert stage.traces() == before


def test_extra_fields_are_ignored(stage: Stage, anna: Client) -> None:
    extra = {"member": "1", "state": "accepted", "amount": "0.01", "actor": "system", "price_agreed": "1"}
    anna.post(confirm_of(stage), checked(stage, anna) | extra)
    with inside(stage.issuer):
        order = Order.objects.get()
    assert (order.price, order.state, order.member_id) == (Decimal("140.00"), "placed", stage.anna.pk)


def test_a_double_submit_makes_one_order(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    first, second = anna.post(confirm_of(stage), fields), anna.post(confirm_of(stage), fields)
    assert first.headers["Location"] == second.headers["Location"]
    with inside(stage.issuer):
        assert Order.objects.count() == 1


def test_a_form_used_for_something_else_says_so(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    anna.post(confirm_of(stage), fields)
    other = make.slot(stage.offer, days=90)
    before = stage.traces()
    response = anna.post(confirm_of(stage), fields | {"slot": str(other.pk)})
    assert response.status_code == 409
    assert "/richieste/" in response.content.decode()
    assert stage.traces() == before


def test_a_changed_price_shows_old_and_new_and_asks_again(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("155.00"), revision=2)
    before = stage.traces()
    response = anna.post(confirm_of(stage), fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert "140,00" in page
    assert "155,00" in page
    assert stage.traces() == before
    assert anna.post(confirm_of(stage), hidden_fields(page)).status_code == 302
    with inside(stage.issuer):
        assert Order.objects.get().price == Decimal("155.00")


def test_a_sold_out_slot_offers_the_others_and_keeps_what_was_typed(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(questions=["allergies"])
    make.slot(stage.offer, days=90)
    fields = checked(stage, anna, allergies="noci")
    Slot.objects.filter(pk=stage.slot.pk).update(taken=12)
    response = anna.post(confirm_of(stage), fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="change"' in page
    assert hidden_fields(page)["allergies"] == "noci"


def test_tax_law_refuses_with_figure_law_and_ways_out(stage: Stage, anna: Client) -> None:
    Organization.objects.filter(pk=stage.issuer.pk).update(help_phone="059 123456")
    response = anna.post(start_of(stage), chosen(stage, who="me"))
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("140,00", "TUIR art.", "059 123456", "/scaffale/", 'value="change"'):
        assert words in page


def test_the_law_speaks_before_the_ages(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(age_max=11)
    assert "TUIR art." in anna.post(start_of(stage), chosen(stage, who="me")).content.decode()


def test_not_enough_credit_says_how_much_is_missing(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("900.00"))
    page = anna.post(start_of(stage), chosen(stage)).content.decode()
    assert "57,50" in page
    assert "842,50" in page


def test_the_choice_lists_who_it_cannot_be_for_and_why(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(age_min=3, age_max=11)
    with inside(stage.issuer):
        make.relative(stage.anna, "Marta", birth_date=in_days(-20 * 366))
        make.relative(stage.anna, "Ugo", closed_on=in_days(0))
    page = anna.get(start_of(stage)).content.decode()
    able, unable = page.partition("<main")[2].split("</form>", 1)
    assert "Leo" in able
    assert "Marta" not in able
    assert "Marta" in unable
    assert "11" in unable
    assert "Ugo" not in page


def test_forged_ids_are_not_found(stage: Stage, anna: Client) -> None:
    with inside(stage.issuer):
        mia = make.relative(make.member("Bruno"), "Mia")
    foreign_slot = make.slot(make.offer(stage.offer.provider, "Altro"))
    hidden = make.offer(stage.offer.provider, "Altrove")
    before = stage.traces()
    for url, fields in (
        (start_of(stage), chosen(stage, who=str(mia.pk))),
        (start_of(stage), chosen(stage, slot=str(foreign_slot.pk))),
        (confirm_of(stage), checked(stage, anna) | {"who": str(mia.pk)}),
        (confirm_of(stage), checked(stage, anna) | {"who": str(uuid.uuid4())}),
        (f"/richieste/nuova/{hidden.pk}/", chosen(stage)),
        (f"/richieste/nuova/{uuid.uuid4()}/conferma/", checked(stage, anna)),
    ):
        assert anna.post(url, fields).status_code == 404
    assert anna.get(f"/richieste/nuova/{hidden.pk}/").status_code == 404
    assert stage.traces() == before


def test_a_closed_relative_is_not_found_when_confirming(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    with inside(stage.issuer):
        Relative.objects.filter(pk=stage.leo.pk).update(closed_on=in_days(0))
    assert anna.post(confirm_of(stage), fields).status_code == 404


SPOILT: list[tuple[type[Any], str, dict[str, Any]]] = [
    (Offer, "offer", {"state": "suspended"}),
    (Slot, "slot", {"state": "closed"}),
    (Slot, "slot", {"starts_on": in_days(-1)}),
    (Offer, "offer", {"age_min": 12}),
    (Organization, "supplier", {"status": Status.SUSPENDED}),
]


@pytest.mark.parametrize(("model", "name", "fields"), SPOILT)
def test_what_changed_meanwhile_is_refused_with_a_page(
    stage: Stage, anna: Client, model: type[Any], name: str, fields: dict[str, Any]
) -> None:
    form = checked(stage, anna)
    model.objects.filter(pk=getattr(stage, name).pk).update(**fields)
    before = stage.traces()
    response = anna.post(confirm_of(stage), form)
    assert response.status_code == 409
    assert "/scaffale/" in response.content.decode()
    assert stage.traces() == before


def test_what_nobody_can_have_is_said_before_anything_is_filled_in(stage: Stage, anna: Client) -> None:
    Organization.objects.filter(pk=stage.supplier.pk).update(status=Status.SUSPENDED)
    response = anna.get(start_of(stage))
    assert response.status_code == 409
    assert "Primavera" in response.content.decode()


def test_a_lock_that_is_not_free_in_time_says_try_again(
    stage: Stage, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = checked(stage, anna)
    before = stage.traces()
    monkeypatch.setattr("members.ledger.locks.lock_wallets", taken)
    response = anna.post(confirm_of(stage), fields)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert stage.traces() == before


def taken(owner: object) -> None:
    """What PostgreSQL says after `lock_timeout`."""
    try:
        raise psycopg.errors.LockNotAvailable
    except psycopg.errors.LockNotAvailable as cause:
        raise OperationalError from cause


def test_a_post_without_the_forms_token_changes_nothing(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    before = stage.traces()
    anna.handler.enforce_csrf_checks = True
    assert anna.post(confirm_of(stage), fields).status_code == 403
    assert stage.traces() == before


def test_an_expired_session_leads_to_the_door_and_changes_nothing(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    before = stage.traces()
    response = browse(stage.issuer).post(confirm_of(stage), fields)
    assert response.headers["Location"].startswith("/accedi/")
    assert stage.traces() == before


def test_an_offer_taken_off_the_shelf_is_not_found(stage: Stage, anna: Client) -> None:
    fields = checked(stage, anna)
    with inside(stage.issuer):
        ShelfItem.objects.all().delete()
    assert anna.post(confirm_of(stage), fields).status_code == 404


def test_a_voucher_is_asked_for_without_dates(stage: Stage, anna: Client) -> None:
    nursery = make.offer(stage.offer.provider, "Nido", service_type="nursery", delivery="voucher")
    with inside(stage.issuer):
        stages.list_on_shelf(nursery, stage.plan)
    url = f"/richieste/nuova/{nursery.pk}/"
    assert 'name="slot"' not in anna.get(url).content.decode()
    page = anna.post(url, {"step": "check", "who": str(stage.leo.pk)}).content.decode()
    assert anna.post(f"{url}conferma/", hidden_fields(page)).status_code == 302
    with inside(stage.issuer):
        assert Order.objects.get().slot_id is None


def test_confirming_is_a_post(stage: Stage, anna: Client) -> None:
    assert anna.get(confirm_of(stage)).headers["Location"] == start_of(stage)
    assert anna.put(confirm_of(stage)).status_code == 405


def test_only_members_of_ordering_organizations_get_in(stage: Stage, rete: Organization) -> None:
    with inside(stage.issuer):
        hr = make.user("Ada", "hr")
        ghost = make.user("Gino")
    assert browse(stage.issuer, hr).get(start_of(stage)).status_code == 403
    assert browse(stage.issuer, ghost).get(start_of(stage)).status_code == 404
    assert browse(stage.issuer).get(start_of(stage)).status_code == 302
    with inside(rete):
        pia = make.member("Pia").user
    assert browse(rete, pia).get(start_of(stage)).status_code == 404
