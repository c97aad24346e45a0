"""A whole list of services put on an organization's shelf, or taken off, from outside of it."""

import uuid
from collections.abc import Collection
from functools import partial

from django.db import transaction

from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import forget_facets
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization

AT_ONCE = 1000
REASON = "list of services"


def listed_ids(organization: Organization) -> set[uuid.UUID]:
    """What stands on an organization's shelf."""
    with isolation.enter(organization, reason=REASON):
        return set(ShelfItem.objects.values_list("offer_id", flat=True))


@transaction.atomic
def list_information(organization: Organization, offers: Collection[uuid.UUID], *, actor: Actor) -> None:
    """Show services that are information alone: no plan pays for them. Those that are there stay as they are."""
    if not offers:
        return
    with isolation.enter(organization, reason=REASON):
        items = [ShelfItem(offer_id=offer) for offer in offers]
        ShelfItem.objects.bulk_create(items, batch_size=AT_ONCE, ignore_conflicts=True)
        trail.record(actor, "offers_listed", details={"offers": len(offers)})
    transaction.on_commit(partial(forget, organization))


@transaction.atomic
def take_all_off(organization: Organization, offers: Collection[uuid.UUID], *, actor: Actor) -> None:
    """Show these services no more."""
    if not offers:
        return
    with isolation.enter(organization, reason=REASON):
        ShelfItem.objects.filter(offer_id__in=offers).delete()
        trail.record(actor, "offers_taken_off", details={"offers": len(offers)})
    transaction.on_commit(partial(forget, organization))


def forget(organization: Organization) -> None:
    """Count the shelf anew."""
    with isolation.enter(organization, reason=REASON):
        forget_facets()
