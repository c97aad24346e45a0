"""Reading a member's requests for quotes; the getters are the guard."""

import uuid
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from catalog.quotes.models import AskedProvider, QuoteLine, Request, RequestPhoto
from providers.enquiries import sealing
from providers.enquiries.services import Answer, Contact, Need
from providers.quoting.models import Dispute, Quote, Variation
from tenants.identity.models import User
from welfare.paging import Page, page_by_key

NEWEST = ("-asked_at", "pk")


@dataclass(frozen=True)
class Written:
    """What a member wrote, opened; empty once erased."""

    need: Need
    contact: Contact


@dataclass(frozen=True)
class Said:
    """A message, opened."""

    line: QuoteLine
    text: str


def written_of(request: Request) -> Written:
    """Open a request."""
    facts = sealing.opened(request.sealed)
    need, contact = Need.__dataclass_fields__, Contact.__dataclass_fields__
    return Written(
        Need(**{name: facts.get(name, "") for name in need}),
        Contact(**{name: facts.get(name, "") for name in contact}),
    )


def answer_of(asked: AskedProvider) -> Answer:
    """What a provider answered in words."""
    return Answer(**sealing.opened(asked.sealed))


def requests_page(user: User, cursor: str = "") -> Page[Request]:
    """The account's requests, newest first, with whom they asked; two queries."""
    mine = Request.objects.filter(member__user=user).select_related("relative")
    return page_by_key(mine.prefetch_related("asked"), NEWEST, cursor, 20)


def get_request_for(user: User, key: uuid.UUID) -> Request:
    """A request of the account's own; 404 for any other."""
    found = Request.objects.select_related("member__user", "relative")
    asked = Prefetch("asked", AskedProvider.objects.select_related("order").order_by("provider_name", "pk"))
    return get_object_or_404(found.prefetch_related(asked), pk=key, member__user=user)


def get_asked_for(user: User, key: uuid.UUID, request_id: uuid.UUID) -> AskedProvider:
    """One provider that the account's own request was put before; 404 for any other."""
    asked = AskedProvider.objects.select_related("request__member__user", "request__relative", "order")
    return get_object_or_404(asked, pk=key, request=request_id, request__member__user=user)


def get_photo_for(user: User, request_id: uuid.UUID, key: uuid.UUID) -> RequestPhoto:
    """A photo of the account's own request; 404 for any other."""
    return get_object_or_404(RequestPhoto, pk=key, request=request_id, request__member__user=user)


def quotes_of(request: Request) -> dict[uuid.UUID, Quote]:
    """The shared halves of a request's quotes, by key."""
    quotes = Quote.objects.filter(request=request.pk).select_related("offer", "provider__organization", "guarantee")
    return {quote.pk: quote for quote in quotes.defer("offer__search", "offer__folded", "offer__text")}


def get_quote(asked: AskedProvider) -> Quote:
    """The shared half of one."""
    quotes = Quote.objects.select_related("offer", "provider__organization", "guarantee", "issuer")
    quote = quotes.defer("offer__search", "offer__folded", "offer__text").filter(pk=asked.pk).first()
    if quote is None:
        raise Http404
    return quote


def conversation(asked: AskedProvider, *, of_dispute: bool = False) -> list[Said]:
    """The messages with one provider in their order, at most 200."""
    lines = asked.lines.filter(of_dispute=of_dispute).order_by("at", "pk")[:200]
    return [Said(line, sealing.opened(line.sealed).get("text", "")) for line in lines]


def variations_of(quote: Quote) -> list[Variation]:
    """Other prices that were proposed, the newest first."""
    return list(quote.variations.order_by("-proposed_at", "pk")[:20])


def dispute_of(quote: Quote) -> Dispute | None:
    """The newest dispute about a quote."""
    return quote.disputes.order_by("-opened_at", "pk").first()
