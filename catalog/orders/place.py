"""Placing an order: one durable transaction over the issuer's, the provider's and the public schema.

Lock order: the member's wallets, then the slot. The slot is the row that everybody wants, so its
place is taken last: it is held from there to the commit, and for nothing else. A place that was
kept for who waited is counted already: taking it does not touch the slot.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from catalog.fiscal import Verdict
from catalog.orders import codes, conditions, law, questions, refusals, waiting
from catalog.orders.credit import Part
from catalog.orders.models import Order, Voucher
from catalog.orders.paying import paid_by
from catalog.orders.purchase import Agreed, Choice, Purchase, opening_of, purchase_of
from catalog.orders.refusals import Terms
from catalog.orders.snapshot import snapshot_of
from catalog.orders.tasks import render_voucher
from members.ledger import accounts, locks, posting, queries
from members.ledger.models import Account, Reason
from members.models import Member
from providers import fulfilments, places
from providers.bookings.services import add_booking
from tenants import isolation
from tenants.audit.trail import record
from tenants.envelope import send_after_commit
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
            return _place(command)
    except IntegrityError:
        # Two submits of one form at once, and no wallet of theirs to queue at.
        first = first_order(command)
        if first is None:
            raise
        return first


def place_within(command: PlaceOrder) -> Order:
    """Place an order in the caller's transaction, as a part of what it does: with it, or not at all.

    The caller lets no twin of the command run beside it. Raises what `place_order` raises.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an order that is a part needs the whole's transaction")
    return _place(command)


def first_order(command: PlaceOrder) -> Order | None:
    """The order that this form placed before; KeyReused when it asked for something else."""
    order = Order.objects.filter(key=command.stored_key).first()
    if order is not None and order.body_hash != command.body_hash:
        raise refusals.KeyReused
    return order


def _place(command: PlaceOrder) -> Order:
    opening = opening_of(command.choice.offer_id)
    # All of them, whatever plan opens the offer: the caps of the year are one for all.
    wallets = locks.lock_wallets(command.member.uuid)
    # After the lock: a twin of this command has either finished or not begun.
    first = first_order(command)
    if first is not None:
        return first
    purchase = purchase_of(command.member, command.choice, opening, command.agreed)
    verdict = conditions.check(purchase)
    if purchase.terms != command.terms:
        raise refusals.OfferChanged(old=command.terms, new=purchase.terms)
    return _write(command, purchase, verdict, wallets)


def _write(command: PlaceOrder, purchase: Purchase, verdict: Verdict, wallets: Sequence[Account]) -> Order:
    parts = _allocate(purchase, wallets)
    order = Order(
        key=command.stored_key,
        body_hash=command.body_hash,
        member=purchase.member,
        relative=purchase.relative,
        beneficiary_name=purchase.name,
        beneficiary_age=purchase.age,
        offer_id=purchase.offer.pk,
        slot_id=purchase.slot.pk if purchase.slot else None,
        period=purchase.agreed.period if purchase.agreed else None,
        provider_id=purchase.offer.provider_id,
        fulfilment_id=uuid.uuid4(),
        snapshot=snapshot_of(purchase, parts),
        price=purchase.price,
        verdict=law.as_kept(verdict, purchase, parts),
        cancel_until=purchase.cancel_until,
    )
    _hold(order, parts, wallets, command.actor)
    order.save(force_insert=True)
    _issue(order, purchase)
    _book(order, purchase, command.actor)
    record(command.actor, "order_placed", person_id=purchase.member.user_id, subject=str(order.pk))
    _take_place(purchase)
    return order


def _allocate(purchase: Purchase, wallets: Sequence[Account]) -> list[Part]:
    """Divide the price over the locked lots of the budgets that the law lets pay, within the caps of the year."""
    locked = {wallet.pk for wallet in wallets}
    lots = queries.lots(purchase.member.uuid, on=purchase.on, sources=[budget.pk for budget in purchase.budgets])
    return paid_by(purchase, [lot for lot in lots if lot.account_id in locked])


def _hold(order: Order, parts: Sequence[Part], wallets: Sequence[Account], actor: Actor) -> None:
    """Move the credit from the lots to what is held of their budgets."""
    lots = {wallet.pk: wallet for wallet in wallets}
    held = accounts.held_by_budget({part.budget.pk for part in parts})
    lines = [posting.Line(lots[part.lot.account_id], debit=part.amount) for part in parts]
    lines += [posting.Line(held[part.budget.pk], credit=part.amount) for part in parts]
    posting.post(
        key=f"order:{order.pk}",
        reason=Reason.ORDER,
        lines=lines,
        actor=actor,
        reference=str(order.pk),
        locked=lots.keys(),
    )


def _issue(order: Order, purchase: Purchase) -> None:
    """Make what the provider owes in the registry, nameless, and the voucher where a code is shown."""
    code = codes.new_code() if purchase.gives_voucher else ""
    fulfilments.issue(
        offer=purchase.offer,
        slot=purchase.slot,
        issuer=isolation.current(),
        code_hash=codes.code_hash(code) if code else None,
        last_four=code[-4:],
        period=order.period,
        subscription_id=purchase.agreed.subscription if purchase.agreed else None,
        amount=order.price,
        valid_until=purchase.valid_until,
        fulfilment_id=order.fulfilment_id,
    )
    if code:
        _give_voucher(order, purchase, code)


def _give_voucher(order: Order, purchase: Purchase, code: str) -> None:
    voucher = Voucher.objects.create(
        order=order,
        sealed_code=codes.seal_code(isolation.current().key, code),
        last_four=code[-4:],
        valid_until=purchase.valid_until,
    )
    send_after_commit(render_voucher, voucher.pk)


def _book(order: Order, purchase: Purchase, actor: Actor) -> None:
    """Tell the provider's own schema who comes, and what its staff must know; once where months follow."""
    organization = purchase.offer.provider.organization
    if organization is None:
        raise refusals.ProviderAway(provider=purchase.offer.provider.name)
    if purchase.agreed and purchase.agreed.is_renewal:
        return
    with isolation.enter(organization, actor=actor, reason="book an order"):
        add_booking(
            fulfilment_id=order.fulfilment_id,
            offer_id=order.offer_id,
            slot=purchase.slot,
            name=purchase.name,
            age=purchase.age,
            answers=questions.kept(purchase.offer, purchase.answers),
        )


def _take_place(purchase: Purchase) -> None:
    if purchase.slot is None:
        return
    if purchase.kept is not None:
        waiting.confirm(purchase.kept, purchase.slot.pk)
        return
    try:
        places.take_place(purchase.slot.pk)
    except places.SoldOut as error:
        raise refusals.SoldOut from error
