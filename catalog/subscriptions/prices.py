"""A price that its provider changed: a lower one holds from the next month, a higher one a month after it was told.

Whoever is told can agree, or stop before the first month at the higher price, whatever notice and least duration say.
"""

import datetime
import uuid
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from catalog.shelf.models import ShelfItem
from catalog.shelf.prices import price_here
from catalog.subscriptions import shared, telling
from catalog.subscriptions.cover import rule_of
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.one_by_one import one_by_one
from catalog.subscriptions.rule import months_after
from providers.models import Offer
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now

State = Subscription.State
TOLD_BEFORE = datetime.timedelta(days=30)


def look_at_prices(on: datetime.date) -> int:
    """Tell whoever has a subscription whose price has changed for this organization; how many. Safe to repeat."""
    running = list(Subscription.objects.filter(~Q(state=State.ENDED)).values_list("pk", "offer_id", "price"))
    prices = prices_here({offer for _key, offer, _price in running})
    changed = [(key, prices[offer]) for key, offer, price in running if prices.get(offer, price) != price]
    back = Subscription.objects.filter(~Q(state=State.ENDED), new_price__isnull=False)
    waiting = [(key, prices[offer]) for key, offer in back.values_list("pk", "offer_id") if offer in prices]
    asked = dict([*changed, *waiting])
    return one_by_one(asked, lambda key: follow(key, asked[key], on))


def prices_here(offers: set[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """What offers that can be had cost in this organization today; one query."""
    listed = ShelfItem.objects.filter(offer_id__in=offers).values("offer_id")
    published = Offer.objects.filter(pk__in=listed, state=Offer.State.PUBLISHED).annotate(here=price_here())
    return dict(published.filter(here__isnull=False).values_list("pk", "here"))


def follow(key: uuid.UUID, price: Decimal, on: datetime.date) -> bool:
    """Let one subscription follow the price of today; whether anything changed."""
    with transaction.atomic(durable=True):
        found = shared.lock(key)
        if found.state == State.ENDED or price == (found.new_price or found.price):
            return False
        if price <= found.price:
            lower(found, price)
        else:
            announce(found, price, on)
    return True


def lower(subscription: Subscription, price: Decimal) -> None:
    """A lower price holds from the next month; a higher one that was announced is off."""
    was_lower = price < subscription.price
    shared.write(subscription, price=price, new_price=None, new_price_from=None, new_price_agreed_at=None)
    if was_lower:
        telling.tell_member(subscription, "subscription_price_down", subscription.next_period)


def announce(subscription: Subscription, price: Decimal, on: datetime.date) -> None:
    """A higher price holds from the first month whose day is a month after today; the person is told."""
    period, rule = subscription.next_period, rule_of(subscription)
    while rule.draw_on(period) < on + TOLD_BEFORE:
        period = months_after(period)
    if subscription.last_period is not None and period > subscription.last_period:
        return
    shared.write(subscription, new_price=price, new_price_from=period, new_price_agreed_at=None)
    telling.tell_member(subscription, "subscription_new_price", period)


def agree(subscription: Subscription, price: Decimal, *, actor: Actor) -> bool:
    """Note that the person agrees to the higher price that they were shown; False when it is another one by now."""
    with transaction.atomic(durable=True):
        found = shared.lock(subscription.pk)
        if found.new_price is None or found.new_price != price:
            return False
        if found.new_price_agreed_at is None:
            shared.write(found, new_price_agreed_at=now())
            record(actor, "subscription_price_agreed", person_id=found.member.user_id, subject=str(found.pk))
    return True
