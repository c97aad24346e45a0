"""Mails about statements, corrections and money: queued once each, filled in when they are sent."""

import uuid
from typing import Any

from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from catalog.orders.telling import reference_of, with_role
from providers.statements.models import Correction, Statement
from tenants import isolation
from tenants.identity.models import Role
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.models import Organization
from welfare.money import ZERO


def tell_statement(statement: Statement) -> None:
    """Tell who runs the provider that a month's statement is there, and until when it can be contested."""
    tell_organization(statement.provider.organization, "statement_ready", statement.pk)


def tell_proposed(correction: Correction) -> None:
    """Tell the provider that the office proposes a correction, and until when it can answer."""
    tell_organization(correction.fulfilment.provider.organization, "correction_proposed", correction.pk)


def tell_answered(correction: Correction) -> None:
    """Tell the provider what became of a correction."""
    tell_organization(correction.fulfilment.provider.organization, "correction_answered", correction.pk)


def tell_organization(organization: Organization | None, kind: str, reference: uuid.UUID) -> None:
    """Queue a mail to the managers of an organization's provider, or to its staff where there is none."""
    if organization is None:
        return
    with isolation.enter(organization, reason=kind):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(user, kind, reference=reference)


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
