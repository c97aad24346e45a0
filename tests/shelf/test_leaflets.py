"""Leaflets: one A5 page whatever was written, in the brand of who prints; and all of the shelf in one booklet."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from pytest_django import Settings

from catalog.shelf import booklet, leaflet
from catalog.shelf.models import Booklet, ShelfItem
from catalog.shelf.queries import get_offer
from providers import images
from providers.models import Offer
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.test_images import picture, remade
from tests.shelf.shelves import absent, listed

A5 = (419.53, 595.28)
BOOKLET = "/scaffale/opuscolo/"


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    """Private and public files of a test."""
    settings.PUBLIC_PICTURES, settings.PRIVATE_FILES = tmp_path / "pictures", tmp_path / "files"


@pytest.fixture
def anna(alfa: Organization) -> Client:
    """A member of alfa."""
    with inside(alfa):
        return browse(alfa, make.member("Anna").user)


def pdf(client: Client, address: str) -> PdfReader:
    """A PDF that must be there."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def words(page: Any) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", page.extract_text())


def test_a_leaflet_says_what_how_much_where_and_how_to_ask(
    anna: Client, alfa: Organization, beta: Organization
) -> None:
    Organization.objects.filter(pk=alfa.pk).update(name="Officine Riva", help_phone="800 123 456")
    offer = listed(alfa, beta, text="Giochi e bosco.", age_min=3, age_max=11, address="Via del Mulino 3")
    read = pdf(anna, f"/scaffale/{offer.pk}/volantino.pdf")
    (page,) = read.pages
    assert tuple(round(float(side), 2) for side in page.mediabox.upper_right) == A5
    said = words(page)
    for part in ("Officine Riva", "800 123 456", "Estate al Mulino", "140,00", "3-11", "Via del Mulino 3, Carpi",
                 "Primavera", "Giochi e bosco.", "alfa.localhost"):  # fmt: skip
        assert part in said, part
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "it"


LONG = " ".join(f"Questa è la frase numero {number} di una descrizione molto lunga." for number in range(70))[:4000]


@pytest.mark.parametrize(
    "text",
    ["", "W" * 4000, LONG, "parola " * 570, "a\n\n\n" * 900, "😀" * 2000, "https://example.org/" + "x" * 3900],
    ids=["none", "unbroken", "sentences", "no end", "lines", "emoji", "address"],
)
@pytest.mark.parametrize("is_wide", [False, True])
def test_it_is_always_one_page(alfa: Organization, beta: Organization, text: str, is_wide: bool) -> None:
    title = "M" * 90 if is_wide else "Estate"
    offer = listed(alfa, beta, title, text=text, summary="W" * 160, town="V" * 60, address="A" * 120)
    if is_wide:
        with inside(beta):
            images.add(offer, remade(picture()), "Un prato", actor=SYSTEM)
        shown = [{"image": "x", "alt": "M" * 150, **stored(offer)}]
        Offer.objects.filter(pk=offer.pk).update(images=shown)
    with inside(alfa):
        read = PdfReader(io.BytesIO(leaflet.pdf_of(get_offer(offer.pk), language="it")))
    assert len(read.pages) == 1
    assert "alfa.localhost" in words(read.pages[0]).replace(" ", "")


def stored(offer: Offer) -> dict[str, Any]:
    photo = offer.photos.get()
    return {"small": photo.small, "large": photo.large, "width": photo.width, "height": photo.height}


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("Uno. Due! Tre?", 9, "Uno. Due!"), ("Uno. Due!", 99, "Uno. Due!"),
        ("Una frase che non finisce", 12, "Una frase…"),
        ("Uno. Due", 0, ""), ("x" * 20, 5, "xxxxx…"),
    ],
)  # fmt: skip
def test_a_text_is_cut_at_a_sentence(text: str, length: int, kept: str) -> None:
    assert leaflet.cut(text, length) == kept


def test_what_is_not_on_the_shelf_has_no_leaflet(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(beta, beta)
    for key in (offer.pk, absent()):
        assert anna.get(f"/scaffale/{key}/volantino.pdf").status_code == 404


def test_the_office_prints_what_any_provider_publishes(beta: Organization, rete: Organization) -> None:
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    offer = listed(beta, beta)
    (page,) = pdf(office, f"/rete/servizi/{offer.pk}/volantino.pdf").pages
    assert "Rete" in words(page)
    assert "localhost" not in words(page)
    Offer.objects.update(state=Offer.State.SUSPENDED)
    assert office.get(f"/rete/servizi/{offer.pk}/volantino.pdf").status_code == 404


def made(client: Client, where: Organization) -> PdfReader:
    """The booklet as somebody gets it who asks."""
    assert client.post(BOOKLET).status_code == 302
    with inside(where):
        for key in booklet.pending_ids():
            booklet.make(key)
    return pdf(client, f"{BOOKLET}opuscolo.pdf")


def test_a_booklet_has_an_index_and_a_page_a_service(anna: Client, alfa: Organization, beta: Organization) -> None:
    listed(alfa, beta, "Zattera", text=LONG)
    listed(alfa, beta, "Aiuto in casa", area="cura", type_label="Assistenza")
    listed(alfa, beta, "Aquilone")
    read = made(anna, alfa)
    index, *pages = [words(page) for page in read.pages]
    assert index.index("Aquilone") < index.index("Zattera") < index.index("Aiuto in casa")
    assert [next(t for t in ("Aquilone", "Zattera", "Aiuto in casa") if t in page) for page in pages] == [
        "Aquilone",
        "Zattera",
        "Aiuto in casa",
    ]
    assert "2 3 4" in index


def test_it_is_made_anew_when_the_shelf_has_changed(anna: Client, alfa: Organization, beta: Organization) -> None:
    offer = listed(alfa, beta)
    made(anna, alfa)
    with inside(alfa):
        first = Booklet.objects.get()
        assert booklet.is_current(first)
    made(anna, alfa)
    with inside(alfa):
        assert Booklet.objects.get().file_name == first.file_name
        Offer.objects.filter(pk=offer.pk).update(price="99.00")
        assert not booklet.is_current(first)
    assert "99,00" in words(made(anna, alfa).pages[1])
    with inside(alfa):
        ShelfItem.objects.all().delete()
        Organization.objects.filter(pk=alfa.pk).update(name="Nuova")
    assert len(made(anna, alfa).pages) == 1


def test_asking_is_a_post_and_there_is_nothing_before(anna: Client, alfa: Organization) -> None:
    assert anna.get(BOOKLET).status_code == 200
    assert anna.get(f"{BOOKLET}opuscolo.pdf").status_code == 404
    with inside(alfa):
        assert not Booklet.objects.exists()


def test_what_it_is_made_of_is_read_at_once(alfa: Organization, beta: Organization) -> None:
    def count() -> int:
        with inside(alfa), CaptureQueriesContext(connection) as queries:
            booklet.fingerprint()
        return len([q for q in queries if "search_path" not in q["sql"]])

    listed(alfa, beta)
    assert count() == 1
    for number in range(29):
        listed(alfa, beta, f"Servizio {number}")
    assert count() == 1
