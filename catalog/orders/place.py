"""Placing an order: one durable transaction over the issuer's, the provider's and the public schema.

Lock order: the member's wallets, then the slot. The slot is the row that everybody wants, so its
place is taken last: it is held from there to the commit, and for nothing else. A place that was
kept for who waited is counted already: taking it does not touch the slot.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from catalog.orders import conditions, refusals, waiting, writing
from catalog.orders.credit import Part
from catalog.orders.models import Order
from catalog.orders.paying import paid_by
from catalog.orders.pricing import with_discounts
from catalog.orders.purchase import Agreed, Choice, Purchase, opening_of, purchase_of
from catalog.orders.refusals import Terms
from members.ledger import locks
from members.ledger.models import Account
from members.models import Member
from providers import places, reserving
from tenants import isolation
from tenants.isolation import Actor
from welfare import keys

BODY = "order-body"


@dataclass(frozen=True)
class PlaceOrder:
    """A confirmation: `key` is the form's nonce, `terms` what the person saw when confirming."""

    key: str
    member: Member
    actor: Actor
    choice: Choice
    terms: Terms
    agreed: Agreed | None = None

    @property
    def stored_key(self) -> str:
        """The nonce, the member's own: somebody else's finds nothing."""
        return f"{self.member.pk}:{self.key}"

    @property
    def body_hash(self) -> str:
        """A keyed hash of all that is asked: answers are about health and could be guessed."""
        choice, terms = self.choice, self.terms
        asked: list[object] = [choice.offer_id, choice.slot_id, choice.relative_id, terms.revision, terms.price]
        if self.agreed:
            asked += [self.agreed.price, self.agreed.period]
        body = json.dumps([[str(x) for x in asked], sorted(choice.answers.items())])
        return keys.fingerprint(BODY, isolation.current().key, body).hex()


def place_order(command: PlaceOrder) -> Order:
    """Place an order whole or not at all; the same command again returns the first order.

    Raises a Refusal (nothing is left of it), Http404 for what is not there, and an
    OperationalError when a lock was not free within three seconds.
    """
    try:
        with transaction.atomic(durable=True):
            return place_within(command)
    except IntegrityError:
        # Two submits of one form at once, and no wallet of theirs to queue at.
        first = first_order(command)
        if first is None:
            raise
        return first


def first_order(command: PlaceOrder) -> Order | None:
    """The order that this form placed before; KeyReused when it asked for something else."""
    order = Order.objects.filter(key=command.stored_key).first()
    if order is not None and order.body_hash != command.body_hash:
        raise refusals.KeyReused
    return order


def place_within(command: PlaceOrder) -> Order:
    """The same in the caller's transaction: an agreement and its order stand or fall together."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an order is placed inside a transaction")
    opening = opening_of(command.choice.offer_id)
    # All of them, whatever plan opens the offer: the caps of the year are one for all.
    wallets = locks.lock_wallets(command.member.uuid)
    # After the lock: a twin of this command has either finished or not begun.
    first = first_order(command)
    if first is not None:
        return first
    [purchase] = with_discounts([purchase_of(command.member, command.choice, opening, command.agreed)])
    verdict = conditions.check(purchase)
    if purchase.terms != command.terms:
        raise refusals.OfferChanged(old=command.terms, new=purchase.terms)
    line = writing.Line(purchase, verdict, _allocate(purchase, wallets))
    form = writing.Form(command.stored_key, command.body_hash, command.actor)
    [order] = writing.write(form, [line], wallets)
    _take_place(purchase)
    return order


def _allocate(purchase: Purchase, wallets: Sequence[Account]) -> list[Part]:
    """Divide the price over the locked lots of the budgets that the law lets pay, within the caps of the year."""
    return paid_by(purchase, writing.lots_of(purchase, wallets))


def _take_place(purchase: Purchase) -> None:
    if purchase.slot is None:
        return
    if purchase.kept is not None:
        waiting.confirm(purchase.kept, purchase.slot.pk)
        return
    try:
        reserving.take(purchase.slot)
    except places.SoldOut as error:
        raise refusals.SoldOut from error
