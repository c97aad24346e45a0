"""A service on the shelf gets a new price or new conditions: who pays what, who looks, who is told."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.shelf import looks, services
from catalog.shelf.filters import Filters
from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import shelf_offers
from providers import agreed_prices
from providers.agreed_prices import Side
from providers.models import AgreedPrice, Offer
from providers.offers import WrongMove
from tenants.isolation import SYSTEM
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.versions import published
from tests.shelf.shelves import supplier
from welfare import clock
from welfare.clock import today

LIST = "/hr/scaffale/"


@pytest.fixture
def offer(alfa: Organization, beta: Organization, rete: Organization) -> Offer:
    """Beta's camp at 140 euro, which HR of alfa has put on the shelf."""
    Organization.objects.filter(pk=beta.pk).update(parent=rete)
    offer = make.offer(supplier(beta))
    with inside(alfa):
        services.list_offer(offer, [])
    return offer


@pytest.fixture
def rita(alfa: Organization) -> Client:
    """HR at alfa."""
    with inside(alfa):
        return browse(alfa, make.user("Rita", "hr"))


def price_at(where: Organization, offer: Offer, on: datetime.date | None = None) -> Decimal:
    """What people there pay."""
    with inside(where), clock.pretend(on or today()):
        found = shelf_offers(Filters()).get(pk=offer.pk).price_shown  # type: ignore[attr-defined]
        return Decimal(found)


def test_a_raised_price_waits_for_hr_up_to_its_day(
    alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="150,00")
    last = today() + datetime.timedelta(days=14)
    assert price_at(alfa, offer) == price_at(alfa, offer, last) == Decimal("140.00")
    assert price_at(alfa, offer, last + datetime.timedelta(days=1)) == Decimal("150.00")
    with inside(alfa):
        assert looks.count() == 1


def test_a_lowered_price_holds_at_once(
    alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="130,00")
    assert price_at(alfa, offer) == Decimal("130.00")
    with inside(alfa):
        assert looks.count() == 1


def test_a_price_lowered_while_a_raise_waits(
    alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="150,00")
    published(beta, offer, rete, price="145,00")
    assert price_at(alfa, offer) == Decimal("140.00")
    published(beta, offer, rete, price="120,00")
    assert price_at(alfa, offer) == Decimal("120.00")


def test_who_puts_it_on_the_shelf_now_has_seen_the_new_price(
    beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="150,00")
    with inside(rete):
        services.list_offer(Offer.objects.get(pk=offer.pk), [])
        assert looks.count() == 0
    assert price_at(rete, offer) == Decimal("150.00")


def test_text_alone_asks_nobody_to_look(
    alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, text="Con il bosco")
    with inside(alfa):
        assert looks.count() == 0


def test_hr_keeps_it(rita: Client, alfa: Organization, beta: Organization, rete: Organization, offer: Offer) -> None:
    published(beta, offer, rete, price="150,00", cancellation_days=7)
    address = f"{LIST}{offer.pk}/rivedi/"
    page = rita.get(address)
    assert [(d.name, d.old, d.new) for d in page.context["look"].differences] == [
        ("price", "140,00\N{NO-BREAK SPACE}€", "150,00\N{NO-BREAK SPACE}€"),
        ("cancellation_days", "14", "7"),
    ]
    assert rita.post(address, {"tieni": "1", "versione": "1"}).headers["Location"] == address
    assert price_at(alfa, offer) == Decimal("140.00")
    assert rita.post(address, {"tieni": "1", "versione": "2"}).headers["Location"] == f"{LIST}da-rivedere/"
    assert price_at(alfa, offer) == Decimal("150.00")
    assert rita.post(address, {"tieni": "1", "versione": "2"}).headers["Location"] == address
    assert list(rita.get(f"{LIST}da-rivedere/").context["offers"]) == []


def test_hr_takes_it_off(
    rita: Client, alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="150,00")
    rita.post(f"{LIST}{offer.pk}/rivedi/", {"togli": "1", "versione": "2"})
    with inside(alfa):
        assert not ShelfItem.objects.exists()
    assert rita.get(f"{LIST}{offer.pk}/rivedi/").status_code == 404


