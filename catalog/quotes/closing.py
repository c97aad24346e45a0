"""How requests end without a choice: closed by the member, by leaving, or by time; and what is erased after.

Each request and each quote is a transaction of its own: one that cannot be ended keeps none of the others waiting.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from catalog.quotes import refusals, telling
from catalog.quotes.accepting import locked
from catalog.quotes.models import AskedProvider, QuoteLine, Request, RequestPhoto
from providers.enquiries import sealing
from providers.enquiries.services import KEPT_FOR, ends_of
from providers.quoting import moves
from providers.quoting.models import Quote
from providers.quoting.queries import overdue_of
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor
from welfare.clock import day_in_rome, now

# Without any answer that could still be accepted, a request stays open this long for its reader.
LEFT_OPEN = datetime.timedelta(days=30)
State = Request.State
KIND = "quote_end"


def close(request_id: uuid.UUID, *, actor: Actor) -> bool:
    """Ask nobody any more; who had been asked is told. False when it was closed already. Raises AnotherChosen."""
    with transaction.atomic():
        request = locked(request_id)
        if request.state == State.CHOSEN:
            raise refusals.AnotherChosen
        if request.state == State.CLOSED:
            return False
        Request.objects.filter(pk=request.pk).update(state=State.CLOSED, closed_at=now())
        for quote in moves.end_open(request.pk, Quote.State.CLOSED):
            telling.tell_provider(quote, "closed")
        record(actor, "quotes_closed", person_id=request.member.user_id, subject=str(request.pk))
    return True


def tend(on: datetime.date) -> int:
    """The nightly round of the organization in force; returns how many ended. Safe to run again and beside itself.

    Operators see what could not be ended until a night ends it.
    """
    overdue = [(quote.pk, expire_one(quote, on)) for quote in overdue_of(isolation.current(), on)]
    pending = [*overdue, *((pk, end_one(pk)) for pk in to_end(on))]
    ended, errors = 0, []
    for pk, act in pending:
        try:
            ended += bool(act())
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            failures.give_up(isolation.current(), KIND, pk, error)
            errors.append(error)
        else:
            failures.settle(KIND, pk)
    note_ends()
    erase_due(on)
    if errors:
        raise ExceptionGroup("some requests for quotes could not be ended", errors)
    return ended


def expire_one(quote: Quote, on: datetime.date) -> Callable[[], bool]:
    """What ends one quote whose day is over, and tells both."""

    def act() -> bool:
        news = "expired" if quote.state == Quote.State.QUOTED else "unanswered"
        with transaction.atomic():
            if not moves.expire(quote, on):
                return False
            asked = AskedProvider.objects.select_related("request__member__user").filter(pk=quote.pk).first()
            if asked is not None:
                telling.tell_member(asked, news)
            telling.tell_provider(quote, news)
        return True

    return act


def end_one(request_id: uuid.UUID) -> Callable[[], bool]:
    """What closes one request that nothing can come of any more, and tells its member."""

    def act() -> bool:
        with transaction.atomic():
            is_closed = close(request_id, actor=SYSTEM)
            first = AskedProvider.objects.select_related("request__member__user").filter(request=request_id).first()
            if is_closed and first is not None:
                telling.tell_member(first, "closed")
        return is_closed

    return act


def to_end(on: datetime.date) -> list[uuid.UUID]:
    """Open requests of who may use no credit any more, for who left the family, or with nothing left to answer."""
    found = list(Request.objects.filter(state=State.OPEN).select_related("member", "relative").order_by("pk"))
    living = set(
        Quote.objects.filter(request__in=[each.pk for each in found], state__in=moves.OPEN).values_list(
            "request", flat=True
        )
    )
    return [each.pk for each in found if is_over(each, on, has_open=each.pk in living)]


def is_over(request: Request, on: datetime.date, *, has_open: bool) -> bool:
    """Whether nothing can come of an open request any more."""
    has_left = not request.member.may_use_credit(on)
    is_gone = request.relative is not None and request.relative.closed_on is not None
    return has_left or is_gone or (not has_open and day_in_rome(request.asked_at) + LEFT_OPEN <= on)


def note_ends() -> int:
    """Let the 30 days of requests begin that have come to an end with every provider; returns how many."""
    rows = Request.objects.exclude(state=State.OPEN).filter(erase_after__isnull=True)
    pending = {request: [each.pk for each in request.asked.all()] for request in rows.prefetch_related("asked")}
    ends = ends_of([key for keys in pending.values() for key in keys])
    noted = 0
    for request, keys in pending.items():
        if all(key in ends for key in keys):
            last = max([*(ends[key] for key in keys), *closing_day(request)])
            noted += Request.objects.filter(pk=request.pk, erase_after__isnull=True).update(erase_after=last + KEPT_FOR)
    return noted


def closing_day(request: Request) -> Iterable[datetime.date]:
    """The day on which a request was closed."""
    return [day_in_rome(request.closed_at)] if request.closed_at else []


def hold(request_id: uuid.UUID) -> None:
    """Keep a request as long as a dispute about it is open."""
    Request.objects.filter(pk=request_id, erased_at__isnull=True).update(erase_after=None)


def erase_due(on: datetime.date) -> int:
    """Erase what was written and photographed for requests whose 30 days are over; returns how many."""
    due = list(Request.objects.filter(erased_at__isnull=True, erase_after__lte=on).values_list("pk", flat=True))
    with transaction.atomic():
        photos = RequestPhoto.objects.filter(request__in=due)
        sealing.remove_pictures(photos.values_list("stored_name", flat=True))
        photos.delete()
        QuoteLine.objects.filter(asked__request__in=due).delete()
        AskedProvider.objects.filter(request__in=due).update(sealed=b"")
        erased: Any = Request.objects.filter(pk__in=due).update(sealed=b"", erased_at=now())
    return int(erased)


@failures.retrier(KIND)
def try_again(_key: uuid.UUID) -> None:
    """Nothing to put back: the row says what is over, and the next night ends it."""
