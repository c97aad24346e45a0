"""Answering a correction: credit goes back to the lots it came from, or comes back out of them; what is owed follows.

Lock order: fulfilment, order, accounts; the statement is moved last, by a conditional UPDATE. What is accepted before
its statement is confirmed counts in it; what comes later counts in the next one.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from catalog.orders import ending
from catalog.orders.models import Order
from catalog.plans import refunds
from catalog.settlement import telling, year_parts
from members.ledger import accounts, posting
from members.ledger.errors import Overdrawn
from members.ledger.models import Account, AccountKind, Entry, Leg, Reason
from members.ledger.posting import Line
from providers.models import Fulfilment
from providers.statements.corrections import refuse_correction
from providers.statements.models import Correction, Statement
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.money import ZERO

State = Correction.State


class CannotAnswer(RuntimeError):
    """The correction stays; `code` says why: answered, away (the issuer's data), spent (the credit is gone)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Taken:
    """What an account gave or got."""

    account: Account
    amount: Decimal


def accept(correction_id: uuid.UUID, *, actor: Actor, by_silence: bool = False) -> Correction:
    """The other side agrees: credit moves in the issuer's ledger, the member is told; once. Raises CannotAnswer."""
    issuer = Correction.objects.select_related("fulfilment__issuer").get(pk=correction_id).fulfilment.issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise CannotAnswer("away")
    with transaction.atomic(durable=True):
        with isolation.enter(issuer, actor=actor, reason="accept a correction"):
            correction = accept_inside(correction_id, actor, by_silence=by_silence)
        if actor.user_id is not None:
            record(actor, "correction.agreed", subject=str(correction.pk), details={"amount": str(correction.amount)})
    return correction


def accept_inside(correction_id: uuid.UUID, actor: Actor, *, by_silence: bool) -> Correction:
    """The part in the issuer's schema and transaction."""
    fulfilment_id = Correction.objects.values_list("fulfilment_id", flat=True).get(pk=correction_id)
    fulfilment, order = lock(fulfilment_id)
    waiting = Correction.objects.filter(pk=correction_id, state=State.PROPOSED)
    if not waiting.update(state=State.ACCEPTED, answered_at=now(), by_silence=by_silence):
        raise CannotAnswer("answered")
    correction = told_of(correction_id)
    move_credit(correction, order, actor)
    count(correction)
    details = {"fulfilment": str(fulfilment.pk), "amount": str(correction.amount), "reason": correction.reason}
    record(actor, "correction.accepted", person_id=order.member.user_id, subject=str(order.pk), details=details)
    telling.tell_member(order, correction)
    telling.tell_answered(correction)
    return correction


def refuse(correction_id: uuid.UUID, refusal: str, *, actor: Actor) -> None:
    """The other side does not agree; nothing moves. Raises CannotAnswer. The trail is of who answers."""
    with transaction.atomic():
        correction = told_of(correction_id)
        if not refuse_correction(correction, refusal):
            raise CannotAnswer("answered")
        record(actor, "correction.refused", subject=str(correction.pk), details={"refusal": refusal})
        telling.tell_answered(correction)


def told_of(correction_id: uuid.UUID) -> Correction:
    """A correction with those it concerns."""
    found = Correction.objects.select_related("fulfilment__provider__organization", "fulfilment__offer")
    return found.get(pk=correction_id)


def lock(fulfilment_id: uuid.UUID) -> tuple[Fulfilment, Order]:
    """Both halves of an order, held; raises CannotAnswer where the issuer does not know the order."""
    try:
        return ending.lock(fulfilment_id)
    except Order.DoesNotExist as error:
        # Its data may come from an older backup.
        raise CannotAnswer("away") from error


def move_credit(correction: Correction, order: Order, actor: Actor) -> None:
    """Write the entry of a correction, and what it means for the order's page and the person's tax year."""
    owed = accounts.owed(order.provider_id)
    given = given_back(order)
    if correction.amount < ZERO:
        legs = [Leg(account=each.account, debit=each.amount) for each in still_spent(order, given, -correction.amount)]
        lines = refunds.reversed_lines([*legs, Leg(account=owed, credit=-correction.amount)], today())
        returned = ending.returned(refunds.outcome_of(refunds.lots_of(legs), [line for line in lines if line.credit]))
    else:
        back = last_of(given, correction.amount)
        lines = [Line(each.account, debit=each.amount) for each in back] + [Line(owed, credit=correction.amount)]
        returned = {}
    post(correction, order, merged(lines), actor)
    order.snapshot.setdefault("corrections", {})[str(correction.pk)] = {"change": str(correction.amount), **returned}
    year_parts.correct(order, correction.amount)
    order.save(update_fields=["snapshot", "verdict"])


def post(correction: Correction, order: Order, lines: Sequence[Line], actor: Actor) -> None:
    """The entry; raises CannotAnswer when what would come back out has been spent."""
    reason = Reason.REFUND if correction.amount < ZERO else Reason.ORDER
    key = f"correction:{order.pk}:{correction.pk}"
    try:
        posting.post(key=key, reason=reason, lines=lines, actor=actor, reference=str(order.pk))
    except Overdrawn as error:
        raise CannotAnswer("spent") from error


def spent_on(order: Order) -> list[Taken]:
    """The lots that paid an order; the one that expires last first, for its credit is worth most to the person."""
    legs = Entry.objects.get(key=f"order:{order.pk}").legs.select_related("account")
    paid = [leg for leg in legs if leg.account.kind == AccountKind.WALLET and leg.debit]
    paid.sort(key=lambda leg: (leg.account.expires_on is None, leg.account.expires_on, leg.pk), reverse=True)
    return [Taken(leg.account, leg.debit) for leg in paid]


def given_back(order: Order) -> list[Taken]:
    """What earlier corrections gave and have not taken back, in the order in which it was given."""
    entries = Entry.objects.filter(key__startswith=f"correction:{order.pk}:", reference=str(order.pk))
    legs = Leg.objects.filter(entry__in=entries).exclude(account__kind=AccountKind.OWED)
    given: list[Taken] = []
    for leg in legs.select_related("account").order_by("entry_id", "pk"):
        if leg.credit:
            given.append(Taken(leg.account, leg.credit))
        else:
            given = without(given, leg.debit)
    return given


def still_spent(order: Order, given: Sequence[Taken], amount: Decimal) -> list[Taken]:
    """The parts of an order's lots that `amount` goes back to, after what went back before."""
    before = sum((each.amount for each in given), ZERO)
    paid = spent_on(order)
    kept = without(list(reversed(paid)), before)
    return last_of(kept, amount)


def without(parts: Sequence[Taken], amount: Decimal) -> list[Taken]:
    """The parts with `amount` taken off their end."""
    left = list(parts)
    while amount > ZERO and left:
        last = left.pop()
        if last.amount > amount:
            left.append(Taken(last.account, last.amount - amount))
        amount -= min(last.amount, amount)
    return left


def last_of(parts: Sequence[Taken], amount: Decimal) -> list[Taken]:
    """The parts that make up `amount`, from the end."""
    found: list[Taken] = []
    for each in reversed(parts):
        if amount <= ZERO:
            break
        taken = min(each.amount, amount)
        found.append(Taken(each.account, taken))
        amount -= taken
    return found


def merged(lines: Sequence[Line]) -> list[Line]:
    """One line an account and side, for several parts of one lot."""
    sums: dict[tuple[Account, bool], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        sums[line.account, bool(line.debit)] += line.debit or line.credit
    return [
        Line(account, debit=amount) if is_debit else Line(account, credit=amount)
        for (account, is_debit), amount in sums.items()
    ]


def count(correction: Correction) -> None:
    """Let a correction count in its line's statement while that waits for its provider; else it waits for the next."""
    open_one = Statement.objects.filter(
        lines__fulfilment=correction.fulfilment_id,
        state=Statement.State.TO_CONFIRM,
        total__gte=-correction.amount,
    )
    keys = list(open_one.values_list("pk", flat=True))
    still = Statement.objects.filter(pk__in=keys, state=Statement.State.TO_CONFIRM, total__gte=-correction.amount)
    change = {name: F(name) + correction.amount for name in ("corrected", "total")}
    if still.update(revision=F("revision") + 1, **change):
        Correction.objects.filter(pk=correction.pk).update(statement_id=keys[0])
