"""A month that its provider did not give: the credit returns at once, the member is told."""

from django.db import transaction

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


def not_given(fulfilment: Fulfilment, *, actor: Actor) -> bool:
    """Say of a month, as its provider's getter found it, that it was not given; False when that was said before.

    Raises AlreadySettled, OutOfReach. Lock order: fulfilment, order, accounts.
    """
    if not isolation.schema_exists(fulfilment.issuer.schema_name):
        raise OutOfReach
    with transaction.atomic(durable=True):
        with isolation.enter(fulfilment.issuer, reason="a month was not given"):
            locked, order = held(fulfilment)
            if order.state == Order.State.CANCELLED:
                return False
            if order.state != Order.State.PLACED:
                raise AlreadySettled(order.state)
            ending.end(locked, order, Order.State.CANCELLED, SYSTEM)
            tell(order)
            record(SYSTEM, "month_not_given", person_id=order.member.user_id, subject=str(order.pk))
        record(actor, "month_not_given", subject=str(fulfilment.pk))
    return True


def held(fulfilment: Fulfilment) -> tuple[Fulfilment, Order]:
    """Both halves, locked; raises OutOfReach where the issuer's data comes from an older backup."""
    try:
        return ending.lock(fulfilment.pk)
    except Order.DoesNotExist as error:
        raise OutOfReach from error


def tell(order: Order) -> None:
    """Tell whose month it was."""
    subscription = order.subscription_month.subscription
    telling.tell_member(subscription, "month_not_given", order.period)
