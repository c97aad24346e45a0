"""Mails about orders: queued once each, filled in when they are sent.

A message names only the order or the fulfilment; what it says is read when it goes out, so that
nobody's choice is copied into a second table.
"""

import uuid
from typing import Any

from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from providers.models import Fulfilment, Provider
from tenants import isolation
from tenants.identity.models import Role
from tenants.identity.queries import with_role
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares

ATTACHMENT_NAME = "buono.pdf"


def tell_placed(order: Order, document: str = "") -> None:
    """Tell the member that the order stands, with the voucher attached if `document` names it.

    Safe to call again: a person gets one mail for one order.
    """
    outbox.queue(
        order.member.user,
        "order_placed",
        reference=order.pk,
        context={"attachment_name": ATTACHMENT_NAME} if document else {},
        attachment=document,
    )


def tell_cancelled(order: Order) -> None:
    """Tell the member that the credit is back."""
    outbox.queue(order.member.user, "order_cancelled", reference=order.pk)


def tell_called_off(order: Order) -> None:
    """Tell the member that the provider cancelled the dates, why, and that the credit is back."""
    outbox.queue(order.member.user, "order_called_off", reference=order.pk)


def tell_used(order: Order) -> None:
    """Tell the member that the provider has accepted the voucher."""
    outbox.queue(order.member.user, "voucher_used", reference=order.pk)


def tell_expired(order: Order) -> None:
    """Tell the member that nobody used the voucher in time."""
    outbox.queue(order.member.user, "order_expired", reference=order.pk)


def tell_provider(order: Order) -> None:
    """Tell the provider's managers of a new booking, in their own schema; safe to call again."""
    tell_managers(order, "booking_placed")


def tell_provider_cancelled(order: Order) -> None:
    """Tell the provider's managers that a booking was cancelled."""
    tell_managers(order, "booking_cancelled")


def tell_managers(order: Order, kind: str, *, reference: uuid.UUID | None = None) -> None:
    """Queue a mail to who runs the provider: its managers, or its staff where there is none."""
    provider = Provider.objects.select_related("organization").get(pk=order.provider_id)
    if provider.organization is None:
        return
    with isolation.enter(provider.organization, reason=kind):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(user, kind, reference=reference or order.fulfilment_id)


@prepares("order_placed")
@prepares("order_cancelled")
@prepares("order_called_off", even_closed=True)
@prepares("order_expired", even_closed=True)
@prepares("voucher_used", even_closed=True)
def order_words(message: Message) -> dict[str, Any]:
    """The order that a mail to its member speaks of."""
    order = Order.objects.get(pk=reference_of(message))
    return {"order": order, "shown": ShownOrder(order)}


@prepares("booking_placed")
@prepares("booking_cancelled")
def booking_words(message: Message) -> dict[str, Any]:
    """The fulfilment that a mail to the provider speaks of: what and when, never who."""
    fulfilments = Fulfilment.objects.select_related("offer", "slot")
    return {"fulfilment": fulfilments.get(pk=reference_of(message))}


def reference_of(message: Message) -> uuid.UUID:
    """What a mail of ours is about; they all have one."""
    if message.reference is None:
        raise ValueError("a mail about an order without its order")
    return message.reference
