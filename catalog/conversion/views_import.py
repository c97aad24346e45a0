"""The pages of a file of premiums: uploaded, checked by a worker, shown, confirmed, written by a worker."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.conversion import queries
from catalog.conversion.models import Window
from catalog.conversion.premium_import import KIND, SAMPLE, TITLES
from members.imports import pages, runs
from members.imports.forms import ConfirmForm, UploadForm
from members.models import ImportRun
from members.views_people import FORMS, HR_ONLY
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.paging import links_of

State = ImportRun.State
NAMESPACE = "windows"


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose a file of premiums for a window."""
    window = queries.window_for(key)
    if window.state == Window.State.CLOSED:
        return redirect("windows:window", key)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("windows:run", pages.keep(request, form, kind=KIND, about=window.pk).pk)
    context = pages.start_of(form, NAMESPACE, reverse("windows:window", args=[key])) | {
        "window": window,
        "titles": [titles[0] for titles in TITLES.values()],
    }
    return render(request, "conversion/upload.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be."""
    return pages.sample_file(SAMPLE, "premi.csv")


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
    page = pages.lines_page(request, found)
    refused = found.figures.get("refused", 0)
    return (
        pages.state_of(found, NAMESPACE, found.get_stage_display())
        | links_of(page, {})
        | {
            "window": window,
            "form": form or ConfirmForm(has_errors=bool(refused), initial={"digest": found.digest}),
            "again_url": reverse("windows:upload", args=[window.pk]),
            "lines": page.rows,
            "errors_count": refused,
        }
    )


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found, _window = get_run(key)
    return pages.progress(request, found, NAMESPACE, found.get_stage_display())


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown."""
    found, window = get_run(key)
    form = ConfirmForm(request.POST, has_errors=bool(found.figures.get("refused")))
    if found.state != State.CHECKED or pages.confirm(request, found, form):
        return redirect("windows:run", key)
    return render(request, "conversion/run.html", context_of(request, found, window, form), status=400)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give a file up before it is written."""
    found, window = get_run(key)
    if pages.drop(request, found):
        return redirect("windows:window", window.pk)
    return redirect("windows:run", key)
