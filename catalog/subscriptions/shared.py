"""The two halves of a subscription, kept in step: the person's own, and the nameless one that its provider reads."""

import uuid
from typing import Any

from django.db import transaction

from catalog.subscriptions.models import Subscription
from providers.bookings.models import Booking
from providers.bookings.services import set_state
from providers.models import Provider, SharedSubscription
from tenants import isolation
from welfare.clock import now

# What both halves hold.
OF_BOTH = frozenset({"state", "price", "last_period", "next_draw"})
State = Subscription.State


def lock(key: uuid.UUID) -> Subscription:
    """A subscription, held until the transaction ends; before any account. Raises Subscription.DoesNotExist."""
    rows = Subscription.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("member__user", "relative").get(pk=key)


def write(subscription: Subscription, **fields: Any) -> None:
    """Change a subscription that the caller has locked, and what of it its provider reads."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a subscription changes inside a transaction")
    for name, value in fields.items():
        setattr(subscription, name, value)
    Subscription.objects.filter(pk=subscription.pk).update(**fields)
    both = {name: value for name, value in fields.items() if name in OF_BOTH}
    if both:
        SharedSubscription.objects.filter(pk=subscription.pk).update(**both)


def end(subscription: Subscription, why: str) -> None:
    """End it: nothing is due any more, and the name in the provider's bookings is erased thirty days on."""
    write(subscription, state=State.ENDED, end=why, ended_at=now(), hindrance="", warned_for=None)
    provider = Provider.objects.select_related("organization").get(pk=subscription.provider_id)
    if provider.organization is not None:
        with isolation.enter(provider.organization, reason="subscription ended"):
            set_state(subscription.pk, Booking.State.CANCELLED)
