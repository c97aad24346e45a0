"""Accounts, found or opened: one of each, whoever asks first."""

import datetime
from collections.abc import Collection, Iterable
from uuid import UUID

from members.ledger.models import Account, AccountKind

Day = datetime.date | None


def wallet(owner: UUID, budget: UUID, expires_on: Day, unit: str = "EUR") -> Account:
    """What one member holds of one budget with one expiry: a lot."""
    return obtain(Account(kind=AccountKind.WALLET, unit=unit, owner=owner, source=budget, expires_on=expires_on))


def held(budget: UUID, unit: str = "EUR") -> Account:
    """Credit of a budget that orders hold until their provider accepts."""
    return obtain(Account(kind=AccountKind.HELD, unit=unit, source=budget))


def owed(provider: UUID, unit: str = "EUR") -> Account:
    """What a provider has earned and has not been paid."""
    return obtain(Account(kind=AccountKind.OWED, unit=unit, owner=provider))


def granted(budget: UUID, unit: str = "EUR") -> Account:
    """Where the credit of a budget comes from: its debits are what was granted."""
    return obtain(Account(kind=AccountKind.GRANTED, unit=unit, source=budget))


def expired(budget: UUID, unit: str = "EUR") -> Account:
    """Credit of a budget that nobody used in time."""
    return obtain(Account(kind=AccountKind.EXPIRED, unit=unit, source=budget))


def pension(member: UUID, budget: UUID, unit: str = "EUR") -> Account:
    """Credit of a budget that goes to a member's pension fund."""
    return obtain(Account(kind=AccountKind.PENSION, unit=unit, owner=member, source=budget))


def health(member: UUID, budget: UUID, unit: str = "EUR") -> Account:
    """Credit of a budget that goes to a member's health fund."""
    return obtain(Account(kind=AccountKind.HEALTH, unit=unit, owner=member, source=budget))


def employer(budget: UUID, unit: str = "EUR") -> Account:
    """Credit of a budget that went back to the employer."""
    return obtain(Account(kind=AccountKind.EMPLOYER, unit=unit, source=budget))


def pool(budget: UUID, unit: str = "EUR") -> Account:
    """The solidarity pool of a budget: what people left over, until HR grants it anew."""
    return obtain(Account(kind=AccountKind.POOL, unit=unit, source=budget))


def settled(provider: UUID, unit: str = "EUR") -> Account:
    """What a provider has been paid."""
    return obtain(Account(kind=AccountKind.SETTLED, unit=unit, owner=provider))


def held_by_budget(budgets: Collection[UUID], unit: str = "EUR") -> dict[UUID, Account]:
    """The held accounts of several budgets of one unit in one query, those missing opened."""
    found = _held(budgets, unit)
    missing = set(budgets) - found.keys()
    if missing:
        _open(Account(kind=AccountKind.HELD, unit=unit, source=budget) for budget in missing)
        found = _held(budgets, unit)
    return found


def wallets(owners: Collection[UUID], budget: UUID, expires_on: Day, unit: str = "EUR") -> dict[UUID, Account]:
    """The lots of one budget and expiry of many owners, those missing opened: by owner."""
    return _of_owners(AccountKind.WALLET, owners, budget, expires_on, unit)


def to_funds(kind: AccountKind, owners: Collection[UUID], budget: UUID, unit: str = "EUR") -> dict[UUID, Account]:
    """The PENSION or HEALTH accounts of many owners for one budget, those missing opened: by owner."""
    return _of_owners(kind, owners, budget, None, unit)


def obtain(wanted: Account) -> Account:
    """The account with these traits: one query when it exists, opened once when it does not."""
    found = _find(wanted)
    if found is None:
        _open([wanted])
        found = _find(wanted)
    if found is None:
        raise LookupError("an account that was opened is gone")
    return found


def _of_owners(
    kind: AccountKind, owners: Collection[UUID], budget: UUID, expires_on: Day, unit: str
) -> dict[UUID, Account]:
    # In one order: two that open the same accounts at once must not wait for each other.
    ordered = sorted(owners)
    _open(Account(kind=kind, unit=unit, owner=owner, source=budget, expires_on=expires_on) for owner in ordered)
    rows = Account.objects.filter(kind=kind, unit=unit, source=budget, expires_on=expires_on, owner__in=list(owners))
    return {row.holder: row for row in rows}


def _find(wanted: Account) -> Account | None:
    same = Account.objects.filter(
        kind=wanted.kind,
        unit=wanted.unit,
        owner=wanted.owner,
        source=wanted.source,
        expires_on=wanted.expires_on,
    )
    return next(iter(same), None)


def _open(accounts: Iterable[Account]) -> None:
    # ON CONFLICT DO NOTHING: of two at once the second waits for the first, then finds its row.
    Account.objects.bulk_create(accounts, ignore_conflicts=True, batch_size=2000)


def _held(budgets: Collection[UUID], unit: str) -> dict[UUID, Account]:
    rows = Account.objects.filter(kind=AccountKind.HELD, unit=unit, source__in=budgets)
    return {row.budget: row for row in rows}
