"""Carrying an import on: check it, or write it. Any process may be asked to, twice or never; the row decides."""

import logging
import uuid
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from members.imports import runs, works
from members.imports.works import Plan, Work
from members.models import ImportLine, ImportRun
from tenants import failures
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.sweep import Outbox
from welfare.clock import now
from welfare.tables.rows import TableError

log = logging.getLogger(__name__)
KIND = "import"
OUTBOX = Outbox(ImportRun, "state", KIND, works.SILENCE)
State, Stage = ImportRun.State, ImportRun.Stage
AT_ONCE = 1000


class TakenOver(RuntimeError):
    """Another process has claimed the run meanwhile: what this one did is not kept."""


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Imports of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def carry_on(run_id: uuid.UUID) -> bool:
    """Check or write an import that is due; safe to call twice.

    False when there was nothing to do, somebody else is at it, or it failed and will be tried again.
    """
    run = OUTBOX.claim(run_id)
    if run is None:
        return False
    try:
        with translation.override(run.user.language):
            work_on(run)
    except TakenOver:
        return False
    except Exception as error:
        log.warning("import %s not carried on: %s", run.pk, failures.describe(error))
        OUTBOX.refuse(run, error)
        return False
    return True


def work_on(run: ImportRun) -> None:
    """Read the stored file, compare it with the data, and do what the stage says."""
    work = works.work_for(run.kind, run.about, run.options)
    try:
        content = work.read(runs.path_of(run), lambda done, total: note_progress(run, done, total))
    except (TableError, FileNotFoundError) as error:
        gone = _("The stored file is gone: upload it again.")
        refuse(run, str(error) if isinstance(error, TableError) else gone)
        return
    actor = runs.actor_for(run.confirmed_by_id or run.user_id)
    if run.stage == Stage.CHECK:
        show(run, work.plan(content, actor=actor))
    elif not written(run, work, content, actor):
        show(run, work.plan(content, actor=actor), is_renewed=True)


def note_progress(run: ImportRun, done: int, total: int) -> None:
    """Say how far it is, and that this process is alive. Raises TakenOver when the run is not its own any more."""
    ours = ImportRun.objects.filter(pk=run.pk, state=State.STARTED, attempts=run.attempts)
    if not ours.update(rows_done=done, rows_total=total, since=now()):
        raise TakenOver


def show(run: ImportRun, plan: Plan, *, is_renewed: bool = False) -> None:
    """Keep what a check found, for the person to confirm: what was confirmed before holds no more. Raises TakenOver."""
    with transaction.atomic():
        run.lines.all().delete()
        lines = iter(enumerate(plan.lines))
        while batch := [line_of(run, place, line) for place, line in islice(lines, AT_ONCE)]:
            ImportLine.objects.bulk_create(batch)
        found = {"figures": plan.figures, "digest": works.digest(plan), "is_renewed": is_renewed}
        finish(run, State.CHECKED, **found, **runs.UNCONFIRMED)


def line_of(run: ImportRun, place: int, line: works.Line) -> ImportLine:
    """A line as it is kept."""
    return ImportLine(run=run, place=place, kind=line.kind, row=line.row, label=line.label[:200], details=line.details)


def written(run: ImportRun, work: Work, content: Any, actor: Actor) -> bool:
    """Write all or nothing; False when the data are not what they were when the figures were shown."""
    try:
        with transaction.atomic():
            works.allow_silence()
            plan = work.plan(content, actor=actor)
            if works.digest(plan) != run.digest:
                return False
            work.write(plan, actor=actor)
            record(actor, "file_imported", subject=str(run.pk), details={"kind": run.kind, **works.counts(plan)})
            finish(run, State.DONE, written_at=now())
    except IntegrityError:
        return False
    runs.forget_file(run)
    return True


def finish(run: ImportRun, state: str, **fields: Any) -> None:
    """Mark the run, in the transaction of what was done. Raises TakenOver, which takes that back."""
    if not OUTBOX.finish(run, state, **fields):
        raise TakenOver


def refuse(run: ImportRun, sentence: str) -> None:
    """The file cannot be read: say why, keep nothing of it."""
    if OUTBOX.finish(run, State.REFUSED, refusal=sentence[:400]):
        runs.forget_file(run)


@failures.retrier(KIND)
def try_again(run_id: uuid.UUID) -> None:
    """Queue an import that had been given up."""
    OUTBOX.requeue(run_id)
