"""What is to be written, checked before any query: pure."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from members.ledger.errors import InFuture, Unbalanced
from members.ledger.models import Account, Entry
from welfare.clock import today
from welfare.money import ZERO, MoneyError, amount

FEWEST, MOST = 2, 50


@dataclass(frozen=True)
class Line:
    """One side of an entry; exactly one of debit and credit is over zero."""

    account: Account
    debit: Decimal = ZERO
    credit: Decimal = ZERO

    def __post_init__(self) -> None:
        """Refuse floats, fractions of cents, negative and two-sided lines with MoneyError."""
        sides = amount(self.debit), amount(self.credit)
        if min(sides) != ZERO or max(sides) <= ZERO:
            raise MoneyError("exactly one of debit and credit is over zero")


@dataclass(frozen=True)
class Draft:
    """An entry before it is written; `occurred_on` None means today."""

    key: str
    reason: str
    lines: Sequence[Line]
    reference: str = ""
    occurred_on: datetime.date | None = None
    reverses: Entry | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot stand whatever the accounts hold."""
        if not FEWEST <= len(self.lines) <= MOST:
            raise Unbalanced(f"{len(self.lines)} lines")
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            totals[line.account.unit] += line.credit - line.debit
        if any(totals.values()):
            raise Unbalanced("the lines do not sum to zero")
        if self.occurred_on is not None and self.occurred_on > today():
            raise InFuture(f"{self.occurred_on} has not come yet")

    @property
    def body_hash(self) -> str:
        """SHA-256 of what the entry says; not of who says it, nor of a date not given."""
        lines = [[x.account.pk, f"{x.debit:.2f}", f"{x.credit:.2f}"] for x in self.lines]
        day = self.occurred_on.isoformat() if self.occurred_on else ""
        reversed_key = self.reverses.pk if self.reverses else None
        body = [self.reason, self.reference, day, reversed_key, sorted(lines)]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()
