"""A month that its provider did not give: the credit returns at once, the member is told."""

import uuid

from django.db import transaction
from django.http import Http404

from catalog.orders import ending
from catalog.orders.models import Order
from catalog.subscriptions import telling
from catalog.subscriptions.stop import OutOfReach
from providers.models import Fulfilment
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor


class AlreadySettled(Exception):
    """The month was confirmed before, or has ended otherwise; `state` says how."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def not_given(fulfilment_id: uuid.UUID, *, actor: Actor) -> bool:
    """Say of a month of this provider's that it was not given; False when that was said before.

    Raises Http404 for another provider's, AlreadySettled, OutOfReach. Lock order: fulfilment, order, accounts.
    """
    fulfilment = own_month(fulfilment_id)
    if not isolation.schema_exists(fulfilment.issuer.schema_name):
        raise OutOfReach
    with transaction.atomic(durable=True):
        with isolation.enter(fulfilment.issuer, reason="a month was not given"):
            locked, order = ending.lock(fulfilment_id)
            if order.state == Order.State.CANCELLED:
                return False
            if order.state != Order.State.PLACED:
                raise AlreadySettled(order.state)
            ending.end(locked, order, Order.State.CANCELLED, SYSTEM)
            tell(order)
            record(SYSTEM, "month_not_given", person_id=order.member.user_id, subject=str(order.pk))
        record(actor, "month_not_given", subject=str(fulfilment_id))
    return True


def own_month(fulfilment_id: uuid.UUID) -> Fulfilment:
    """A month of a subscription to the provider of the organization in force; 404 for any other fulfilment."""
    months = Fulfilment.objects.select_related("issuer").filter(subscription__isnull=False)
    found = months.filter(pk=fulfilment_id, provider__organization=isolation.current()).first()
    if found is None:
        raise Http404
    return found


def tell(order: Order) -> None:
    """Tell whose month it was."""
    subscription = order.subscription_month.subscription
    telling.tell_member(subscription, "month_not_given", order.period)
