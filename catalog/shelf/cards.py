"""What a card of the shelf shows, made ready so that templates only print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.plans.wallets import MemberLot
from catalog.shelf import words
from catalog.shelf.credit import covers
from providers.images import ShownImage, shown
from providers.models import Delivery


@dataclass(frozen=True, slots=True)
class Card:
    """One card of `components/offer_cards.html`."""

    url: str
    area: str
    kind: str
    title: str
    provider: str
    price: str
    pill: str = ""
    pill_kind: str = ""
    image: ShownImage | None = None


def cards_of(offers: Iterable[Any], lots: Sequence[MemberLot] = ()) -> list[Card]:
    """The cards of offers as `catalog.shelf.queries.cards` reads them, for who holds `lots`."""
    return [card_of(offer, lots) for offer in offers]


def card_of(offer: Any, lots: Sequence[MemberLot] = ()) -> Card:
    """One card."""
    pill, pill_kind = pill_of(offer, lots)
    return Card(
        url=reverse("shelf:offer", args=(offer.pk,)),
        area=offer.area,
        kind=kind_of(offer),
        title=offer.title,
        provider=joined(supplier_of(offer), offer.town),
        price=words.discount(offer.discount) or words.price_of(offer),
        pill=pill,
        pill_kind=pill_kind,
        image=next(map(shown, offer.images[:1]), None),
    )


def pill_of(offer: Any, lots: Sequence[MemberLot]) -> tuple[str, str]:
    """Places left where there are slots, "contacts" where nobody sells, else whether the credit covers it."""
    if offer.delivery == Delivery.PUBLIC:
        return pgettext("what a service's page gives", "contacts"), "neutral"
    if offer.delivery == Delivery.PLACES:
        return words.places(offer.places_left)
    if offer.delivery == Delivery.QUOTE:
        return "", ""
    if offer.delivery == Delivery.CARD:
        return pgettext("how a discount is had", "with the card"), ""
    return (_("covered by your credit"), "") if covers(offer, lots) else ("", "")


def supplier_of(offer: Any) -> str:
    """The provider's name; nothing where the service is the provider, as a home is in a directory."""
    return "" if offer.provider__name == offer.title else offer.provider__name


def joined(*parts: str) -> str:
    """The parts there are, with a middle dot between."""
    return " · ".join(part for part in parts if part)


def kind_of(offer: Any) -> str:
    """ "Summer camp · 3-11 years"."""
    return joined(offer.type_label, words.ages(offer))
