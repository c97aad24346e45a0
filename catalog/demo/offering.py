"""What providers of the demo are writing: photos on cards, a service that waits for the office, one half written.

A price has been raised, which waits for HR's look; another organization has proposed a price of its own.
"""

import datetime
from decimal import Decimal
from typing import Any

from catalog.demo.catalogue import BY_TITLE
from catalog.demo.drawing import drawn
from catalog.demo.shelf import offer_id
from providers import agreed_prices, drafts, images, revisions
from providers.agreed_prices import Side
from providers.models import Offer, OfferRevision, Provider
from tenants import isolation
from tenants.isolation import SYSTEM
from tenants.models import Organization
from welfare import pictures
from welfare.clock import today

# Title of a service: its picture (sky, near, far, whether a house stands there) and what it shows.
PHOTOS: dict[str, tuple[bytes, str]] = {
    "Estate al Mulino": (
        drawn("#cfe8f3", "#6fa35a", "#a9c77f", is_house=True),
        "Disegno: un mulino su una collina verde, con il sole",
    ),
    "Campo avventura in Appennino": (drawn("#dfeaf7", "#4f7a63", "#8fb3a0"), "Disegno: montagne e un sentiero al sole"),
    "Soggiorno assistito al mare": (drawn("#e8f1f8", "#e9d8a6", "#5aa3c7"), "Disegno: la spiaggia e il mare"),
}
RAISED, BARGAINED = "Fisioterapia, cinque sedute", "Doposcuola Il Quaderno"
NEW = {
    "service_type": ["after_school"], "delivery": ["voucher"], "title": ["Sabato, aiuto compiti"],
    "summary": ["Due ore il sabato mattina, in piccoli gruppi."],
    "text": ["Un educatore ogni cinque ragazzi. Si porta quello che c'è da fare per il lunedì."],
    "price": ["60,00"], "unit": ["month"], "vat_rate": ["5.00"], "is_single_purpose": ["on"], "age_min": ["6"],
    "age_max": ["14"], "town": ["Carpi"], "address": ["Via Nova 21"], "cancellation_days": ["14"],
    "validity_days": ["180"], "questions": ["allergies"],
}  # fmt: skip
HALF_WRITTEN = {"title": ["Laboratorio di teatro"], "town": ["Carpi"]}


def fill(opened: dict[str, Organization]) -> None:
    """Let the providers write, the office publish, and HR propose."""
    for title, (picture, words) in PHOTOS.items():
        release(opened, show(title, picture, words))
    release(opened, proposed(service(RAISED), {"price": ["185,00"]}, note="È cresciuto il costo delle sale."))
    write(opened["primavera"])
    with isolation.enter(opened["officine-riva"], reason="demo"):
        agreed_prices.propose(
            service(BARGAINED),
            opened["officine-riva"],
            Decimal("88.00"),
            by=Side.ORGANIZATION,
            starts_on=today() + datetime.timedelta(days=7),
            actor=SYSTEM,
        )


def service(title: str) -> Offer:
    """One of the demo's services, with its provider's organization."""
    offers = Offer.objects.select_related("provider__organization").defer("search", "folded")
    return offers.get(pk=offer_id(BY_TITLE[title]))


def show(title: str, picture: bytes, words: str) -> OfferRevision:
    """A version with a photo, sent."""
    offer = service(title)
    with isolation.enter(house_of(offer), reason="demo"):
        images.add(offer, pictures.remade(picture, len(picture)), words, actor=SYSTEM)
    return proposed(offer, {})


def proposed(offer: Offer, changes: dict[str, list[str]], note: str = "") -> OfferRevision:
    """A change of a service, sent by its provider."""
    with isolation.enter(house_of(offer), reason="demo"):
        begun = revisions.open_revision(offer) or revisions.save(offer, {}, None, edition=0, actor=SYSTEM)
        begun.typed = drafts.typed_of(offer) | changes
        return revisions.propose(offer, checked(offer, begun), edition=begun.edition, actor=SYSTEM, note=note)


def checked(offer: Offer, revision: OfferRevision) -> dict[str, Any]:
    """The fields of a version; the demo writes only what is right."""
    form = drafts.checked_form(offer, revision)
    if not form.is_valid():
        raise ValueError(str(form.errors))
    return form.written()


def house_of(offer: Offer) -> Organization:
    """The organization of a service's provider."""
    house = offer.provider.organization
    if house is None:
        raise ValueError("the demo's providers have organizations")
    return house


def release(opened: dict[str, Organization], revision: OfferRevision) -> None:
    """The office lets a version out."""
    with isolation.enter(opened["rete"], reason="demo"):
        revisions.publish(revision, actor=SYSTEM)


def write(house: Organization) -> None:
    """A new service that waits for the office, and one half written."""
    provider = Provider.objects.select_related("organization").get(organization=house)
    with isolation.enter(house, reason="demo"):
        sent = revisions.begin(provider, NEW, None, actor=SYSTEM)
        revisions.propose(sent.offer, checked(sent.offer, sent), edition=1, actor=SYSTEM)
        revisions.begin(provider, HALF_WRITTEN, None, actor=SYSTEM)
