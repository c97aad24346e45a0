"""The network's list of services over all providers: found whatever the spelling, held with a reason, let go on."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from providers import offers
from providers.models import Delivery, Offer, Provider, Suspension
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in, text
from welfare.clock import now

LIST = "/rete/servizi/"
ENGLISH = {"accept-language": "en"}
LIST_QUERIES, SEARCH_QUERIES, PAGE_QUERIES = 5, 5, 9
State = Offer.State


@pytest.fixture
def operator(rete: Organization) -> Client:
    return signed_in(rete, "operator")


@pytest.fixture
def primavera(beta: Organization) -> Provider:
    return make.provider(beta)


@pytest.fixture
def camp(primavera: Provider) -> Offer:
    return make.offer(primavera, "Estate al Mulino")


def titles(client: Client, **asked: str) -> list[str]:
    return [offer.title for offer in client.get(LIST, asked).context["offers"]]


@pytest.mark.parametrize("words", ["mulino", "MÙLINO estate", "cemtro estvo", "carpi centro", "primavera"])
def test_words_find_it_with_errors_accents_and_in_any_order(operator: Client, camp: Offer, words: str) -> None:
    make.offer(camp.provider, "Palestra", type_label="Palestra", summary="Attrezzi", town="Modena", service_type="gym")
    both = words == "primavera"
    assert sorted(titles(operator, q=words)) == ["Estate al Mulino", *(["Palestra"] if both else [])]


def test_every_state_is_there_and_each_is_found(operator: Client, primavera: Provider) -> None:
    for state in State.values:
        make.offer(primavera, state.title(), state=state)
    assert titles(operator) == sorted(state.title() for state in State.values)
    for state in State.values:
        assert titles(operator, stato=state) == [state.title()]


def test_area_delivery_provider_and_words_narrow_together(operator: Client, camp: Offer, alfa: Organization) -> None:
    other = make.provider(alfa, "Alba")
    gym = {"area": "tempo_libero", "type_label": "Palestra", "delivery": Delivery.VOUCHER, "service_type": "gym"}
    make.offer(other, "Ingressi al Mulino", **gym)
    assert titles(operator, area="tempo_libero") == ["Ingressi al Mulino"]
    assert titles(operator, consegna="places") == ["Estate al Mulino"]
    assert titles(operator, fornitore=str(other.pk)) == ["Ingressi al Mulino"]
    assert titles(operator, q="mulino", fornitore=str(other.pk)) == ["Ingressi al Mulino"]
    assert titles(operator, q="mulino", area="cura") == []
    assert len(titles(operator, area="nowhere", stato="x", consegna="'", fornitore="1")) == 2


def test_old_drafts_and_held_services_are_found(operator: Client, camp: Offer) -> None:
    old = make.offer(camp.provider, "Vecchia", state=State.DRAFT, published_at=None)
    Offer.objects.filter(pk=old.pk).update(created_at=now() - datetime.timedelta(days=31))
    make.offer(camp.provider, "Nuova", state=State.DRAFT, published_at=None)
    assert titles(operator, stato="bozze-ferme") == ["Vecchia"]
    assert titles(operator, stato="fermati") == []


def test_it_pages_by_key_and_by_rank(operator: Client, primavera: Provider) -> None:
    for number in range(60):
        make.offer(primavera, f"Estate {number:02}")
    for question in ("", "?q=estate"):
        pages = [operator.get(LIST + question)]
        while pages[-1].context["next_url"]:
            pages.append(operator.get(LIST + pages[-1].context["next_url"]))
        shown = [offer.title for page in pages for offer in page.context["offers"]]
        assert sorted(shown) == [f"Estate {number:02}" for number in range(60)]
        assert [page.context["count"] for page in pages] == [60, 60, 60]
        back = operator.get(LIST + pages[2].context["previous_url"])
        assert back.context["offers"] == pages[1].context["offers"]


@pytest.mark.parametrize(("query", "cost"), [("", LIST_QUERIES), ("?q=estate", SEARCH_QUERIES)])
def test_the_list_costs_the_same_at_one_and_at_thirty(
    operator: Client, primavera: Provider, query: str, cost: int
) -> None:
    def spent() -> int:
        with counted() as statements:
            assert operator.get(LIST + query).status_code == 200
        return len(statements)

    for number in range(5):
        make.offer(primavera, f"Estate {number}")
    assert spent() == cost
    for number in range(30):
        make.offer(primavera, f"Estate ancora {number}")
    assert spent() == cost


def test_a_service_is_read_with_what_the_network_did(operator: Client, camp: Offer, rete: Organization) -> None:
    page = operator.get(f"{LIST}{camp.pk}/", headers=ENGLISH)
    assert ("Provider", "Primavera") in page.context["facts"]
    assert "only its provider has worked on it" in text(page)
    operator.post(f"{LIST}{camp.pk}/sospendi/", {"reason": "papers"})
    with counted() as statements:
        page = operator.get(f"{LIST}{camp.pk}/", headers=ENGLISH)
    assert len(statements) == PAGE_QUERIES
    assert [(str(act), str(who)) for _record, act, who in page.context["history"]] == [
        ("Suspended a service: the provider's papers are missing or expired", "Olga Bianchi")
    ]


def test_held_with_a_reason_that_its_provider_reads_and_only_the_network_lets_it_go_on(
    operator: Client, camp: Offer, beta: Organization, rete: Organization
) -> None:
    with inside(beta):
        davide = make.user("Davide", "provider_manager")
    theirs = browse(beta, davide)
    there = f"{LIST}{camp.pk}/"
    assert operator.post(f"{there}sospendi/", {"reason": "whim"}).status_code == 200
    assert operator.post(f"{there}sospendi/", {"reason": "content"}).headers["Location"] == there
    camp.refresh_from_db()
    assert (camp.state, camp.suspension) == (State.SUSPENDED, Suspension.CONTENT)
    page = text(theirs.get(f"/fornitore/servizi/{camp.pk}/", headers=ENGLISH))
    assert "Text or price are not right" in page and "pubblica/" not in page
    theirs.post(f"/fornitore/servizi/{camp.pk}/pubblica/")
    camp.refresh_from_db()
    assert camp.state == State.SUSPENDED
    assert titles(operator, stato="fermati") == ["Estate al Mulino"]
    assert operator.get(f"{there}sospendi/").status_code == 404
    operator.post(f"{there}riapri/")
    camp.refresh_from_db()
    assert (camp.state, camp.suspension) == (State.PUBLISHED, "")
    for where in (rete, beta):
        with inside(where):
            acts = Record.objects.filter(subject=f"offer:{camp.pk}").order_by("pk")
            assert [act.action for act in acts] == ["offer.suspended.content", "offer.resumed"]


def test_what_its_provider_suspended_is_not_the_networks_to_open(operator: Client, camp: Offer) -> None:
    Offer.objects.filter(pk=camp.pk).update(state=State.SUSPENDED)
    operator.post(f"{LIST}{camp.pk}/riapri/")
    camp.refresh_from_db()
    assert camp.state == State.SUSPENDED


def test_two_operators_hold_it_once(rete: Organization, camp: Offer) -> None:
    with inside(rete):
        offers.hold(camp, Suspension.CHECK, actor=SYSTEM)
        with pytest.raises(offers.WrongMove):
            offers.hold(camp, Suspension.PAPERS, actor=SYSTEM)
    camp.refresh_from_db()
    assert camp.suspension == Suspension.CHECK


def test_the_office_reads_and_holds_nothing(rete: Organization, camp: Offer) -> None:
    office = signed_in(rete, "office")
    assert office.get(LIST).status_code == office.get(f"{LIST}{camp.pk}/").status_code == 200
    assert "sospendi" not in text(office.get(f"{LIST}{camp.pk}/"))
    for act in ("sospendi", "riapri"):
        assert office.post(f"{LIST}{camp.pk}/{act}/", {"reason": "check"}).status_code == 403


def test_an_absent_service_is_not_found(operator: Client) -> None:
    assert operator.get(f"{LIST}{uuid.uuid4()}/").status_code == 404
    assert operator.post(f"{LIST}{uuid.uuid4()}/riapri/").status_code == 404


def test_a_list_of_nothing_teaches(operator: Client) -> None:
    assert "Providers write their services" in text(operator.get(LIST, headers=ENGLISH))
    assert "take the filters away" in text(operator.get(LIST, {"q": "zzz"}, headers=ENGLISH))


def test_the_price_is_a_price(operator: Client, camp: Offer) -> None:
    assert camp.price == Decimal("140.00")
    assert ("Price", "140,00\xa0€ a week") in operator.get(f"{LIST}{camp.pk}/", headers=ENGLISH).context["facts"]
