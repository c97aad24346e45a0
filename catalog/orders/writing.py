"""Writing what an order, or a group of them, leaves behind: credit held, order, voucher, fulfilment, booking, trail.

Called in the transaction of `place` and `place_group`, with the member's wallets locked; the places are the caller's
affair, since the slot is locked last.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.fiscal import Verdict
from catalog.orders import codes, law, questions, refusals
from catalog.orders.credit import Part
from catalog.orders.models import Order, Voucher
from catalog.orders.purchase import Purchase
from catalog.orders.snapshot import snapshot_of
from catalog.orders.tasks import render_voucher
from members.ledger import accounts, posting, queries
from members.ledger.models import Account, Reason
from members.ledger.queries import Lot
from providers import fulfilments
from providers.bookings.services import add_booking
from tenants import isolation
from tenants.audit.trail import record
from tenants.envelope import send_after_commit
from tenants.isolation import Actor
from welfare.clock import now


@dataclass(frozen=True)
class Form:
    """The form that was confirmed; a group's orders share it, and have its key with their number behind."""

    key: str
    body_hash: str
    actor: Actor
    group: uuid.UUID | None = None
    # One instant for all that is confirmed together.
    at: datetime.datetime = field(default_factory=now)

    def key_of(self, number: int) -> str:
        """The key of one order."""
        return self.key if self.group is None else f"{self.key}:{number}"


@dataclass(frozen=True)
class Line:
    """One purchase with its verdict, and the lots that pay."""

    purchase: Purchase
    verdict: Verdict
    parts: Sequence[Part]


def lots_of(purchase: Purchase, wallets: Sequence[Account]) -> list[Lot]:
    """The locked lots of the budgets that may pay, the one that expires first ahead; one query.

    Where credit was held before, its own lots as far as it was held, past their day too; no query.
    """
    if purchase.held:
        return [lot_held(wallet, purchase.held[wallet.pk]) for wallet in wallets if wallet.pk in purchase.held]
    locked = {wallet.pk for wallet in wallets}
    lots = queries.lots(purchase.member.uuid, on=purchase.on, sources=[budget.pk for budget in purchase.budgets])
    return [lot for lot in lots if lot.account_id in locked]


def lot_held(wallet: Account, amount: Decimal) -> Lot:
    """A wallet as a lot that holds no more than was held of it."""
    return Lot(wallet.pk, wallet.budget, wallet.unit, wallet.expires_on, amount)


def write(form: Form, lines: Sequence[Line], wallets: Sequence[Account]) -> list[Order]:
    """Write an order a line, in their order; their credit moves together."""
    orders = [order_of(form, number, line) for number, line in enumerate(lines)]
    hold(orders, lines, wallets, form.actor)
    for order, line in zip(orders, lines, strict=True):
        order.save(force_insert=True)
        issue(order, line.purchase)
    book(orders, lines, form.actor)
    for order in orders:
        record(form.actor, "order_placed", person_id=order.member.user_id, subject=str(order.pk))
    return orders


def order_of(form: Form, number: int, line: Line) -> Order:
    """The order of a line, not written yet."""
    purchase = line.purchase
    return Order(
        key=form.key_of(number),
        body_hash=form.body_hash,
        group=form.group,
        member=purchase.member,
        relative=purchase.relative,
        beneficiary_name=purchase.name,
        beneficiary_age=purchase.age,
        offer_id=purchase.offer.pk,
        slot_id=purchase.slot.pk if purchase.slot else None,
        period=purchase.agreed.period if purchase.agreed else None,
        provider_id=purchase.offer.provider_id,
        fulfilment_id=uuid.uuid4(),
        snapshot=snapshot_of(purchase, line.parts),
        price=purchase.price,
        verdict=law.as_kept(line.verdict, purchase, line.parts),
        cancel_until=purchase.cancel_until,
        placed_at=form.at,
    )


def hold(orders: Sequence[Order], lines: Sequence[Line], wallets: Sequence[Account], actor: Actor) -> None:
    """Move the credit from the lots to what is held of their budgets; an entry an order, so that each can go back."""
    lots = {wallet.pk: wallet for wallet in wallets}
    held = accounts.held_by_budget({part.budget.pk for line in lines for part in line.parts})
    drafts = [entry_of(order, line.parts, lots, held) for order, line in zip(orders, lines, strict=True)]
    posting.post_many(drafts, actor=actor, locked=lots.keys())


def entry_of(
    order: Order, parts: Sequence[Part], lots: dict[int, Account], held: dict[uuid.UUID, Account]
) -> posting.Draft:
    """The entry of one order."""
    return posting.Draft(f"order:{order.pk}", Reason.ORDER, held_lines(parts, lots, held), str(order.pk))


def held_lines(parts: Sequence[Part], lots: dict[int, Account], held: dict[uuid.UUID, Account]) -> list[posting.Line]:
    """The lines that move each part from its lot to what is held of its budget."""
    lines = [posting.Line(lots[part.lot.account_id], debit=part.amount) for part in parts]
    return lines + [posting.Line(held[part.budget.pk], credit=part.amount) for part in parts]


def issue(order: Order, purchase: Purchase) -> None:
    """Make what the provider owes in the registry, nameless, and the voucher where a code is shown."""
    code = codes.new_code() if purchase.gives_voucher else ""
    fulfilments.issue(
        offer=purchase.offer,
        slot=purchase.slot,
        issuer=isolation.current(),
        code_hash=codes.code_hash(code) if code else None,
        last_four=code[-4:],
        period=order.period,
        group=order.group,
        subscription_id=purchase.agreed.subscription if purchase.agreed else None,
        amount=order.price,
        valid_until=purchase.valid_until,
        fulfilment_id=order.fulfilment_id,
    )
    if code:
        give_voucher(order, purchase, code)


def give_voucher(order: Order, purchase: Purchase, code: str) -> None:
    """Write the voucher; its document is made at once, or when it is asked for where the group has one for all."""
    is_alone = order.group is None
    voucher = Voucher.objects.create(
        order=order,
        sealed_code=codes.seal_code(isolation.current().key, code),
        last_four=code[-4:],
        valid_until=purchase.valid_until,
        document=Voucher.Document.QUEUED if is_alone else Voucher.Document.UNMADE,
    )
    if is_alone:
        send_after_commit(render_voucher, voucher.pk)


def book(orders: Sequence[Order], lines: Sequence[Line], actor: Actor) -> None:
    """Tell the provider's own schema who comes, and what its staff must know; once where months follow."""
    provider = lines[0].purchase.offer.provider
    if provider.organization is None:
        raise refusals.ProviderAway(provider=provider.name)
    new = [(order, line.purchase) for order, line in zip(orders, lines, strict=True) if is_new(line.purchase)]
    if not new:
        return
    with isolation.enter(provider.organization, actor=actor, reason="book an order"):
        for order, purchase in new:
            add_booking(
                fulfilment_id=order.fulfilment_id,
                offer_id=order.offer_id,
                slot=purchase.slot,
                name=purchase.name,
                age=purchase.age,
                answers=questions.kept(purchase.offer, purchase.answers),
            )


def is_new(purchase: Purchase) -> bool:
    """Whether the provider does not know of it yet."""
    return not (purchase.agreed and purchase.agreed.is_renewal)
