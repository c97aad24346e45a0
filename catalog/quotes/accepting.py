"""Accepting a quote, and another price for it: the order is placed in the transaction that moves the quote.

Lock order: request, quote, fulfilment, order, accounts. Of two acceptances at once, in two tabs, the second waits for
the request and finds that one was chosen.
"""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from catalog.orders import ending
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import Terms
from catalog.quotes import refusals, telling
from catalog.quotes.models import AskedProvider, Request
from catalog.quotes.queries import written_of
from members.ledger import locks
from providers.enquiries.services import Contact, disclose
from providers.quoting import moves
from providers.quoting.models import Quote, Variation
from providers.quoting.queries import guarantee_of, guarantor_of
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now, today

State = Quote.State


@dataclass(frozen=True)
class Seen:
    """What the person saw when confirming."""

    revision: int
    price: Decimal


def accept(asked: AskedProvider, seen: Seen, *, actor: Actor) -> Order:
    """Accept a quote that its member fetched, once; again answers the first's order.

    The voucher is placed, the provider learns who it is for, the others are told that another was chosen. Raises a
    Refusal (AnotherChosen, QuoteExpired, NotEnoughCredit, ...), and then nothing is changed.
    """
    with transaction.atomic(durable=True):
        request = locked(asked.request_id)
        quote = moves.lock(asked.pk)
        if quote.state == State.ACCEPTED:
            return ordered(asked.pk)
        check(request, quote, seen)
        order = place_within(command(request, quote, actor))
        moves.accept(quote, order.fulfilment_id, guarantee_of(guarantor_of(isolation.current())))
        choose(request, quote, order, actor)
    return order


def locked(request_id: uuid.UUID) -> Request:
    """The request, held until the transaction ends."""
    held = Request.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("member__user").get(pk=request_id)


def ordered(key: uuid.UUID) -> Order:
    """The order in force of a quote that was accepted."""
    return Order.objects.get(asked_provider=key)


def check(request: Request, quote: Quote, seen: Seen) -> None:
    """What stands against accepting; raises a QuoteRefusal."""
    if request.state == Request.State.CHOSEN:
        raise refusals.AnotherChosen
    if request.state == Request.State.CLOSED:
        raise refusals.RequestOver
    check_quote(quote)
    if (quote.revision, quote.price) != (seen.revision, seen.price):
        raise refusals.QuoteChanged


def check_quote(quote: Quote) -> None:
    """Whether a quote holds today; raises a QuoteRefusal."""
    if quote.state == State.WITHDRAWN:
        raise refusals.QuoteWithdrawn(provider=quote.provider.name)
    if quote.valid_until and (quote.state == State.EXPIRED or quote.valid_until < today()):
        raise refusals.QuoteExpired(quote.valid_until)
    if quote.state != State.QUOTED:
        raise refusals.NotAnswered


def agreed_of(quote: Quote) -> Agreed:
    """What was agreed, as an order takes it."""
    if quote.price is None:
        raise refusals.NotAnswered
    return Agreed(quote.price, vat_rate=quote.vat_rate)


def command(request: Request, quote: Quote, actor: Actor) -> PlaceOrder:
    """The order that a quote comes to; its key is the quote's, so that it is placed once."""
    return order_of(request, quote, agreed_of(quote), f"quote:{quote.pk}", actor)


def order_of(request: Request, quote: Quote, agreed: Agreed, key: str, actor: Actor) -> PlaceOrder:
    """An order at an agreed price; the offer's own terms are those of today."""
    return PlaceOrder(
        key=key,
        member=request.member,
        actor=actor,
        choice=Choice(quote.offer_id, relative_id=request.relative_id),
        terms=Terms(quote.offer.revision, agreed.price),
        agreed=agreed,
    )


def choose(request: Request, quote: Quote, order: Order, actor: Actor) -> None:
    """Everything that follows an acceptance."""
    AskedProvider.objects.filter(pk=quote.pk).update(order=order)
    Request.objects.filter(pk=request.pk).update(state=Request.State.CHOSEN, closed_at=now())
    give_contact(request, quote, actor)
    telling.tell_provider(quote, "accepted")
    for other in moves.end_open(request.pk, State.NOT_CHOSEN):
        telling.tell_provider(other, "not_chosen")
    record(actor, "quote_accepted", person_id=request.member.user_id, subject=str(quote.pk))


def give_contact(request: Request, quote: Quote, actor: Actor) -> None:
    """Name, address and phone, to this provider alone."""
    written = written_of(request).contact
    contact = Contact(request.member.user.full_name, written.address, written.phone, written.hours)
    organization = quote.provider.organization
    if organization is not None:
        with isolation.enter(organization, actor=actor, reason="accept a quote"):
            disclose(quote.pk, contact)


def accept_variation(asked: AskedProvider, variation: Variation, *, actor: Actor) -> Order:
    """Put an order at the new price in the place of the first, whose credit comes back; again answers the same order.

    Raises a Refusal: when the credit is not enough the first order stands as it was.
    """
    with transaction.atomic(durable=True):
        request = locked(asked.request_id)
        quote = moves.lock(asked.pk)
        found = Variation.objects.get(pk=variation.pk, quote=quote)
        if found.state == Variation.State.ACCEPTED:
            return ordered(asked.pk)
        decide(found, Variation.State.ACCEPTED)
        order = replace_order(request, quote, found, actor)
        Quote.objects.filter(pk=quote.pk).update(
            price=found.price, vat_rate=found.vat_rate, fulfilment_id=order.fulfilment_id
        )
        AskedProvider.objects.filter(pk=asked.pk).update(order=order)
        telling.tell_provider(quote, "variation_accepted", found.pk)
        record(actor, "variation_accepted", person_id=request.member.user_id, subject=str(quote.pk))
    return order


def replace_order(request: Request, quote: Quote, variation: Variation, actor: Actor) -> Order:
    """Cancel the order in force and place the other; the last day to cancel stays what it was."""
    if quote.fulfilment_id is None:
        raise refusals.VoucherOver
    fulfilment, old = ending.lock(quote.fulfilment_id)
    if old.state != Order.State.PLACED:
        raise refusals.VoucherOver
    # All of them at once, in their order: the refund touches some, the new order any.
    locks.lock_wallets(request.member.uuid)
    ending.end(fulfilment, old, Order.State.CANCELLED, actor)
    agreed = Agreed(variation.price, vat_rate=variation.vat_rate)
    order = place_within(order_of(request, quote, agreed, f"variation:{variation.pk}", actor))
    Order.objects.filter(pk=order.pk).update(cancel_until=old.cancel_until)
    return order


def refuse_variation(asked: AskedProvider, variation: Variation, *, actor: Actor) -> None:
    """Say no to another price: what was agreed stands. Raises VariationOver."""
    with transaction.atomic():
        quote = moves.lock(asked.pk)
        decide(Variation.objects.get(pk=variation.pk, quote=quote), Variation.State.REFUSED)
        telling.tell_provider(quote, "variation_refused", variation.pk)
        record(actor, "variation_refused", person_id=asked.request.member.user_id, subject=str(quote.pk))


def decide(variation: Variation, state: str) -> None:
    """Move a proposal to its end, once. Raises VariationOver."""
    proposed = Variation.objects.filter(pk=variation.pk, state=Variation.State.PROPOSED)
    if not proposed.update(state=state, decided_at=now()):
        raise refusals.VariationOver
