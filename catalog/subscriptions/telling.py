"""Mails about subscriptions: queued once for each thing that happens, filled in when they are sent.

A message names the subscription and the month alone. Its provider is told what and since when, never who or why.
"""

import datetime
import uuid
from typing import Any

from catalog.subscriptions.models import Subscription
from providers.models import Provider, SharedSubscription
from tenants import isolation
from tenants.identity.models import Role
from tenants.identity.queries import with_role
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import today


def tell_member(subscription: Subscription, kind: str, period: datetime.date | None = None) -> None:
    """Queue a mail to whose subscription it is; once for a kind and month."""
    outbox.queue(
        subscription.member.user,
        kind,
        reference=reference_for(subscription.pk, kind, period),
        context=context_for(subscription.pk, period),
    )


def tell_managers(subscription: Subscription, kind: str, period: datetime.date | None = None) -> None:
    """Queue a mail to who runs the provider, in its own schema; once for a kind and month."""
    provider = Provider.objects.select_related("organization").get(pk=subscription.provider_id)
    if provider.organization is None:
        return
    reference = reference_for(subscription.pk, kind, period)
    with isolation.enter(provider.organization, reason=kind):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(user, kind, reference=reference, context=context_for(subscription.pk, period))


def reference_for(key: uuid.UUID, kind: str, period: datetime.date | None) -> uuid.UUID:
    """One reference for one thing that happens to a subscription."""
    return uuid.uuid5(key, f"{kind}:{period or today()}")


def context_for(key: uuid.UUID, period: datetime.date | None) -> dict[str, Any]:
    """What a message keeps of it: plain values."""
    return {"key": str(key), "month": period.isoformat() if period else ""}


@prepares("subscription_started")
@prepares("subscription_paused")
@prepares("subscription_goes_on")
@prepares("subscription_stopped")
@prepares("subscription_ends")
@prepares("subscription_ended", even_closed=True)
@prepares("subscription_new_price")
@prepares("subscription_price_down")
@prepares("month_not_given")
def member_words(message: Message) -> dict[str, Any]:
    """The subscription that a mail to its member speaks of."""
    subscription = Subscription.objects.get(pk=message.context["key"])
    return {"subscription": subscription, "period": month_in(message)}


@prepares("subscriber_new")
@prepares("subscriber_paused")
@prepares("subscriber_goes_on")
@prepares("subscriber_stops")
@prepares("subscriber_ended")
def provider_words(message: Message) -> dict[str, Any]:
    """The nameless half that a mail to its provider speaks of."""
    found = SharedSubscription.objects.select_related("offer").get(pk=message.context["key"])
    return {"subscription": found, "period": month_in(message)}


def month_in(message: Message) -> datetime.date | None:
    """The month that a message speaks of, if any."""
    text = message.context["month"]
    return datetime.date.fromisoformat(text) if text else None
