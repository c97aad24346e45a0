"""What time does to waiting lists: offers lapse, slots begin, and what is still to be told.

The rows say what is due, so nothing is lost when a worker is killed: the next sweep finds it again. Each
move is a transaction of its own.
"""

import datetime
import logging
import uuid
from collections.abc import Callable, Iterable

from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from providers import reserving, waiting
from providers.models import Offer, Slot, SlotReserve, Waiting
from providers.reserves import in_force
from tenants import failures
from tenants.models import SchemaIsThere, Status
from welfare.clock import now, today

log = logging.getLogger(__name__)
AT_ONCE = 200
State = Waiting.State


def move_due() -> int:
    """Do all that is due over all organizations; how many rows were looked at. Safe to run beside itself."""
    done = each(lapsed(), waiting.lapse)
    done += each(begun(), end_begun)
    done += each(untold_of_the_suspended(), waiting.put_back)
    done += each(reserving.due(AT_ONCE), reserving.release)
    return done + each(with_free_places(), waiting.offer_places)


def each(keys: Iterable[uuid.UUID], move: Callable[[uuid.UUID], object]) -> int:
    """One transaction a row; what another process has moved meanwhile, or holds, is left to it."""
    count = 0
    for key in keys:
        count += 1
        try:
            with transaction.atomic():
                move(key)
        except waiting.NotOpen:
            continue
        except DatabaseError as error:
            log.warning("waiting %s left to the next sweep: %s", key, failures.describe(error))
    return count


def lapsed() -> list[uuid.UUID]:
    """Kept places whose time to answer is over, the oldest first."""
    late = Waiting.objects.filter(state=State.OFFERED, offered_until__lte=now())
    return list(late.order_by("offered_until").values_list("pk", flat=True)[:AT_ONCE])


def begun() -> list[uuid.UUID]:
    """Slots that have begun with people still in line."""
    in_line = Waiting.objects.filter(state=State.WAITING, slot__starts_on__lte=today())
    return list(in_line.values_list("slot_id", flat=True).distinct()[:AT_ONCE])


def end_begun(slot_id: uuid.UUID) -> None:
    """Nobody else can come: the line ends, and its people are told."""
    slot = waiting.lock_slot(slot_id)
    if waiting.time_left(slot, now()) <= datetime.timedelta(0):
        waiting.end_all(slot, Waiting.Reason.BEGUN)


def untold_of_the_suspended() -> list[uuid.UUID]:
    """Places offered to people whose organization was suspended before it could tell them."""
    untold = Waiting.objects.filter(state=State.OFFERED, is_news=True).exclude(organization__status=Status.ACTIVE)
    return list(untold.values_list("pk", flat=True)[:AT_ONCE])


def with_free_places() -> list[uuid.UUID]:
    """Slots to come with people in line and places free for them: after an organization's release, say."""
    own = SlotReserve.objects.filter(
        in_force(), slot=OuterRef("slot"), organization=OuterRef("organization"), taken__lt=F("seats")
    )
    in_line = Waiting.objects.filter(
        Q(slot__taken__lt=F("slot__capacity") - F("slot__reserved")) | Exists(own),
        state=State.WAITING, organization__status=Status.ACTIVE, slot__state=Slot.State.OPEN,
        slot__starts_on__gt=today(), slot__offer__state=Offer.State.PUBLISHED,
        slot__offer__provider__organization__status=Status.ACTIVE,
    )  # fmt: skip
    return list(in_line.values_list("slot_id", flat=True).distinct()[:AT_ONCE])


def news(limit: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Active organizations whose schema is there, with the references of what they have still to tell their people.

    The oldest of each organization comes first, then the second of each: one that fails to tell holds up no other.
    """
    untold = Waiting.objects.filter(
        SchemaIsThere("organization__schema_name"), is_news=True, organization__status=Status.ACTIVE
    )
    turn = Window(RowNumber(), partition_by="organization", order_by=("since", "reference"))
    in_turn = untold.annotate(turn=turn).order_by("turn", "since", "reference")
    return list(in_turn.values_list("organization_id", "reference")[:limit])
