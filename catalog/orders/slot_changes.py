"""New hours or a new place of dates that people had booked: each order follows, each person is told once.

The row of the change is the outbox. What was agreed stays in the order; beside it stands what holds now, and the
voucher's document is made anew.
"""

import uuid
from functools import partial
from typing import Any

from django.db import transaction

from catalog.orders import documents, ending
from catalog.orders.booking_by_booking import OutOfReach, go_through
from catalog.orders.models import Order
from catalog.orders.shown import Changed, ShownOrder, changes_between
from catalog.orders.telling import reference_of
from providers.models import Fulfilment, Slot, SlotChange
from providers.slots import STANDING, TOLD
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.sweep import Outbox

KIND = "slot_change"
OUTBOX = Outbox(SlotChange, "work", KIND)
# As for bookings that are called off.
SECONDS_AT_ONCE = 40
Facts = dict[str, str]
HELD = (Order.State.PLACED, Order.State.ACCEPTED)


def carry_on(change_id: uuid.UUID) -> bool:
    """Let the orders of a changed slot follow; True when there are more than the time allowed.

    Safe to run twice and beside itself: an order that says already what holds now is left as it is. A change that
    another one has followed is told with that one.
    """
    row = OUTBOX.claim(change_id)
    if row is None:
        return False
    keys = Fulfilment.objects.filter(slot_id=row.slot_id, state__in=STANDING).order_by("pk")
    act = partial(follow, row)
    return go_through(OUTBOX, row, list(keys.values_list("pk", flat=True)), act, seconds=SECONDS_AT_ONCE)


def holds(change: SlotChange) -> bool:
    """Whether the slot is as this change left it."""
    return Slot.objects.filter(pk=change.slot_id, hours=change.hours, place=change.place).exists()


def follow(change: SlotChange, fulfilment_id: uuid.UUID) -> bool:
    """Write what holds now beside what was agreed, in the issuer's schema, and tell the member of it.

    False for an order that ended meanwhile, or that knows; for every one once the slot is not any more as this
    change left it: asked under the order's lock, so that of two workers the one with the last change has the last word.
    """
    issuer = Fulfilment.objects.select_related("issuer").get(pk=fulfilment_id).issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise OutOfReach
    with isolation.enter(issuer, reason="dates were changed"), transaction.atomic(durable=True):
        _fulfilment, order = ending.lock(fulfilment_id)
        known, now = facts_known(order), facts_left(change)
        if order.state not in HELD or known == now or not holds(change):
            return False
        order.snapshot["slot_now"] = now | {"batch": str(change.batch), "before": known}
        order.save(update_fields=["snapshot"])
        documents.make_anew(order)
        ending.forget_sheet(order)
        outbox.queue(order.member.user, "slot_changed", reference=change.batch)
        record(SYSTEM, "order_moved", person_id=order.member.user_id, subject=str(order.pk))
    return True


def facts_known(order: Order) -> Facts:
    """The hours and the place that an order's member knows of."""
    slot = ShownOrder(order).slot
    return {name: slot.get(name, "") for name in TOLD}


def facts_left(change: SlotChange) -> Facts:
    """The hours and the place that a change left."""
    return {name: getattr(change, name) for name in TOLD}


@prepares("slot_changed", even_closed=True)
def change_words(message: Message) -> dict[str, Any]:
    """What a mail says: each booking of the person on the changed dates, with what was and what holds now."""
    batch = SlotChange.objects.filter(batch=reference_of(message)).select_related("slot")
    changes = {each.slot_id: each for each in batch}
    mine = Order.objects.filter(member__user=message.recipient, slot_id__in=changes)
    held = list(mine.filter(state__in=HELD)) or list(mine)
    shown = sorted((ShownOrder(order) for order in held), key=lambda each: each.slot["starts_on"])
    bookings = [(each, changed_by(changes[each.order.slot_id], each)) for each in shown if each.order.slot_id]
    return {"bookings": bookings, "first": shown[0]}


def changed_by(change: SlotChange, shown: ShownOrder) -> list[Changed]:
    """The words of one change for one order, whether it has followed already or will.

    A mail may go out late, when the slot has changed once more: it never says what holds no longer.
    """
    now = {name: getattr(change.slot, name) for name in TOLD}
    told, known = shown.snapshot.get("slot_now", {}), facts_known(shown.order)
    if told.get("batch") == str(change.batch):
        known = told["before"]
    elif known == now:
        known = {"hours": change.hours_before, "place": change.place_before}
    return changes_between(shown, known, now)


@failures.retrier(KIND)
def try_again(change_id: uuid.UUID) -> None:
    """Go on with telling that had been given up."""
    OUTBOX.requeue(change_id)
