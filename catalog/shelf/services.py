"""Choosing what stands on the shelf: put an offer on it, take it off."""

import uuid
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.plans.models import Plan
from catalog.shelf import looks
from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import forget_facets
from providers.models import Offer
from tenants.audit import trail
from tenants.isolation import SYSTEM, Actor
from welfare import money


class NotPublished(Exception):
    """The offer is not published: its provider does not offer it (any more)."""


@transaction.atomic
def list_offer(
    offer: Offer,
    plans: Collection[Plan],
    price_agreed: Decimal | None = None,
    *,
    limits: Mapping[str, int | None] | None = None,
    actor: Actor = SYSTEM,
) -> ShelfItem:
    """Show an offer to the people of the organization in force, payable with the credit of `plans`.

    With no plan it is shown for information alone. `price_agreed` is one that both sides agreed to before it was kept
    on record. `limits` are `most_a_year` and `most_at_once`; None: none. Called again it changes plans and limits, and
    counts as no look at new terms. Raises NotPublished.
    """
    if offer.state != Offer.State.PUBLISHED:
        raise NotPublished(str(offer.pk))
    terms: dict[str, Any] = dict(limits or {})
    if price_agreed is not None:
        terms["price_agreed"] = money.amount(price_agreed)
    item, is_new = ShelfItem.objects.update_or_create(
        offer_id=offer.pk, defaults=terms, create_defaults={**terms, **looks.seen_now(offer)}
    )
    item.plans.set(plans)
    details: dict[str, Any] = {
        "plans": sorted(str(plan.pk) for plan in plans),
        "price": str(terms.get("price_agreed", "")),
    }
    details |= {name: value for name, value in (limits or {}).items() if value}
    action = "offer_listed" if is_new else "offer_terms_changed"
    trail.record(actor, action, subject=f"offer:{offer.pk}", details=details)
    transaction.on_commit(forget_facets)
    return item


@transaction.atomic
def take_off(offer_id: uuid.UUID, *, actor: Actor = SYSTEM) -> bool:
    """Show an offer no more; orders already placed hold. True when it was on the shelf."""
    gone, _ = ShelfItem.objects.filter(offer_id=offer_id).delete()
    if not gone:
        return False
    trail.record(actor, "offer_taken_off", subject=f"offer:{offer_id}")
    transaction.on_commit(forget_facets)
    return True
