"""Saying how a service went: two questions, changed within a week, nobody's once they are counted (decision 0030)."""

import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet

from catalog.feedback.models import Answer
from catalog.orders.models import Order
from providers.opinions.counting import last_fixed_day
from providers.opinions.models import Given, Opinion
from welfare.clock import ROME, today


class TooLate(Exception):
    """The answer is counted, or is about to be: it is changed no more."""


@transaction.atomic
def say(order: Order, given: Given, rating: int | None) -> None:
    """Write or change what a person says of a service that is over; `rating` is 1 to 5, None where it was not given.

    Raises TooLate after a week.
    """
    # Of two forms at once the second waits, then changes what the first wrote.
    Order.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=order.pk)
    answer = Answer.objects.filter(order=order).first()
    said = {"given": given, "rating": None if given == Given.NO else rating}
    if answer is None:
        opinion = Opinion.objects.create(offer_id=order.offer_id, answered_on=today(), **said)
        Answer.objects.create(order=order, reference=opinion.pk)
    elif answer.reference is None or not still_open(answer.reference).update(**said):
        raise TooLate


def still_open(reference: uuid.UUID) -> QuerySet[Opinion]:
    """The answer of a reference, as long as it may be changed; locked against the counting by its own update."""
    return Opinion.objects.filter(pk=reference, answered_on__gt=last_fixed_day())


def said_in(answer: Answer | None) -> Opinion | None:
    """What a person said and may still change; None when it is counted or when nothing was said."""
    return still_open(answer.reference).first() if answer and answer.reference else None


def say_nothing(order: Order) -> None:
    """Do not ask about this request any more; what was said stands."""
    Answer.objects.get_or_create(order=order)


def forget_counted() -> int:
    """Drop the references of answers that are changed no more: nothing ties them to a person after."""
    fixed = datetime.datetime.combine(last_fixed_day(), datetime.time(), ROME)
    return Answer.objects.filter(reference__isnull=False, answered_at__lt=fixed).update(reference=None)
