"""What every end of an order without service has in common: the hold goes back where it came from."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When

from catalog.orders.models import GroupSheet, Order
from catalog.plans.refunds import RefundOutcome, refund_order
from members.ledger.models import Entry
from providers import fulfilments
from providers.bookings.services import set_state
from providers.models import Fulfilment, Provider
from tenants import isolation
from tenants.isolation import Actor
from welfare.clock import now
from welfare.money import ZERO

Document = GroupSheet.Document


@dataclass(frozen=True)
class Ending:
    """An order that has ended, and whether this call ended it."""

    order: Order
    is_new: bool


def lock(fulfilment_id: uuid.UUID) -> tuple[Fulfilment, Order]:
    """Lock both halves of an order until the transaction ends: the shared one first."""
    fulfilment = fulfilments.lock(fulfilment_id)
    orders = Order.objects.select_for_update(no_key=True, of=("self",))
    return fulfilment, orders.select_related("member__user").get(fulfilment_id=fulfilment_id)


def end(fulfilment: Fulfilment, order: Order, state: Order.State, actor: Actor) -> RefundOutcome:
    """Move both halves to `state`, give the credit back to its lots, and tell the booking.

    Called in the transaction that locked them; the slot's place is the caller's affair.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an order ends inside a transaction")
    fulfilments.move(fulfilment, str(state))
    entry = Entry.objects.get(key=f"order:{order.pk}")
    outcome = refund_order(entry, key=f"{state}:{order.pk}", actor=actor)
    order.state, order.closed_at = state, now()
    order.snapshot["returned"] = returned(outcome)
    order.save(update_fields=["state", "closed_at", "snapshot"])
    end_booking(order, state, actor)
    forget_sheet(order)
    return outcome


def forget_sheet(order: Order) -> None:
    """What the group's document says is not true any more: one that is being made begins anew, one that is there waits
    until its owner asks for it again.
    """
    if order.group is None:
        return
    stands = Case(When(document=Document.READY, then=Value(Document.UNMADE)), default=Value(Document.QUEUED))
    in_use = GroupSheet.objects.filter(pk=order.group, document__in=(Document.READY, Document.STARTED))
    in_use.update(document=stands, since=now(), attempts=0)


def returned(outcome: RefundOutcome) -> dict[str, Any]:
    """What came back, what could not and where it went instead, for the order's page and mails."""
    return {
        "amount": str(outcome.returned),
        "lost": str(outcome.lost) if outcome.lost > ZERO else "",
        "until": outcome.moved_until.isoformat() if outcome.moved_until else "",
        "given": {kind: str(amount) for kind, amount in outcome.given.items()},
    }


def end_booking(order: Order, state: Order.State, actor: Actor) -> None:
    """Let the booking in the provider's schema follow."""
    provider = Provider.objects.select_related("organization").get(pk=order.provider_id)
    if provider.organization is not None:
        with isolation.enter(provider.organization, actor=actor, reason=f"booking {state}"):
            set_state(order.fulfilment_id, str(state))
