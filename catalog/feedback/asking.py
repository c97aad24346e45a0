"""Whom to ask how a service went, once it is over; each person once for a service in half a year."""

import datetime
import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404

from catalog.feedback.models import Answer
from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from members.models import Member
from tenants.identity.models import User
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import ROME, today

KIND = "how_it_went"
# Later nobody remembers.
ASKED_FOR = datetime.timedelta(days=60)
NOT_AGAIN = datetime.timedelta(days=180)
AT_ONCE = 500


def over(day: datetime.date) -> QuerySet[Order]:
    """Requests that were used, and whose service was over before a day; not longer ago than one remembers."""
    midnight = datetime.datetime.combine(day, datetime.time(), ROME)
    last_day = Cast(KT("snapshot__slot__ends_on"), models.DateField())
    used = Order.objects.filter(state=Order.State.ACCEPTED, closed_at__lt=midnight).annotate(last_day=last_day)
    is_lately = Q(closed_at__gte=midnight - ASKED_FOR) | Q(last_day__gte=day - ASKED_FOR)
    return used.filter(is_lately, Q(last_day__isnull=True) | Q(last_day__lt=day))


def unanswered(day: datetime.date) -> QuerySet[Order]:
    """Those of them that wait for an answer: of one service only the first, and not again for half a year."""
    asked_lately = Order.objects.filter(
        member=OuterRef("member"), offer_id=OuterRef("offer_id"), placed_at__lt=OuterRef("placed_at"),
        placed_at__gt=OuterRef("placed_at") - NOT_AGAIN, state=Order.State.ACCEPTED,
    )  # fmt: skip
    return over(day).filter(~Exists(asked_lately), answer__isnull=True)


def waiting_of(member: Member, most: int) -> list[Order]:
    """What a member may still say something about, the newest first; one query."""
    return list(unanswered(today()).filter(member=member).order_by("-closed_at", "pk")[:most])


def ask_everybody(day: datetime.date) -> int:
    """Ask by mail, once for each request; how many were asked now. Safe to repeat: a mail is queued once."""
    asked = 0
    orders = unanswered(day).filter(member__user__is_active=True).exclude(pk__in=already_asked())
    for order in orders.select_related("member__user").order_by("closed_at", "pk")[:AT_ONCE]:
        asked += outbox.queue(order.member.user, KIND, reference=order.pk) is not None
    return asked


def already_asked() -> QuerySet[Message, uuid.UUID | None]:
    """The keys of the requests of which a mail has been queued."""
    return Message.objects.filter(kind=KIND, reference__isnull=False).values_list("reference", flat=True)


@prepares(KIND)
def words(message: Message) -> dict[str, Any]:
    """The request that the mail asks about."""
    order = Order.objects.get(pk=str(message.reference))
    return {"order": order, "shown": ShownOrder(order)}


def get_order_over(user: User, key: uuid.UUID) -> Order:
    """A request of the account's own whose service is over, not long ago; raises Http404 for any other."""
    order = over(today()).select_related("member__user").filter(pk=key, member__user=user).first()
    if order is None:
        raise Http404
    return order


def answer_of(order: Order) -> Answer | None:
    """What is known of a person's answer; None while there is none."""
    return Answer.objects.filter(order=order).first()
