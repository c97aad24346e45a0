"""The monthly draw: each month that is due becomes an order, once, in order, also after days in which nothing ran.

The subscription's row is the outbox: `next_draw` says what is due, and moves on in the transaction that places the
order or notes why there is none. Lock order: subscription, then what an order locks.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import Refusal, Terms
from catalog.subscriptions import shared, telling
from catalog.subscriptions.cover import rule_of
from catalog.subscriptions.models import End, Hindrance, Month, Subscription
from catalog.subscriptions.one_by_one import one_by_one
from catalog.subscriptions.rule import months_after
from providers.models import Offer
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor

KIND = "subscription"
State = Subscription.State
# A subscription that credit has not paid for so many months in a row ends.
MOST_MISSED = 3
# Not the person's affair: the month stays due, and is tried again.
TRY_AGAIN = (refusals.NoRules, refusals.OfferChanged, refusals.KeyReused)


def draw_due(on: datetime.date) -> int:
    """Draw all that is due in the organization in force; returns how many months were dealt with.

    One subscription that fails keeps none of the others waiting: operators see it, and the next run tries it again.
    """
    due = Subscription.objects.filter(~Q(state=State.ENDED), next_draw__lte=on).order_by("next_draw", "pk")
    return one_by_one(list(due.values_list("pk", flat=True)), lambda key: draw_and_settle(key, on), told=show)


def draw_and_settle(key: uuid.UUID, on: datetime.date) -> int:
    """Draw what is due of one; what operators saw of it before is settled."""
    dealt = draw_all_of(key, on)
    failures.settle(KIND, key)
    return dealt


def show(key: uuid.UUID, error: Exception) -> None:
    """Let operators see that a subscription could not be drawn; once while it lasts."""
    failures.give_up(isolation.current(), KIND, key, error)


@failures.retrier(KIND)
def try_again(key: uuid.UUID) -> None:
    """Nothing to put back: the row says what is due, and the next run draws it within a day."""


def draw_all_of(key: uuid.UUID, on: datetime.date) -> int:
    """Draw one month after the other until nothing of a subscription is due; how many."""
    dealt = 0
    while draw_next(key, on):
        dealt += 1
    return dealt


def draw_next(key: uuid.UUID, on: datetime.date) -> bool:
    """Deal with the next month of a subscription, if it is due on a day; False when it is not, or no more."""
    with transaction.atomic(durable=True):
        subscription = shared.lock(key)
        # After the lock: another worker, or the member who stopped it, was here first.
        if subscription.state == State.ENDED or subscription.next_draw > on:
            return False
        draw(subscription, SYSTEM)
    return True


def draw(subscription: Subscription, actor: Actor) -> None:
    """Deal with the month that is due of a subscription that the caller has locked."""
    period = subscription.next_period
    if subscription.last_period is not None and period > subscription.last_period:
        finish(subscription)
        return
    if subscription.relative is not None and subscription.relative.closed_on is not None:
        subscription.end = End.FAMILY
        finish(subscription)
        return
    try:
        with transaction.atomic():
            order = place_month(subscription, period, actor)
    except TRY_AGAIN:
        raise
    except (Refusal, Http404) as refusal:
        miss(subscription, period, refusal)
    else:
        note(subscription, period, order)


def finish(subscription: Subscription) -> None:
    """End what has had its last month, and tell who has it and who gives it."""
    shared.end(subscription, subscription.end or End.MEMBER)
    telling.tell_member(subscription, "subscription_ended")
    telling.tell_managers(subscription, "subscriber_ended")
    record(SYSTEM, "subscription_ended", person_id=subscription.member.user_id, subject=str(subscription.pk))


def place_month(subscription: Subscription, period: datetime.date, actor: Actor) -> Order:
    """Place the order of a month at the price agreed for it; once for all times by its key."""
    price = subscription.price_for(period)
    revision = Offer.objects.filter(pk=subscription.offer_id).values_list("revision", flat=True).first()
    return place_within(
        PlaceOrder(
            key=f"subscription:{subscription.pk}:{period:%Y-%m}",
            member=subscription.member,
            actor=actor,
            choice=Choice(subscription.offer_id, relative_id=subscription.relative_id),
            terms=Terms(revision or 0, price),
            agreed=Agreed(price, period, is_renewal=True, subscription=subscription.pk),
        )
    )


def note(subscription: Subscription, period: datetime.date, order: Order) -> None:
    """The month is paid: go on to the next; one that was paused goes on, and its people are told."""
    Month.objects.create(subscription=subscription, period=period, order=order)
    was_paused = subscription.state == State.PAUSED
    state = State.STOPPING if subscription.last_period is not None else State.ACTIVE
    fields: dict[str, Any] = {
        "state": state,
        "missed": 0,
        "hindrance": "",
        "next_draw": following(subscription, period),
    }
    if subscription.new_price is not None and order.price == subscription.new_price:
        fields |= {"price": order.price, "new_price": None, "new_price_from": None, "new_price_agreed_at": None}
    if subscription.warned_for == period:
        fields |= {"warned_for": None}
    shared.write(subscription, **fields)
    if was_paused:
        telling.tell_member(subscription, "subscription_goes_on", period)
        telling.tell_managers(subscription, "subscriber_goes_on", period)


def miss(subscription: Subscription, period: datetime.date, refusal: Exception) -> None:
    """The month is not paid: pause, or end after the third in a row; whoever has left has no more months."""
    if isinstance(refusal, refusals.MemberLeft):
        subscription.end = End.LEFT
        finish(subscription)
        return
    why = hindrance_of(refusal)
    Month.objects.create(subscription=subscription, period=period, hindrance=why)
    missed = subscription.missed + 1
    fields: dict[str, Any] = {"missed": missed, "hindrance": why, "next_draw": following(subscription, period)}
    if missed >= MOST_MISSED:
        shared.write(subscription, **fields)
        subscription.end = End.SERVICE if why == Hindrance.SERVICE else End.CREDIT
        finish(subscription)
        return
    shared.write(subscription, state=State.PAUSED, **fields)
    if missed == 1:
        telling.tell_member(subscription, "subscription_paused", period)
        telling.tell_managers(subscription, "subscriber_paused", period)
        record(SYSTEM, "subscription_paused", person_id=subscription.member.user_id, subject=str(subscription.pk))


def following(subscription: Subscription, period: datetime.date) -> datetime.date:
    """The day on which the month after a month is due."""
    return rule_of(subscription).draw_on(months_after(period))


def hindrance_of(refusal: Exception) -> Hindrance:
    """A refusal as the kind of hindrance that the person is told."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Hindrance], ...] = (
        ((refusals.NotEnoughCredit, refusals.NoPlan), Hindrance.CREDIT),
        (refusals.OverLimit, Hindrance.LIMIT),
        (refusals.RulesUnread, Hindrance.RULES),
        (refusals.TaxRefusal, Hindrance.LAW),
        ((refusals.TooYoung, refusals.TooOld, refusals.BirthDateMissing), Hindrance.AGE),
    )
    return next((kind for types, kind in kinds if isinstance(refusal, types)), Hindrance.SERVICE)
