"""The quotes that bad input is tried on: one that waits, one that can be accepted, three that were."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.quotes import accepting, answering, asking, disputes
from catalog.quotes.accepting import Seen
from catalog.quotes.answering import NewPrice
from catalog.quotes.asking import Asking
from catalog.quotes.disputes import Complaint
from catalog.quotes.models import AskedProvider, Request
from providers.models import Offer
from providers.quoting.models import Dispute, Quote, Variation
from providers.quoting.moves import Terms
from tenants.isolation import Actor
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from tests.quotes.scene import CONTACT, NEED, QUOTED

PRICE = Decimal("100.00")


@dataclass(frozen=True)
class Quoted:
    """Anna's quotes with Beta."""

    offer: Offer
    waiting: Quote
    given: Quote
    # Accepted, and another price proposed.
    agreed: Quote
    variation: Variation
    # Accepted, and nothing more.
    second: Quote
    disputed: Quote
    dispute: Dispute


def build(stage: Stage) -> Quoted:
    """Ask for each, and carry it as far as its name says."""
    offer = make.offer(stage.offer.provider, **QUOTED)
    with inside(stage.issuer):
        stages.list_on_shelf(offer, stage.plan)
        stages.grant(stage.anna, stage.voluntary, "300.00")
    waiting, given, agreed, second, disputed = (ask(stage, offer) for _ in range(5))
    for quote in (given, agreed, second, disputed):
        answer(stage, quote)
    for quote in (agreed, second, disputed):
        accept(stage, quote)
    with inside(stage.supplier):
        variation = answering.propose(agreed, NewPrice(Decimal("130.00"), Decimal(22), "Di più"), actor=staff(stage))
    with inside(stage.issuer):
        complaint = Complaint("Perde", Dispute.Wanted.REDO)
        dispute = disputes.open_dispute(asked_of(disputed), complaint, actor=stage.actor)
    return Quoted(offer, waiting, given, agreed, variation, second, disputed, dispute)


def staff(stage: Stage) -> Actor:
    """Somebody of Beta."""
    return Actor(stage.supplier.key, 1, "provider_manager")


def ask(stage: Stage, offer: Offer) -> Quote:
    """A request to Beta alone."""
    with inside(stage.issuer):
        wanted = Asking(uuid.uuid4().hex, stage.anna, None, [offer], NEED, CONTACT)
        request = asking.ask(wanted, actor=stage.actor)
    quotes: Any = Quote.objects.select_related("offer", "issuer", "provider__organization")
    found: Quote = quotes.get(request=request.pk)
    return found


def answer(stage: Stage, quote: Quote) -> None:
    """Beta answers."""
    with inside(stage.supplier):
        terms = Terms(PRICE, Decimal("22.00"), in_days(3), in_days(10))
        answering.answer(quote, terms, "Materiale compreso", actor=staff(stage))


def asked_of(quote: Quote) -> AskedProvider:
    """Anna's row."""
    return AskedProvider.objects.select_related("request__member__user", "order").get(pk=quote.pk)


def accept(stage: Stage, quote: Quote) -> None:
    """Anna accepts."""
    with inside(stage.issuer):
        accepting.accept(asked_of(quote), Seen(1, PRICE), actor=stage.actor)
    quote.refresh_from_db()


def ids_of_quotes(stage: Stage, foreign: Offer) -> dict[str, str]:
    """A request of another organization's, and a quote asked of another provider, by their addresses."""
    with inside(stage.issuer):
        request = Request.objects.create(
            key="quotes", member=stage.anna, service_type="artisan_work", type_label="Lavori"
        )
    quote = Quote.objects.create(
        request=request.pk, issuer=stage.issuer, provider=foreign.provider, offer=foreign, reply_by=in_days(14)
    )
    return {
        "preventivi/nuovo/": str(stage.offer.pk),
        "preventivi/": str(request.pk),
        "fornitore/preventivi/": str(quote.pk),
    }
