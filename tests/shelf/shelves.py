"""Shelves for tests: offers of one provider, listed by an organization."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from catalog.plans.models import Plan
from catalog.shelf.models import ShelfItem
from providers.models import Offer, Provider
from tenants.models import Organization
from tests import make
from tests.conftest import inside


def supplier(organization: Organization | None, name: str = "Primavera") -> Provider:
    """The provider of an organization, made when it has none."""
    found = Provider.objects.filter(organization=organization, name=name).first()
    return found or make.provider(organization, name)


def listed(where: Organization, by: Organization | None, title: str = "Estate al Mulino", **fields: Any) -> Offer:
    """A published offer of `by` on the shelf of `where`."""
    offer = make.offer(supplier(by), title, **fields)
    show(where, offer)
    return offer


def show(
    where: Organization, offer: Offer, price_agreed: Decimal | None = None, plans: Iterable[Plan] = ()
) -> ShelfItem:
    """Put an offer on a shelf as it is, without the service's checks."""
    with inside(where):
        item = ShelfItem.objects.create(offer_id=offer.pk, price_agreed=price_agreed)
        item.plans.set(plans)
    return item


def absent() -> uuid.UUID:
    """The key of an offer that is not there."""
    return uuid.uuid4()
