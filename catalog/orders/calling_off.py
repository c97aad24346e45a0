"""Ending the bookings of a slot that its provider cancelled, over all issuers, whatever the offer's own rule.

The row of the cancellation is the outbox: one transaction a booking, so whoever comes after a killed worker
goes on with what is left. Vouchers that were accepted before stay as they are.
"""

import logging
import time
import uuid

from django.db import transaction

from catalog.orders import ending, telling
from catalog.orders.models import Order
from providers import places
from providers.models import Fulfilment, SlotCancellation
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "slot_cancellation"
OUTBOX = Outbox(SlotCancellation, "work", KIND)
# Shorter than the silence after which another worker takes the row for abandoned, and than the task's limit.
SECONDS_AT_ONCE = 40


class OutOfReach(RuntimeError):
    """The issuer's data cannot be reached just now."""


def carry_on(slot_id: uuid.UUID) -> bool:
    """End the bookings of a cancelled slot that are left; True when there are more than the time allowed.

    Safe to run twice and beside itself. Bookings that fail do not hold up the others: they are tried again
    later, and after the fifth time shown to operators.
    """
    row = OUTBOX.claim(slot_id)
    if row is None:
        return False
    left, error = call_off_all(row)
    if left:
        # It went on: what stops a work that does not is the number of attempts.
        return OUTBOX.finish(row, SlotCancellation.Work.QUEUED, since=now(), attempts=0)
    if error is not None:
        OUTBOX.refuse(row, error)
    else:
        OUTBOX.finish(row, SlotCancellation.Work.DONE)
    return False


def call_off_all(row: SlotCancellation) -> tuple[bool, Exception | None]:
    """Go through the bookings that still stand; whether time ran out, and the last thing that went wrong."""
    stop, error = time.monotonic() + SECONDS_AT_ONCE, None
    for key in list(standing(row.slot_id)):
        if time.monotonic() > stop:
            return True, error
        try:
            call_off(key, row.reason)
        except Exception as found:
            log.warning("booking %s not called off: %s", key, failures.describe(found))
            error = found
    return False, error


def standing(slot_id: uuid.UUID) -> list[uuid.UUID]:
    """The bookings of a slot that nobody has accepted, cancelled or let expire, in locking order."""
    issued = Fulfilment.objects.filter(slot_id=slot_id, state=Fulfilment.State.ISSUED)
    return list(issued.order_by("pk").values_list("pk", flat=True))


def call_off(fulfilment_id: uuid.UUID, reason: str) -> bool:
    """End one booking in its issuer's schema, suspended or not; False when it had moved meanwhile.

    The credit goes back to its lots, the member is told why. Lock order: fulfilment, order, accounts, slot.
    """
    issuer = Fulfilment.objects.select_related("issuer").get(pk=fulfilment_id).issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise OutOfReach
    with isolation.enter(issuer, reason="a slot was cancelled"), transaction.atomic(durable=True):
        fulfilment, order = ending.lock(fulfilment_id)
        if order.state != Order.State.PLACED:
            return False
        order.snapshot["called_off"] = {"reason": reason}
        ending.end(fulfilment, order, Order.State.CANCELLED, SYSTEM)
        telling.tell_called_off(order)
        record(SYSTEM, "order_called_off", person_id=order.member.user_id, subject=str(order.pk))
        if order.slot_id is not None:
            places.free_place(order.slot_id)
    return True


@failures.retrier(KIND)
def try_again(slot_id: uuid.UUID) -> None:
    """Go on with a cancellation that had been given up."""
    OUTBOX.requeue(slot_id)
