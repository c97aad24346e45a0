"""A service that is not published yet, as members will see it: made of a version, never saved."""

import copy
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from catalog.shelf.cards import Card, card_of
from catalog.shelf.reader import Reader
from catalog.shelf.service_page import ServicePage, service_page
from providers.models import Delivery, Offer, OfferRevision, Unit
from providers.offers import taxonomy_of
from providers.taxonomy import KINDS
from providers.terms import value_of
from tenants.models import Organization

NUMBERS = ("age_min", "age_max", "cancellation_days", "validity_days")


def previewed(offer: Offer, fields: Mapping[str, Any]) -> Offer:
    """The offer as a version makes it; what is missing or wrong stays as it was."""
    shown = copy.copy(offer)
    for name, value in fields.items():
        try:
            setattr(shown, name, value_of(name, value))
        except ValidationError:
            continue
    if shown.service_type in KINDS:
        for name, value in taxonomy_of(shown.service_type).items():
            setattr(shown, name, value)
    shown.delivery = shown.delivery if shown.delivery in Delivery.values else Delivery.VOUCHER
    shown.unit = shown.unit if shown.unit in Unit.values else Unit.ONCE
    return shown


def images_in(revision: OfferRevision, photos: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The photos of a version that is being written, as an offer keeps them."""
    return [{**each, **photos[each["image"]]} for each in revision.images if each["image"] in photos]


def card(offer: Any) -> Card:
    """The card of a service as it will stand on shelves."""
    offer.price_shown, offer.places_left, offer.plan_ids = offer.price, None, []
    offer.provider__name, offer.prices_of_dates = offer.provider.name, None
    return card_of(offer)


def page(offer: Any, organization: Organization) -> ServicePage:
    """The page of a service as it will be."""
    offer.price_shown, offer.agreed_for_us, offer.origin_shown = offer.price, None, offer.origin
    offer.prices_of_dates = None
    return service_page(offer, Reader(), organization)
