"""What an issuer owes and pays: payables, the file for the bank, its withdrawal, and paid.

Runs in the issuer's schema. A statement leaves `confirmed` by one conditional UPDATE, so one live file has it.
"""

import datetime
import hashlib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.http import Http404
from stdnum import iban as ibans

from catalog.settlement import settling, transfers
from catalog.settlement.models import PayerSettings, Payment, PaymentFile
from providers.models import Provider
from providers.statements.models import ClearingTransfer, Statement
from providers.statements.queries import payable
from tenants import isolation
from tenants.audit.trail import record
from tenants.identity.models import User
from tenants.isolation import Actor
from welfare import files
from welfare.clock import now, today
from welfare.money import ZERO

State = PaymentFile.State
Due = ClearingTransfer.State
FURTHEST = datetime.timedelta(days=90)


class CannotPay(ValueError):
    """Nothing was changed; `code` says why: nothing, no_account, no_iban, day, moved, invalid, late, paid."""

    def __init__(self, code: str, names: Collection[str] = ()) -> None:
        super().__init__(code)
        self.code, self.names = code, tuple(sorted(names))


@dataclass(frozen=True)
class Payable:
    """What may be paid: a statement, or what a clearing round left. No service, day, count or rate."""

    key: uuid.UUID
    number: str
    payee: str
    iban: str
    amount: Decimal
    month: datetime.date | None
    invoice: str = ""
    invoice_date: datetime.date | None = None

    @property
    def is_clearing(self) -> bool:
        """Whether it is a transfer of a round, not a statement."""
        return self.month is None

    @property
    def has_iban(self) -> bool:
        """Whether the provider has written where it is paid."""
        return bool(ibans.is_valid(self.iban))

    @property
    def text(self) -> str:
        """What the payee reads on its account."""
        if not self.invoice:
            return f"Rendiconto {self.number}"
        return f"Rendiconto {self.number} fattura {self.invoice}"


def payables() -> list[Payable]:
    """All that the organization in force can pay now, the oldest month first; two queries."""
    organization = isolation.current()
    confirmed = payable(organization)
    due = ClearingTransfer.objects.filter(payer=organization, state=Due.DUE).select_related("payee__provider")
    found = [of_statement(row) for row in confirmed.select_related("provider").order_by("month", "number")]
    return found + [of_transfer(row) for row in due.order_by("number")]


def of_statement(row: Statement) -> Payable:
    """A statement as its payer sees it."""
    to = row.provider
    return Payable(
        row.pk,
        row.number,
        to.legal_name or to.name,
        to.iban,
        row.total,
        row.month,
        row.invoice_number,
        row.invoice_date,
    )


def of_transfer(row: ClearingTransfer) -> Payable:
    """A transfer of a clearing round."""
    to: Provider = row.payee.provider
    return Payable(row.pk, row.number, to.legal_name or to.name, to.iban, row.amount, None)


def payer_settings() -> PayerSettings | None:
    """The account that the organization in force pays from, once somebody has written it."""
    return PayerSettings.objects.select_related("changed_by").first()


def make_file(
    key: str, chosen: Collection[uuid.UUID], execution_on: datetime.date, *, user: User, actor: Actor
) -> PaymentFile:
    """Make the file of what was chosen, once for a form's `key`. Raises CannotPay.

    Two who choose the same at once: one has the file, the other is told that it has moved on.
    """
    before = made_before(key)
    if before is not None:
        return before
    try:
        return made_now(key, chosen, execution_on, user=user, actor=actor)
    except CannotPay:
        # The same form twice at once: the second finds what the first took.
        before = made_before(key)
        if before is None:
            raise
        return before


def made_before(key: str) -> PaymentFile | None:
    """The file that a form made before."""
    return PaymentFile.objects.filter(key=key).first()


def made_now(
    key: str, chosen: Collection[uuid.UUID], execution_on: datetime.date, *, user: User, actor: Actor
) -> PaymentFile:
    """Make it in one transaction. Raises CannotPay."""
    account = payer_settings()
    if account is None:
        raise CannotPay("no_account")
    if not today() <= execution_on <= today() + FURTHEST:
        raise CannotPay("day")
    with transaction.atomic():
        rows = taken(chosen)
        made = written(account, rows, execution_on)
        row = keep(key, account, rows, made, execution_on, user)
        details = {"file": made.message_id, "total": str(row.total), "count": row.count}
        record(actor, "payment.file_made", subject=str(row.pk), details=details)
    return row


def taken(chosen: Collection[uuid.UUID]) -> list[Payable]:
    """What was chosen, moved into a file for nobody else to take. Raises CannotPay."""
    wanted = set(chosen)
    rows = [row for row in payables() if row.key in wanted]
    if not rows:
        raise CannotPay("nothing" if not wanted else "moved")
    missing = {row.payee for row in rows if not row.has_iban}
    if missing:
        raise CannotPay("no_iban", missing)
    if moved(rows, Statement.State.CONFIRMED, Statement.State.ORDERED, Due.DUE, Due.ORDERED) != len(wanted):
        raise CannotPay("moved")
    return rows


