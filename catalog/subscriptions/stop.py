"""Ending a subscription to come: by its member, by its provider, or because the member leaves. One function a move."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q

from catalog.subscriptions import shared, telling
from catalog.subscriptions.cover import rule_of
from catalog.subscriptions.draw import finish
from catalog.subscriptions.models import End, Subscription
from catalog.subscriptions.one_by_one import one_by_one
from catalog.subscriptions.rule import month_of, months_after
from members.models import Member
from providers.models import SharedSubscription
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor
from welfare.clock import today

State = Subscription.State


class OutOfReach(RuntimeError):
    """The organization of who has the subscription cannot be reached just now."""


def last_if_stopped(subscription: Subscription) -> datetime.date:
    """The last month of a subscription that its member stops today; before the next one when nothing more is due.

    While it is paused nothing is due: it stops with what was had.
    """
    if subscription.state == State.PAUSED:
        return months_after(subscription.next_period, -1)
    return rule_of(subscription).last_if_stopped(
        subscription.first_period, subscription.next_period, today(), subscription.new_price_from
    )


def stop(subscription: Subscription, *, actor: Actor) -> Subscription:
    """Stop a subscription that its member fetched, after the last month that the rule asks for.

    A second time changes nothing; of one that the provider ends later, the earlier month counts.
    """
    with transaction.atomic(durable=True):
        found = shared.lock(subscription.pk)
        if found.state == State.ENDED:
            return found
        last = last_if_stopped(found)
        if found.last_period is not None and found.last_period <= last:
            return found
        stop_after(found, last, End.MEMBER)
        if found.state != State.ENDED:
            telling.tell_member(found, "subscription_stopped", last)
            telling.tell_managers(found, "subscriber_stops", last)
        record(actor, "subscription_stopped", person_id=found.member.user_id, subject=str(found.pk))
    return found


def stop_after(subscription: Subscription, last: datetime.date, why: End) -> None:
    """Note the last month of a subscription that the caller has locked; end it at once when nothing more is to come."""
    shared.write(subscription, last_period=last, end=why)
    is_over = last < max(month_of(today()), subscription.first_period) or subscription.state == State.PAUSED
    if is_over and subscription.next_period > last:
        finish(subscription)
    elif subscription.state != State.PAUSED:
        shared.write(subscription, state=State.STOPPING)


def end_by_provider(half: SharedSubscription, words: str, *, actor: Actor) -> bool:
    """Its provider ends a subscription, with the notice that was agreed; the member is told when and why.

    False when it had ended, or was to end no later. Raises OutOfReach. `half` as the provider's own getter found it.
    """
    if not isolation.schema_exists(half.issuer.schema_name):
        raise OutOfReach
    with isolation.enter(half.issuer, reason="a provider ends a subscription"), transaction.atomic(durable=True):
        found = known(half)
        if found.state == State.ENDED:
            return False
        last = rule_of(found).last_with_notice(found.next_period, today())
        if found.last_period is not None and found.last_period <= last:
            return False
        shared.write(found, end_words=words)
        stop_after(found, last, End.PROVIDER)
        if found.state != State.ENDED:
            telling.tell_member(found, "subscription_ends", last)
        record(SYSTEM, "subscription_ended_by_provider", person_id=found.member.user_id, subject=str(found.pk))
    record(actor, "subscriber_ended", subject=str(half.pk))
    return True


def known(half: SharedSubscription) -> Subscription:
    """The person's own half, locked; raises OutOfReach where the data comes from an older backup."""
    try:
        return shared.lock(half.pk)
    except Subscription.DoesNotExist as error:
        raise OutOfReach from error


def follow_leavers() -> int:
    """Let the subscriptions of who leaves end with the last month whose day their credit can still be used; how many.

    A leaving that was undone lets them go on. Safe to repeat.
    """
    running = Subscription.objects.filter(~Q(state=State.ENDED))
    leaving = running.filter(member__left_on__isnull=False).filter(Q(last_period__isnull=True) | Q(end=End.LEFT))
    staying = running.filter(member__left_on__isnull=True, end=End.LEFT)
    keys = [*leaving.values_list("pk", flat=True), *staying.values_list("pk", flat=True)]
    return one_by_one(keys, follow)


def follow(key: uuid.UUID) -> bool:
    """Set or take back the last month of one of them; whether anything changed."""
    with transaction.atomic(durable=True):
        found = shared.lock(key)
        if found.state == State.ENDED:
            return False
        until = last_day_of(found.member)
        if until is None:
            return take_back(found)
        last = last_period_by(found, until)
        if found.last_period is not None and found.last_period <= last:
            return False
        stop_after(found, last, End.LEFT)
        if found.state != State.ENDED:
            telling.tell_member(found, "subscription_ends", last)
            telling.tell_managers(found, "subscriber_stops", last)
        record(SYSTEM, "subscription_stopped", person_id=found.member.user_id, subject=str(found.pk))
    return True


def take_back(subscription: Subscription) -> bool:
    """Whoever stays after all keeps the subscription."""
    if subscription.end != End.LEFT:
        return False
    state = State.PAUSED if subscription.missed else State.ACTIVE
    shared.write(subscription, state=state, last_period=None, end="")
    return True


def last_day_of(member: Member) -> datetime.date | None:
    """The last day on which somebody's credit can be used; None for who does not leave."""
    if member.left_on is None:
        return None
    return max(member.left_on, member.credit_until or member.left_on)


def last_period_by(subscription: Subscription, until: datetime.date) -> datetime.date:
    """The last month whose day is not after another day."""
    period = month_of(until)
    return period if rule_of(subscription).draw_on(period) <= until else months_after(period, -1)
