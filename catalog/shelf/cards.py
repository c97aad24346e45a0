"""What a card of the shelf shows, made ready so that templates only print."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from catalog.shelf import words
from providers.models import Delivery, Offer


@dataclass(frozen=True, slots=True)
class Card:
    """One card, in the parameters of `components/offer_card.html`."""

    url: str
    area: str
    kind: str
    title: str
    provider: str
    price: str
    pill: str = ""
    pill_kind: str = ""


def cards_of(offers: Iterable[Any]) -> list[Card]:
    """The cards of offers as `catalog.shelf.queries.cards` reads them."""
    return [card_of(offer) for offer in offers]


def card_of(offer: Any) -> Card:
    """One card."""
    pill, pill_kind = pill_of(offer)
    return Card(
        url=reverse("shelf:offer", args=(offer.pk,)),
        area=offer.area,
        kind=kind_of(offer),
        title=offer.title,
        provider=joined(offer.provider.name, offer.town),
        price=words.price(offer.price_shown, offer.unit),
        pill=pill,
        pill_kind=pill_kind,
    )


def pill_of(offer: Any) -> tuple[str, str]:
    """Places left where there are slots."""
    return words.places(offer.places_left) if offer.delivery == Delivery.PLACES else ("", "")


def joined(*parts: str) -> str:
    """The parts there are, with a middle dot between."""
    return " · ".join(part for part in parts if part)


def kind_of(offer: Offer) -> str:
    """ "Summer camp · 3-11 years"."""
    return joined(offer.type_label, words.ages(offer))
