"""Places that are kept for a member: offered to who waited, and not answered yet.

`Waiting` is in `public` and `WaitingRequest` in the organization's schema: they are joined here, by the
reference that both carry, inside the queries that read slots anyway.
"""

import uuid
from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery

from catalog.orders.models import WaitingRequest
from members.models import Member
from providers.models import Slot, Waiting
from tenants import isolation
from welfare.clock import now


def kept_of_slot(member: Member) -> QuerySet[Waiting]:
    """What is kept for the member, or their family, in the slot of the outer query."""
    return kept_among(WaitingRequest.objects.filter(member=member, closed_at__isnull=True))


def kept_reference(member: Member, relative_id: uuid.UUID | None) -> Subquery:
    """The reference of the place kept for one beneficiary in the slot of the outer query, or null."""
    own = WaitingRequest.objects.filter(for_whom(relative_id), member=member, closed_at__isnull=True)
    return Subquery(kept_among(own).values("reference")[:1])


def kept_by_slot_and_person(
    member: Member, slots: Iterable[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID | None], uuid.UUID]:
    """The references of the places kept in these slots, by slot and by whom they are for; two queries at most."""
    own = WaitingRequest.objects.filter(member=member, closed_at__isnull=True, slot_id__in=list(slots))
    people = dict(own.values_list("reference", "relative_id"))
    if not people:
        return {}
    offered = Waiting.objects.filter(
        organization=isolation.current(), state=Waiting.State.OFFERED, offered_until__gt=now(), pk__in=people
    )
    return {(slot_id, people[key]): key for key, slot_id in offered.values_list("pk", "slot_id")}


def for_whom(relative_id: uuid.UUID | None) -> Q:
    """Requests for one relative, or for the member in person."""
    return Q(relative__isnull=True) if relative_id is None else Q(relative_id=relative_id)


def kept_among(requests: QuerySet[WaitingRequest]) -> QuerySet[Waiting]:
    """Places offered under one of these requests whose time to answer is not over."""
    offered = Waiting.objects.filter(
        slot=OuterRef("pk"), organization=isolation.current(), state=Waiting.State.OFFERED, offered_until__gt=now()
    )
    return offered.filter(reference__in=requests.values("reference"))


def has_place(slot: Slot) -> bool:
    """Whether a slot read by `queries.open_slots` has a place for its reader: a free one, or one that is kept."""
    return slot.left > 0 or is_kept(slot)


def is_kept(slot: Slot) -> bool:
    """Whether a slot read by `queries.open_slots` keeps a place for its reader."""
    return bool(getattr(slot, "is_kept", False))
