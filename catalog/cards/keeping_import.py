"""The import of the shops of an agreement: a list is uploaded, checked, shown, confirmed, written."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.cards import keeping_words, shops_sheet, showing
from catalog.cards.forms import ConfirmShopsForm
from catalog.cards.keeping import FORMS, room_of
from catalog.cards.shops_work import KIND
from members.imports import pages as imports
from members.imports import runs
from members.imports.forms import UploadForm
from members.models import ImportRun
from providers.agreements import agreements
from providers.agreements.models import Category
from tenants import isolation
from welfare.paging import links_of

State = ImportRun.State


@FORMS
def start(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose a list; an agreement that has ended takes none."""
    agreement = agreements.get_agreement(isolation.current(), key)
    if agreement.closed_on is not None:
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = imports.keep(request, form, kind=KIND, about=agreement.pk)
        return redirect(f"{room_of(request)}:run", found.pk)
    context = {
        "form": form,
        "room": room_of(request),
        "agreement": agreement,
        "titles": [titles[0] for titles in shops_sheet.TITLES.values()],
        "categories": Category.labels,
        "runs": [pair for pair in imports.latest(KIND) if pair[0].about == key],
    }
    return render(request, "agreements/import.html", context)


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A list as it should be."""
    return imports.sample_file(shops_sheet.SAMPLE, "negozi.csv")


@require_safe
def run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One import: under way, to be confirmed, or done."""
    return run_page(request, runs.get_run(KIND, key))


def run_page(request: HttpRequest, found: ImportRun, form: ConfirmShopsForm | None = None) -> HttpResponse:
    """The page of an import as it stands."""
    kind = request.GET.get("righe", "")
    kind = kind if kind in keeping_words.FIGURE_OF else ""
    page = imports.lines_page(request, found, kind)
    room = room_of(request)
    agreement = agreements.get_agreement(isolation.current(), found.about or found.pk)
    context = (
        imports.state_of(found, room, imports.label_of(found))
        | links_of(page, {"righe": kind})
        | {
            "room": room,
            "agreement": agreement,
            "facts": keeping_words.facts(found),
            "lines": [keeping_words.shown_line(line) for line in page.rows],
            "ignored": found.figures.get("ignored", []),
            "chips": keeping_words.chips(found, kind),
            "form": form or (ConfirmShopsForm(run=found) if can_confirm(found) else None),
        }
    )
    return render(request, "agreements/run.html", context, status=400 if form else 200)


def can_confirm(found: ImportRun) -> bool:
    """Whether there is anything to write."""
    return found.state == State.CHECKED and bool(found.figures.get("changed") or found.figures.get("gone"))


@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How the work stands: the fragment that the page asks for again."""
    found = runs.get_run(KIND, key)
    if found.state == State.DONE:
        showing.forget_counts()
    return imports.progress(request, found, room_of(request), imports.label_of(found))


@require_POST
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have written what was shown."""
    found = runs.get_run(KIND, key)
    if not can_confirm(found):
        messages.info(request, _("This import has moved on meanwhile: look at it again."))
        return redirect(f"{room_of(request)}:run", key)
    form = ConfirmShopsForm(request.POST, run=found)
    if form.is_valid() and imports.queue(request, found, form, skips_errors=True, options=form.options()):
        return redirect(f"{room_of(request)}:run", key)
    found.refresh_from_db()
    form.show_again(found)
    return run_page(request, found, form)


@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give an import up: nothing is written."""
    found = runs.get_run(KIND, key)
    imports.drop(request, found)
    return redirect(f"{room_of(request)}:agreement", found.about)
