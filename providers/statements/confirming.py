"""What a provider does with a statement: confirm it, contest a line, write down its invoice. Dated, said beforehand."""

import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef

from providers.statements import corrections
from providers.statements.models import Correction, Side, Statement, StatementLine
from providers.statements.queries import waiting_of
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.money import ZERO

DAYS_TO_CONFIRM = 15
State = Statement.State


class CannotConfirm(ValueError):
    """The statement is not moved; `code` says why: done, waiting, changed, late, contested."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def confirm(statement: Statement, *, revision: int, actor: Actor) -> None:
    """The provider agrees to the total it was shown. Raises CannotConfirm: done, waiting, changed."""
    if waiting_of(statement).exists():
        raise CannotConfirm("waiting")
    if not confirmed(statement, revision=revision):
        still = Statement.objects.filter(pk=statement.pk, state=State.TO_CONFIRM)
        raise CannotConfirm("changed" if still.exists() else "done")
    record(actor, "statement.confirmed", subject=str(statement.pk), details={"total": str(statement.total)})


def confirmed(statement: Statement, *, revision: int | None = None, by_silence: bool = False) -> bool:
    """Move a statement that nobody contests to confirmed, once; one with nothing to pay is paid at once."""
    pending = Correction.objects.filter(
        fulfilment__statement_line__statement=OuterRef("pk"), state=Correction.State.PROPOSED
    )
    open_ones = Statement.objects.filter(~Exists(pending), pk=statement.pk, state=State.TO_CONFIRM)
    if revision is not None:
        open_ones = open_ones.filter(revision=revision)
    moved = {"confirmed_at": now(), "by_silence": by_silence}
    paid = open_ones.filter(total=ZERO).update(state=State.PAID, paid_on=today(), **moved)
    return bool(paid or open_ones.update(state=State.CONFIRMED, **moved))


def contest(statement: Statement, line: StatementLine, *, amount: Decimal, reason: str, actor: Actor) -> Correction:
    """The provider says that a line is worth `amount` instead. Raises CannotConfirm (late, done) or CannotCorrect."""
    if statement.state != State.TO_CONFIRM:
        raise CannotConfirm("done")
    if today() > statement.confirm_by:
        raise CannotConfirm("late")
    change = amount - (line.amount + corrections.corrected(line.fulfilment_id))
    correction = corrections.propose_correction(line.fulfilment_id, change, reason, side=Side.PROVIDER)
    details = {"statement": str(statement.pk), "amount": str(change), "reason": reason}
    record(actor, "statement.contested", subject=str(correction.pk), details=details)
    return correction


def write_invoice(statement: Statement, *, number: str, day: datetime.date, actor: Actor) -> None:
    """Keep number and date of the provider's own invoice; raises CannotConfirm (waiting) before the total is agreed."""
    agreed = Statement.objects.filter(pk=statement.pk).exclude(state=State.TO_CONFIRM)
    if not agreed.update(invoice_number=number, invoice_date=day):
        raise CannotConfirm("waiting")
    record(actor, "statement.invoiced", subject=str(statement.pk), details={"date": day.isoformat()})
