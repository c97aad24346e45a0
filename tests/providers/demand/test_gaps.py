"""A search in vain is counted without a person in it, shown when many looked for it, erased in time."""

import datetime

import pytest
from django.test import Client

from catalog.shelf.models import ShelfItem
from providers.demand import gaps, terms
from providers.demand.models import Gap
from providers.demand.tasks import erase_gaps
from providers.demand.terms import Term
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in
from welfare import clock

TELL = "/scaffale/non-trovato/"
DAY = datetime.date(2026, 11, 26)
TOWNS = {"carpi", "reggio emilia"}


@pytest.fixture
def anna(alfa: Organization) -> Client:
    with inside(alfa):
        member = make.member("Annarita")
        make.relative(member, "Leonida", family_name="Pellegatta")
        return browse(alfa, member.user)


def kept() -> list[tuple[str, str, int]]:
    return list(Gap.objects.order_by("term", "town").values_list("term", "town", "count"))


@pytest.mark.parametrize(
    ("text", "town", "term"),
    [
        ("Dentista a Carpi", "", Term("dentista", "carpi")),
        ("lezioni di pianoforte Reggio Emilia", "", Term("lezioni pianoforte", "reggio emilia")),
        ("Dentista", "Carpi", Term("dentista", "carpi")),
        ("Dentista", "Il mio paese", Term("dentista")),
        ("l'Ippoterapia", "", Term("ippoterapia")),
        ("RSSMRA80A01H501U", "", None),
        ("333 1234567", "", None),
        ("anna@example.it", "", None),
        ("cerco una persona che venga la mattina presto", "", None),
        ("supercalifragilistichespiralidoso", "", None),
        ("Carpi", "", None),
        ("a di", "", None),
        ("", "", None),
    ],
)
def test_what_may_be_kept_of_a_search(text: str, town: str, term: Term | None) -> None:
    assert terms.read(text, town, TOWNS) == term


def test_a_search_in_vain_counts_once_a_day_for_an_organization(
    anna: Client, alfa: Organization, beta: Organization
) -> None:
    with clock.pretend(DAY):
        for _again in range(3):
            assert anna.post(TELL, {"q": "Ippoterapia"}).headers["Location"] == "/scaffale/"
        assert kept() == [("ippoterapia", "", 1)]
        with inside(beta):
            bruno = browse(beta, make.member("Bruno").user)
        bruno.post(TELL, {"q": "ippoterapia"})
    with clock.pretend(DAY + datetime.timedelta(days=1)):
        anna.post(TELL, {"q": "IPPOTERAPIA"}, headers={"HX-Request": "true"})
    assert kept() == [("ippoterapia", "", 3)]
    fields = {field.name for field in Gap._meta.get_fields()}
    assert fields == {"id", "term", "town", "where", "month", "count", "buckets"}


def test_names_of_people_and_what_is_found_are_not_kept(anna: Client, alfa: Organization) -> None:
    with inside(alfa):
        provider = make.provider(alfa)
        offers = [make.offer(provider, f"Estate al Mulino {n}") for n in range(3)]
        ShelfItem.objects.bulk_create(ShelfItem(offer_id=offer.pk) for offer in offers)
    for text in ("annarita", "Pellegatta badante", "Leonida", "mulino", "", "\0", "x" * 5000):
        assert anna.post(TELL, {"q": text, "comune": "x"}).status_code == 302
    anna.post("/convenzioni/non-trovato/", {"q": "occhiali leonida"})
    assert kept() == []
    anna.post("/convenzioni/non-trovato/", {"q": "occhiali", "comune": "Carpi"})
    assert kept() == [("occhiali", "", 1)]


def test_the_page_of_an_empty_search_offers_to_tell(anna: Client) -> None:
    page = anna.get("/scaffale/", {"q": "ippoterapia"}).content.decode()
    assert 'action="/scaffale/non-trovato/"' in page
    assert "load delay:4s" in page
    assert 'action="/scaffale/non-trovato/"' not in anna.get("/scaffale/").content.decode()
    assert not Gap.objects.exists()


def counted_by(organizations: list[Organization], term: str, days: int, town: str = "") -> None:
    for n in range(days):
        with clock.pretend(DAY - datetime.timedelta(days=n)):
            gaps.note(Term(term, town), Gap.Where.SHELF, organizations[n % len(organizations)])


def test_shown_from_five_times_and_two_organizations_on(
    rete: Organization, alfa: Organization, beta: Organization
) -> None:
    counted_by([alfa, beta, rete], "ippoterapia", 6)
    counted_by([alfa, beta, rete], "dentista", 4)
    counted_by([alfa], "parola mia", 9)
    with clock.pretend(DAY):
        assert [(each.term, each.times) for each in gaps.missed()] == [("ippoterapia", 6)]
        page = signed_in(rete, "office").get("/rete/cercato/", headers={"accept-language": "en"}).content.decode()
        assert "6 times" in page
        assert "parola mia" not in page
        lines = {item.url for item in signed_in(rete, "operator").get("/rete/").context["to_do"]}
        assert "/rete/cercato/" in lines
    with inside(beta):
        make.provider(beta)
        manager = make.user("Davide", "provider_manager")
    with clock.pretend(DAY):
        assert "ippoterapia" in browse(beta, manager).get("/fornitore/cercato/").content.decode()


def test_erased_after_thirteen_months(alfa: Organization) -> None:
    for month in (datetime.date(2025, 9, 1), datetime.date(2025, 10, 1), datetime.date(2026, 11, 1)):
        gaps.add(Term("dentista"), Gap.Where.SHELF, month, 1)
    with clock.pretend(DAY):
        erase_gaps()
    assert list(Gap.objects.order_by("month").values_list("month", flat=True)) == [
        datetime.date(2025, 10, 1),
        datetime.date(2026, 11, 1),
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same(rete: Organization, rows: int) -> None:
    month = clock.today().replace(day=1)
    for n in range(rows):
        Gap.objects.create(term=f"parola {chr(97 + n)}", town="carpi", where="shelf", month=month, count=9, buckets=3)
    office = signed_in(rete, "office")
    office.get("/rete/cercato/")
    with counted() as queries:
        response = office.get("/rete/cercato/?comune=carpi")
    assert sum(len(found) for _area, found in response.context["groups"]) == rows
    assert len(queries) == 4
