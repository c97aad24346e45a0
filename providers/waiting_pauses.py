"""Waiting lists while an offer, or an organization, is suspended: nobody loses their turn, nobody overtakes.

All dates to come are locked before the offer changes, in the order of their keys, so that no place is offered or
taken between the change and what follows from it. Lock order: slots, offer, waiting.
"""

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from providers import places, reserves, waiting
from providers.models import Offer, Slot, Waiting
from tenants import registry
from tenants.models import Organization, Status
from welfare.clock import now, today


def hold_dates(offer: Offer) -> list[uuid.UUID]:
    """The dates to come of an offer, held until the transaction ends."""
    return held(Slot.objects.filter(offer=offer))


def held(slots: QuerySet[Slot]) -> list[uuid.UUID]:
    """The keys of those that are still to come, held until the transaction ends; one query."""
    to_come = slots.filter(starts_on__gte=today()).exclude(state=Slot.State.CANCELLED)
    return list(to_come.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def go_on(slots: Sequence[uuid.UUID]) -> None:
    """Keep what these dates, held before, have free for those who wait first, ahead of everybody else."""
    in_line = Waiting.objects.filter(slot__in=slots, state=Waiting.State.WAITING)
    for key in sorted(set(in_line.values_list("slot_id", flat=True))):
        waiting.offer_places(key)


def pause(slots: Sequence[uuid.UUID]) -> None:
    """Give back the places kept in these dates, held before: who could still confirm stands in line as before."""
    kept = Waiting.objects.filter(slot__in=slots, state=Waiting.State.OFFERED, offered_until__gt=now())
    for key in sorted(set(kept.values_list("slot_id", flat=True))):
        back = {"state": Waiting.State.WAITING, "offered_until": None, "is_news": False}
        count = kept.filter(slot_id=key).update(**back)
        if count:
            places.free_place(key, count)
            reserves.settle(waiting.lock_slot(key))


@registry.when_moved
def follow(organization: Organization, status: Status) -> None:
    """What the dates of a provider do when its organization is suspended or let go on, and what its people wait for."""
    own = Q(offer__provider__organization=organization)
    if status == Status.SUSPENDED:
        pause(held(Slot.objects.filter(own)))
    else:
        waited = Waiting.objects.filter(organization=organization, state=Waiting.State.WAITING)
        go_on(held(Slot.objects.filter(own | Q(pk__in=waited.values("slot")))))
