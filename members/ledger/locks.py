"""The only place that locks accounts: always by pk, never with the foreign key's own lock.

Plain FOR UPDATE collides with the key-share lock that a leg's foreign key takes: concurrent
postings then die in deadlocks. NO KEY does not.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from members.ledger.models import Account, AccountKind


def lock_wallets(owner: UUID, sources: Collection[UUID] | None = None) -> list[Account]:
    """Lock an owner's wallets, all or those of some budgets, until the transaction ends; in order of pk."""
    wallets = Account.objects.filter(kind=AccountKind.WALLET, owner=owner)
    return _locked(wallets if sources is None else wallets.filter(source__in=list(sources)))


def lock_all_wallets(owners: Collection[UUID]) -> list[Account]:
    """Lock all wallets of some owners until the transaction ends; in order of pk."""
    return _locked(Account.objects.filter(kind=AccountKind.WALLET, owner__in=list(owners)))


def lock_accounts(keys: Collection[int]) -> list[Account]:
    """Lock accounts by pk until the transaction ends; in order of pk."""
    return _locked(Account.objects.filter(pk__in=sorted(keys)))


def _locked(accounts: QuerySet[Account]) -> list[Account]:
    # list(): a queryset that nobody reads locks nothing.
    return list(accounts.order_by("pk").select_for_update(no_key=True, of=("self",)))
