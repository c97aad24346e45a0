"""Mails about what was ordered together: one for all of it, to the member and to the provider."""

from typing import Any

from django.db.models import Count, Max, Min

from catalog.orders.groups import shown_group
from catalog.orders.models import Order
from catalog.orders.telling import reference_of, tell_managers
from providers.models import Fulfilment
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares

ATTACHMENT_NAME = "buoni.pdf"


def tell_placed(order: Order, document: str) -> None:
    """Tell the member that all orders of a group stand, with the one document of their codes; safe to call again."""
    context = {"attachment_name": ATTACHMENT_NAME}
    outbox.queue(order.member.user, "group_placed", reference=order.group, context=context, attachment=document)


def tell_cancelled(order: Order) -> None:
    """Tell the member that what could be cancelled of a group is, and that its credit is back."""
    outbox.queue(order.member.user, "group_cancelled", reference=order.group)


def tell_provider(order: Order) -> None:
    """Tell the provider's managers of the bookings of a group, in their own schema; safe to call again."""
    tell_managers(order, "bookings_placed", reference=order.group)


def tell_provider_cancelled(order: Order) -> None:
    """Tell the provider's managers that bookings of a group were cancelled."""
    tell_managers(order, "bookings_cancelled", reference=order.group)


@prepares("group_placed")
@prepares("group_cancelled")
def group_words(message: Message) -> dict[str, Any]:
    """The group that a mail to its member speaks of."""
    return {"shown": shown_group(reference_of(message))}


@prepares("bookings_placed")
@prepares("bookings_cancelled")
def bookings_words(message: Message) -> dict[str, Any]:
    """The fulfilments that a mail to the provider speaks of: what, when and how many, never who."""
    mine = Fulfilment.objects.filter(group=reference_of(message))
    first = mine.select_related("offer").order_by("pk").first()
    facts = mine.aggregate(n=Count("pk"), start=Min("slot__starts_on"), end=Max("slot__ends_on"))
    cancelled = mine.filter(state=Fulfilment.State.CANCELLED).count()
    return {"offer": first.offer if first else None, "cancelled": cancelled, **facts}
