"""Balances, each a sum of legs: nothing stores one."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from members.ledger.models import Account, AccountKind, Leg
from welfare.money import ZERO, MoneyField

FUNDS = (AccountKind.PENSION, AccountKind.HEALTH)
NET = Sum(F("credit") - F("debit"), output_field=MoneyField())


@dataclass(frozen=True)
class Lot:
    """What one member holds of one budget with one expiry."""

    account_id: int
    source: UUID
    unit: str
    expires_on: datetime.date | None
    balance: Decimal


@dataclass(frozen=True)
class Contribution:
    """What went from one budget to the pension or the health fund (`kind`) of one member, in euro."""

    owner: UUID
    source: UUID
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Total:
    """The sum of all accounts of one kind and unit."""

    kind: str
    unit: str
    balance: Decimal


def lots(owner: UUID, *, on: datetime.date, sources: Collection[UUID] | None = None) -> list[Lot]:
    """What an owner can spend on a day: lots over zero, the one that expires first ahead."""
    wallets = with_balance(Account.objects.filter(kind=AccountKind.WALLET, owner=owner))
    wallets = wallets.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), balance__gt=0)
    if sources is not None:
        wallets = wallets.filter(source__in=list(sources))
    return [_lot(row) for row in wallets.order_by(F("expires_on").asc(nulls_last=True), "pk")]


def movements(owner: UUID) -> QuerySet[Leg, Leg]:
    """What came into and went out of an owner's wallets, with entry and account; sort it by pk."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__owner=owner)
    return legs.select_related("entry", "account")


def overdue(on: datetime.date) -> QuerySet[Any, Any]:
    """Wallets over zero whose last day is before `on`, with their `balance`; by pk."""
    wallets = Account.objects.filter(kind=AccountKind.WALLET, expires_on__lt=on)
    return with_balance(wallets).filter(balance__gt=0).order_by("pk")


def with_balance(accounts: QuerySet[Account, Account]) -> QuerySet[Any, Any]:
    """Accounts annotated with `balance`."""
    total = Sum(F("legs__credit") - F("legs__debit"), output_field=MoneyField())
    return accounts.annotate(balance=Coalesce(total, ZERO, output_field=MoneyField()))


def balance_of(account: Account) -> Decimal:
    """The balance that `with_balance` has put on an account."""
    held: Decimal = account.balance  # type: ignore[attr-defined]
    return held


def balance(account_id: int) -> Decimal:
    """The balance of one account; zero for one without legs."""
    return balances([account_id])[account_id]


def balances(account_ids: Collection[int]) -> dict[int, Decimal]:
    """The balances of some accounts in one query; zero for those without legs."""
    legs = Leg.objects.filter(account__in=list(account_ids))
    sums = legs.order_by().values_list("account").annotate(total=NET)
    return dict.fromkeys(account_ids, ZERO) | dict(sums)


def held_total(budget: UUID) -> Decimal:
    """What orders hold of a budget."""
    return _sum(Leg.objects.filter(account__kind=AccountKind.HELD, account__source=budget))


def owed_between(provider: UUID, first: datetime.date, last: datetime.date) -> Decimal:
    """What an organization came to owe a provider between two days, both included."""
    legs = Leg.objects.filter(account__kind=AccountKind.OWED, account__owner=provider)
    return _sum(legs.filter(entry__occurred_on__range=(first, last)))


def contributions(
    first: datetime.date, last: datetime.date, *, owners: Collection[UUID] | None = None
) -> list[Contribution]:
    """What went to funds between two days, both included: one row a member, budget and kind of fund, none of zero.

    `owners` None: of everybody. One query.
    """
    legs = Leg.objects.filter(account__kind__in=FUNDS, account__unit="EUR", entry__occurred_on__range=(first, last))
    if owners is not None:
        legs = legs.filter(account__owner__in=list(owners))
    by_fund = legs.order_by("account__owner", "account__source", "account__kind")
    rows = by_fund.values_list("account__owner", "account__source", "account__kind").annotate(total=NET)
    return [Contribution(*row) for row in rows if row[-1]]


def trial_balance() -> list[Total]:
    """The sum of each kind and unit; over all kinds of a unit they sum to zero."""
    kinds = Leg.objects.order_by("account__unit", "account__kind")
    rows = kinds.values_list("account__kind", "account__unit").annotate(total=NET)
    return [Total(*row) for row in rows]


def is_balanced() -> bool:
    """Whether every entry sums to zero in each of its units, read from the legs."""
    sums = Leg.objects.order_by().values("entry", "account__unit").annotate(total=NET)
    return not sums.exclude(total=ZERO).exists()


def _lot(row: Account) -> Lot:
    return Lot(row.pk, row.budget, row.unit, row.expires_on, balance_of(row))


def _sum(legs: QuerySet[Leg, Leg]) -> Decimal:
    total: Decimal | None = legs.aggregate(total=NET)["total"]
    return ZERO if total is None else total
