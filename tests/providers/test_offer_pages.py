"""Writing, changing, publishing and suspending services."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from providers.models import Delivery, Form, Offer, OfferRevision, Origin, Provider
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.providers.pages import LIST, NEW, booked, browser, change, counted, errors, page, seen, sent, written


@pytest.fixture
def provider(alfa: Organization) -> Provider:
    """Alfa is a provider."""
    return make.provider(alfa)


@pytest.fixture
def manager(alfa: Organization, provider: Provider) -> Client:
    """The manager's browser."""
    assert provider.organization == alfa
    return browser(alfa)


def test_a_service_begins_as_a_draft(manager: Client, provider: Provider) -> None:
    response = manager.post(NEW, written())
    offer = Offer.objects.get()
    assert response.headers["Location"] == f"{LIST}{offer.pk}/"
    assert offer.provider == provider
    assert (offer.state, offer.price, offer.vat_rate) == (Offer.State.DRAFT, Decimal("140.00"), Decimal("5.00"))
    assert (offer.area, offer.type_label) == ("infanzia_istruzione", "Centro estivo")
    assert offer.questions == ["allergies", "pick_up"]


@pytest.mark.parametrize(("text", "price"), [("1.234,50", "1234.50"), ("140.00", "140.00"), ("99", "99.00")])
def test_prices_are_read_as_people_write_them(manager: Client, text: str, price: str) -> None:
    manager.post(NEW, written(price=text))
    assert Offer.objects.get().price == Decimal(price)


