"""The network's pages about open lists: upload, look, confirm; on hosts of kind network alone."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.directory import shown
from catalog.directory.forms import ConfirmForm, UploadForm
from catalog.directory.work import KIND
from members.imports import pages as imports
from members.imports import runs
from members.models import ImportRun
from tenants.models import Organization
from welfare.access import access, roles

NETWORK = ("network",)
NAMESPACE = "directory"
STAFF = roles("operator", "office")
State = ImportRun.State


@access(STAFF, kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Upload a list for a territory; below, what was uploaded before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = imports.keep(request, form, kind=KIND, about=form.cleaned_data["territory"].pk)
        return redirect("directory:run", run.pk)
    recent = list(runs.newest(KIND))
    names = territory_names(recent)
    shown_runs = [(run, names.get(run.about, "")) for run in recent]
    return render(request, "directory/home.html", {"form": form, "runs": shown_runs})


def territory_names(found: list[ImportRun]) -> dict[uuid.UUID | None, str]:
    """The names of the territories that runs are about; one query."""
    keys = {run.about for run in found if run.about}
    return dict(Organization.objects.filter(pk__in=keys).values_list("pk", "name"))


@access(STAFF, kinds=NETWORK)
@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import: under way, to be confirmed, or done."""
    return run_page(request, runs.get_run(KIND, key))


def run_page(request: HttpRequest, found: ImportRun, form: ConfirmForm | None = None) -> HttpResponse:
    """The page of an import as it stands."""
    kind = request.GET.get("righe", "")
    kind = kind if kind in shown.FIGURE_OF else ""
    page = shown.page_of(found, kind, request.GET.get("dopo", ""))
    context = imports.state_of(found, NAMESPACE, found.get_stage_display()) | {
        "territory": territory_names([found]).get(found.about, ""),
        "facts": shown.facts(found),
        "lines": [shown.shown(line) for line in page.rows],
        "ignored": shown.ignored_titles(found),
        "chips": shown.chips(found, kind),
        "first_url": "" if page.is_first else f"?righe={kind}",
        "next_url": f"?righe={kind}&dopo={page.next_cursor}" if page.next_cursor else "",
        "form": form or (ConfirmForm(run=found) if can_confirm(found) else None),
    }
    return render(request, "directory/run.html", context, status=400 if form else 200)


def can_confirm(found: ImportRun) -> bool:
    """Whether there is anything to write."""
    return found.state == State.CHECKED and bool(found.figures.get("changed") or found.figures.get("gone"))


@access(STAFF, kinds=NETWORK)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How the work stands: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    return imports.progress(request, found, NAMESPACE, found.get_stage_display())


@access(STAFF, kinds=NETWORK)
@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have written what was shown."""
    found = runs.get_run(KIND, key)
    if not can_confirm(found):
        messages.info(request, _("This import has moved on meanwhile: look at it again."))
        return redirect("directory:run", key)
    form = ConfirmForm(request.POST, run=found)
    if form.is_valid() and imports.queue(request, found, form, skips_errors=True, options=form.options()):
        return redirect("directory:run", key)
    form.show_again(found)
    return run_page(request, found, form)


@access(STAFF, kinds=NETWORK)
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up: nothing is written."""
    imports.drop(request, runs.get_run(KIND, key))
    return redirect("directory:home")
