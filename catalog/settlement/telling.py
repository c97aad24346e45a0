"""Mails about statements, corrections and money: queued once each, filled in when they are sent."""

from typing import Any

from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from catalog.orders.telling import reference_of
from providers.statements.models import Correction, Statement
from providers.statements.telling import tell_managers
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.money import ZERO


def tell_statement(statement: Statement) -> None:
    """Tell who runs the provider that a month's statement is there, and until when it can be contested."""
    tell_managers(statement.provider, "statement_ready", statement.pk)


def tell_answered(correction: Correction) -> None:
    """Tell the provider what became of a correction."""
    tell_managers(correction.fulfilment.provider, "correction_answered", correction.pk)


def tell_member(order: Order, correction: Correction) -> None:
    """Tell the member that an amount was corrected; runs in the issuer's schema."""
    kind = "order_corrected" if correction.amount < ZERO else "order_corrected_back"
    outbox.queue(order.member.user, kind, reference=correction.pk)


@prepares("statement_ready")
def statement_words(message: Message) -> dict[str, Any]:
    """The statement that a mail speaks of."""
    return {"statement": Statement.objects.select_related("issuer").get(pk=reference_of(message))}


@prepares("correction_proposed")
@prepares("correction_answered")
def correction_words(message: Message) -> dict[str, Any]:
    """The correction that a mail to a provider speaks of: which service, never who."""
    found = Correction.objects.select_related("fulfilment__offer").get(pk=reference_of(message))
    return {"correction": found, "offer": found.fulfilment.offer}


@prepares("order_corrected", even_closed=True)
@prepares("order_corrected_back", even_closed=True)
def corrected_words(message: Message) -> dict[str, Any]:
    """The order whose amount was corrected, by how much, and what came back."""
    correction = Correction.objects.get(pk=reference_of(message))
    order = Order.objects.select_related("member").get(fulfilment_id=correction.fulfilment_id)
    return {
        "order": order,
        "shown": ShownOrder(order),
        "amount": abs(correction.amount),
        "returned": order.snapshot.get("corrections", {}).get(str(correction.pk), {}),
    }
