"""The pages of the import: a file is uploaded, checked by a worker, shown, confirmed, written by a worker."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.imports import pages, runs
from members.imports.forms import ConfirmForm, UploadForm
from members.models import ImportRun
from members.people_import import columns, showing
from members.people_import.work import KIND
from members.views_people import FORMS, HR_ONLY
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.paging import links_of

State = ImportRun.State
NAMESPACE = "people_import"


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("people_import:run", pages.keep(request, form, kind=KIND).pk)
    context = pages.start_of(form, NAMESPACE, reverse("people:list")) | {
        "titles": [titles[0] for field, titles in columns.TITLES.items() if field not in ("full_name", "grade")],
        "runs": pages.latest(KIND),
    }
    return render(request, "people_import/start.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A file as it should be, to fill in or to compare with."""
    return pages.sample_file(columns.SAMPLE, "persone.csv")


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import, wherever it stands: under way, to be confirmed, done."""
    found = runs.get_run(KIND, key)
    return render(request, "people_import/run.html", context_of(request, found))


def context_of(request: HttpRequest, found: ImportRun, form: ConfirmForm | None = None) -> dict[str, Any]:
    """What the page of one import shows."""
    kind = showing.KINDS.get(request.GET.get("cosa", ""), "") or showing.first_kind(found)
    page = pages.lines_page(request, found, kind)
    has_errors = bool(showing.count_of(found, "error"))
    return (
        pages.state_of(found, NAMESPACE, label_of(found))
        | links_of(page, {"cosa": request.GET.get("cosa", "")})
        | {
            "form": form or ConfirmForm(has_errors=has_errors, initial={"digest": found.digest}),
            "chips": showing.chips(found, kind),
            "kind_label": showing.LABELS.get(kind, ""),
            "again_url": reverse("people_import:start"),
            "lines": [showing.shown(line) for line in page.rows],
            "has_errors": has_errors,
            "errors_count": showing.count_of(found, "error"),
            "unread": showing.unread(found),
            "submit": showing.submit_label(found),
        }
    )


def label_of(found: ImportRun) -> str:
    """What is being done, and how many rows are."""
    label = pages.label_of(found)
    return _("%(label)s: %(rows)s rows") % {"label": label, "rows": found.rows_done} if found.rows_done else label


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    return pages.progress(request, found, NAMESPACE, label_of(found))


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what was shown; a page that is old, and errors that nobody chose to leave out, are refused."""
    found = runs.get_run(KIND, key)
    form = ConfirmForm(request.POST, has_errors=bool(showing.count_of(found, "error")))
    if found.state != State.CHECKED or pages.confirm(request, found, form):
        return redirect("people_import:run", key)
    return render(request, "people_import/run.html", context_of(request, found, form))


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up before it is written."""
    if pages.drop(request, runs.get_run(KIND, key)):
        return redirect("people_import:start")
    return redirect("people_import:run", key)
