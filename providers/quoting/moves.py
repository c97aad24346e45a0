"""A quote from one state to the next: each move is a conditional UPDATE, so that of two at once one wins."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet
from django.http import Http404

from providers.models import Offer, Provider
from providers.quoting.models import Guarantee, Quote
from tenants.models import Organization
from welfare.clock import now, today

State = Quote.State
# Where something may still come of it.
OPEN = (State.ASKED, State.QUOTED)
DAYS_TO_ANSWER = datetime.timedelta(days=14)


class NotOpen(Exception):
    """The quote is not where this could be done any more; `state` says where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class Terms:
    """What a provider asks: price with VAT, rate, the first day it can begin, the last to accept."""

    price: Decimal
    vat_rate: Decimal
    starts_on: datetime.date
    valid_until: datetime.date


def ask(key: uuid.UUID, request: uuid.UUID, issuer: Organization, offer: Offer) -> Quote:
    """Ask one provider; it has 14 days to answer."""
    return Quote.objects.create(
        pk=key, request=request, issuer=issuer, provider=offer.provider, offer=offer, reply_by=today() + DAYS_TO_ANSWER
    )


def lock(key: uuid.UUID) -> Quote:
    """A quote with its offer, provider and issuer, held until the transaction ends."""
    held = Quote.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("offer", "provider__organization", "issuer").get(pk=key)


def get_quote_for(provider: Provider, key: uuid.UUID) -> Quote:
    """One quote that this provider was asked for; 404 for another's."""
    quotes = Quote.objects.select_related("offer", "issuer").defer("offer__search", "offer__folded", "offer__text")
    quote = quotes.filter(provider=provider, pk=key).first()
    if quote is None:
        raise Http404
    quote.provider = provider
    return quote


def give(quote: Quote, terms: Terms) -> None:
    """Answer with a price, or put another answer in the place of the first. Raises NotOpen."""
    values = {name: getattr(terms, name) for name in ("price", "vat_rate", "starts_on", "valid_until")}
    move(quote, OPEN, State.QUOTED, revision=F("revision") + 1, **values)


def decline(quote: Quote) -> None:
    """Say that one cannot. Raises NotOpen."""
    move(quote, (State.ASKED,), State.DECLINED)


def withdraw(quote: Quote) -> None:
    """Take an answer back that nobody has accepted. Raises NotOpen."""
    move(quote, (State.QUOTED,), State.WITHDRAWN)


def accept(quote: Quote, fulfilment_id: uuid.UUID, guarantee: Guarantee | None) -> None:
    """Let an order come of a quote that holds today. Raises NotOpen."""
    move(quote, (State.QUOTED,), State.ACCEPTED, fulfilment_id=fulfilment_id, guarantee=guarantee)


def end_open(request: uuid.UUID, to: str) -> list[Quote]:
    """End what is still open of a request; gives the quotes that it ended."""
    held = Quote.objects.select_for_update(no_key=True, of=("self",)).filter(request=request, state__in=OPEN)
    ended = list(held.select_related("offer", "provider__organization", "issuer").order_by("pk"))
    for quote in ended:
        move(quote, OPEN, to)
    return ended


def expire(quote: Quote, on: datetime.date) -> bool:
    """End a quote whose day is over, an answer's or the one to answer; False when it was moved meanwhile."""
    asked = Quote.objects.filter(pk=quote.pk, state=State.ASKED, reply_by__lt=on)
    quoted = Quote.objects.filter(pk=quote.pk, state=State.QUOTED, valid_until__lt=on)
    return any(bool(rows.update(state=State.EXPIRED, moved_at=now())) for rows in (asked, quoted))


def move(quote: Quote, before: Sequence[str], to: str, **values: object) -> None:
    """Move from one of some states to another, once. Raises NotOpen with the state found."""
    rows: QuerySet[Quote] = Quote.objects.filter(pk=quote.pk, state__in=before)
    if not rows.update(state=to, moved_at=now(), **values):
        raise NotOpen(Quote.objects.values_list("state", flat=True).get(pk=quote.pk))
    quote.refresh_from_db(fields=["state", "revision", "price", "vat_rate", "starts_on", "valid_until", "moved_at"])
