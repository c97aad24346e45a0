"""Cancelling all of a group that can still be cancelled: at once, and once."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from catalog.orders import ending, telling_groups, waiting
from catalog.orders.cancellable import can_cancel, check
from catalog.orders.models import Order
from members.ledger import locks
from providers import fulfilments
from providers.models import Fulfilment
from tenants.audit.trail import record
from tenants.isolation import Actor


def cancel_group(orders: Sequence[Order], *, actor: Actor) -> list[Order]:
    """Cancel those of a member's group that still can be; returns them, none where a first call did it.

    Each one's credit goes back to its own lots, the places are kept for who waits first, member and provider get one
    mail. Raises what stands against it where nothing ever could be cancelled. Lock order: fulfilments, orders,
    accounts, slots; several of each by key.
    """
    with transaction.atomic(durable=True):
        locked = {each.pk: each for each in held([order.fulfilment_id for order in orders])}
        mine = [order for order in held_orders(orders) if can_cancel(order)]
        if not mine:
            refuse(orders)
            return []
        locks.lock_wallets(mine[0].member.uuid)
        for order in mine:
            ending.end(locked[order.fulfilment_id], order, Order.State.CANCELLED, actor)
            record(actor, "order_cancelled", person_id=order.member.user_id, subject=str(order.pk))
        telling_groups.tell_cancelled(mine[0])
        telling_groups.tell_provider_cancelled(mine[0])
        free_places(mine)
    return mine


def held(keys: Sequence[uuid.UUID]) -> list[Fulfilment]:
    """The shared halves, held until the transaction ends."""
    return list(fulfilments.locking().filter(pk__in=keys).order_by("pk"))


def held_orders(orders: Sequence[Order]) -> list[Order]:
    """The orders, held and read anew."""
    mine = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("member__user")
    return list(mine.filter(pk__in=[order.pk for order in orders]).order_by("pk"))


def refuse(orders: Sequence[Order]) -> None:
    """Say why nothing can be cancelled, unless everything is."""
    for order in held_orders(orders):
        if order.state != Order.State.CANCELLED:
            check(order)


def free_places(orders: Sequence[Order]) -> None:
    """Give the places back, slot by slot in the order of their keys."""
    counts: dict[uuid.UUID, int] = {}
    for slot_id in sorted(order.slot_id for order in orders if order.slot_id):
        counts[slot_id] = counts.get(slot_id, 0) + 1
    for slot_id, number in counts.items():
        waiting.free_place(slot_id, number)
