"""Search: words in any form, typing errors and accents forgiven, best first."""

from urllib.parse import quote

import pytest

from catalog.shelf import queries
from catalog.shelf.filters import Filters
from providers.models import Delivery
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.shelf.shelves import listed, show


@pytest.fixture
def shelf(alfa: Organization, beta: Organization) -> Organization:
    """Five services of different kinds at alfa, and a sixth that alfa does not list."""
    listed(alfa, beta, "Estate al Mulino", summary="Settimane tra i campi")
    gym = {"service_type": "gym", "area": "tempo_libero", "type_label": "Palestra", "delivery": Delivery.VOUCHER}
    listed(alfa, beta, "Ingresso trimestrale", **gym)
    care = {"service_type": "elder_home_care", "area": "cura", "type_label": "Assistenza domiciliare anziani"}
    listed(alfa, beta, "Un aiuto in casa", town="Modena", **care)
    nursery = {"service_type": "nursery", "type_label": "Asilo nido"}
    listed(alfa, beta, "Nido Girasole", town="Sassuolo", **nursery)
    listed(alfa, beta, "Città dei bambini", town="Forlì", summary="Ludoteca", type_label="Ludoteca")
    listed(beta, beta, "Estate altrove")
    return alfa


def found(where: Organization, words: str, **filters: str) -> list[str]:
    """Titles that words find, best first."""
    with inside(where):
        asked = Filters(q=words, **filters)  # type: ignore[arg-type]
        return [offer.title for offer in queries.page_of(asked, "", queries.facets()).offers]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("centro estivo", "Estate al Mulino"),
        ("cemtro estvo", "Estate al Mulino"),
        ("CENTRI ESTIVI", "Estate al Mulino"),
        ("palestre", "Ingresso trimestrale"),
        ("palesra", "Ingresso trimestrale"),
        ("anziano", "Un aiuto in casa"),
        ("citta", "Città dei bambini"),
        ("cità", "Città dei bambini"),
        ("forli", "Città dei bambini"),
        ("nido sassuolo", "Nido Girasole"),
        ("girassole", "Nido Girasole"),
    ],
)
def test_the_first_answer_is_the_one_meant(shelf: Organization, words: str, title: str) -> None:
    assert found(shelf, words)[0] == title


@pytest.mark.parametrize("words", ["xyzzy", "trattore", "!!!", "'", '"', "a b", "& | !", "\\", "<->", ":*", "%_"])
def test_what_is_not_there_is_not_found(shelf: Organization, words: str) -> None:
    assert found(shelf, words) == []


def test_a_providers_name_finds_its_services(alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Corso di nuoto")
    offer = make.offer(make.provider(None, "Coop. Girandola"), "Laboratorio")
    show(alfa, offer)
    assert found(alfa, "girandola") == ["Laboratorio"]


def test_words_and_filters_narrow_together(shelf: Organization) -> None:
    assert found(shelf, "estate", area="infanzia_istruzione") == ["Estate al Mulino"]
    assert found(shelf, "estate", area="cura") == []


def test_a_word_in_the_title_counts_more_than_in_the_text(alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Corso di disegno", text="Anche per chi ama il nuoto")
    listed(alfa, beta, "Nuoto libero")
    assert found(alfa, "nuoto") == ["Nuoto libero", "Corso di disegno"]


def test_at_most_a_hundred_are_found_and_paged(alfa: Organization, beta: Organization) -> None:
    for number in range(103):
        listed(alfa, beta, f"Estate {number:03}")
    with inside(alfa):
        facets, asked, seen, cursor = queries.facets(), Filters(q="estate"), [], "0"
        while cursor:
            page = queries.page_of(asked, cursor, facets)
            seen += [offer.title for offer in page.offers]
            cursor = page.next_cursor
    assert page.count == 100
    assert len(seen) == len(set(seen)) == 100


def test_what_is_found_can_be_sorted_by_price(alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Estate cara", price=90)
    listed(alfa, beta, "Estate in offerta", price=10)
    assert found(alfa, "estate", order="prezzo") == ["Estate in offerta", "Estate cara"]


def test_the_page_keeps_the_words_and_escapes_them(shelf: Organization) -> None:
    with inside(shelf):
        user = make.member("Anna").user
    page = browse(shelf, user).get("/scaffale/?q=" + quote('<script>"è')).content.decode()
    assert "&lt;script&gt;&quot;è" in page
    assert "<script>&quot;" not in page
