"""The leaflet of a service: one A5 page in the brand of the organization that prints it, with the way to its page.

Always one page: a long description is first set smaller, then cut at the end of a sentence; the QR leads to the rest.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.shelf import words
from catalog.shelf.areas import BY_CODE
from catalog.shelf.cards import kind_of
from providers.models import Delivery, Offer
from tenants import isolation, links
from tenants.brand import colours
from welfare import pdf, pictures

TEMPLATE = "pdf/leaflet.html"
# The ends of sentences: what is cut, is cut there.
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
# How many characters of the description are tried, one after the other; more never fit.
LENGTHS = (1500, 1200, 900, 650, 450, 300, 150, 0)
# From this many on the description is set smaller.
LONG = 420


@dataclass(frozen=True)
class Leaflet:
    """What one page prints."""

    offer: Any
    area: Any
    kind: str
    price: str
    ages: str
    where: str
    how: str
    address: str
    qr: str
    photo: str
    photo_words: str
    text: str
    is_cut: bool = False

    @property
    def is_small(self) -> bool:
        """Whether the description is set smaller."""
        return len(self.text) > LONG


def pdf_of(offer: Any, *, language: str, is_on_shelf: bool = True) -> bytes:
    """The leaflet of an offer read with its provider and `price_shown`, as a PDF of one page."""
    whole = leaflet_of(offer, is_on_shelf=is_on_shelf)
    contexts = ({"leaflet": each, "organization": isolation.current()} for each in shorter(whole))
    content, _chosen = pdf.render_on_one_page(TEMPLATE, contexts, **look(language))
    return content


def look(language: str) -> dict[str, str]:
    """How the documents of the organization in force are set."""
    return {
        "language": language,
        "styles": colours.stylesheet(isolation.current().colour),
        "sheet": pdf.LEAFLET,
    }


def leaflet_of(offer: Any, *, is_on_shelf: bool = True) -> Leaflet:
    """What the leaflet of an offer says, whole; one query for the address of the host."""
    address = links.link_here(reverse("shelf:offer", args=(offer.pk,))) if is_on_shelf else ""
    photo = offer.images[0] if offer.images else None
    return Leaflet(
        offer=offer,
        area=BY_CODE.get(offer.area),
        kind=kind_of(offer),
        price=words.price(offer.price_shown, offer.unit),
        ages=words.ages(offer) or _("everybody"),
        where=", ".join(part for part in (offer.address, offer.town) if part),
        how=str(Delivery(offer.delivery).label),
        address=address,
        qr=segno.make_qr(address, error="m").svg_data_uri(border=2, dark="#17324d") if address else "",
        photo=embedded(photo),
        photo_words=photo["alt"] if photo else "",
        text=" ".join(offer.text.split()),
    )


def embedded(photo: Any) -> str:
    """A photo inside the document; nothing when there is none or its file is gone."""
    content = pictures.read(photo["large"]) if photo else None
    return f"data:image/webp;base64,{base64.b64encode(content).decode()}" if content else ""


def shorter(whole: Leaflet) -> Iterator[Leaflet]:
    """The leaflet whole, then with less and less: of the description, of the photo last."""
    if len(whole.text) <= LENGTHS[0]:
        yield whole
    for length in LENGTHS:
        if length < len(whole.text):
            yield replace(whole, text=cut(whole.text, length), is_cut=True)
    yield replace(whole, text="", is_cut=bool(whole.text), photo="")


def cut(text: str, length: int) -> str:
    """The whole sentences at the beginning of a text that are at most so long; else whole words and an ellipsis."""
    kept = ""
    for sentence in SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > length:
            break
        kept = longer
    if kept or not length:
        return kept
    return f"{text[:length].rsplit(' ', 1)[0][:length]}…"


def needs_trying(leaflet: Leaflet) -> bool:
    """Whether it may not fit on one page as it is."""
    longest = max((len(word) for word in leaflet.text.split()), default=0)
    return len(leaflet.text) > LONG or longest > 40 or bool(leaflet.photo)


def fitted(leaflet: Leaflet, language: str) -> Leaflet:
    """The leaflet as it fits on one page, for a document of many."""
    if not needs_trying(leaflet):
        return leaflet
    contexts = ({"leaflet": each, "organization": isolation.current()} for each in shorter(leaflet))
    _laid, chosen = pdf.first_on_one_page(TEMPLATE, contexts, **look(language))
    found: Leaflet = chosen["leaflet"]
    return found


def published(key: Any) -> Any:
    """Any published offer with its own price, for the network's office; None when it is not."""
    offer = Offer.objects.select_related("provider").defer("search", "folded").filter(pk=key)
    found: Any = offer.filter(state=Offer.State.PUBLISHED).first()
    if found is not None:
        found.price_shown = found.price
    return found
