"""The provider's pages of who waits for it: reading, confirming once, saying no, the data of the invoice."""

import datetime
import io
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.test import Client

from catalog.nominations.models import Nominee
from catalog.orders.models import Order
from providers.models import Offer, Provider
from providers.nominating import proforma
from providers.nominating.models import Nomination
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.nominations.stage import Scene, nomination
from tests.providers.pages import browser, counted, page
from welfare.clock import pretend, today

LIST = "/fornitore/chi-ti-aspetta/"
# One list, one line of the home, whatever waits.
LIST_QUERIES = 5


def at(nominee: Nominee, rest: str = "") -> str:
    """An address of one request."""
    return f"{LIST}{nominee.pk}/{rest}"


@pytest.fixture
def manager(scene: Scene) -> Client:
    """A browser of who runs Beta."""
    return browser(scene.stage.supplier)


def sure(offer: Offer, price: str = "250,00") -> dict[str, Any]:
    """What the page of the check sends."""
    return {"offer": str(offer.pk), "price": price, "is_sure": "on"}


def test_who_is_waited_for_reads_it_checks_and_confirms_once(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    _provider, offer = scene.joined()
    assert "Piscina" in page(manager, LIST)
    shown = page(manager, at(nominee))
    assert "Corso di nuoto, dieci lezioni" in shown
    assert "Anna" not in shown
    with inside(scene.stage.issuer):
        read = Record.objects.get(action="nomination_read")
        assert (read.subject, read.person_id) == (str(nominee.pk), scene.stage.anna.user_id)
    chosen = {"offer": str(offer.pk), "price": "250,00"}
    checked = manager.post(at(nominee, "conferma/"), chosen)
    assert (checked.status_code, nomination(nominee).state) == (200, "open")
    assert "50,00" in checked.content.decode()
    for _again in range(2):
        answer = manager.post(at(nominee, "conferma/"), sure(offer))
        assert answer.headers["Location"] == at(nominee)
    with inside(scene.stage.issuer):
        assert Order.objects.get().price == Decimal("250.00")
    assert nomination(nominee).state == "confirmed"
    assert "stato=finite" in page(manager, LIST)
    assert at(nominee) in page(manager, f"{LIST}?stato=finite")
    assert at(nominee) not in page(manager, LIST)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"price": "300,01"}, "price"), ({"price": "0"}, "price"), ({"price": "tanto"}, "price"),
        ({"price": ""}, "price"), ({"offer": ""}, "offer"), ({"offer": "forged\0"}, "offer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_it_and_changes_nothing(
    scene: Scene, manager: Client, typed: dict[str, str], field: str
) -> None:
    nominee = scene.name()
    _provider, offer = scene.joined()
    answer = manager.post(at(nominee, "conferma/"), sure(offer) | typed)
    assert list(answer.context["form"].errors) == [field]
    # What was typed is kept, and the check comes again before anything is done.
    assert 'name="is_sure"' not in answer.content.decode()
    assert nomination(nominee).state == "open"


def test_a_service_that_does_not_fit_is_refused_in_place(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    _provider, offer = scene.joined(age_max=11)
    answer = manager.post(at(nominee, "conferma/"), sure(offer))
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["offer"])
    assert 'value="250,00"' in answer.content.decode()
    assert nomination(nominee).state == "open"


