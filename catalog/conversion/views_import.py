"""The pages of a file of premiums: uploaded, checked by a worker, shown, confirmed, written by a worker."""

import csv
import io
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.conversion import queries
from catalog.conversion.models import Window
from catalog.conversion.premium_import import KIND, SAMPLE, TITLES
from members.imports import runs
from members.models import ImportRun
from members.people_import.forms import ConfirmForm, UploadForm
from members.tasks import carry_import_on
from members.views_people import EMPLOYERS, FORMS, HR_ONLY
from tenants.envelope import send_after_commit
from welfare.access import access
from welfare.paging import links_of, page_by_key

State = ImportRun.State
AT_ONCE = 50


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose a file of premiums for a window."""
    window = queries.window_for(key)
    if window.state == Window.State.CLOSED:
        return redirect("windows:window", key)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        user: Any = request.user
        run = runs.keep(Path(upload.temporary_file_path()), upload.name or "", kind=KIND, user=user, about=window.pk)
        send_after_commit(carry_import_on, run.pk)
        return redirect("windows:run", run.pk)
    context = {"form": form, "window": window, "titles": [titles[0] for titles in TITLES.values()]}
    return render(request, "conversion/upload.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(SAMPLE)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="premi.csv"'
    return response


def get_run(key: uuid.UUID) -> tuple[ImportRun, Window]:
    """A file with its window, or 404."""
    found = runs.get_run(KIND, key)
    if found.about is None:
        raise Http404
    return found, queries.window_for(found.about)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One file, wherever it stands."""
    found, window = get_run(key)
    return render(request, "conversion/run.html", context_of(request, found, window))


def context_of(
    request: HttpRequest, found: ImportRun, window: Window, form: ConfirmForm | None = None
) -> dict[str, Any]:
    """What the page of a file shows."""
    page = page_by_key(runs.lines_of(found), ("place",), request.GET.get("dopo", ""), AT_ONCE)
    has_errors = bool(found.figures.get("refused"))
    shown = form or ConfirmForm(has_errors=has_errors, initial={"digest": found.digest})
    return links_of(page, {}) | {
        "run": found,
        "window": window,
        "is_waiting": found.state in runs.WAITING,
        "form": shown,
        "lines": page.rows,
        "can_confirm": found.state == State.CHECKED and bool(found.figures.get("changed")),
    }


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found, _window = get_run(key)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("windows:run", key)
    response = render(request, "conversion/progress.html", {"run": found})
    if found.state not in runs.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown."""
    found, window = get_run(key)
    if found.state != State.CHECKED:
        return redirect("windows:run", key)
    form = ConfirmForm(request.POST, has_errors=bool(found.figures.get("refused")))
    if form.is_valid():
        user: Any = request.user
        skips = form.cleaned_data.get("skips_errors", False)
        try:
            runs.confirm(found, digest=form.cleaned_data["digest"], skips_errors=skips, user=user)
        except runs.CannotConfirm as error:
            form.add_error("skips_errors" if "skips_errors" in form.fields and not skips else None, str(error))
        else:
            send_after_commit(carry_import_on, found.pk)
            return redirect("windows:run", key)
    found.refresh_from_db()
    # The page shows what holds now, so its form must speak of that.
    form.data = request.POST.copy()
    form.data["digest"] = found.digest
    return render(request, "conversion/run.html", context_of(request, found, window, form), status=400)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give a file up before it is written."""
    found, window = get_run(key)
    if runs.drop(found):
        messages.success(request, _("Given up: nothing was changed, and the file was deleted."))
        return redirect("windows:window", window.pk)
    return redirect("windows:run", key)
