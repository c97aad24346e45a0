"""The pages of the import: a file is uploaded, checked by a worker, shown, confirmed, written by a worker."""

import csv
import io
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.imports import runs
from members.models import ImportRun
from members.people_import import columns, showing
from members.people_import.forms import ConfirmForm, UploadForm
from members.people_import.work import KIND
from members.tasks import carry_import_on
from members.views_people import EMPLOYERS, FORMS, HR_ONLY
from tenants.envelope import send_after_commit
from welfare.access import access
from welfare.paging import links_of, page_by_key

State = ImportRun.State
AT_ONCE = 50


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        user: Any = request.user
        run = runs.keep(Path(upload.temporary_file_path()), upload.name or "", kind=KIND, user=user)
        send_after_commit(carry_import_on, run.pk)
        return redirect("people_import:run", run.pk)
    context = {
        "form": form,
        "titles": [titles[0] for field, titles in columns.TITLES.items() if field not in ("full_name", "grade")],
        "runs": [(run, showing.PILLS.get(run.state, "neutral")) for run in runs.newest(KIND)],
    }
    return render(request, "people_import/start.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be, to fill in or to compare with."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(columns.SAMPLE)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="persone.csv"'
    return response


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import, wherever it stands: under way, to be confirmed, done."""
    found = runs.get_run(KIND, key)
    return render(request, "people_import/run.html", context_of(request, found))


def context_of(request: HttpRequest, found: ImportRun, form: ConfirmForm | None = None) -> dict[str, Any]:
    """What the page of one import shows."""
    kind = showing.KINDS.get(request.GET.get("cosa", ""), "") or showing.first_kind(found)
    page = page_by_key(runs.lines_of(found, kind), ("place",), request.GET.get("dopo", ""), AT_ONCE)
    has_errors = bool(showing.count_of(found, "error"))
    return (
        progress_of(found)
        | links_of(page, {"cosa": request.GET.get("cosa", "")})
        | {
            "form": form or ConfirmForm(has_errors=has_errors, initial={"digest": found.digest}),
            "chips": showing.chips(found, kind),
            "kind_label": showing.LABELS.get(kind, ""),
            "lines": [showing.shown(line) for line in page.rows],
            "has_errors": has_errors,
            "errors_count": showing.count_of(found, "error"),
            "unread": showing.unread(found),
            "submit": showing.submit_label(found),
        }
    )


def progress_of(found: ImportRun) -> dict[str, Any]:
    """What the fragment shows of an import that is under way."""
    label = _("The file waits to be read") if found.state == State.QUEUED else found.get_stage_display()
    if found.rows_done:
        label = _("%(label)s: %(rows)s rows") % {"label": label, "rows": found.rows_done}
    return {"run": found, "is_waiting": found.state in runs.WAITING, "label": label}


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("people_import:run", key)
    response = render(request, "people_import/progress.html", progress_of(found))
    if found.state not in runs.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown; a page that is old, and errors that nobody chose to leave out, are refused."""
    found = runs.get_run(KIND, key)
    form = ConfirmForm(request.POST, has_errors=bool(showing.count_of(found, "error")))
    if found.state != State.CHECKED:
        return redirect("people_import:run", key)
    if form.is_valid():
        skips = form.cleaned_data.get("skips_errors", False)
        user: Any = request.user
        try:
            runs.confirm(found, digest=form.cleaned_data["digest"], skips_errors=skips, user=user)
        except runs.CannotConfirm as error:
            form.add_error("skips_errors" if "skips_errors" in form.fields and not skips else None, str(error))
        else:
            send_after_commit(carry_import_on, found.pk)
            return redirect("people_import:run", key)
    found.refresh_from_db()
    # The page shows what holds now, so its form must speak of that.
    form.data = request.POST.copy()
    form.data["digest"] = found.digest
    return render(request, "people_import/run.html", context_of(request, found, form))


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up before it is written."""
    found = runs.get_run(KIND, key)
    if runs.drop(found):
        messages.success(request, _("Given up: nothing was changed, and the file was deleted."))
        return redirect("people_import:start")
    return redirect("people_import:run", key)
