"""A month before the credit does not cover a month any more, its person is told, with the figure."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from catalog.subscriptions import shared, telling
from catalog.subscriptions.ahead import covers_of
from catalog.subscriptions.cover import Cover, Gap
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.one_by_one import one_by_one
from catalog.subscriptions.rule import months_after
from members.models import Member
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import today

State = Subscription.State
# What is paused has been told already.
WARNED_STATES = (State.ACTIVE, State.STOPPING)


def warn_all() -> int:
    """Tell whoever has a month ahead that credit will not cover; how many. Safe to repeat."""
    running = Subscription.objects.filter(state__in=WARNED_STATES)
    people = running.order_by("member").values_list("member", flat=True).distinct()
    return one_by_one(list(people), lambda key: warn(Member.objects.select_related("user").get(pk=key)))


def warn(member: Member) -> int:
    """Tell one person of each subscription that is about to lack credit, once for a month; how many."""
    return sum(note_gap(key, cover) for key, cover in covers_of(member).items())


def note_gap(key: uuid.UUID, cover: Cover) -> bool:
    """Write the month of a gap that is near and tell of it; forget one that has gone."""
    gap = near(cover)
    with transaction.atomic(durable=True):
        found = shared.lock(key)
        period = gap.period if gap else None
        if found.state not in WARNED_STATES or found.warned_for == period:
            return False
        shared.write(found, warned_for=period)
        if period is not None:
            telling.tell_member(found, "subscription_uncovered", period)
    return period is not None


def near(cover: Cover) -> Gap | None:
    """The gap, if its day is a month away or less."""
    gap = cover.gap
    return gap if gap is not None and is_near(gap.day) else None


def is_near(day: datetime.date) -> bool:
    """Whether a day is within a month and a day from today, so that nobody is told less than a month before."""
    following = months_after(today().replace(day=1))
    last = (months_after(following) - datetime.timedelta(days=1)).day
    return day <= following.replace(day=min(today().day, last)) + datetime.timedelta(days=1)


@prepares("subscription_uncovered")
def uncovered_words(message: Message) -> dict[str, Any]:
    """The subscription, and what will be missing as things stand when the mail goes out."""
    subscription = Subscription.objects.select_related("member").get(pk=message.context["key"])
    cover = covers_of(subscription.member).get(subscription.pk)
    period = datetime.date.fromisoformat(message.context["month"])
    return {"subscription": subscription, "period": period, "gap": cover.gap if cover else None}
