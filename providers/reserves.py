"""Places of a slot that are kept for one organization's people: read, used, settled.

Everything that writes here works under the slot's lock, in the caller's transaction. Lock order: slot, reserve.
`Slot.reserved` is what the live reserves keep and nobody has taken; one row, so that one UPDATE can decide.
"""

import uuid
from collections.abc import Iterable

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from providers.models import Fulfilment, Slot, SlotReserve, Waiting
from tenants.models import Organization
from welfare.clock import today

HELD = (Fulfilment.State.ISSUED, Fulfilment.State.ACCEPTED)


def in_force() -> Q:
    """Reserves whose day has not come."""
    return Q(is_over=False, until__gt=today())


def with_own(slots: QuerySet[Slot], organization: Organization) -> QuerySet[Slot]:
    """Slots that say under `own_reserve` what is kept for an organization: `left` counts it."""
    own = SlotReserve.objects.filter(in_force(), slot=OuterRef("pk"), organization=organization)
    unused = Subquery(own.values_list(F("seats") - F("taken"))[:1], output_field=IntegerField())
    return slots.annotate(own_reserve=Coalesce(unused, 0))


def unused_of(slot_id: uuid.UUID, organization: Organization) -> int:
    """What is kept of a slot for an organization; one query."""
    own = SlotReserve.objects.filter(in_force(), slot_id=slot_id, organization=organization).first()
    return own.unused if own else 0


def use(slot_id: uuid.UUID, organization_id: uuid.UUID, n: int) -> int:
    """Count as many of `n` places as the organization's reserve has; how many. The slot is locked by the caller."""
    own = SlotReserve.objects.filter(in_force(), slot_id=slot_id, organization_id=organization_id).first()
    used = min(n, own.unused) if own else 0
    if own and used:
        SlotReserve.objects.filter(pk=own.pk).update(taken=F("taken") + used)
    return used


def settle(slot: Slot) -> None:
    """Keep again what an organization's people have given back of its reserve; the slot is locked, and read anew.

    A reserve covers the first places of its organization: the last of them that are given back go to everybody.
    """
    free = slot.capacity - slot.taken - slot.reserved
    for reserve in SlotReserve.objects.filter(in_force(), slot=slot, taken__gt=0):
        back = min(reserve.taken - places_of(slot.pk, reserve.organization_id), free)
        if back > 0:
            keep_again(slot, reserve, back)
            free -= back


def keep_again(slot: Slot, reserve: SlotReserve, n: int) -> None:
    """Move free places back under a reserve."""
    SlotReserve.objects.filter(pk=reserve.pk).update(taken=F("taken") - n)
    Slot.objects.filter(pk=slot.pk).update(reserved=F("reserved") + n)
    slot.reserved += n


def places_of(slot_id: uuid.UUID, organization_id: uuid.UUID) -> int:
    """How many places an organization's people have: booked, or kept for who waited."""
    booked = Fulfilment.objects.filter(slot_id=slot_id, issuer_id=organization_id, state__in=HELD)
    offered = Waiting.objects.filter(slot_id=slot_id, organization_id=organization_id, state=Waiting.State.OFFERED)
    return booked.count() + offered.count()


def unused_by_organization(slot: Slot) -> Iterable[tuple[uuid.UUID, int]]:
    """What is kept of a locked slot, by whom it is kept for; no query where nothing is."""
    if not slot.reserved:
        return []
    live = SlotReserve.objects.filter(in_force(), slot=slot, taken__lt=F("seats")).order_by("organization_id")
    return [(each.organization_id, each.unused) for each in live]
