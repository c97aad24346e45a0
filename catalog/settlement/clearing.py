"""Rounds of clearing: cooperatives that are each other's customers and suppliers pay only the difference.

A network proposes, each cooperative says yes or no. When the last has said yes, the statements are cleared, each in its
issuer's ledger, and what is left to pay is due: one transaction. One no, or one silence, and everything is as before.
No commission: what is cleared and what is paid add up to what was accepted.
"""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction

from catalog.settlement import settling
from providers.statements import netting
from providers.statements.models import ClearingItem, ClearingParty, ClearingRound, ClearingTransfer, Statement
from providers.statements.netting import Debt
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.models import Organization, Status
from welfare.clock import now, today
from welfare.money import ZERO

State = ClearingRound.State
DAYS_TO_ACCEPT = 10
Key = uuid.UUID


class CannotClear(ValueError):
    """Nothing was changed; `code` says why: nothing, running, over, answered, moved, away."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clearable() -> list[Statement]:
    """Confirmed, unpaid statements between active organizations that owe and are owed among themselves."""
    confirmed = Statement.objects.filter(
        state=Statement.State.CONFIRMED,
        total__gt=0,
        issuer__status=Status.ACTIVE,
        provider__organization__status=Status.ACTIVE,
    )
    found = list(confirmed.select_related("provider", "issuer").order_by("pk"))
    kept = set(netting.both_sides([debt_of(row) for row in found]))
    return [row for row in found if debt_of(row) in kept]


def debt_of(statement: Statement) -> Debt[Key]:
    """What the issuer owes the provider's organization."""
    creditor = statement.provider.organization_id
    if creditor is None:
        raise ValueError(f"statement {statement.pk} is owed to nobody")
    return Debt(statement.issuer_id, creditor, statement.total)


def propose(*, actor: Actor) -> ClearingRound:
    """Start a round of the network in force over all that can be cleared; raises CannotClear (running, nothing)."""
    network = isolation.current()
    with transaction.atomic():
        # Of two who press at once the second waits here, and finds the first's round.
        Organization.objects.select_for_update(no_key=True).get(pk=network.pk)
        if ClearingRound.objects.filter(state=State.PROPOSED).exists():
            raise CannotClear("running")
        rows = clearable()
        if not rows:
            raise CannotClear("nothing")
        found = ClearingRound.objects.create(
            network=network, made_at=now(), accept_by=today() + datetime.timedelta(days=DAYS_TO_ACCEPT)
        )
        fill(found, rows)
        hold(rows)
        details = {"statements": len(rows), "total": str(sum((row.total for row in rows), ZERO))}
        record(actor, "clearing.proposed", subject=str(found.pk), details=details)
    return found


def fill(found: ClearingRound, rows: Sequence[Statement]) -> None:
    """Write what a round clears, where each party stands, and what is left to pay."""
    debts = [debt_of(row) for row in rows]
    stands = netting.positions(debts)
    left = netting.transfers({party: owed - owes for party, (owed, owes) in stands.items()})
    ClearingItem.objects.bulk_create(ClearingItem(round=found, statement=row, amount=row.total) for row in rows)
    ClearingParty.objects.bulk_create(
        ClearingParty(round=found, organization_id=party, owed=owed, owes=owes, net=owed - owes)
        for party, (owed, owes) in sorted(stands.items())
    )
    ClearingTransfer.objects.bulk_create(transfer_of(found, debt) for debt in left)


def transfer_of(found: ClearingRound, debt: Debt[Key]) -> ClearingTransfer:
    """One transfer that is left."""
    key = uuid.uuid4()
    number = f"C{found.made_at:%Y%m}-{key.hex[:8].upper()}"
    return ClearingTransfer(
        id=key, round=found, number=number, payer_id=debt.debtor, payee_id=debt.creditor, amount=debt.amount
    )


def hold(rows: Sequence[Statement]) -> None:
    """Keep the statements of a round from being paid meanwhile; raises CannotClear when one was taken."""
    still = Statement.objects.filter(pk__in=[row.pk for row in rows], state=Statement.State.CONFIRMED)
    if still.update(state=Statement.State.CLEARING) != len(rows):
        raise CannotClear("moved")


def answer(round_id: uuid.UUID, *, is_yes: bool, actor: Actor) -> ClearingRound:
    """The organization in force says yes or no, once. The last yes clears; a no ends the round with nothing changed.

    Raises CannotClear (over, answered, away).
    """
    organization = isolation.current()
    with transaction.atomic(durable=True):
        found = locked(round_id)
        if found.state != State.PROPOSED or today() > found.accept_by:
            raise CannotClear("over")
        mine = found.parties.filter(organization=organization, accepted_at__isnull=True, refused_at__isnull=True)
        said = {"accepted_at": now()} if is_yes else {"refused_at": now()}
        if not mine.update(**said):
            raise CannotClear("answered")
        record(actor, "clearing.accepted" if is_yes else "clearing.refused", subject=str(found.pk))
        if not is_yes:
            undo(found, State.REFUSED)
        elif not found.parties.filter(accepted_at__isnull=True).exists():
            agree(found, actor)
    return found


def locked(round_id: uuid.UUID) -> ClearingRound:
    """A round, held: answers to it come one after the other."""
    return ClearingRound.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id)


def agree(found: ClearingRound, actor: Actor) -> None:
    """Everybody has said yes: settle each statement in its issuer's ledger, and make the transfers due."""
    by_issuer: dict[Organization, list[uuid.UUID]] = {}
    items = list(found.items.select_related("statement__issuer").order_by("statement__issuer_id", "statement_id"))
    for item in items:
        by_issuer.setdefault(item.statement.issuer, []).append(item.statement_id)
    cleared = sum(settle_in(issuer, keys, actor) for issuer, keys in by_issuer.items())
    if cleared != len(items):
        raise CannotClear("moved")
    found.transfers.update(state=ClearingTransfer.State.DUE)
    found.state, found.closed_at = State.AGREED, now()
    found.save(update_fields=["state", "closed_at"])


def settle_in(issuer: Organization, keys: Sequence[uuid.UUID], actor: Actor) -> int:
    """Clear an issuer's statements in its ledger; how many. Raises CannotClear when its data cannot be reached."""
    if not isolation.schema_exists(issuer.schema_name):
        raise CannotClear("away")
    with isolation.enter(issuer, actor=actor, reason="clear statements"):
        states = [Statement.State.CLEARING]
        return len(settling.settle(keys, today(), actor=actor, states=states, to=Statement.State.CLEARED))


def undo(found: ClearingRound, state: str) -> None:
    """End a round with nothing changed: its statements can be paid as before."""
    keys = list(found.items.values_list("statement_id", flat=True))
    held = Statement.objects.filter(pk__in=keys, state=Statement.State.CLEARING)
    held.update(state=Statement.State.CONFIRMED)
    found.transfers.all().delete()
    found.state, found.closed_at = state, now()
    found.save(update_fields=["state", "closed_at"])


def lapse_due() -> int:
    """End rounds whose day is over; how many."""
    keys = list(ClearingRound.objects.filter(state=State.PROPOSED, accept_by__lt=today()).values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            found = locked(key)
            if found.state == State.PROPOSED:
                undo(found, State.LAPSED)
    return len(keys)
