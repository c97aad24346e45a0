"""Whether an order can still be cancelled, and what stands against it."""

from catalog.orders.models import Order
from catalog.orders.refusals import AlreadyExpired, AlreadyUsed, TooLate
from welfare.clock import today

State = Order.State


def check(order: Order) -> None:
    """Raise what stands against cancelling an order that is not cancelled."""
    if order.state == State.ACCEPTED:
        raise AlreadyUsed
    if order.state == State.EXPIRED:
        raise AlreadyExpired
    if today() > order.cancel_until:
        raise TooLate(order.cancel_until)


def can_cancel(order: Order) -> bool:
    """Whether its member may cancel an order today."""
    return order.state == State.PLACED and today() <= order.cancel_until
