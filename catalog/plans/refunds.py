"""The credit that an order held goes back to the lots it came from."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.plans.models import Budget
from catalog.plans.residual import refund_line
from members.ledger.models import Account, AccountKind, Entry, Leg, Reason
from members.ledger.posting import Line, post
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import ZERO


@dataclass(frozen=True)
class RefundOutcome:
    """What came back: in all, lost because its lot had expired, and moved to a lot with a new expiry."""

    lines: Sequence[Line]
    lost: Decimal = ZERO
    moved: Decimal = ZERO
    moved_until: datetime.date | None = None

    @property
    def total(self) -> Decimal:
        """All that the order held."""
        return sum((line.credit for line in self.lines), ZERO)

    @property
    def returned(self) -> Decimal:
        """What the member can spend again."""
        return self.total - self.lost


def refund_order(entry: Entry, *, key: str, actor: Actor) -> RefundOutcome:
    """Reverse the entry that held an order's credit; a repeat with the same key changes nothing.

    Lots that expired meanwhile follow their budget's policy: the caller tells the member what the
    outcome says. Runs in the caller's transaction, which holds the order. Raises AlreadyReversed
    under another key.
    """
    legs = list(entry.legs.select_related("account").order_by("pk"))
    before = Entry.objects.filter(key=key, reverses=entry).first()
    if before is not None:
        return outcome_of(lots_of(legs), lines_of(before))
    lines = reversed_lines(legs, today())
    post(key=key, reason=Reason.REFUND, lines=lines, actor=actor, reference=entry.reference, reverses=entry)
    return outcome_of(lots_of(legs), lines)


def reversed_lines(legs: Sequence[Leg], on: datetime.date) -> list[Line]:
    """The lines that undo these legs on a day; wallets by the policy of their budgets."""
    budgets = budgets_of([account for account in lots_of(legs) if is_past(account, on)])
    lines = []
    for leg in legs:
        if leg.account.kind == AccountKind.WALLET and leg.debit:
            lines.append(refund_line(leg.account, leg.debit, budgets.get(leg.account.budget), on))
        else:
            lines.append(Line(leg.account, debit=leg.credit, credit=leg.debit))
    return lines


def outcome_of(lots: Collection[Account], lines: Sequence[Line]) -> RefundOutcome:
    """Read what became of an order's credit from the lines of its refund."""
    back = [line for line in lines if line.credit]
    lost = [line for line in back if line.account.kind == AccountKind.EXPIRED]
    moved = [x for x in back if x.account.kind == AccountKind.WALLET and x.account not in lots]
    until = moved[0].account.expires_on if moved else None
    return RefundOutcome(back, credit_of(lost), credit_of(moved), until)


def lots_of(legs: Sequence[Leg]) -> list[Account]:
    """The wallets that paid."""
    return [leg.account for leg in legs if leg.account.kind == AccountKind.WALLET and leg.debit]


def lines_of(entry: Entry) -> list[Line]:
    """The lines of a written entry."""
    legs = entry.legs.select_related("account").order_by("pk")
    return [Line(leg.account, debit=leg.debit, credit=leg.credit) for leg in legs]


def credit_of(lines: Sequence[Line]) -> Decimal:
    """The sum of the credits."""
    return sum((line.credit for line in lines), ZERO)


def is_past(lot: Account, on: datetime.date) -> bool:
    """Whether a lot's last day is before `on`."""
    return lot.expires_on is not None and lot.expires_on < on


def budgets_of(lots: Sequence[Account]) -> dict[UUID, Budget]:
    """The budgets of some lots; no query for none."""
    return Budget.objects.in_bulk([lot.budget for lot in lots]) if lots else {}
