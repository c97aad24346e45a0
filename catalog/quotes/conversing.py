"""One thread of short messages for each quote: kept by both sides, each sealed for its own organization."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from catalog.quotes import refusals, telling
from catalog.quotes.models import AskedProvider, QuoteLine
from providers.enquiries import sealing
from providers.enquiries.services import add_line
from providers.quoting.models import Quote, Side
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor

LONGEST = 1000
# Of one conversation; who has more to say calls.
MOST_LINES = 200
# While something may still come of it, or has.
TALKING = (Quote.State.ASKED, Quote.State.QUOTED, Quote.State.ACCEPTED)


def write(quote: Quote, side: str, text: str, *, actor: Actor, news: str = "line", of_dispute: bool = False) -> None:
    """Add a message on both sides, in the caller's schema's transaction, and tell the other; `news` empty tells nobody.

    The same text by the same side twice in a row is one message. Raises NoLongerNeeded, OutOfReach.
    """
    if quote.state not in TALKING:
        raise refusals.NoLongerNeeded
    with transaction.atomic(), members_side(quote) as asked:
        if is_repeated(asked, side, text, of_dispute) or asked.lines.count() >= MOST_LINES:
            return
        line = QuoteLine.objects.create(
            asked=asked, side=side, sealed=sealing.seal({"text": text}), of_dispute=of_dispute
        )
        record(actor, "quote_line_written", person_id=asked.request.member.user_id, subject=str(quote.pk))
        at_providers(quote, line.pk, side, text, of_dispute=of_dispute)
        tell(quote, asked, side, news, line.pk)


@contextmanager
def members_side(quote: Quote) -> Iterator[AskedProvider]:
    """In the member's schema. Raises OutOfReach where the row is not there."""
    if not isolation.schema_exists(quote.issuer.schema_name):
        raise refusals.OutOfReach
    with isolation.enter(quote.issuer, reason="a message about a quote"):
        asked = AskedProvider.objects.select_related("request__member__user").filter(pk=quote.pk).first()
        if asked is None or asked.request.erased_at is not None:
            raise refusals.OutOfReach
        yield asked


def is_repeated(asked: AskedProvider, side: str, text: str, of_dispute: bool) -> bool:
    """Whether the newest message says the same: a form that was sent twice."""
    newest = asked.lines.order_by("-at", "-pk").first()
    if newest is None or (newest.side, newest.of_dispute) != (side, of_dispute):
        return False
    return sealing.opened(newest.sealed).get("text") == text


def at_providers(quote: Quote, line_id: uuid.UUID, side: str, text: str, *, of_dispute: bool) -> None:
    """The same message in the provider's schema."""
    organization = quote.provider.organization
    if organization is None or not isolation.schema_exists(organization.schema_name):
        raise refusals.OutOfReach
    with isolation.enter(organization, reason="a message about a quote"):
        add_line(quote.pk, line_id, side, text, of_dispute=of_dispute)


def tell(quote: Quote, asked: AskedProvider, side: str, news: str, line_id: uuid.UUID) -> None:
    """Tell who did not write it; both, when the office did."""
    if news and side != Side.MEMBER:
        telling.tell_member(asked, news, line_id)
    if news and side != Side.PROVIDER:
        telling.tell_provider(quote, news, line_id)
