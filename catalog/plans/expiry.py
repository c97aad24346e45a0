"""Lots past their day go to the expired account, one entry a lot."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from members.ledger import accounts, locks, queries
from members.ledger.models import Account, Reason
from members.ledger.posting import Draft, Line, post_many
from tenants.isolation import SYSTEM

AT_ONCE = 200


def expire_lots(on: datetime.date) -> int:
    """Empty every lot whose last day is before `on`; how many were. Safe to repeat and to interrupt."""
    keys = list(queries.overdue(on).values_list("pk", flat=True))
    parts = [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
    return sum(expire_some(part, on) for part in parts)


def expire_some(keys: Sequence[int], on: datetime.date) -> int:
    """Empty some lots in one transaction, each with the balance it has under its lock."""
    with transaction.atomic():
        locks.lock_accounts(keys)
        overdue = list(queries.overdue(on).filter(pk__in=keys).annotate(last_leg=Max("legs")))
        targets = {budget: accounts.expired(*budget) for budget in {budget_of(lot) for lot in overdue}}
        drafts = [draft_of(lot, targets[budget_of(lot)], lot.last_leg) for lot in overdue]
        return sum(posting.is_new for posting in post_many(drafts, actor=SYSTEM, locked=keys))


def draft_of(lot: Account, target: Account, last_leg: int) -> Draft:
    """The entry that empties a lot; its last leg in the key lets credit that comes later expire too."""
    balance = queries.balance_of(lot)
    lines = [Line(lot, debit=balance), Line(target, credit=balance)]
    return Draft(f"expiry:{lot.pk}:{last_leg}", Reason.EXPIRY, lines, reference=str(lot.source))


def budget_of(lot: Account) -> tuple[UUID, str]:
    """The budget and the unit of a lot."""
    return lot.budget, lot.unit
