"""The import of benefits: a file is uploaded, checked by a worker, shown, confirmed, written by a worker."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.benefits import sheet
from catalog.benefits.kinds import Kind
from catalog.benefits.views import FORMS, PAYROLL
from catalog.benefits.work import KIND
from members.imports import pages, runs
from members.imports.forms import ConfirmForm, UploadForm
from members.models import ImportRun
from members.people_import.showing import submit_label
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.paging import links_of

State = ImportRun.State
NAMESPACE = "benefits"


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("benefits:run", pages.keep(request, form, kind=KIND).pk)
    context = pages.start_of(form, NAMESPACE, reverse("benefits:list")) | {
        "titles": [titles[0] for titles in sheet.TITLES.values()],
        "kinds": Kind.labels,
        "runs": pages.latest(KIND),
    }
    return render(request, "benefits/start.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be."""
    return pages.sample_file(sheet.SAMPLE, "benefit.csv")


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import, wherever it stands."""
    return render(request, "benefits/run.html", context_of(request, runs.get_run(KIND, key)))


def context_of(request: HttpRequest, found: ImportRun, form: ConfirmForm | None = None) -> dict[str, Any]:
    """What the page of one import shows: errors first."""
    page = pages.lines_page(request, found)
    has_errors = bool(found.figures.get("errors"))
    return (
        pages.state_of(found, NAMESPACE, pages.label_of(found))
        | links_of(page, {})
        | {
            "form": form or ConfirmForm(has_errors=has_errors, initial={"digest": found.digest}),
            "again_url": reverse("benefits:start"),
            "lines": page.rows,
            "errors_count": found.figures.get("rows", 0) - found.figures.get("accepted", 0),
            "submit": submit_label(found),
        }
    )


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    return pages.progress(request, found, NAMESPACE, pages.label_of(found))


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown; a page that is old, and errors that nobody chose to leave out, are refused."""
    found = runs.get_run(KIND, key)
    form = ConfirmForm(request.POST, has_errors=bool(found.figures.get("errors")))
    if found.state != State.CHECKED or pages.confirm(request, found, form):
        return redirect("benefits:run", key)
    return render(request, "benefits/run.html", context_of(request, found, form))


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up before it is written."""
    if pages.drop(request, runs.get_run(KIND, key)):
        return redirect("benefits:start")
    return redirect("benefits:run", key)
