"""Vouchers that nobody used in time: the hold returns to its lot, and the member is told."""

import datetime
import uuid

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from catalog.orders import ending, telling
from catalog.orders.models import Order
from providers import fulfilments
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM

KIND = "voucher_expiry"


def expire_overdue(on: datetime.date) -> int:
    """Expire this organization's overdue vouchers, one transaction each; returns how many.

    The slot's place is not freed: its days have passed. Safe to run again and beside itself. One that cannot be
    expired keeps none of the others waiting; operators see it until it goes well, and its error is raised in the end.
    """
    overdue = fulfilments.overdue(on).filter(issuer=isolation.current())
    expired, errors = 0, []
    for pk in list(overdue.values_list("pk", flat=True)):
        try:
            expired += expire(pk)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            failures.give_up(isolation.current(), KIND, pk, error)
            errors.append(error)
        else:
            failures.settle(KIND, pk)
    if errors:
        raise ExceptionGroup("some vouchers could not be expired", errors)
    return expired


def expire(fulfilment_id: uuid.UUID) -> bool:
    """Expire one voucher; False when it was used, cancelled or expired meanwhile."""
    with transaction.atomic(durable=True):
        fulfilment, order = ending.lock(fulfilment_id)
        if order.state != Order.State.PLACED:
            return False
        ending.end(fulfilment, order, Order.State.EXPIRED, SYSTEM)
        telling.tell_expired(order)
        record(SYSTEM, "order_expired", person_id=order.member.user_id, subject=str(order.pk))
    return True


@failures.retrier(KIND)
def try_again(_fulfilment_id: uuid.UUID) -> None:
    """Nothing to put back: the row says what is overdue, and the next night expires it."""
