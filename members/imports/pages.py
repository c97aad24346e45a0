"""What the pages of every import do alike: keep a file, tell how far it is, have it written, give it up.

Each room keeps its own views, which say who may come in and what is refused. `namespace` is that of the
room's addresses, among which are `run`, `progress`, `confirm` and `drop`.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.imports import runs
from members.imports.forms import ConfirmForm
from members.models import ImportLine, ImportRun
from members.tasks import carry_import_on
from tenants.envelope import send_after_commit
from welfare.paging import Page, page_by_key

State = ImportRun.State
LINES_AT_ONCE = 50
# How the state of an import looks in the list of them.
PILLS = {"checked": "warn", "done": "", "refused": "refusal", "failed": "refusal"}


def start_of(form: Form, namespace: str, back_url: str) -> dict[str, Any]:
    """What `imports/start.html` needs to know; `back_url` is the page that one came from."""
    sample_url, run_view = reverse(f"{namespace}:sample"), f"{namespace}:run"
    return {"form": form, "back_url": back_url, "sample_url": sample_url, "run_view": run_view}


def keep(request: HttpRequest, form: Form, *, kind: str, about: uuid.UUID | None = None) -> ImportRun:
    """Store the file of a valid form and have it checked."""
    upload, user = form.cleaned_data["file"], request.user
    path = Path(upload.temporary_file_path())
    run = runs.keep(path, upload.name or "", kind=kind, user=user, about=about)  # type: ignore[arg-type]
    send_after_commit(carry_import_on, run.pk)
    return run


def latest(kind: str) -> list[tuple[ImportRun, str]]:
    """The latest imports of a kind, each with the look of its state."""
    return [(run, PILLS.get(run.state, "neutral")) for run in runs.newest(kind)]


def sample_file(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """A file as it should be, to fill in or to compare with."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines_page(request: HttpRequest, found: ImportRun, kind: str = "") -> Page[ImportLine]:
    """A page of what becomes of the rows, in order; of one kind if asked."""
    return page_by_key(runs.lines_of(found, kind), ("place",), request.GET.get("dopo", ""), LINES_AT_ONCE)


def label_of(found: ImportRun) -> str:
    """What is being done, with a word for the file that waits its turn."""
    return _("The file waits to be read") if found.state == State.QUEUED else found.get_stage_display()


def state_of(found: ImportRun, namespace: str, label: str) -> dict[str, Any]:
    """What `imports/run.html` and its fragment need to know of an import; `label` says what is being done."""
    addresses = {f"{name}_url": reverse(f"{namespace}:{name}", args=[found.pk]) for name in ("confirm", "drop")}
    poll_url = reverse(f"{namespace}:progress", args=[found.pk])
    return {"run": found, "is_waiting": found.state in runs.WAITING, "label": label, "poll_url": poll_url} | addresses


def progress(request: HttpRequest, found: ImportRun, namespace: str, label: str) -> HttpResponse:
    """How far it is: the fragment that the page asks for again; once it is over the page is drawn anew."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{namespace}:run", found.pk)
    response = render(request, "imports/progress.html", state_of(found, namespace, label))
    if found.state not in runs.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


def confirm(request: HttpRequest, found: ImportRun, form: ConfirmForm) -> bool:
    """Have written what was shown. False when that is refused: the form says why, `found` and it are as of now."""
    if form.is_valid() and queue(request, found, form, skips_errors=form.cleaned_data.get("skips_errors", False)):
        return True
    found.refresh_from_db()
    # The page shows what holds now, so its form must speak of that.
    form.show_again(found)
    return False


def queue(
    request: HttpRequest, found: ImportRun, form: Form, *, skips_errors: bool, options: Mapping[str, Any] | None = None
) -> bool:
    """Queue the writing of what a valid form was shown, and send it. False when it is refused: the form says why."""
    digest, user = form.cleaned_data["digest"], request.user
    try:
        runs.confirm(found, digest=digest, skips_errors=skips_errors, user=user, options=options)  # type: ignore[arg-type]
    except runs.CannotConfirm as error:
        form.add_error("skips_errors" if "skips_errors" in form.fields and not skips_errors else None, str(error))
        return False
    send_after_commit(carry_import_on, found.pk)
    return True


def drop(request: HttpRequest, found: ImportRun) -> bool:
    """Give an import up before it is written, and say so. False when it has moved on."""
    dropped = runs.drop(found)
    if dropped:
        messages.success(request, _("Given up: nothing was changed, and the file was deleted."))
    return dropped
