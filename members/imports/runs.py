"""The life of an import: uploaded, confirmed or given up by a person; erased when it is of no more use."""

import datetime
import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from members.models import ImportLine, ImportRun
from tenants import isolation
from tenants.audit.trail import record
from tenants.identity.models import User
from tenants.isolation import Actor
from welfare import files
from welfare.clock import now
from welfare.errors import PlainError
from welfare.tables import reading

State = ImportRun.State
WAITING = (State.QUEUED, State.STARTED)
# What nobody confirms is given up after a week; what a run showed is erased after a month.
CONFIRMED_WITHIN = datetime.timedelta(days=7)
SHOWN_FOR = datetime.timedelta(days=30)
# What holds of a run that nobody has confirmed, or whose figures were made anew since.
UNCONFIRMED: Mapping[str, Any] = {
    "stage": ImportRun.Stage.CHECK, "confirmed_by": None, "skips_errors": False, "options": {},
}  # fmt: skip


class CannotConfirm(PlainError):
    """A run that cannot be written as it is; the sentence says what to do."""


def keep(path: Path, file_name: str, *, kind: str, user: User, about: uuid.UUID | None = None) -> ImportRun:
    """Store an uploaded file privately and queue its check. Raises TableError for what can be refused at once.

    The same file once more, before it is confirmed, is the same import, checked anew. The caller sends the task.
    """
    reading.inspect(path)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    open_runs = ImportRun.objects.filter(kind=kind, about=about, user=user, state__in=(*WAITING, State.CHECKED))
    same = open_runs.filter(sha256=sha256).first()
    if same is not None:
        checked = ImportRun.objects.filter(pk=same.pk, state=State.CHECKED)
        checked.update(state=State.QUEUED, since=now(), attempts=0, rows_done=0, **UNCONFIRMED)
        return same
    return ImportRun.objects.create(
        kind=kind,
        about=about,
        user=user,
        file_name=shown_name(file_name),
        stored_name=files.write(isolation.current().key, content, "table"),
        sha256=sha256,
        since=now(),
    )


def shown_name(file_name: str) -> str:
    """A file's name as it may stand on a page: no folders, no signs that cannot be seen, not too long."""
    name = "".join(letter for letter in PurePath(file_name.replace("\\", "/")).name if letter.isprintable())
    return name[-120:] or "?"


def get_run(kind: str, key: uuid.UUID) -> ImportRun:
    """One import of a kind in the organization in force; 404 when absent."""
    run = ImportRun.objects.select_related("user").filter(kind=kind, pk=key).first()
    if run is None:
        raise Http404
    return run


def newest(kind: str, limit: int = 10) -> QuerySet[ImportRun]:
    """The latest imports of a kind."""
    return ImportRun.objects.select_related("user").filter(kind=kind).order_by("-created_at")[:limit]


def lines_of(run: ImportRun, kind: str = "") -> QuerySet[ImportLine]:
    """What a run shows, in order; of one kind if asked."""
    return run.lines.filter(kind=kind) if kind else run.lines.all()


@transaction.atomic
def confirm(
    run: ImportRun, *, digest: str, skips_errors: bool, user: User, options: Mapping[str, Any] | None = None
) -> None:
    """Queue the writing of what was shown, in the name of `user`; the caller sends the task.

    `digest` is that of the figures the person saw. Raises CannotConfirm when they have changed, when
    somebody was quicker, or when there are errors that were not chosen to be left out.
    """
    if run.figures.get("errors") and not skips_errors:
        raise CannotConfirm(_("Some rows have errors: mend the file, or say that those rows are left out."))
    shown = ImportRun.objects.filter(pk=run.pk, state=State.CHECKED, digest=digest)
    queued = shown.update(
        state=State.QUEUED,
        stage=ImportRun.Stage.WRITE,
        confirmed_by=user,
        skips_errors=skips_errors,
        options=dict(options or {}),
        is_renewed=False,
        since=now(),
        attempts=0,
        rows_done=0,
    )
    if not queued:
        raise CannotConfirm(_("This import has moved on meanwhile: look at it again."))
    record(actor_for(user.pk), "import_confirmed", subject=str(run.pk), details={"kind": run.kind})


def actor_for(user_id: int) -> Actor:
    """A person of the organization in force, as the trail names who checks or writes a run for them."""
    return Actor(isolation.current().key, user_id, "person")


def drop(run: ImportRun) -> bool:
    """Give up a run that was not confirmed: nothing is written, file and lines go. False when it has moved on."""
    return give_up(run, Q(state=State.CHECKED))


def give_up(run: ImportRun, still: Q) -> bool:
    """Give up a run as long as it is as `still` says; a worker that is at it then takes back what it did."""
    with transaction.atomic():
        dropped = ImportRun.objects.filter(still, pk=run.pk).update(state=State.DROPPED)
        if dropped:
            run.lines.all().delete()
    if dropped:
        forget_file(run)
    return bool(dropped)


def forget_file(run: ImportRun) -> None:
    """Delete the stored file of a run that needs it no more."""
    if run.stored_name:
        files.remove(isolation.current().key, run.stored_name)
        ImportRun.objects.filter(pk=run.pk).update(stored_name="")


def path_of(run: ImportRun) -> Path:
    """The stored file of a run. Raises FileNotFoundError when it is gone or is not what was uploaded."""
    path = files.path_of(isolation.current().key, run.stored_name)
    if hashlib.sha256(path.read_bytes()).hexdigest() != run.sha256:
        raise FileNotFoundError(run.stored_name)
    return path


def erase_due(*, actor: Actor = isolation.SYSTEM) -> int:
    """Erase files and lines whose time is over in the organization in force; returns of how many runs."""
    week_ago = now() - CONFIRMED_WITHIN
    # Nobody carries on what a suspended organization had begun; its files do not wait for that to end.
    stale = Q(state=State.CHECKED, created_at__lt=week_ago) | Q(state__in=WAITING, since__lt=week_ago)
    for run in ImportRun.objects.filter(stale):
        give_up(run, stale)
    past = ImportRun.objects.exclude(state__in=(*WAITING, State.CHECKED)).filter(created_at__lt=now() - SHOWN_FOR)
    due = past.filter(Q(lines__isnull=False) | ~Q(stored_name="")).distinct()
    erased = list(due)
    for run in erased:
        run.lines.all().delete()
        forget_file(run)
    if erased:
        record(actor, "imports_erased", details={"runs": len(erased)})
    return len(erased)
