"""Ending the bookings of a slot that its provider cancelled, over all issuers, whatever the offer's own rule.

The row of the cancellation is the outbox: one transaction a booking, so whoever comes after a killed worker
goes on with what is left. Vouchers that were accepted before stay as they are.
"""

import uuid

from django.db import transaction

from catalog.orders import ending, telling
from catalog.orders.booking_by_booking import OutOfReach, go_through
from catalog.orders.models import Order
from providers import places
from providers.models import Fulfilment, SlotCancellation
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM
from tenants.sweep import Outbox

KIND = "slot_cancellation"
OUTBOX = Outbox(SlotCancellation, "work", KIND)
# Shorter than the silence after which another worker takes the row for abandoned, and than the task's limit.
SECONDS_AT_ONCE = 40


def carry_on(slot_id: uuid.UUID) -> bool:
    """End the bookings of a cancelled slot that are left; True when there are more than the time allowed.

    Safe to run twice and beside itself. Bookings that fail do not hold up the others: they are tried again
    later, and after the fifth time shown to operators.
    """
    row = OUTBOX.claim(slot_id)
    if row is None:
        return False
    reason = row.reason
    return go_through(OUTBOX, row, standing(slot_id), lambda key: call_off(key, reason), seconds=SECONDS_AT_ONCE)


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
