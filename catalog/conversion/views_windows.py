"""HR's pages of a window: the agreement, the premiums, the days, how many have chosen, what came of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.conversion import closing, exporting, premiums, queries, reminding, telling, windows
from catalog.conversion.forms import EachForm, ExtendForm, WindowForm, initial_of, window_initial
from catalog.conversion.models import Window
from catalog.conversion.windows import CannotOpen
from catalog.plans.grants import CannotGrant
from members.views_people import FORMS, HR_ONLY
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.clock import today
from welfare.money import format_euro
from welfare.templatetags.kit import day

State = Window.State


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All windows, newest first."""
    context = {"windows": queries.windows()[:100], "can_add": queries.budgets().exists()}
    return render(request, "conversion/windows.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a window."""
    form = WindowForm(request.POST if request.method == "POST" else None, initial=window_initial())
    if request.method == "POST" and form.is_valid():
        written = keep(request, form, None)
        if written is not None:
            messages.success(request, _("The window is prepared. Add the premiums, then open it."))
            return redirect("windows:window", written.pk)
    return render(request, "conversion/edit.html", {"form": form, "can_add": queries.budgets().exists()})


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Correct a window that is not open yet."""
    window = queries.window_for(key)
    if window.state != State.DRAFT:
        return redirect("windows:window", key)
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial_of(window))
    if request.method == "POST" and form.is_valid() and keep(request, form, window) is not None:
        messages.success(request, _("Saved."))
        return redirect("windows:window", key)
    return render(request, "conversion/edit.html", {"form": form, "window": window, "can_add": True})


def keep(request: HttpRequest, form: WindowForm, window: Window | None) -> Window | None:
    """Write the window, or put on the form what keeps it from being written."""
    try:
        return windows.write_window(window, form.terms(), actor=actor_of(request))
    except CannotOpen as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def window(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One window as it stands."""
    return window_page(request, queries.window_for(key))


def window_page(request: HttpRequest, found: Window, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a window, with a form that has errors if there is one."""
    context = {
        "window": found,
        "progress": queries.progress_of(found),
        "is_over": found.closes_on < today(),
        "has_begun": found.opens_on <= today(),
        "cap": found.terms.cap,
        "totals": queries.totals_of(found) if found.state == State.CLOSED else None,
        "each_form": EachForm(),
        "extend_form": ExtendForm(),
    }
    return render(request, "conversion/window.html", context | forms, status=status)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def give_each(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The same premium for everybody of a category."""
    found = queries.window_for(key)
    form = EachForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            people = premiums.give_each(found, cleaned["category"], cleaned["amount"], actor=actor_of(request))
        except premiums.CannotWrite as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(n)s premium of %(amount)s written.", "%(n)s premiums of %(amount)s written.", people)
            messages.success(request, words % {"n": people, "amount": format_euro(cleaned["amount"])})
            return redirect("windows:window", key)
    return window_page(request, found, 400, each_form=form)


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def open_window(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Let people choose, after asking."""
    found = queries.window_for(key)
    back = reverse("windows:window", args=[key])
    if request.method == "POST":
        try:
            opened = windows.open_window(found, actor=actor_of(request))
        except CannotOpen as error:
            messages.error(request, str(error))
        else:
            if opened.opens_on <= today():
                telling.tell_opened(opened)
            messages.success(request, _("The window is open. People are told by e-mail on its first day."))
        return redirect(back)
    progress = queries.progress_of(found)
    context = {
        "title": _("Let people choose?"),
        "text": _("From then on the agreement and the days stand as they are, and who has chosen keeps their premium."),
        "facts": [
            (_("People"), progress.people),
            (_("Premiums in all"), format_euro(progress.premiums)),
            (_("From"), day(found.opens_on)),
            (_("Until"), day(found.closes_on)),
        ],
        "submit": _("Open the window"),
        "back_url": back,
        "back_label": found.agreement,
    }
    return render(request, "confirm.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def erase(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give up a window that is not open, after asking."""
    found = queries.window_for(key)
    back = reverse("windows:window", args=[key])
    if request.method == "POST":
        if windows.erase_draft(found, actor=actor_of(request)):
            messages.success(request, _("Deleted, with its premiums."))
            return redirect("windows:list")
        messages.error(request, _("This window is not a draft any more: look at it again."))
        return redirect(back)
    context = {
        "title": _("Delete this window and its premiums?"),
        "submit": _("Delete"),
        "danger": True,
        "back_url": back,
        "back_label": found.agreement,
    }
    return render(request, "confirm.html", context)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def extend(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give people more days."""
    found = queries.window_for(key)
    form = ExtendForm(request.POST)
    if form.is_valid():
        last = form.cleaned_data["closes_on"]
        try:
            windows.extend(found, last, actor=actor_of(request))
        except CannotOpen as error:
            form.add_error("closes_on", str(error))
        else:
            messages.success(request, _("People can choose until %(day)s.") % {"day": day(last)})
            return redirect("windows:window", key)
    return window_page(request, found, 400, extend_form=form)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def remind(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Remind everybody who has not chosen; who they are is not shown."""
    found = queries.window_for(key)
    if found.state != State.OPEN or not found.opens_on <= today() <= found.closes_on:
        messages.error(request, _("Nobody can choose today, so nobody is reminded."))
        return redirect("windows:window", key)
    reminding.remind_now(found, actor=actor_of(request))
    messages.success(request, _("Who has not chosen gets a reminder by e-mail, at most one a day."))
    return redirect("windows:window", key)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Fix what came of it and grant, once the last day is over; the nightly work does the same."""
    found = queries.window_for(key)
    closing.close(found, actor=actor_of(request))
    found = queries.window_for(key)
    if found.state != State.CLOSED:
        messages.error(request, _("People can still choose: it closes after the last day."))
        return redirect("windows:window", key)
    try:
        if found.grant is None and found in closing.to_grant():
            closing.give(found)
    except CannotGrant as error:
        messages.error(request, str(error))
    return redirect("windows:window", key)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def results_csv(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What came of it, for payroll, as CSV."""
    found = closed_window(key)
    exporting.note(found, actor_of(request))
    return download(exporting.as_csv(found).encode(), "text/csv; charset=utf-8", f"premi-{found.paid_in:%Y-%m}.csv")


@access(HR_ONLY, kinds=EMPLOYERS)
@require_safe
def results_xlsx(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What came of it, for payroll, as a workbook."""
    found = closed_window(key)
    exporting.note(found, actor_of(request))
    return download(exporting.as_xlsx(found), exporting.XLSX, f"premi-{found.paid_in:%Y-%m}.xlsx")


def closed_window(key: uuid.UUID) -> Window:
    """A window with results, or 404."""
    found = queries.window_for(key)
    if found.state != State.CLOSED:
        raise Http404
    return found


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as a download."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
