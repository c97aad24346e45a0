"""A month of the calendar as a provider confirms it: who has its services, what became of each month."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from catalog.subscriptions.queries import due_page, months_due, on_hold_of
from catalog.subscriptions.rule import month_of, months_after
from providers.bookings.queries import Guest, guests_of_subscriptions
from providers.models import Fulfilment, Offer, Provider, SharedSubscription
from tenants.isolation import Actor
from welfare.clock import today

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
MONTHS_BACK = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One subscriber's month; no guest where the data have been erased."""

    fulfilment: Fulfilment
    guest: Guest | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the provider's word."""
        return self.fulfilment.state == Fulfilment.State.ISSUED and self.fulfilment.valid_until >= today()


@dataclass(frozen=True, slots=True)
class OfferMonth:
    """The subscribers of one service on a page."""

    offer: Offer
    lines: Sequence[Line]

    @property
    def waiting(self) -> int:
        """How many of them wait."""
        return sum(line.is_open for line in self.lines)


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription that is paused or ends soon."""

    subscription: SharedSubscription
    guest: Guest | None


@dataclass(frozen=True)
class MonthPage:
    """What the template prints."""

    period: datetime.date
    months: Sequence[datetime.date]
    offers: Sequence[OfferMonth]
    waiting: int
    held: Sequence[Held]
    next_cursor: str
    is_first: bool


def month_from(text: str) -> datetime.date:
    """The month that an address names; this one when it names none."""
    found = MONTH.fullmatch(text)
    return datetime.date(int(found[1]), int(found[2]), 1) if found else month_of(today())


def month_page(provider: Provider, period: datetime.date, cursor: str, *, actor: Actor) -> MonthPage:
    """Gather a page; five queries however many subscribers."""
    page = due_page(provider, period, cursor)
    held = list(on_hold_of(provider)) if page.is_first else []
    keys = {row.subscription_id for row in page.rows if row.subscription_id} | {each.pk for each in held}
    subject = f"month:{period:%Y-%m}"
    guests = guests_of_subscriptions(keys, actor=actor, subject=subject) if keys else {}
    lines = [Line(row, guests.get(row.subscription_id) if row.subscription_id else None) for row in page.rows]
    grouped = groupby(lines, key=lambda line: line.fulfilment.offer)
    return MonthPage(
        period=period,
        months=[months_after(month_of(today()), -n) for n in range(MONTHS_BACK)],
        offers=[OfferMonth(offer, in_order(each)) for offer, each in grouped],
        waiting=waiting_in(provider, period),
        held=[Held(each, guests.get(each.pk)) for each in held],
        next_cursor=page.next_cursor,
        is_first=page.is_first,
    )


def in_order(lines: Iterable[Line]) -> list[Line]:
    """By name."""
    return sorted(lines, key=lambda line: line.guest.name.casefold() if line.guest else "")


def waiting_in(provider: Provider, period: datetime.date) -> int:
    """How many months wait for the provider's word; one query."""
    return open_months(provider, period).count()


def open_months(provider: Provider, period: datetime.date) -> QuerySet[Fulfilment]:
    """Those of them."""
    return months_due(provider, period).filter(state=Fulfilment.State.ISSUED, valid_until__gte=today())
