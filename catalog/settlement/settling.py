"""Paid: what was owed becomes settled in the issuer's ledger, once, whoever says it first.

Runs in the issuer's schema. The conditional UPDATE of the statement decides between two who say it at once.
"""

import datetime
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction

from members.ledger import accounts, posting
from members.ledger.models import Reason
from providers.statements.models import ClearingTransfer, Statement
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import ZERO

State = Statement.State
PAYABLE = (State.CONFIRMED, State.ORDERED)


class NotPayable(ValueError):
    """Nothing was paid; `code` says why: future (the value date), early (before the month ended), away."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def settle(
    keys: Collection[uuid.UUID],
    paid_on: datetime.date,
    *,
    actor: Actor,
    states: Collection[str] = PAYABLE,
    to: str = State.PAID,
) -> list[Statement]:
    """Mark statements of the organization in force as paid and post what was owed as settled; those moved by this call.

    Those that were paid before are left alone. `paid_on` is the value date; raises NotPayable for one to come.
    """  # fmt: skip
    if paid_on > today():
        raise NotPayable("future")
    with transaction.atomic():
        moved = [row for row in statements(keys) if is_moved(row, paid_on, states, to)]
        posting.post_many([draft_of(row, paid_on) for row in moved if row.total > ZERO], actor=actor)
    return moved


def received(statement: Statement, paid_on: datetime.date, *, actor: Actor) -> bool:
    """The provider in force says that its money has come; False when it was not waiting for it. Raises NotPayable."""
    issuer = statement.issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise NotPayable("away")
    with transaction.atomic():
        with isolation.enter(issuer, actor=actor, reason="a provider was paid"):
            moved = settle([statement.pk], paid_on, actor=actor)
        if moved:
            record(actor, "statement.received", subject=str(statement.pk), details={"total": str(statement.total)})
    return bool(moved)


def statements(keys: Collection[uuid.UUID]) -> Sequence[Statement]:
    """Statements of the organization in force, in one order."""
    return list(Statement.objects.filter(pk__in=list(keys), issuer=isolation.current()).order_by("pk"))


def is_moved(statement: Statement, paid_on: datetime.date, states: Collection[str], to: str) -> bool:
    """Move one statement to paid or cleared, once. Raises NotPayable for a value date before its month ended."""
    if paid_on < (statement.month + datetime.timedelta(days=32)).replace(day=1):
        raise NotPayable("early")
    still = Statement.objects.filter(pk=statement.pk, state__in=list(states))
    return bool(still.update(state=to, paid_on=paid_on))


def draft_of(statement: Statement, paid_on: datetime.date) -> posting.Draft:
    """The entry of one statement: no longer owed, but settled."""
    lines = [
        posting.Line(accounts.owed(statement.provider_id), debit=statement.total),
        posting.Line(accounts.settled(statement.provider_id), credit=statement.total),
    ]
    reference = str(statement.pk)
    return posting.Draft(f"settle:{reference}", Reason.SETTLED, lines, reference, paid_on)


def settle_transfers(keys: Collection[uuid.UUID], paid_on: datetime.date) -> int:
    """Mark transfers that a clearing round left to the organization in force as paid; how many were moved.

    The ledger knows nothing of them: what was owed to providers was settled when the round was agreed.
    """
    if paid_on > today():
        raise NotPayable("future")
    open_states = (ClearingTransfer.State.DUE, ClearingTransfer.State.ORDERED)
    due = ClearingTransfer.objects.filter(pk__in=list(keys), payer=isolation.current(), state__in=open_states)
    return due.update(state=ClearingTransfer.State.PAID, paid_on=paid_on)