def moved(rows: Sequence[Payable], was: str, becomes: str, due: str, then: str) -> int:
    """Move statements and transfers that stand where they were seen; how many."""
    organization = isolation.current()
    of_statements = [row.key for row in rows if not row.is_clearing]
    of_rounds = [row.key for row in rows if row.is_clearing]
    count = Statement.objects.filter(pk__in=of_statements, issuer=organization, state=was).update(state=becomes)
    return count + ClearingTransfer.objects.filter(pk__in=of_rounds, payer=organization, state=due).update(state=then)


def written(account: PayerSettings, rows: Sequence[Payable], execution_on: datetime.date) -> transfers.Made:
    """The file's bytes. Raises CannotPay when it is not valid."""
    organization = isolation.current()
    payer = transfers.Account(organization.legal_name or organization.name, account.iban, account.bic)
    orders = [transfers.Order(row.number, row.payee, row.iban, row.amount, row.text) for row in rows]
    try:
        return transfers.make(payer, orders, execution_on=execution_on, scheme=account.scheme)
    except transfers.CannotMake as error:
        raise CannotPay("invalid") from error


def keep(
    key: str,
    account: PayerSettings,
    rows: Sequence[Payable],
    made: transfers.Made,
    execution_on: datetime.date,
    user: User,
) -> PaymentFile:
    """Keep a file's bytes, its row and what it pays."""
    row = PaymentFile.objects.create(
        key=key,
        message_id=made.message_id,
        scheme=account.scheme,
        execution_on=execution_on,
        total=sum((each.amount for each in rows), ZERO),
        count=len(rows),
        file_name=files.write(isolation.current().key, made.content, "xml"),
        sha256=hashlib.sha256(made.content).hexdigest(),
        made_by=user,
        made_at=now(),
    )
    Payment.objects.bulk_create(
        Payment(
            file=row, subject=each.key, is_clearing=each.is_clearing, number=each.number, payee=each.payee,
            iban=each.iban, amount=each.amount,
        )
        for each in rows
    )  # fmt: skip
    return row


def get_file(pk: uuid.UUID) -> PaymentFile:
    """One file of the organization in force; 404 when absent."""
    row = PaymentFile.objects.select_related("made_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def content_of(row: PaymentFile) -> bytes:
    """The bytes of a file, the same each time; raises ValueError when they are not those that were kept."""
    content = files.read(isolation.current().key, row.file_name)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise ValueError("the file is not the one that was made")
    return content


def withdraw(row: PaymentFile, *, actor: Actor) -> None:
    """Take back a file that was not sent to the bank: what it would have paid can be paid otherwise. Raises CannotPay.

    From its day on it counts as sent; and one of whose transfers was received has been.
    """
    if today() >= row.execution_on:
        raise CannotPay("late")
    with transaction.atomic():
        made = PaymentFile.objects.filter(pk=row.pk, state=State.MADE)
        if not made.update(state=State.WITHDRAWN, closed_at=now()):
            raise CannotPay("moved")
        rows = [as_payable(each) for each in row.payments.all()]
        back = moved(rows, Statement.State.ORDERED, Statement.State.CONFIRMED, Due.ORDERED, Due.DUE)
        if back != len(rows):
            raise CannotPay("paid")
        row.payments.update(is_live=False)
        record(actor, "payment.file_withdrawn", subject=str(row.pk), details={"file": row.message_id})


def as_payable(payment: Payment) -> Payable:
    """A payment as what it pays; its month does not matter."""
    month = None if payment.is_clearing else datetime.date.min
    return Payable(payment.subject, payment.number, payment.payee, payment.iban, payment.amount, month)


def mark_paid(row: PaymentFile, paid_on: datetime.date, *, actor: Actor) -> None:
    """The bank has paid a file on `paid_on`: its statements are settled. Raises CannotPay, settling.NotPayable."""
    with transaction.atomic():
        made = PaymentFile.objects.filter(pk=row.pk, state=State.MADE)
        if not made.update(state=State.PAID, closed_at=now()):
            raise CannotPay("moved")
        subjects = list(row.payments.values_list("subject", "is_clearing"))
        settling.settle([key for key, is_clearing in subjects if not is_clearing], paid_on, actor=actor)
        settling.settle_transfers([key for key, is_clearing in subjects if is_clearing], paid_on)
        details = {"file": row.message_id, "total": str(row.total), "paid_on": paid_on.isoformat()}
        record(actor, "payment.paid", subject=str(row.pk), details=details)


def pay_otherwise(chosen: Collection[uuid.UUID], paid_on: datetime.date, *, actor: Actor) -> int:
    """Mark what was paid without a file; how many. Raises CannotPay (nothing, moved), settling.NotPayable."""
    if not chosen:
        raise CannotPay("nothing")
    with transaction.atomic():
        paid = len(settling.settle(chosen, paid_on, actor=actor, states=[Statement.State.CONFIRMED]))
        due = ClearingTransfer.objects.filter(pk__in=list(chosen), payer=isolation.current(), state=Due.DUE)
        paid += due.update(state=Due.PAID, paid_on=paid_on)
        if paid != len(set(chosen)):
            raise CannotPay("moved")
        details = {"count": paid, "paid_on": paid_on.isoformat()}
        record(actor, "payment.paid", details=details)
    return paid
