"""Inviting everybody who was never invited: a few people at a time, so that no mail server chokes.

Each run takes the next fifty accounts and queues the row again for a quarter of a minute later. A process
that dies leaves the row `started`: the sweep takes it up after a minute, and goes on after the last account
that was looked at. Nobody is invited twice, for who holds an invitation is not among those asked for. A round
ends when who asked for it may invite no more: nothing goes out in the name of a closed account.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from tenants import failures, isolation
from tenants.audit import trail
from tenants.identity import invitations
from tenants.identity.mending import KEEPERS_OF_ALL, accounts_for
from tenants.identity.models import InvitationRound, User
from tenants.isolation import Actor
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "invitations"
AT_ONCE = 50
PAUSE = timedelta(seconds=15)
SHOWN_FOR = timedelta(days=7)
OUTBOX = Outbox(InvitationRound, "state", KIND)
State = InvitationRound.State
OPEN = (State.QUEUED, State.STARTED)


@dataclass(frozen=True)
class Batch:
    """What one run did: how many were invited, how many could not be, the last account looked at (0: none left)."""

    invited: int
    skipped: int
    reached: int


def waiting_for(keeper: User) -> QuerySet[User]:
    """The accounts that a keeper may invite by mail: with an e-mail, never invited, no way in."""
    return invitations.never_invited(accounts_for(keeper).filter(email__isnull=False))


def under_way() -> InvitationRound | None:
    """The round that is at work, if any."""
    return InvitationRound.objects.filter(state__in=OPEN).first()


def latest() -> InvitationRound | None:
    """The newest round of the last week, at work or over, with who asked for it."""
    recent = InvitationRound.objects.select_related("asked_by").filter(started_at__gt=now() - SHOWN_FOR)
    return recent.order_by("-started_at").first()


def may_invite(keeper: User) -> bool:
    """Whether an account is open and still has a task that invites everybody."""
    return keeper.is_active and keeper.has_role(*KEEPERS_OF_ALL)


def begin(key: uuid.UUID, keeper: User, *, actor: Actor) -> InvitationRound:
    """Ask for everybody to be invited; a repeat of the form, or a second one meanwhile, gives the round there is.

    Whoever calls this sends the worker its hint; the sweep finds the row anyway.
    """
    known = InvitationRound.objects.filter(pk=key).first() or under_way()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = InvitationRound.objects.create(pk=key, asked_by=keeper, total=waiting_for(keeper).count())
            trail.record(actor, "invitation.all", details={"people": made.total})
            for given_up in InvitationRound.objects.filter(state=State.FAILED):
                # The new round does what the old one left.
                failures.settle(KIND, given_up.pk)
    except IntegrityError:
        # Somebody else began one at the same moment.
        return InvitationRound.objects.get(state__in=OPEN)
    return made


def pending_ids(limit: int = 1) -> list[uuid.UUID]:
    """The round of the organization in force that is due, if any."""
    return OUTBOX.pending_ids(limit)


def carry_on(round_id: uuid.UUID) -> bool:
    """Invite the next fifty people; False when there was nothing to do, or it failed (it will be tried again).

    When who asked may invite no more, the round is over: whoever may, begins another.
    """
    row = OUTBOX.claim(round_id)
    if row is None:
        return False
    if not may_invite(row.asked_by):
        OUTBOX.finish(row, State.FAILED)
        return False
    try:
        batch = invite_some(row)
    except Exception as error:
        log.warning("round %s stopped: %s", round_id, failures.describe(error))
        OUTBOX.refuse(row, error)
        return False
    counted = {"invited": F("invited") + batch.invited, "skipped": F("skipped") + batch.skipped}
    if batch.reached == 0:
        return OUTBOX.finish(row, State.DONE, **counted)
    return OUTBOX.finish(row, State.QUEUED, **counted, reached=batch.reached, since=now() + PAUSE, attempts=0)


def invite_some(row: InvitationRound) -> Batch:
    """Invite the next accounts, each in a transaction of its own."""
    people = list(waiting_for(row.asked_by).filter(pk__gt=row.reached).order_by("pk")[:AT_ONCE])
    actor = Actor(isolation.current().key, row.asked_by_id)
    invited = sum(is_invited(person, row, actor) for person in people)
    return Batch(invited, len(people) - invited, people[-1].pk if people else 0)


def is_invited(person: User, row: InvitationRound, actor: Actor) -> bool:
    """Invite one person; False for who came in meanwhile, or was mailed three times today."""
    try:
        invitations.invite_by_mail(person, actor=actor, round_id=row.pk)
    except invitations.CannotInvite:
        return False
    return True


@failures.retrier(KIND)
def try_again(round_id: uuid.UUID) -> None:
    """Queue a round that had been given up; one that is at work does what it left."""
    if under_way() is None:
        OUTBOX.requeue(round_id)
