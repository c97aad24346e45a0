"""Placing several weeks and several children as one thing: all of it or nothing, in one durable transaction.

Lock order: the member's wallets, then the slots by key, then what is kept for who waited. The slots are the rows that
everybody wants: their places are taken last, so that two groups never wait for each other (decision 0007).
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from catalog.orders import grouping, refusals, waiting, writing
from catalog.orders.grouping import GroupChoice, key_of, purchases_of, total_of, wanted_places
from catalog.orders.groups import group_key
from catalog.orders.models import GroupSheet, Order
from catalog.orders.purchase import Purchase, opening_of
from catalog.orders.refusals import LinesRefused, Problem, Terms
from catalog.orders.tasks import render_sheet
from members.ledger import locks
from members.models import Member
from providers import places, reserving
from tenants import isolation
from tenants.envelope import send_after_commit
from tenants.isolation import Actor
from welfare import keys

BODY = "group-body"


@dataclass(frozen=True)
class PlaceGroup:
    """A confirmation: `key` is the form's nonce, `terms` the revision and the sum that the person saw."""

    key: str
    member: Member
    actor: Actor
    choice: GroupChoice
    terms: Terms

    @property
    def stored_key(self) -> str:
        """The nonce, the member's own: somebody else's finds nothing."""
        return f"{self.member.pk}:{self.key}"

    @property
    def body_hash(self) -> str:
        """A keyed hash of all that is asked: answers are about health and could be guessed."""
        choice, terms = self.choice, self.terms
        lines = sorted([str(slot), str(who)] for slot, who in choice.lines)
        answers = sorted([str(who), *map(list, sorted(said.items()))] for who, said in choice.answers.items())
        body = json.dumps([str(choice.offer_id), lines, answers, str(terms.revision), str(terms.price)])
        return keys.fingerprint(BODY, isolation.current().key, body).hex()


def place_group(command: PlaceGroup) -> list[Order]:
    """Place all orders of a group or none; the same command again returns the first ones.

    Raises a Refusal (nothing is left of it; LinesRefused names the lines), Http404 for what is not there, and an
    OperationalError when a lock was not free within three seconds.
    """
    try:
        with transaction.atomic(durable=True):
            return _place(command)
    except IntegrityError:
        # Two submits of one form at once, and no wallet of theirs to queue at.
        first = first_orders(command)
        if not first:
            raise
        return first


def first_orders(command: PlaceGroup) -> list[Order]:
    """The orders that this form placed before; KeyReused when it asked for something else."""
    first = Order.objects.filter(key=f"{command.stored_key}:0").first()
    if first is None:
        return []
    if first.body_hash != command.body_hash:
        raise refusals.KeyReused
    return list(Order.objects.filter(group=first.group, member=command.member).order_by("placed_at", "pk"))


def _place(command: PlaceGroup) -> list[Order]:
    opening = opening_of(command.choice.offer_id)
    wallets = locks.lock_wallets(command.member.uuid)
    first = first_orders(command)
    if first:
        return first
    purchases = purchases_of(command.member, command.choice, opening)
    lines = grouping.lines_of(purchases, writing.lots_of(purchases[0], wallets))
    new = Terms(purchases[0].offer.revision, total_of(purchases))
    if new != command.terms:
        raise refusals.OfferChanged(old=command.terms, new=new)
    form = writing.Form(command.stored_key, command.body_hash, command.actor, group=uuid.uuid4())
    orders = writing.write(form, lines, wallets)
    begin_sheet(orders[0])
    _take_places(purchases)
    return orders


def begin_sheet(order: Order) -> None:
    """Write that the new group needs its document; the mails go out with it."""
    sheet = GroupSheet.objects.create(pk=group_key(order), member=order.member)
    send_after_commit(render_sheet, sheet.pk)


def _take_places(purchases: Sequence[Purchase]) -> None:
    """Take the places, slot by slot in the order of their keys; every slot that has none is named."""
    slots = {purchase.slot.pk: purchase.slot for purchase in purchases if purchase.slot}
    gone: set[uuid.UUID] = set()
    for slot_id, wanted in wanted_places(purchases).items():
        try:
            reserving.take(slots[slot_id], wanted)
        except places.SoldOut:
            gone.add(slot_id)
    problems = [Problem(key_of(x), refusals.SoldOut()) for x in purchases if x.kept is None and key_of(x)[0] in gone]
    problems += [problem for problem in map(_confirmed, purchases) if problem]
    if problems:
        raise LinesRefused(problems)


def _confirmed(purchase: Purchase) -> Problem | None:
    """Take the place that is kept for who waited, if one is; what stands against it."""
    if purchase.kept is None:
        return None
    try:
        waiting.confirm(purchase.kept, key_of(purchase)[0])
    except refusals.PlaceGone as gone:
        return Problem(key_of(purchase), gone)
    return None
