"""A small set of accounts for the ledger's tests, and shorthands to move money between them."""

import datetime
import itertools
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import connection

from members.ledger import accounts
from members.ledger.models import Account, Reason
from members.ledger.posting import Line, Posting, post
from tenants.isolation import SYSTEM
from welfare.clock import today

keys = itertools.count(1)


def day(days: int) -> datetime.date:
    """The date in `days` days."""
    return today() + datetime.timedelta(days=days)


def euro(value: str) -> Decimal:
    """An amount."""
    return Decimal(value)


@dataclass
class Books:
    """One budget, one provider, and people by name."""

    budget: UUID = field(default_factory=uuid.uuid4)
    provider: UUID = field(default_factory=uuid.uuid4)
    anna: UUID = field(default_factory=uuid.uuid4)

    def wallet(self, expires_on: datetime.date | None = None) -> Account:
        """Anna's lot."""
        return accounts.wallet(self.anna, self.budget, expires_on)

    def grant(self, amount: str, expires_on: datetime.date | None = None) -> Posting:
        """Credit for Anna."""
        source = accounts.granted(self.budget)
        return move(source, self.wallet(expires_on), amount, reason=Reason.GRANT)

    def hold(self, amount: str, expires_on: datetime.date | None = None) -> Posting:
        """An order of Anna's."""
        return move(self.wallet(expires_on), accounts.held(self.budget), amount)


def move(source: Account, target: Account, amount: str, *, key: str = "", reason: str = Reason.ORDER) -> Posting:
    """Post one amount from an account to another."""
    value = euro(amount)
    return post(
        key=key or f"test:{next(keys)}",
        reason=reason,
        lines=[Line(source, debit=value), Line(target, credit=value)],
        actor=SYSTEM,
    )


def check_now() -> None:
    """Run the checks that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


Inside = AbstractContextManager[None]
