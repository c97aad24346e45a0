"""One reminder to all: everybody whose credit expires within sixty days gets one mail with their own amounts and dates.

HR presses once, at most once a week, and learns neither who was written to nor how many. Each run writes the mails
of the next few hundred people in one transaction with the mark that says how far it came: a worker that dies writes
none of them twice, and a mail is once a person and round.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from catalog.closing.reminders import expiring_words
from catalog.home.models import ReminderRound
from catalog.plans.models import Budget, Plan
from catalog.plans.wallets import WARNED
from members.ledger import queries
from members.ledger.models import Account, AccountKind
from members.models import Member
from members.queries import employed_on
from tenants import failures
from tenants.audit import trail
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.sweep import Outbox
from welfare.clock import now, today

log = logging.getLogger(__name__)
KIND = "credit_reminder"
WORK = "reminders"
AT_ONCE = 250
PAUSE = datetime.timedelta(seconds=15)
EVERY = datetime.timedelta(days=7)
OUTBOX = Outbox(ReminderRound, "state", WORK)
State = ReminderRound.State
prepares(KIND)(expiring_words)


class TooSoon(Exception):
    """Everybody was reminded less than a week ago; `on` says when."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(f"reminded on {on}")
        self.on = on


def latest() -> ReminderRound | None:
    """The newest round, with who asked for it."""
    return ReminderRound.objects.select_related("asked_by").order_by("-asked_on", "-week").first()


def begin(key: UUID, user: User, *, actor: Actor) -> ReminderRound:
    """Ask for everybody to be reminded; a repeat of the form gives the round there is. Raises TooSoon.

    Whoever calls this sends the worker its hint; the sweep finds the row anyway.
    """
    known = ReminderRound.objects.filter(pk=key).first()
    if known is not None:
        return known
    day = today()
    refuse_early(day)
    week = day - datetime.timedelta(days=day.weekday())
    try:
        with transaction.atomic():
            made = ReminderRound.objects.create(pk=key, asked_by=user, asked_on=day, week=week, since=now())
            trail.record(actor, "credit.remind_all", subject=str(made.pk))
    except IntegrityError:
        # The same form twice at once, or somebody else at the same moment.
        again = ReminderRound.objects.filter(pk=key).first()
        if again is None:
            raise TooSoon(day) from None
        return again
    return made


def refuse_early(day: datetime.date) -> None:
    """Raise TooSoon when a round was asked for within the last week."""
    before = ReminderRound.objects.filter(asked_on__gt=day - EVERY).order_by("-asked_on").first()
    if before is not None:
        raise TooSoon(before.asked_on)


def pending_ids(limit: int = 1) -> list[UUID]:
    """The rounds of the organization in force that are due."""
    return OUTBOX.pending_ids(limit)


def carry_on(round_id: UUID) -> bool:
    """Write to the next few hundred people; False when there was nothing to do, or it failed (it is tried again)."""
    row = OUTBOX.claim(round_id)
    if row is None:
        return False
    try:
        return write_some(row)
    except Exception as error:
        log.warning("reminder %s stopped: %s", round_id, failures.describe(error))
        OUTBOX.refuse(row, error)
        return False


def write_some(row: ReminderRound) -> bool:
    """Write the next mails and how far they reach, together or not at all; False when another took the row over."""
    people = list(people_to_remind(row.asked_on).filter(pk__gt=row.reached).order_by("pk")[:AT_ONCE])
    with transaction.atomic():
        if people:
            fields = {"reached": people[-1].pk, "since": now() + PAUSE, "attempts": 0}
            is_ours = OUTBOX.finish(row, State.QUEUED, **fields)
        else:
            is_ours = OUTBOX.finish(row, State.DONE)
        if is_ours:
            queue_mails(row, people)
    return is_ours


def people_to_remind(on: datetime.date) -> QuerySet[Member, Member]:
    """People in service with an e-mail and an open account who hold credit that expires within sixty days of a day."""
    lots = lots_to_remind(on).filter(owner=OuterRef("uuid"))
    reached = Member.objects.filter(employed_on(on), user__is_active=True, user__email__isnull=False)
    return reached.filter(Exists(lots))


def lots_to_remind(on: datetime.date) -> QuerySet[Any, Any]:
    """Lots with something in them that expires within sixty days of a day, of plans that have begun."""
    begun = Budget.objects.filter(plan__starts_on__lte=on).exclude(plan__state=Plan.State.DRAFT)
    lots = Account.objects.filter(
        kind=AccountKind.WALLET, expires_on__range=(on, on + WARNED), source__in=begun.values("pk")
    )
    return queries.with_balance(lots).filter(balance__gt=0)


def queue_mails(row: ReminderRound, people: Iterable[Member]) -> None:
    """One mail a person, of all their lots. The sweep sends them."""
    own: dict[UUID, list[Account]] = defaultdict(list)
    lots = lots_to_remind(row.asked_on).filter(owner__in=[person.uuid for person in people])
    for lot in lots.order_by("expires_on", "pk"):
        own[lot.holder].append(lot)
    Message.objects.bulk_create(
        [
            Message(
                recipient_id=person.user_id,
                kind=KIND,
                reference=row.pk,
                context={"lots": [kept(lot) for lot in own[person.uuid]]},
            )
            for person in people
            if own[person.uuid]
        ],
        ignore_conflicts=True,
    )


def kept(lot: Account) -> dict[str, str]:
    """A lot as the mail's row keeps it."""
    last = lot.expires_on.isoformat() if lot.expires_on else ""
    return {"budget": str(lot.budget), "unit": lot.unit, "amount": str(queries.balance_of(lot)), "day": last}


@failures.retrier(WORK)
def try_again(round_id: UUID) -> None:
    """Queue a round that had been given up: it goes on where it was."""
    OUTBOX.requeue(round_id)
