"""HR's pages of a grant: terms, what it comes to, the act, how far it is; and the people hired since."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.plans import granting_shown, grants, queries
from catalog.plans.grant_forms import GrantForm
from catalog.plans.grants import CannotGrant
from catalog.plans.models import Grant
from catalog.plans.tasks import post_grant
from catalog.plans.views import HR
from members.ledger.errors import KeyReused
from tenants.audit import trail
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.exports import csv_response
from welfare.paging import links_of, page_by_key

State = Grant.State
FORMS = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("name", "pk")


@access(HR, kinds=EMPLOYERS)
@FORMS
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say to whom and how much; what it comes to is shown on a page of its own before anything is granted."""
    budget = queries.budget_for(pk)
    form = GrantForm(request.POST if request.method == "POST" else None, budget=budget)
    if request.method == "POST" and form.is_valid():
        try:
            given = grants.prepare(budget, form.terms(), key=str(form.cleaned_data["key"]), actor=actor_of(request))
        except CannotGrant as refusal:
            form.add_error("person" if form.cleaned_data["person"] else None, str(refusal))
        except KeyReused:
            form.add_error(None, _("This form has granted credit before: begin again from the plan."))
        else:
            return redirect("plans:grant_run", given.pk)
    return render(request, "plans/grant.html", granting_shown.form_context(budget, form))


@access(HR, kinds=EMPLOYERS)
@require_safe
def grant_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One grant: its figures to confirm, how far it is, or what it gave; below, person by person."""
    given = queries.grant_for(pk)
    page = page_by_key(queries.lines_of(given), ORDER, request.GET.get("dopo", ""))
    context: dict[str, Any] = links_of(page, {}) | granting_shown.run_context(given, page.rows)
    return render(request, "plans/grant_run.html", context)


@access(HR, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: the fragment that the page asks for again."""
    given = queries.grant_for(pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("plans:grant_run", pk)
    response = render(request, "plans/grant_progress.html", granting_shown.progress_of(given))
    if not granting_shown.is_waiting(given):
        response.headers["HX-Refresh"] = "true"
    return response


@access(HR, kinds=EMPLOYERS)
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant what was shown; people who changed since are shown again instead."""
    given = queries.grant_for(pk)
    try:
        is_queued = grants.confirm(given, digest=request.POST.get("digest", "")[:64], actor=actor_of(request))
    except CannotGrant as refusal:
        messages.error(request, str(refusal))
    else:
        if is_queued:
            send_after_commit(post_grant, given.pk)
    return redirect("plans:grant_run", pk)


@access(HR, kinds=EMPLOYERS)
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a grant up before it is confirmed."""
    given = queries.grant_for(pk)
    if not grants.drop(given):
        return redirect("plans:grant_run", pk)
    messages.success(request, _("Given up: nothing was granted."))
    return redirect("plans:plan", given.budget.plan_id)


@access(HR, kinds=EMPLOYERS)
@FORMS
def grant_rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Reckon what is due to the people hired, or moved there, since a grant; it is confirmed like any other."""
    given = queries.grant_for(pk)
    if request.method == "POST":
        return prepare_rest(request, given)
    return render(request, "confirm.html", granting_shown.rest_context(given))


def prepare_rest(request: HttpRequest, given: Grant) -> HttpResponse:
    """The grant to those who have not had one, to be confirmed; or why there is none."""
    try:
        terms, key = grants.rest_of(given), grants.rest_key(given)
        rest = grants.prepare(given.budget, terms, key=key, actor=actor_of(request))
    except CannotGrant as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:plan", given.budget.plan_id)
    return redirect("plans:grant_run", rest.pk)


@access(HR, kinds=EMPLOYERS)
@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines of a grant as a file."""
    given = queries.grant_for(pk)
    lines = queries.lines_of(given).order_by(*ORDER)
    trail.record(actor_of(request), "grant.exported", subject=str(given.pk), details={"people": given.people})
    return csv_response(
        "assegnazione.csv", granting_shown.columns(), (granting_shown.row_of(line, given.budget.unit) for line in lines)
    )
