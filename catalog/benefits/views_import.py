"""The import of benefits: a file is uploaded, checked by a worker, shown, confirmed, written by a worker."""

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

from catalog.benefits import sheet
from catalog.benefits.forms import UploadForm
from catalog.benefits.kinds import Kind
from catalog.benefits.views import EMPLOYERS, FORMS, PAYROLL
from catalog.benefits.work import KIND
from members.imports import runs
from members.models import ImportRun
from members.people_import.forms import ConfirmForm
from members.people_import.showing import PILLS, submit_label
from members.tasks import carry_import_on
from tenants.envelope import send_after_commit
from welfare.access import access
from welfare.paging import links_of, page_by_key

State = ImportRun.State
AT_ONCE = 50
PLACES = ("place",)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        user: Any = request.user
        run = runs.keep(Path(upload.temporary_file_path()), upload.name or "", kind=KIND, user=user)
        send_after_commit(carry_import_on, run.pk)
        return redirect("benefits:run", run.pk)
    context = {
        "form": form,
        "titles": [titles[0] for titles in sheet.TITLES.values()],
        "kinds": Kind.labels,
        "runs": [(run, PILLS.get(run.state, "neutral")) for run in runs.newest(KIND)],
    }
    return render(request, "benefits/start.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(sheet.SAMPLE)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="benefit.csv"'
    return response


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import, wherever it stands."""
    return render(request, "benefits/run.html", context_of(request, runs.get_run(KIND, key)))


def context_of(request: HttpRequest, found: ImportRun, form: ConfirmForm | None = None) -> dict[str, Any]:
    """What the page of one import shows: errors first."""
    page = page_by_key(runs.lines_of(found), PLACES, request.GET.get("dopo", ""), AT_ONCE)
    has_errors = bool(found.figures.get("errors"))
    return (
        progress_of(found)
        | links_of(page, {})
        | {
            "form": form or ConfirmForm(has_errors=has_errors, initial={"digest": found.digest}),
            "lines": page.rows,
            "refused": found.figures.get("rows", 0) - found.figures.get("accepted", 0),
            "submit": submit_label(found),
        }
    )


def progress_of(found: ImportRun) -> dict[str, Any]:
    """What the fragment shows of an import that is under way."""
    label = _("The file waits to be read") if found.state == State.QUEUED else found.get_stage_display()
    return {"run": found, "is_waiting": found.state in runs.WAITING, "label": label}


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("benefits:run", key)
    response = render(request, "benefits/progress.html", progress_of(found))
    if found.state not in runs.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown; a page that is old, and errors that nobody chose to leave out, are refused."""
    found = runs.get_run(KIND, key)
    form = ConfirmForm(request.POST, has_errors=bool(found.figures.get("errors")))
    if found.state != State.CHECKED:
        return redirect("benefits:run", key)
    if form.is_valid():
        skips = form.cleaned_data.get("skips_errors", False)
        user: Any = request.user
        try:
            runs.confirm(found, digest=form.cleaned_data["digest"], skips_errors=skips, user=user)
        except runs.CannotConfirm as error:
            form.add_error("skips_errors" if "skips_errors" in form.fields and not skips else None, str(error))
        else:
            send_after_commit(carry_import_on, found.pk)
            return redirect("benefits:run", key)
    found.refresh_from_db()
    form.data = request.POST.copy()
    form.data["digest"] = found.digest
    return render(request, "benefits/run.html", context_of(request, found, form))


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up before it is written."""
    if runs.drop(runs.get_run(KIND, key)):
        messages.success(request, _("Given up: nothing was changed, and the file was deleted."))
        return redirect("benefits:start")
    return redirect("benefits:run", key)
