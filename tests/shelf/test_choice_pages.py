"""HR chooses what stands on the shelf and which plans pay."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.plans.models import Plan
from catalog.shelf import services
from catalog.shelf.models import ShelfItem
from providers.models import Delivery, Offer
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.shelf.shelves import absent, listed, supplier

LIST = "/hr/scaffale/"


@pytest.fixture
def rita(alfa: Organization) -> Client:
    """The browser of HR at alfa."""
    with inside(alfa):
        user = make.user("Rita", "hr")
    return browse(alfa, user)


@pytest.fixture
def plan(alfa: Organization) -> Plan:
    """An open plan at alfa."""
    with inside(alfa):
        return people.plan()


@pytest.fixture
def offer(beta: Organization) -> Offer:
    """A camp that beta publishes."""
    return make.offer(supplier(beta))


def item(where: Organization, offer: Offer) -> ShelfItem | None:
    """The shelf item of an offer."""
    with inside(where):
        return ShelfItem.objects.filter(offer_id=offer.pk).prefetch_related("plans").first()


def put(client: Client, offer: Offer, **fields: Any) -> int:
    """Send the form of terms."""
    return client.post(f"{LIST}{offer.pk}/", fields).status_code


@pytest.mark.parametrize(
    ("delivery", "kind", "words"),
    [(Delivery.QUOTE, "artisan_work", "Prezzo su preventivo"), (Delivery.ENROLMENT, "health_fund", "Scegli tu quanto")],
)
def test_what_has_no_price_of_its_own_goes_on_the_shelf(
    rita: Client, alfa: Organization, beta: Organization, plan: Plan, delivery: str, kind: str, words: str
) -> None:
    offer = make.offer(supplier(beta), delivery=delivery, service_type=kind, price=None)
    assert words in rita.get(f"{LIST}{offer.pk}/").content.decode()
    assert put(rita, offer, plans=[str(plan.pk)]) == 302
    assert item(alfa, offer) is not None
    assert words in rita.get(LIST).content.decode()


def test_put_on_with_plans_and_limits(rita: Client, alfa: Organization, plan: Plan, offer: Offer) -> None:
    assert put(rita, offer, plans=[str(plan.pk)], most_a_year="2", most_at_once="1", price_agreed="99,50") == 302
    found = item(alfa, offer)
    assert found is not None
    assert (found.most_a_year, found.most_at_once, found.price_agreed) == (2, 1, None)
    with inside(alfa):
        assert list(found.plans.all()) == [plan]
        assert Record.objects.get().action == "offer_listed"


def test_change_the_terms(rita: Client, alfa: Organization, plan: Plan, offer: Offer) -> None:
    put(rita, offer, plans=[str(plan.pk)], most_a_year="2")
    assert put(rita, offer) == 302
    found = item(alfa, offer)
    assert found is not None
    assert found.most_a_year is None
    with inside(alfa):
        assert not found.plans.exists()
        assert ShelfItem.objects.count() == 1


def test_take_off(rita: Client, alfa: Organization, offer: Offer) -> None:
    put(rita, offer)
    assert rita.get(f"{LIST}{offer.pk}/togli/").status_code == 405
    assert rita.post(f"{LIST}{offer.pk}/togli/").status_code == 302
    assert rita.post(f"{LIST}{offer.pk}/togli/").status_code == 302
    assert item(alfa, offer) is None
    with inside(alfa):
        assert Record.objects.filter(action="offer_taken_off").count() == 1


@pytest.mark.parametrize("limit", ["0", "-1", "abc", "1,5", "1e9", "NaN", "99999999999"])
def test_a_limit_that_makes_no_sense_is_refused(rita: Client, alfa: Organization, offer: Offer, limit: str) -> None:
    assert put(rita, offer, most_a_year=limit) == 200
    assert item(alfa, offer) is None


def test_a_plan_that_is_not_there_is_refused(rita: Client, alfa: Organization, offer: Offer) -> None:
    for forged in (str(absent()), "x", "\0"):
        assert put(rita, offer, plans=[forged]) == 200
    assert item(alfa, offer) is None


def test_only_published_offers_can_be_chosen(rita: Client, beta: Organization) -> None:
    draft = make.offer(supplier(beta), "Bozza", state=Offer.State.DRAFT, published_at=None)
    assert put(rita, draft) == 404
    assert "Bozza" not in rita.get(LIST).content.decode()
    with pytest.raises(services.NotPublished), inside(beta):
        services.list_offer(draft, [])


def test_the_list_shows_all_and_marks_those_on_the_shelf(
    rita: Client, alfa: Organization, beta: Organization, plan: Plan
) -> None:
    on = make.offer(supplier(beta), "Nuoto")
    make.offer(supplier(beta), "Disegno")
    put(rita, on, plans=[str(plan.pk)])
    assert [(o.title, o.is_listed, o.plan_names) for o in rita.get(LIST).context["offers"]] == [
        ("Disegno", False, []),
        ("Nuoto", True, ["Piano 2026"]),
    ]
    assert [o.title for o in rita.get(f"{LIST}?stato=si").context["offers"]] == ["Nuoto"]
    assert [o.title for o in rita.get(f"{LIST}?stato=no").context["offers"]] == ["Disegno"]
    assert [o.title for o in rita.get(f"{LIST}?q=nuot").context["offers"]] == ["Nuoto"]
    assert len(rita.get(f"{LIST}?q=primavera").context["offers"]) == 2


@pytest.mark.parametrize("query", ["?q=%00", "?stato=x", "?dopo=x", "?q=" + "a" * 9000, "?_connector=OR", "?q=%25_"])
@pytest.mark.usefixtures("offer")
def test_nonsense_is_ignored(rita: Client, query: str) -> None:
    assert rita.get(f"{LIST}{query}").status_code == 200


@pytest.mark.parametrize("role", ["member", "payroll", "provider_manager"])
def test_others_may_not(alfa: Organization, offer: Offer, role: str) -> None:
    with inside(alfa):
        client = browse(alfa, make.user("Piero", role))
    assert client.get(LIST).status_code == 403
    assert put(client, offer) == 403
    assert client.post(f"{LIST}{offer.pk}/togli/").status_code == 403


def test_a_choice_changes_the_shelf_of_this_organization_alone(
    rita: Client, alfa: Organization, beta: Organization
) -> None:
    mine, theirs = listed(alfa, beta, "Mio"), listed(beta, beta, "Loro")
    rita.post(f"{LIST}{theirs.pk}/togli/")
    rita.post(f"{LIST}{mine.pk}/togli/")
    assert item(beta, theirs) is not None
    assert item(alfa, mine) is None


def test_the_list_costs_the_same_at_1_and_at_30(rita: Client, beta: Organization, offer: Offer) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert rita.get(LIST).status_code == 200
        return len([q for q in queries if "search_path" not in q["sql"]])

    assert count() == 6
    for number in range(29):
        make.offer(offer.provider, f"Servizio {number}")
    assert count() == 6
