"""The life of a run: prepared by a person, figured out by a worker, looked at, locked once and for all."""

import hashlib
import json
import logging
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from catalog.payroll import gathering, periods
from catalog.payroll.gathering import Told
from catalog.payroll.models import Alert, PayrollLine, PayrollPerson, PayrollRun
from catalog.payroll.periods import CannotRun
from tenants import failures
from tenants.audit.trail import record
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "payroll"
OUTBOX = Outbox(PayrollRun, "state", KIND)
State = PayrollRun.State
WAITING = (State.QUEUED, State.STARTED)
AT_ONCE = 1000
TOLD_EVERY = 500


class TakenOver(RuntimeError):
    """Another process has claimed the run meanwhile: what this one did is not kept."""


def prepare(year: int, month: int, *, user: User, actor: Actor) -> PayrollRun:
    """Queue the figures of a month, or queue them anew while they are not locked; the caller sends the task.

    Raises CannotRun.
    """
    periods.check(year, month)
    with transaction.atomic():
        run, is_new = PayrollRun.objects.get_or_create(
            year=year, month=month, defaults={"made_by": user, "since": now()}
        )
        again = PayrollRun.objects.filter(pk=run.pk, state__in=(State.DRAFT, State.FAILED))
        if is_new or again.update(state=State.QUEUED, since=now(), attempts=0, rows_done=0, rows_total=0):
            record(actor, "payroll.prepared", subject=str(run.pk), details={"year": year, "month": month})
    return run


def get_run(pk: uuid.UUID) -> PayrollRun:
    """One run of the organization in force; 404 when absent."""
    run = PayrollRun.objects.select_related("made_by", "locked_by").filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Runs of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def carry_on(run_id: uuid.UUID) -> bool:
    """Figure out a run that is due; safe to call twice. False when there was nothing to do, or it failed."""
    run = OUTBOX.claim(run_id)
    if run is None:
        return False
    try:
        figure_out(run)
    except TakenOver:
        return False
    except Exception as error:
        log.warning("payroll run %s not figured out: %s", run.pk, failures.describe(error))
        OUTBOX.refuse(run, error)
        return False
    return True


def figure_out(run: PayrollRun) -> None:
    """Make the figures of everybody and keep them in place of earlier ones. Raises TakenOver."""
    previous = periods.last_locked(run.year)
    gathered = gathering.gather(run.year, run.month)
    people = []
    for done, person in enumerate(gathered.people(), start=1):
        people.append(person)
        if done % TOLD_EVERY == 0:
            note_progress(run, done, len(gathered.members))
    with transaction.atomic():
        run.people.all().delete()
        for first in range(0, len(people), AT_ONCE):
            keep(run, people[first : first + AT_ONCE])
        found = {"figured_at": now(), "digest": digest_of(people), "people_count": len(people), "previous": previous}
        if not OUTBOX.finish(run, State.DRAFT, **found):
            raise TakenOver


def note_progress(run: PayrollRun, done: int, total: int) -> None:
    """Say how far it is, and that this process is alive. Raises TakenOver when the run is not its own any more."""
    ours = PayrollRun.objects.filter(pk=run.pk, state=State.STARTED, attempts=run.attempts)
    if not ours.update(rows_done=done, rows_total=total, since=now()):
        raise TakenOver


def keep(run: PayrollRun, people: Sequence[Told]) -> None:
    """Write some people of a run and their lines."""
    rows = PayrollPerson.objects.bulk_create([row_of(run, person) for person in people])
    PayrollLine.objects.bulk_create(
        PayrollLine(person=row, figure=line.figure, source=line.source, amount=line.amount, to_date=line.to_date)
        for row, person in zip(rows, people, strict=True)
        for line in person.lines
    )


def row_of(run: PayrollRun, person: Told) -> PayrollPerson:
    """A person as the run names them."""
    member = person.member
    return PayrollPerson(
        run=run,
        member=member,
        number=member.number,
        tax_code=member.tax_code,
        family_name=member.user.family_name,
        given_name=member.user.given_name,
        sort_name=member.sort_name,
        alerts=person.alerts,
    )


def digest_of(people: Sequence[Told]) -> str:
    """A fingerprint of all that a run says."""
    said = [
        [str(one.member.uuid), [[line.figure, line.source, str(line.amount), str(line.to_date)] for line in one.lines]]
        for one in people
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def lock(run: PayrollRun, *, digest: str, user: User, actor: Actor) -> None:
    """Lock what was shown: from then on nobody changes it. Raises CannotRun.

    `digest` is that of the figures the person saw. Of two at once one wins; the other is told that it has moved on.
    """
    periods.check(run.year, run.month)
    if run.people.filter(alerts__contains=[Alert.UNREADABLE]).exists():
        raise CannotRun(_("Some people's figures cannot be made: mend what was given to them, then figure out again."))
    try:
        with transaction.atomic():
            if not locked(run, digest, user):
                raise CannotRun(_("This run has moved on meanwhile: look at it again."))
            details = {"year": run.year, "month": run.month, "people": run.people_count}
            record(actor, "payroll.locked", subject=str(run.pk), details=details)
    except IntegrityError as error:
        raise CannotRun(_("Another month was locked meanwhile: figure this one out again.")) from error


def locked(run: PayrollRun, digest: str, user: User) -> int:
    """Lock a run that is as it was shown, on the run it is the difference to; 0 when it has moved on."""
    last = periods.last_locked(run.year)
    shown: dict[str, Any] = {"pk": run.pk, "state": State.DRAFT, "digest": digest}
    shown |= {"previous": last} if last is not None else {"previous__isnull": True}
    still = PayrollRun.objects.filter(**shown)
    return still.update(state=State.LOCKED, locked_by=user, locked_at=now())


@failures.retrier(KIND)
def try_again(run_id: uuid.UUID) -> None:
    """Queue a run that had been given up."""
    OUTBOX.requeue(run_id)