def test_what_was_taken_back_meanwhile_says_so(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    _provider, offer = scene.joined()
    Nomination.objects.filter(pk=nominee.pk).update(state="withdrawn")
    answer = manager.post(at(nominee, "conferma/"), sure(offer), follow=True)
    assert answer.redirect_chain == [(at(nominee), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert manager.get(at(nominee, "declina/")).status_code == 302


def test_saying_no_asks_first_and_gives_the_credit_back_once(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    scene.joined()
    assert "300,00" in page(manager, at(nominee, "declina/"))
    assert (nomination(nominee).state, scene.held()) == ("open", Decimal("300.00"))
    for _again in range(2):
        assert manager.post(at(nominee, "declina/")).status_code == 302
    assert (nomination(nominee).state, scene.held()) == ("declined", Decimal("0.00"))
    assert scene.news() == ["declined"]


def test_without_a_published_service_the_page_says_what_to_do(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    _provider, offer = scene.joined()
    for state in (Offer.State.DRAFT, Offer.State.SUBMITTED):
        Offer.objects.filter(pk=offer.pk).update(state=state)
        assert f"/fornitore/servizi/{offer.pk}/" in page(manager, at(nominee))
    Offer.objects.filter(pk=offer.pk).update(state=Offer.State.ARCHIVED)
    assert "/fornitore/servizi/nuovo/" in page(manager, at(nominee))
    assert manager.get(at(nominee, "conferma/")).headers["Location"] == at(nominee)


def test_another_providers_request_is_not_found(scene: Scene, manager: Client, rete: Organization) -> None:
    nominee = scene.name()
    scene.end_invitation("active", make.provider(rete, "Rete Nuoto"))
    for rest in ("", "conferma/", "declina/"):
        assert manager.get(at(nominee, rest)).status_code == 404
        assert manager.post(at(nominee, rest)).status_code in (404, 405)
    assert manager.post(at(nominee, "proforma/")).status_code == 404
    assert (page(manager, LIST).count(str(nominee.pk)), nomination(nominee).state) == (0, "open")
    assert browser(scene.stage.supplier, "provider_staff").get(LIST).status_code == 403


def test_the_home_says_who_waits_and_marks_the_last_days(scene: Scene, manager: Client) -> None:
    assert LIST not in page(manager, "/fornitore/")
    nominee = scene.name()
    scene.joined()
    home = manager.get("/fornitore/")
    assert [(line.count, line.is_late) for line in home.context["lines"] if line.url == LIST] == [(1, False)]
    with pretend(nomination(nominee).held_until - datetime.timedelta(days=7)):
        home = browser(scene.stage.supplier).get("/fornitore/")
        assert [line.is_late for line in home.context["lines"] if line.url == LIST] == [True]


def test_the_list_costs_the_same_at_one_and_at_thirty(scene: Scene, manager: Client) -> None:
    scene.name()
    provider, _offer = scene.joined()
    few = counted(manager, LIST)
    Nomination.objects.bulk_create(
        Nomination(
            issuer=scene.stage.issuer, provider=provider, service_type="swimming_pool", amount=Decimal(10 + n),
            held_until=today() + datetime.timedelta(days=n + 1),
        )
        for n in range(30)
    )  # fmt: skip
    assert counted(manager, LIST) == few == LIST_QUERIES


def test_the_pro_forma_has_the_customers_data_and_no_word_of_the_person(scene: Scene, manager: Client) -> None:
    nominee = scene.name()
    scene.joined(vat_rate=Decimal("22.00"))
    Organization.objects.filter(pk=scene.stage.issuer.pk).update(
        legal_name="Alfa Spa", vat_number="01234560367", address="Via Po 3", postcode="41012", town="Carpi",
        sdi_code="M5UXCR1",
    )  # fmt: skip
    answer = manager.post(at(nominee, "proforma/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    text = words_of(answer.content)
    number = proforma.reference_of(nomination(nominee))
    for fact in ("Alfa Spa", "01234560367", "Via Po 3", "M5UXCR1", "300,00", "245,90", "54,10", number):
        assert fact in text, fact
    for secret in ("nuoto", "Anna", "Bianchi", "Piscina", "272,73"):
        assert secret not in text, secret


def words_of(content: bytes) -> str:
    """The text of a PDF."""
    return " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\n", " ")


@pytest.mark.parametrize(
    ("service", "form", "rates"),
    [
        ("swimming_pool", "", ["0", "10", "22"]), ("babysitting", "", ["0", "5", "10", "22"]),
        ("babysitting", "coop_a", ["0", "5", "10", "22"]), ("babysitting", "company", ["0", "10", "22"]),
    ],
)  # fmt: skip
def test_every_way_adds_up_to_the_cent(service: str, form: str, rates: list[str]) -> None:
    asked = Nomination(service_type=service, amount=Decimal("100.01"))
    ways = proforma.ways_of(asked, Provider(form=form))
    assert [each.line.rate for each in ways] == [Decimal(rate) for rate in rates]
    assert {each.line.net + each.line.vat for each in ways} == {Decimal("100.01")}
    assert [bool(each.stamp) for each in ways] == [True] + [False] * (len(rates) - 1)
    assert len({each.line.law for each in ways}) == len(ways)
