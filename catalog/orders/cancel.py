"""Cancelling an order: within the offer's rule, and once."""

from django.db import transaction

from catalog.orders import ending, telling, waiting
from catalog.orders.cancellable import check
from catalog.orders.ending import Ending
from catalog.orders.models import Order
from tenants.audit.trail import record
from tenants.isolation import Actor

State = Order.State


def cancel_order(order: Order, *, actor: Actor) -> Ending:
    """Cancel an order that its member fetched; a second time answers the first's result.

    The credit goes back to the same lots, the place is kept for who waits first or is free again, the
    provider is told. Raises AlreadyUsed, AlreadyExpired or TooLate. Lock order: fulfilment, order, accounts, slot.
    """
    with transaction.atomic(durable=True):
        fulfilment, order = ending.lock(order.fulfilment_id)
        if order.state == State.CANCELLED:
            return Ending(order, is_new=False)
        check(order)
        ending.end(fulfilment, order, State.CANCELLED, actor)
        telling.tell_cancelled(order)
        telling.tell_provider_cancelled(order)
        record(actor, "order_cancelled", person_id=order.member.user_id, subject=str(order.pk))
        if order.slot_id is not None:
            waiting.free_place(order.slot_id)
    return Ending(order, is_new=True)
