"""Members look for shops by town, category and words; each organization shows what it wants."""

import datetime

import pytest
from django.test import Client

from catalog.shelf.models import ShelfItem
from providers.agreements.finding import towns_meant
from providers.agreements.models import Agreement, Category
from providers.models import Delivery
from tenants.models import Organization
from tests import make
from tests.cards.conftest import made, shop
from tests.conftest import browse, inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in
from welfare.clock import today

PAGE = "/convenzioni/"


@pytest.fixture
def anna(alfa: Organization) -> Client:
    with inside(alfa):
        return browse(alfa, make.member("Anna").user)


def names(client: Client, **asked: str) -> list[str]:
    return [row.name for row in client.get(PAGE, asked).context["shops"]]


def test_by_town_category_and_words(anna: Client, agreement: Agreement) -> None:
    shop(agreement)
    shop(agreement, "Libreria del Corso", "Carpi", category=Category.CULTURE, discount="10%")
    shop(agreement, "Ottica Nuova", "Carpi")
    shop(agreement, "Forno San Già", "Reggio Emilia", category=Category.FOOD)
    assert names(anna) == ["Forno San Già", "Libreria del Corso", "Ottica Ferrari", "Ottica Nuova"]
    assert names(anna, comune="carpi") == ["Libreria del Corso", "Ottica Nuova"]
    assert names(anna, comune="Carpi", categoria="culture") == ["Libreria del Corso"]
    assert names(anna, comune="regg") == ["Forno San Già"]
    assert names(anna, q="otica") == ["Ottica Ferrari", "Ottica Nuova"]
    assert names(anna, q="libri", comune="modena") == []
    assert names(anna, q="forno gia") == ["Forno San Già"]
    # Nonsense asks nothing.
    assert len(names(anna, categoria="x\0", dopo="~~")) == 4


def test_a_town_with_a_typing_error_is_guessed_and_said(anna: Client, agreement: Agreement) -> None:
    shop(agreement, "Ottica Nuova", "Carpi")
    page = anna.get(PAGE, {"comune": "Crapi"}, headers={"accept-language": "en"}).content.decode()
    assert "No shop in “Crapi”: these are in Carpi" in page
    assert names(anna, comune="Palermo") == []
    assert towns_meant("mod", {"modena", "modica", "carpi"}).keys == ("modena", "modica")


def test_what_does_not_hold_today_is_not_shown(anna: Client, agreement: Agreement, rete: Organization) -> None:
    day = datetime.timedelta(days=1)
    shop(agreement, "Buona", valid_until=today())
    shop(agreement, "Scaduta", valid_until=today() - day)
    shop(agreement, "Tolta", closed_on=today())
    shop(made(rete, "Finita", ends_on=today() - day), "Di una finita")
    shop(made(rete, "Chiusa", closed_on=today()), "Di una chiusa")
    shop(made(rete, "Futura", starts_on=today() + day), "Di una futura")
    assert names(anna) == ["Buona"]


def test_an_organization_hides_the_networks_and_keeps_its_own(
    anna: Client, agreement: Agreement, alfa: Organization, beta: Organization
) -> None:
    shop(agreement)
    shop(made(alfa, "Solo di Alfa"), "Bar di Alfa")
    shop(made(beta, "Solo di Beta"), "Bar di Beta")
    assert names(anna) == ["Bar di Alfa", "Ottica Ferrari"]
    hr = signed_in(alfa, "hr")
    hr.post(f"/hr/convenzioni/{agreement.pk}/mostra/", {"show": "0"})
    assert names(anna) == ["Bar di Alfa"]
    with inside(beta):
        bruno = browse(beta, make.member("Bruno").user)
    assert names(bruno) == ["Bar di Beta", "Ottica Ferrari"]
    assert 'value="1"' in hr.get("/hr/convenzioni/").content.decode()
    hr.post(f"/hr/convenzioni/{agreement.pk}/mostra/", {"show": "1"})
    assert names(anna) == ["Bar di Alfa", "Ottica Ferrari"]
    theirs = Agreement.objects.get(name="Solo di Beta")
    assert hr.post(f"/hr/convenzioni/{theirs.pk}/mostra/", {"show": "0"}).status_code == 404


def test_services_with_a_card_and_agreements_that_hold_everywhere_stand_beside(
    anna: Client, rete: Organization, alfa: Organization, beta: Organization
) -> None:
    made(rete, "Treni Verdi", is_everywhere=True, discount="8% in rete")
    with inside(beta):
        offer = make.offer(
            make.provider(beta), "Terme del Sole", delivery=Delivery.CARD, price=None, discount="20% sugli ingressi",
            town="Carpi",
        )  # fmt: skip
    with inside(alfa):
        ShelfItem.objects.create(offer_id=offer.pk)
    page = anna.get(PAGE, {"comune": "carpi"})
    assert [each.name for each in page.context["everywhere"]] == ["Treni Verdi"]
    assert [(card.title, card.price) for card in page.context["cards"]] == [("Terme del Sole", "20% sugli ingressi")]
    assert anna.get(PAGE, {"comune": "modena"}).context["cards"] == []
    assert anna.get(PAGE, {"q": "treni"}).context["cards"] == []
    service = anna.get(f"/scaffale/{offer.pk}/").content.decode()
    assert "20% sugli ingressi" in service
    assert 'href="/tessera/"' in service


@pytest.mark.parametrize(
    ("asked", "cost"),
    [({}, 8), ({"comune": "Modena", "categoria": "sight_hearing"}, 7), ({"comune": "Modna", "q": "ottica"}, 10)],
)
def test_the_search_costs_the_same_at_1_and_at_30(
    anna: Client, agreement: Agreement, asked: dict[str, str], cost: int
) -> None:
    shop(agreement)
    costs = []
    for count in (0, 29):
        for n in range(count):
            shop(agreement, f"Ottica {n:02}")
        anna.get(PAGE, asked)
        with counted() as queries:
            anna.get(PAGE, asked)
        costs.append(len(queries))
    assert costs == [cost, cost]


def test_pages_follow_by_key(anna: Client, agreement: Agreement) -> None:
    for n in range(35):
        shop(agreement, f"Ottica {n:02}")
    first = anna.get(PAGE, {"comune": "modena"})
    assert first.context["count"] == 35
    second = anna.get(PAGE + first.context["next_url"])
    assert [row.name for row in second.context["shops"]] == [f"Ottica {n:02}" for n in range(30, 35)]
    assert second.context["previous_url"]