@pytest.mark.parametrize(
    ("form", "accredited", "origin"),
    [
        (Form.PUBLIC_BODY, True, Origin.PUBLIC),
        (Form.SOCIAL_COOPERATIVE_A, True, Origin.ACCREDITED),
        (Form.COMPANY, False, Origin.PRIVATE),
    ],
)
def test_nobody_declares_the_origin(
    manager: Client, provider: Provider, form: str, accredited: bool, origin: str
) -> None:
    Provider.objects.filter(pk=provider.pk).update(form=form, is_accredited=accredited)
    manager.post(NEW, written(origin="public", state="published", provider="x", id="x"))
    offer = Offer.objects.get()
    assert offer.origin == origin
    assert offer.state == Offer.State.DRAFT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service_type", "spell"), ("service_type", ""), ("delivery", "drone"), ("title", ""), ("title", "x" * 91),
        ("title", "a\0b"), ("summary", "x" * 161), ("text", "x" * 4001), ("price", "-1"), ("price", "0"),
        ("price", "abc"), ("price", "1e9"), ("price", "NaN"), ("price", "1,999"), ("price", "100000,01"),
        ("unit", "year"), ("vat_rate", "7.00"), ("age_min", "-1"), ("age_max", "400"), ("age_max", "2"), ("town", ""),
        ("cancellation_days", "181"), ("cancellation_days", ""), ("validity_days", "5"), ("validity_days", "x"),
        ("questions", ["iban"]), ("questions", ["allergies"] * 2 + ["religion"]), ("age_min", "99999999999999999999"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_kept_and_told_before_it_is_sent(manager: Client, field: str, value: Any) -> None:
    if field == "title":
        assert field in errors(manager, NEW, written(**{field: value}))
        assert not Offer.objects.exists()
        return
    manager.post(NEW, written(**{field: value}))
    offer = Offer.objects.get()
    refused = sent(manager, offer)
    assert refused == f"{LIST}{offer.pk}/modifica/?controlla=1"
    form = manager.get(refused).context["form"]
    assert field in form.errors
    assert form[field].value() == ([value] if field == "questions" and isinstance(value, str) else value)
    assert OfferRevision.objects.get().state == OfferRevision.State.DRAFT


def test_an_empty_form_is_refused(manager: Client) -> None:
    errors(manager, NEW, {})


def test_what_is_mended_on_the_page_of_errors_can_be_sent(manager: Client) -> None:
    manager.post(NEW, written(delivery=""))
    offer = Offer.objects.get()
    form = manager.get(sent(manager, offer)).context["form"]
    mended = written(delivery="places", edition=form["edition"].value())
    assert manager.post(f"{LIST}{offer.pk}/modifica/", mended).status_code == 302
    assert sent(manager, offer) == f"{LIST}{offer.pk}/"
    assert OfferRevision.objects.get().state == OfferRevision.State.SUBMITTED


def test_a_title_is_enough_to_keep_a_draft(manager: Client) -> None:
    manager.post(NEW, {"title": "Un titolo", "price": "-1"})
    offer = Offer.objects.get()
    shown = page(manager, f"{LIST}{offer.pk}/modifica/")
    assert "Un titolo" in shown
    assert 'value="-1"' in shown
    assert (offer.state, offer.price) == (Offer.State.DRAFT, None)


def test_a_form_sent_twice_writes_one_draft(manager: Client) -> None:
    for _ in range(2):
        manager.post(NEW, written())
    assert OfferRevision.objects.count() == Offer.objects.count() == 1


def test_the_law_decides_how_a_kind_is_delivered(manager: Client) -> None:
    for changes, field in (
        ({"service_type": "company_shuttle", "delivery": "voucher"}, "delivery"),
        ({"service_type": "health_fund"}, "delivery"),
        ({"service_type": "mortgage_interest"}, "service_type"),
        ({"price": ""}, "price"),
    ):
        manager.post(NEW, written(**changes))
        offer = Offer.objects.get()
        assert field in manager.get(sent(manager, offer)).context["form"].errors
        Offer.objects.all().delete()


@pytest.mark.parametrize(
    ("changes", "grows"),
    [
        ({"price": "150,00"}, True), ({"cancellation_days": "7"}, True), ({"age_max": "12"}, True),
        ({"title": "Altro"}, True), ({"questions": ["notes"]}, True), ({"summary": "Altre parole"}, False),
        ({"text": "Altre parole"}, False), ({}, False),
    ],
)  # fmt: skip
def test_the_revision_grows_with_what_a_buyer_must_see(
    manager: Client, provider: Provider, changes: dict[str, Any], grows: bool
) -> None:
    offer = seen(provider)
    assert change(manager, offer, **changes) == f"{LIST}{offer.pk}/"
    offer.refresh_from_db()
    assert offer.revision == (2 if grows else 1)
    for name, value in changes.items():
        assert name in ("price", "questions") or str(getattr(offer, name)) == str(value)


def test_a_change_on_an_old_page_is_refused(manager: Client) -> None:
    manager.post(NEW, written())
    offer = Offer.objects.get()
    assert manager.post(f"{LIST}{offer.pk}/modifica/", written(price="150,00", edition="1")).status_code == 302
    errors(manager, f"{LIST}{offer.pk}/modifica/", written(price="10,00", edition="1"))
    offer.refresh_from_db()
    assert offer.price == Decimal("150.00")


def test_kind_and_delivery_stay_once_seen(manager: Client, provider: Provider) -> None:
    offer = seen(provider)
    change(manager, offer, service_type="nursery", delivery="voucher", price="99,00")
    offer.refresh_from_db()
    assert (offer.service_type, offer.delivery, offer.price) == ("summer_camp", Delivery.PLACES, Decimal("99.00"))


def test_suspend_and_show_again(manager: Client, provider: Provider) -> None:
    offer = make.offer(provider)
    moment = offer.published_at
    assert manager.get(f"{LIST}{offer.pk}/sospendi/").status_code == 200
    offer.refresh_from_db()
    assert offer.state == Offer.State.PUBLISHED
    manager.post(f"{LIST}{offer.pk}/sospendi/")
    manager.post(f"{LIST}{offer.pk}/sospendi/")
    offer.refresh_from_db()
    assert offer.state == Offer.State.SUSPENDED
    manager.post(f"{LIST}{offer.pk}/pubblica/")
    offer.refresh_from_db()
    assert (offer.state, offer.published_at) == (Offer.State.PUBLISHED, moment)


def test_nobody_publishes_by_oneself_what_the_network_has_not_seen(manager: Client) -> None:
    manager.post(NEW, written())
    offer = Offer.objects.get()
    manager.post(f"{LIST}{offer.pk}/pubblica/")
    assert Offer.objects.get().state == Offer.State.DRAFT
    assert sent(manager, offer) == f"{LIST}{offer.pk}/"
    manager.post(f"{LIST}{offer.pk}/pubblica/")
    assert Offer.objects.get().state == Offer.State.SUBMITTED


def test_who_is_not_accredited_sends_nothing(manager: Client, provider: Provider) -> None:
    manager.post(NEW, written())
    Provider.objects.update(is_accredited=False)
    sent(manager, Offer.objects.get())
    assert Offer.objects.get().state == Offer.State.DRAFT
    assert OfferRevision.objects.get().state == OfferRevision.State.DRAFT


def test_staff_read_and_do_not_write(alfa: Organization, provider: Provider) -> None:
    offer = make.offer(provider)
    client = browser(alfa, "provider_staff")
    assert "modifica" not in page(client, f"{LIST}{offer.pk}/")
    for act in ("modifica", "sospendi"):
        assert client.get(f"{LIST}{offer.pk}/{act}/").status_code == 403
    for act in ("modifica", "pubblica", "sospendi", "invia", "riprendi", "butta", "foto", "prezzi"):
        assert client.post(f"{LIST}{offer.pk}/{act}/", written()).status_code == 403
    assert client.get(NEW).status_code == 403


def test_anothers_offer_is_as_absent_as_none(manager: Client, beta: Organization) -> None:
    foreign = make.offer(make.provider(beta, "Beta"))
    missing = manager.get(f"{LIST}00000000-0000-4000-8000-000000000000/")
    for act in ("", "modifica/", "sospendi/", "turni/nuovo/"):
        found = manager.get(f"{LIST}{foreign.pk}/{act}")
        assert found.status_code == 404
        assert found.content == missing.content
    assert manager.post(f"{LIST}{foreign.pk}/sospendi/").status_code == 404
    assert Offer.objects.get(pk=foreign.pk).state == Offer.State.PUBLISHED


def test_who_holds_a_voucher_is_listed_with_answers(manager: Client, alfa: Organization, provider: Provider) -> None:
    offer = make.offer(provider, "Palestra", delivery=Delivery.VOUCHER)
    booked(alfa, offer, None, "Leo Bianchi", notes="ginocchio")
    shown = page(manager, f"{LIST}{offer.pk}/")
    assert "Leo Bianchi" in shown
    assert "ginocchio" in shown


def test_the_list_costs_the_same_at_1_and_at_30(manager: Client, provider: Provider) -> None:
    make.slot(make.offer(provider))
    assert counted(manager, LIST) == 6
    for number in range(29):
        make.slot(make.offer(provider, f"Servizio {number}"))
    assert counted(manager, LIST) == 6
    shown = page(manager, LIST)
    assert shown.count("<tr") == 26


def test_acts_are_in_the_trail(manager: Client, alfa: Organization) -> None:
    manager.post(NEW, written())
    sent(manager, Offer.objects.get())
    with inside(alfa):
        actions = list(Record.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["offer_written", "offer_submitted"]
