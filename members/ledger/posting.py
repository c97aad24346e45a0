"""The only writer of entries. One transaction: lock, re-read, decide, write.

A refusal comes before anything is written, so that a caller may catch it and go on in its own
transaction. What is decided here the triggers decide again, whoever writes.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from members.ledger import locks
from members.ledger.drafts import Draft, Line
from members.ledger.errors import AlreadyReversed, KeyReused, Overdrawn
from members.ledger.models import AccountKind, Entry
from members.ledger.queries import balances
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.money import ZERO

__all__ = ["Draft", "Line", "Posting", "post", "post_many", "reverse"]

AT_ONCE = 2000
# One statement: an entry without its legs never exists, not even for an instant.
WRITE = """
WITH entered AS (
    INSERT INTO ledger_entry (
        key, body_hash, reason, reference, occurred_on, size, reverses_id, actor, recorded_at)
    SELECT draft.*, %s, %s FROM unnest(
        %s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::int[], %s::bigint[]) AS draft
    ON CONFLICT DO NOTHING RETURNING id, key
), written AS (
    INSERT INTO ledger_leg (entry_id, account_id, debit, credit)
    SELECT entered.id, line.account, line.debit, line.credit
    FROM unnest(%s::text[], %s::bigint[], %s::numeric[], %s::numeric[])
        AS line(key, account, debit, credit)
    JOIN entered ON entered.key = line.key
)
SELECT key, id FROM entered
"""


@dataclass(frozen=True)
class Posting:
    """What came of it: the entry, and whether this call wrote it."""

    entry: Entry
    is_new: bool


def post(
    *,
    key: str,
    reason: str,
    lines: Sequence[Line],
    actor: Actor,
    reference: str = "",
    occurred_on: datetime.date | None = None,
    reverses: Entry | None = None,
    locked: Collection[int] = (),
) -> Posting:
    """Write one entry, or return the one that this key wrote before.

    `locked` names wallets that the caller holds locked in this transaction. Raises Unbalanced,
    InFuture, Overdrawn, KeyReused (the key wrote something else), AlreadyReversed.
    """
    draft = Draft(key, reason, lines, reference, occurred_on, reverses)
    return post_many([draft], actor=actor, locked=locked)[0]


def reverse(entry: Entry, *, key: str, actor: Actor, reason: str, reference: str = "") -> Posting:
    """Take an entry back, leg by leg, to the same accounts; at most once, else AlreadyReversed."""
    legs = entry.legs.select_related("account").order_by("pk")
    lines = [Line(leg.account, debit=leg.credit, credit=leg.debit) for leg in legs]
    return post(key=key, reason=reason, lines=lines, actor=actor, reference=reference, reverses=entry)


def post_many(drafts: Sequence[Draft], *, actor: Actor, locked: Collection[int] = ()) -> list[Posting]:
    """Write many entries or none, each under the rules of `post`; in the order given."""
    if len({draft.key for draft in drafts}) < len(drafts):
        raise KeyReused("one key twice in one call")
    with _one_transaction():
        fresh = _refuse_overdrafts(drafts, locked)
        written: dict[str, Entry] = {}
        for start in range(0, len(fresh), AT_ONCE):
            written |= _write(fresh[start : start + AT_ONCE], actor)
        known = _known([draft for draft in drafts if draft.key not in written])
    return [Posting(written.get(draft.key) or known[draft.key], draft.key in written) for draft in drafts]


@contextmanager
def _one_transaction() -> Iterator[None]:
    # No savepoint inside the caller's: refusals come before the first write.
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


def _refuse_overdrafts(drafts: Sequence[Draft], locked: Collection[int]) -> Sequence[Draft]:
    """Lock the wallets that would be debited, read them anew; the drafts that may be written."""
    debited = _debited_wallets(drafts)
    if not debited:
        return drafts
    unlocked = debited - set(locked)
    if unlocked:
        locks.lock_accounts(unlocked)
    held = balances(debited)
    if not _overdrawn(drafts, held):
        return drafts
    # A repeat finds its wallet already lighter: what was written before is not taken twice.
    known = _known(drafts, must_exist=False)
    fresh = [draft for draft in drafts if draft.key not in known]
    if _overdrawn(fresh, held):
        raise Overdrawn("a wallet holds less than the entry would take")
    return fresh


def _debited_wallets(drafts: Sequence[Draft]) -> set[int]:
    return {
        line.account.pk
        for draft in drafts
        for line in draft.lines
        if line.debit and line.account.kind == AccountKind.WALLET
    }


def _overdrawn(drafts: Sequence[Draft], held: dict[int, Decimal]) -> bool:
    left = defaultdict(Decimal, held)
    for draft in drafts:
        for line in draft.lines:
            if line.account.pk in held:
                left[line.account.pk] += line.credit - line.debit
    return any(balance < ZERO for balance in left.values())


def _write(drafts: Sequence[Draft], actor: Actor) -> dict[str, Entry]:
    """Insert entries and legs; those whose key exists are left out of the answer."""
    instant = now()
    entries = {draft.key: _entry(draft, actor, instant) for draft in drafts}
    rows = list(entries.values())
    lines = [(draft.key, line) for draft in drafts for line in draft.lines]
    columns: list[Any] = [
        actor.code,
        instant,
        [row.key for row in rows],
        [row.body_hash for row in rows],
        [row.reason for row in rows],
        [row.reference for row in rows],
        [row.occurred_on for row in rows],
        [row.size for row in rows],
        [row.reverses_id for row in rows],
        [key for key, _ in lines],
        [line.account.pk for _, line in lines],
        [line.debit for _, line in lines],
        [line.credit for _, line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, columns)
        ids = dict(cursor.fetchall())
    for key, pk in ids.items():
        entries[key].pk = pk
    return {key: entries[key] for key in ids}


def _entry(draft: Draft, actor: Actor, instant: datetime.datetime) -> Entry:
    return Entry(
        key=draft.key,
        body_hash=draft.body_hash,
        reason=str(draft.reason),
        reference=draft.reference,
        actor=actor.code,
        occurred_on=draft.occurred_on or today(),
        recorded_at=instant,
        size=len(draft.lines),
        reverses=draft.reverses,
    )


def _known(drafts: Sequence[Draft], *, must_exist: bool = True) -> dict[str, Entry]:
    """The entries that these keys wrote before; KeyReused when one says something else."""
    if not drafts:
        return {}
    found = {row.key: row for row in Entry.objects.filter(key__in=[x.key for x in drafts])}
    for draft in drafts:
        before = found.get(draft.key)
        if before is None and must_exist:
            raise AlreadyReversed(f"{draft.key}: its entry was taken back under another key")
        if before is not None and before.body_hash != draft.body_hash:
            raise KeyReused(f"{draft.key} wrote something else")
    return found
