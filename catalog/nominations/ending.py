"""The end of a nomination without a service: the credit goes back to its lots, and the member is told.

Lock order: nomination, then the member's wallets.
"""

import datetime
import uuid

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction

from catalog.nominations import telling
from catalog.nominations.models import Nominee
from catalog.orders.ending import returned
from catalog.plans.refunds import refund_order
from members.ledger import locks
from members.ledger.models import Entry, Reason
from providers.accreditation.models import InvitationOutcome
from providers.nominating import moves, queries
from providers.nominating.models import Nomination
from providers.nominating.queries import nominee_of
from tenants import failures, isolation
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor
from tenants.models import FailedTask
from welfare.clock import now, today

KIND = "nomination"
KEPT_FOR = datetime.timedelta(days=30)
State = Nomination.State
Outcome = InvitationOutcome.State
# What the end of an invitation means for who waited.
FALLEN = {Outcome.DECLINED: State.DECLINED, Outcome.REFUSED: State.REFUSED, Outcome.EXPIRED: State.LAPSED}


def withdraw(nominee: Nominee, *, actor: Actor) -> bool:
    """The member takes it back: the credit is free at once. False when it had ended before."""
    with transaction.atomic():
        nomination = moves.lock(nominee.pk)
        if not give_back(nomination, State.WITHDRAWN, actor=actor):
            return False
        telling.tell_provider(nomination, "withdrawn")
    return True


def give_back(nomination: Nomination, state: Nomination.State, *, actor: Actor) -> bool:
    """End a nomination that the caller locked, in the schema of its issuer; False when it had ended before.

    Its lots have the credit again; what of them has expired follows its budget's policy.
    """
    if not moves.end(nomination, state):
        return False
    nominee = Nominee.objects.select_related("member__user").get(pk=nomination.pk)
    locks.lock_wallets(nominee.member.uuid)
    entry = Entry.objects.get(key=f"nominee:{nominee.pk}")
    outcome = refund_order(entry, key=f"nominee-ended:{nominee.pk}", actor=actor, reason=Reason.FREED)
    Nominee.objects.filter(pk=nominee.pk).update(returned=returned(outcome), erase_after=today() + KEPT_FOR)
    details = {"state": str(state)}
    record(actor, "nomination_ended", person_id=nominee.member.user_id, subject=str(nominee.pk), details=details)
    if state != State.WITHDRAWN:
        telling.tell_member(nominee, str(state))
    return True


def pending_ids(limit: int) -> list[uuid.UUID]:
    """Nominations of the organization in force with which something is to be done today, those given up left out."""
    stopped = FailedTask.objects.filter(organization=isolation.current(), kind=KIND, resolved_at__isnull=True)
    due = queries.to_tend(isolation.current(), today()).exclude(pk__in=stopped.values("reference"))
    return list(due.values_list("pk", flat=True)[:limit])


@failures.retrier(KIND)
def try_again(key: uuid.UUID) -> None:
    """Do at once what had stopped."""
    tend(key)


def tend_or_give_up(key: uuid.UUID) -> bool:
    """Tend one; what a lock or a lost connection stopped is taken up by the next sweep, anything else is noted."""
    try:
        return tend(key)
    except (OperationalError, SoftTimeLimitExceeded):
        raise
    except Exception as error:
        failures.give_up(isolation.current(), KIND, key, error)
        return False


def tend(key: uuid.UUID) -> bool:
    """Do what is to be done with one; safe to run twice. False when there was nothing."""
    with transaction.atomic():
        nomination = moves.lock(key)
        if nomination.state != State.OPEN or nomination.issuer_id != isolation.current().pk:
            return False
        ended = end_of(nomination, today())
        if ended is not None:
            return give_back(nomination, ended, actor=SYSTEM)
        if nominee_of(nomination) is None or not moves.mark_told(key):
            return False
        telling.tell_member(Nominee.objects.select_related("member__user").get(pk=key), "joined")
    return True


def end_of(nomination: Nomination, on: datetime.date) -> Nomination.State | None:
    """How a nomination ended without anybody's act here; None while it waits."""
    outcome = nomination.outcome
    if outcome is not None and outcome.state in FALLEN:
        return FALLEN[Outcome(outcome.state)]
    return State.LAPSED if nomination.held_until < on else None


def erase_due(on: datetime.date) -> int:
    """Erase what was written about providers, thirty days after the end; returns how many."""
    due = Nominee.objects.filter(erase_after__lt=on, erased_at__isnull=True)
    return due.update(sealed=b"", erased_at=now())


def tend_all(on: datetime.date) -> int:
    """The nightly round of the organization in force; one that fails keeps none of the others waiting."""
    keys = list(queries.to_tend(isolation.current(), on).values_list("pk", flat=True))
    done = sum(tend_or_give_up(key) for key in keys)
    erase_due(on)
    return done