def test_hr_bargains_and_the_price_from_before_stays(
    rita: Client, alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    published(beta, offer, rete, price="150,00")
    where = rita.post(f"{LIST}{offer.pk}/rivedi/", {"tratta": "1", "versione": "2"}).headers["Location"]
    assert where == f"{LIST}{offer.pk}/prezzo/"
    asked = {"price": "145,00", "starts_on": today().isoformat(), "ends_on": ""}
    assert rita.post(where, asked).status_code == 302
    assert price_at(alfa, offer) == Decimal("140.00")
    proposal = AgreedPrice.objects.select_related("offer__provider__organization", "organization").get()
    with inside(beta):
        manager = browse(beta, make.user("Davide", "provider_manager"))
    answer = f"/fornitore/servizi/{offer.pk}/prezzi/{proposal.pk}/"
    assert "145,00" in manager.get(f"/fornitore/servizi/{offer.pk}/prezzi/").content.decode()
    assert manager.post(answer, {"accetta": "1"}).status_code == 302
    assert manager.post(answer, {"rifiuta": "1"}).status_code == 302
    assert price_at(alfa, offer) == Decimal("145.00")
    assert price_at(alfa, offer, today() + datetime.timedelta(days=100)) == Decimal("145.00")
    rita.post(f"{LIST}{offer.pk}/prezzo/{proposal.pk}/", {"termina": "1"})
    assert price_at(alfa, offer, today() + datetime.timedelta(days=1)) == Decimal("140.00")


def test_nobody_agrees_to_their_own_proposal(alfa: Organization, beta: Organization, offer: Offer) -> None:
    offer = Offer.objects.select_related("provider__organization").get(pk=offer.pk)
    with inside(alfa):
        mine = agreed_prices.propose(
            offer, alfa, Decimal("1.00"), by=Side.ORGANIZATION, starts_on=today(), actor=SYSTEM
        )
        with pytest.raises(WrongMove):
            agreed_prices.answer(mine, yes=True, by=Side.ORGANIZATION, actor=SYSTEM)
    with inside(beta), pytest.raises(WrongMove):
        agreed_prices.propose(offer, alfa, Decimal("9.00"), by=Side.PROVIDER, starts_on=today(), actor=SYSTEM)
    assert price_at(alfa, offer) == Decimal("140.00")


def test_agreements_follow_one_another(alfa: Organization, beta: Organization, offer: Offer) -> None:
    offer = Offer.objects.select_related("provider__organization").get(pk=offer.pk)
    later = today() + datetime.timedelta(days=30)
    for price, day in (("100.00", today()), ("110.00", later)):
        with inside(beta):
            made = agreed_prices.propose(offer, alfa, Decimal(price), by=Side.PROVIDER, starts_on=day, actor=SYSTEM)
        with inside(alfa):
            agreed_prices.answer(made, yes=True, by=Side.ORGANIZATION, actor=SYSTEM)
    assert price_at(alfa, offer, later - datetime.timedelta(days=1)) == Decimal("100.00")
    assert price_at(alfa, offer, later) == Decimal("110.00")


def test_an_agreement_is_one_organizations_alone(
    rita: Client, alfa: Organization, beta: Organization, rete: Organization, offer: Offer
) -> None:
    with inside(rete):
        services.list_offer(offer, [])
        theirs = agreed_prices.propose(
            Offer.objects.select_related("provider__organization").get(pk=offer.pk), rete, Decimal("1.00"),
            by=Side.ORGANIZATION, starts_on=today(), actor=SYSTEM,
        )  # fmt: skip
    with inside(beta):
        agreed_prices.answer(theirs, yes=True, by=Side.PROVIDER, actor=SYSTEM)
    assert (price_at(rete, offer), price_at(alfa, offer)) == (Decimal("1.00"), Decimal("140.00"))
    assert rita.post(f"{LIST}{offer.pk}/prezzo/{theirs.pk}/", {"termina": "1"}).status_code == 404
    assert "1,00" not in rita.get(f"{LIST}{offer.pk}/prezzo/").content.decode().replace("<", " <")


def test_hr_is_told_once_a_version(
    rita: Client, alfa: Organization, beta: Organization, rete: Organization, offer: Offer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert rita
    published(beta, offer, rete, price="150,00")

    def stop(*_asked: object, **_how: object) -> None:
        raise OSError("stopped")

    with inside(alfa):
        with monkeypatch.context() as patch:
            patch.setattr(outbox, "queue", stop)
            with pytest.raises(OSError, match="stopped"):
                looks.tell()
        assert (looks.tell(), looks.tell()) == (1, 0)
        assert Message.objects.get(kind=looks.MAIL).context == {"offer": str(offer.pk)}
    published(beta, offer, rete, cancellation_days=7)
    with inside(alfa):
        assert looks.tell() == 1
        assert Message.objects.filter(kind=looks.MAIL).count() == 2


def test_the_list_costs_the_same_at_1_and_at_30(
    rita: Client, alfa: Organization, beta: Organization, offer: Offer
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert rita.get(f"{LIST}da-rivedere/").status_code == 200
        return len([q for q in queries if "search_path" not in q["sql"]])

    Offer.objects.update(terms_number=2)
    assert count() == 4
    for number in range(29):
        other = make.offer(supplier(beta), f"Servizio {number}", terms_number=2)
        with inside(alfa):
            ShelfItem.objects.create(offer_id=other.pk)
    assert count() == 4
