"""The office's calls: on the network's host, and on a territory's for its municipality."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.accreditation import calls
from providers.accreditation.calls import CannotChange
from providers.accreditation.forms import CallForm, CriterionForm
from providers.accreditation.models import Call, DocumentKind
from providers.taxonomy import KINDS
from tenants import isolation
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.paging import links_of, page_by_key

DECIDING = ("network", "territory")
OFFICE = roles("office")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = ("-written_at", "pk")


@access(OFFICE, kinds=DECIDING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every call of the house, the newest first."""
    page = page_by_key(calls.of_organization(isolation.current()), NEWEST, request.GET.get("dopo", ""))
    return render(request, "office/calls.html", links_of(page, {}) | {"rows": page.rows, "day": today()})


@access(OFFICE, kinds=DECIDING)
@FORMS
def new(request: HttpRequest) -> HttpResponse:
    """Write a call; it begins as a draft."""
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        call = calls.write(form.cleaned_data, actor=actor_of(request))
        messages.success(request, _("The draft is written: add the questions, then publish it."))
        return redirect("office_calls:call", call.pk)
    return render(request, "office/call_form.html", {"form": form, "call": None})


@access(OFFICE, kinds=DECIDING)
@FORMS
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    call = calls.get_call_for(isolation.current(), key)
    form = CallForm(request.POST if request.method == "POST" else None, instance=call)
    if request.method == "POST" and form.is_valid():
        try:
            calls.change(call, form.cleaned_data, actor=actor_of(request))
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("office_calls:call", key)
    return render(request, "office/call_form.html", {"form": form, "call": call})


@access(OFFICE, kinds=DECIDING)
@FORMS
def call_detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One call with its questions; while it is a draft, the form that adds one."""
    call = calls.get_call_for(isolation.current(), key)
    form = CriterionForm(request.POST if request.method == "POST" else None, initial={"is_required": True})
    if request.method == "POST" and form.is_valid():
        try:
            calls.add_criterion(call, form.cleaned_data, actor=actor_of(request))
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("office_calls:call", key)
    context = {
        "call": call,
        "criteria": list(call.criteria.all()),
        "papers": [DocumentKind(kind).label for kind in call.documents],
        "kinds": [KINDS[code].label for code in call.service_types if code in KINDS],
        "form": form,
        "is_draft": call.state == Call.State.DRAFT,
        "is_published": call.state == Call.State.PUBLISHED,
        "is_over": call.closes_on < today(),
    }
    return render(request, "office/call.html", context)


@access(OFFICE, kinds=DECIDING)
@require_POST
def remove_criterion(request: HttpRequest, key: uuid.UUID, criterion: uuid.UUID) -> HttpResponse:
    """Take a question out of a draft."""
    call = calls.get_call_for(isolation.current(), key)
    try:
        calls.remove_criterion(call, criterion, actor=actor_of(request))
    except CannotChange as refusal:
        messages.error(request, str(refusal))
    return redirect("office_calls:call", key)


@access(OFFICE, kinds=DECIDING)
@FORMS
def publish(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say that it stays as it is from then on, then publish."""
    words = {
        "title": _("Publish this call?"),
        "text": _("Everybody can read it and apply until its last day. Its text and questions stay as they are."),
        "submit": _("Publish"),
    }
    done = _("Published: applications can come.")
    failed = _("It cannot be published: it is no draft any more, or its last day has passed.")
    return moved(request, key, calls.publish, words, done, failed)


@access(OFFICE, kinds=DECIDING)
@FORMS
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take no more applications."""
    words = {
        "title": _("Close this call before its last day?"),
        "text": _("No further application is taken. Those that have come stay in the queue."),
        "submit": _("Close it"),
    }
    return moved(request, key, calls.withdraw, words, _("Closed."), _("This call is not published."))


def moved(
    request: HttpRequest, key: uuid.UUID, move: Callable[..., bool], words: dict[str, str], done: str, failed: str
) -> HttpResponse:
    """Ask, then move a call, and say what came of it."""
    call = calls.get_call_for(isolation.current(), key)
    if request.method == "POST":
        if move(call, actor=actor_of(request)):
            messages.success(request, done)
        else:
            messages.error(request, failed)
        return redirect("office_calls:call", key)
    back = {"back_url": reverse("office_calls:call", args=[key]), "back_label": call.title}
    return render(request, "confirm.html", words | back)
