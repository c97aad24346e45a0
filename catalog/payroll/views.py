"""Payroll's runs: prepared, looked at, locked."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.payroll import periods, runs
from catalog.payroll.forms import ExportForm, LockForm, PrepareForm
from catalog.payroll.models import LEVELS, PayrollPerson, PayrollRun
from catalog.payroll.pages import (
    ALL,
    PAYROLL,
    PILLS,
    SHOWN_LABELS,
    WORDS,
    alerts_of,
    chips,
    moved,
    note_reading,
    shown_person,
    title_of,
    totals_of,
)
from catalog.payroll.tasks import figure_out
from providers.statements.queries import payable
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from tenants.isolation import current
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.paging import links_of, page_by_key

State = PayrollRun.State
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST, BY_NAME = ("-year", "-month"), ("sort_name", "pk")


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def home(request: HttpRequest) -> HttpResponse:
    """The months, the latest first; and preparing the next."""
    offered = periods.offered()
    form = PrepareForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        try:
            run = runs.prepare(*form.cleaned_data["period"], user=user, actor=actor_of(request))
        except periods.CannotRun as error:
            form.add_error("period", str(error))
        else:
            send_after_commit(figure_out, run.pk)
            return redirect("payroll:run", run.pk)
    page = page_by_key(PayrollRun.objects.select_related("locked_by"), NEWEST, request.GET.get("dopo", ""))
    context = links_of(page, {}) | {
        "form": form,
        "offered": offered,
        "to_pay": payable(current()).count(),
        "rows": [(run, title_of(run), PILLS.get(State(run.state), "neutral")) for run in page.rows],
    }
    return render(request, "payroll/home.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def run(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One month, wherever it stands: totals, what to look at, people."""
    found = runs.get_run(pk)
    return render(request, "payroll/run.html", context_of(request, found))


def context_of(request: HttpRequest, found: PayrollRun, form: ExportForm | None = None) -> dict[str, Any]:
    """What the page of a run shows; of one under way, no figures yet."""
    context = progress_of(found)
    if context["is_waiting"] or found.state == State.FAILED:
        return context
    word = request.GET.get("avviso", "")
    counts = alerts_of(found)
    if word in WORDS:
        people = found.people.filter(alerts__contains=[WORDS[word]])
    elif word == ALL:
        people = found.people.all()
    else:
        word, people = "", moved(found)
    people = people.select_related("member").prefetch_related("lines")
    page = page_by_key(people, BY_NAME, request.GET.get("dopo", ""))
    note_reading(request, found, page.rows)
    return context | links_of(page, {"avviso": word}) | {
        "totals": totals_of(found),
        "chips": chips(counts, word, found),
        "crossed": counts.get(WORDS["oltre"], 0),
        "unreadable": counts.get(WORDS["da-correggere"], 0),
        "rows": [shown_person(person) for person in page.rows],
        "export_form": (form or ExportForm()) if found.state == State.LOCKED else None,
        "exports": found.exports.select_related("made_by").order_by("-made_at")[:20],
    }  # fmt: skip


def progress_of(found: PayrollRun) -> dict[str, Any]:
    """What the fragment shows of a run that is under way."""
    label = _("The month waits to be figured out")
    if found.state == State.STARTED:
        label = _("The figures of each person are being made")
    return {"run": found, "title": title_of(found), "is_waiting": found.state in runs.WAITING, "label": label}


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    found = runs.get_run(pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("payroll:run", pk)
    response = render(request, "payroll/progress.html", progress_of(found))
    if found.state not in runs.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def person(request: HttpRequest, pk: uuid.UUID, person_id: int) -> HttpResponse:
    """All figures of one person in a run; the reading goes to their trail."""
    found = runs.get_run(pk)
    shown = PayrollPerson.objects.select_related("member").filter(run=found, pk=person_id).first()
    if shown is None or found.state not in (State.DRAFT, State.LOCKED):
        raise Http404
    note_reading(request, found, [shown])
    lines = sorted(shown.lines.all(), key=lambda line: (list(SHOWN_LABELS).index(line.figure), line.source))
    context = {
        "run": found,
        "title": title_of(found),
        "person": shown,
        "alerts": shown_person(shown).alerts,
        "lines": [(SHOWN_LABELS[line.figure], line, line.figure in LEVELS) for line in lines],
    }
    return render(request, "payroll/person.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def lock(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lock what was shown, after asking."""
    found = runs.get_run(pk)
    if found.state != State.DRAFT:
        return redirect("payroll:run", pk)
    form = LockForm(request.POST or None, initial={"digest": found.digest})
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        try:
            runs.lock(found, digest=form.cleaned_data["digest"], user=user, actor=actor_of(request))
        except periods.CannotRun as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(month)s is locked: you can make its files.") % {"month": title_of(found)})
            return redirect("payroll:run", pk)
    return render(request, "confirm.html", asked(found, form))


def asked(found: PayrollRun, form: LockForm) -> dict[str, Any]:
    """The page that asks before locking."""
    people = ngettext("%(n)d person", "%(n)d people", found.people_count) % {"n": found.people_count}
    crossed = alerts_of(found).get(WORDS["oltre"], 0)
    warning = ngettext(
        "%(n)d person is over the limit of fringe benefits: all of theirs are taxed.",
        "%(n)d people are over the limit of fringe benefits: all of theirs are taxed.",
        crossed,
    )
    return {
        "title": _("Lock %(month)s?") % {"month": periods.name((found.year, found.month))},
        "text": _("From then on its figures never change. What changes afterwards comes with the next month."),
        "facts": [(_("People"), people)],
        "warning": warning % {"n": crossed} if crossed else "",
        "submit": _("Lock the month"),
        "form": form,
        "back_url": reverse("payroll:run", args=[found.pk]),
        "back_label": title_of(found),
    }
