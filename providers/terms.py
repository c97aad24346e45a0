"""What changes between two versions of an offer, who must look at it, and what follows for its price.

Prices: a lowered one holds at once. A raised one waits, for each organization, until it has looked, and at most
`look_days` (decision 0023).
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from providers.models import Offer, OfferRevision, ReviewPolicy
from providers.offers import SEEN_BY_BUYERS
from tenants.models import Kind, Organization
from welfare.clock import today

# What a provider that the network trusts may publish without being looked at.
SMALL = frozenset({"summary", "text", "images", "how_to_apply"})
# Price and conditions: who shows the offer looks at it again.
TERMS = SEEN_BY_BUYERS - {"title"}


def changed(offer: Offer, fields: Mapping[str, Any]) -> list[str]:
    """Names of the fields that differ from what is published; all of them for what never was."""
    if offer.published_at is None:
        return sorted(fields)
    return sorted(name for name, value in fields.items() if value_of(name, value) != getattr(offer, name))


def value_of(name: str, value: Any) -> Any:
    """A field's value as the offer has it, from itself or from JSON."""
    field: Any = Offer._meta.get_field(name)
    return value if name == "images" or isinstance(value, list) else field.to_python(value)


def values_of(revision: OfferRevision) -> dict[str, Any]:
    """The fields of a version as the offer takes them."""
    return {name: value_of(name, value) for name, value in revision.fields.items()}


def values_now(offer: Offer, names: Iterable[str]) -> dict[str, Any]:
    """What an offer says now of these fields."""
    return {name: getattr(offer, name) for name in names}


def policy_of(offer: Offer) -> ReviewPolicy:
    """How the provider's network reviews; the defaults where it has not said."""
    supplier = offer.provider.organization
    network = supplier.parent if supplier else None
    if network is None or network.kind != Kind.NETWORK:
        return ReviewPolicy()
    return policy_for(network)


def policy_for(network: Organization) -> ReviewPolicy:
    """How a network reviews; the defaults where it has not said."""
    return ReviewPolicy.objects.filter(network=network).first() or ReviewPolicy(network=network)


def needs_review(offer: Offer, changes: Iterable[str]) -> bool:
    """Whether the office looks before it goes out: always the first time, and always for who is not trusted."""
    if offer.published_at is None or not (offer.provider.is_trusted and offer.provider.is_accredited):
        return True
    return not set(changes) <= SMALL and policy_of(offer).reviews_terms


def touches_terms(revision: OfferRevision) -> bool:
    """Whether price or conditions change, so that who shows the offer looks at it again."""
    return bool(TERMS & set(revision.changes))


def seen_by_buyers(offer: Offer, revision: OfferRevision) -> int:
    """1 when who has the order page open must see it anew, else 0."""
    return int(offer.published_at is not None and bool(SEEN_BY_BUYERS & set(revision.changes)))


def raises_price(offer: Offer, revision: OfferRevision) -> bool:
    """Whether a published offer becomes dearer."""
    price = value_of("price", revision.fields.get("price"))
    return offer.published_at is not None and None not in (price, offer.price) and price > offer.price


def first_day(offer: Offer, revision: OfferRevision) -> datetime.date | None:
    """The day from which a version holds; a second raise begins when everybody has had time for the first."""
    day = revision.starts_on
    if raises_price(offer, revision) and offer.price_until and offer.price_until >= today():
        after = offer.price_until + datetime.timedelta(days=1)
        return max(day, after) if day else after
    return day


def following(offer: Offer, revision: OfferRevision) -> dict[str, Any]:
    """What else is written to an offer when a version comes into force: who looks again, and until when."""
    if offer.published_at is None:
        return {}
    number, values = revision.number, {}
    if touches_terms(revision):
        values["terms_number"] = number
    if raises_price(offer, revision):
        days = datetime.timedelta(days=policy_of(offer).look_days)
        return values | {"raised_number": number, "price_before": offer.price, "price_until": today() + days}
    return values
