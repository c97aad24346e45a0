"""Posting a confirmed grant: some lines a transaction, exactly once each, from where it was when it stopped.

Any process may be asked to, twice or never; the row decides. The lines are fixed once the grant is queued.
"""

import logging
import uuid
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from catalog.plans.models import Grant
from members.ledger import accounts
from members.ledger.models import Reason
from members.ledger.posting import Draft, Line, post_many
from tenants import failures, isolation
from tenants.isolation import Actor
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "grant"
OUTBOX = Outbox(Grant, "state", KIND)
State = Grant.State
# Entries a transaction: long enough to be quick, short enough for progress and for who waits for an account.
AT_ONCE = 1000
Row = tuple[UUID, Decimal]


class TakenOver(RuntimeError):
    """Another process has claimed the grant meanwhile: what this one did is not kept."""


def pending_ids(limit: int = 20) -> list[uuid.UUID]:
    """Grants of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def carry_on(grant_id: uuid.UUID) -> bool:
    """Post a grant that is due, whole; safe to call twice.

    False when there was nothing to do, somebody else is at it, or it failed and will be tried again.
    """
    given = OUTBOX.claim(grant_id)
    if given is None:
        return False
    try:
        while given.rows_done < given.rows_total:
            post_some(given)
        finish(given)
    except TakenOver:
        return False
    except Exception as error:
        log.warning("grant %s not posted: %s", given.pk, failures.describe(error))
        OUTBOX.refuse(given, error)
        return False
    return True


def post_some(given: Grant) -> None:
    """Post the next lines and say how far it is, in one transaction. Raises TakenOver."""
    lines = given.lines.order_by("pk")[given.rows_done : given.rows_done + AT_ONCE]
    rows: list[Row] = list(lines.values_list("member__uuid", "amount"))
    if not rows:
        raise LookupError("a confirmed grant has fewer lines than it was confirmed with")
    with transaction.atomic():
        done = given.rows_done + len(rows)
        # First of all, so that a process which was taken over waits here and then writes nothing.
        ours = Grant.objects.filter(pk=given.pk, state=State.STARTED, attempts=given.attempts)
        if not ours.update(rows_done=done, since=now()):
            raise TakenOver
        post_many(drafts_of(given, rows), actor=actor_of(given))
    given.rows_done = done


def finish(given: Grant) -> None:
    """Mark a grant that is posted. Raises TakenOver."""
    if not OUTBOX.finish(given, State.DONE):
        raise TakenOver


def drafts_of(given: Grant, rows: Sequence[Row]) -> list[Draft]:
    """One entry for each member, under a key that no second run of the grant can use again."""
    budget = given.budget
    source = given.taken_from or accounts.granted(budget.pk, budget.unit)
    lots = accounts.wallets([owner for owner, _ in rows], budget.pk, budget.expires_on, budget.unit)
    return [
        Draft(
            key=entry_key(given, owner),
            reason=Reason.GRANT,
            lines=[Line(source, debit=amount), Line(lots[owner], credit=amount)],
            reference=str(given.pk),
        )
        for owner, amount in rows
    ]


def entry_key(given: Grant, owner: UUID) -> str:
    """The key of a member's entry. Who has had a flat amount cannot have it again by a grant that follows it."""
    root = given.pk if given.is_by_rule or given.follows_id is None else given.follows_id
    return f"grant:{root}:{owner}"


def actor_of(given: Grant) -> Actor:
    """Who confirmed it, as the ledger names them."""
    return Actor(isolation.current().key, given.granted_by_id, "person")


@failures.retrier(KIND)
def try_again(grant_id: uuid.UUID) -> None:
    """Queue a grant that had been given up."""
    OUTBOX.requeue(grant_id)
