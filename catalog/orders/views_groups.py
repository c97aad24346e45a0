"""What was ordered together: its page, its codes, its document, its cancellation."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.orders import sheets
from catalog.orders.cancel_group import cancel_group
from catalog.orders.groups import get_group_for, sheet_of
from catalog.orders.refusals import CancelRefusal
from catalog.orders.tasks import render_sheet
from catalog.orders.views import ORDERING, REFUSED
from catalog.orders.views_vouchers import AGAIN, AGAIN_LIMIT, AGAIN_SECONDS
from tenants import isolation, kept_pdfs, throttle
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from welfare.access import SIGNED_IN, access, roles


@access(roles("member"), kinds=ORDERING)
@require_safe
def group(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All of it: a line per child and week, what it cost, how to cancel."""
    return group_page(request, key, "orders/group.html")


@access(roles("member"), kinds=ORDERING)
@require_safe
def done(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The result of confirming: where the codes are, and what comes next."""
    return group_page(request, key, "orders/group_done.html")


@access(SIGNED_IN)
@require_safe
def codes(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Every code that can still be used, person by person; once open it needs nothing more from the network."""
    return group_page(request, key, "vouchers/group.html")


@access(SIGNED_IN)
@require_safe
def document(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where the PDF stands: the part of the page that asks again by itself."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("vouchers:group", key)
    return group_page(request, key, "vouchers/group_document.html")


def group_page(request: HttpRequest, key: uuid.UUID, template: str) -> HttpResponse:
    """A page about a group of the account's own."""
    shown = get_group_for(request.user, key)  # type: ignore[arg-type]
    return render(request, template, {"shown": shown, "sheet": sheet_of(shown)})


@access(SIGNED_IN)
@require_safe
def download(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The PDF, to its owner alone."""
    shown = get_group_for(request.user, key)  # type: ignore[arg-type]
    sheet = sheet_of(shown)
    if not shown.usable:
        raise Http404
    content = kept_pdfs.read(sheet) if sheet.document == sheets.Document.READY else None
    if content is None:
        # Not made yet, out of date or lost: the page says so, and how to have it.
        return redirect("vouchers:group", key)
    return kept_pdfs.attachment(content, "buoni.pdf")


@access(SIGNED_IN)
@require_POST
def ask(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have the document made: after a change, or again when it had been given up or lost."""
    sheet = sheet_of(get_group_for(request.user, key))  # type: ignore[arg-type]
    throttle.hit(AGAIN, f"{isolation.current().key}:{request.user.pk}", limit=AGAIN_LIMIT, seconds=AGAIN_SECONDS)
    if sheets.ask(sheet):
        send_after_commit(render_sheet, sheet.pk)
        messages.success(request, _("We are making the document again."))
    return redirect("vouchers:group", key)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether to cancel all that still can be, then cancel; a second time leads to the same page."""
    shown = get_group_for(request.user, key)  # type: ignore[arg-type]
    try:
        if request.method == "POST":
            if cancel_group(shown.orders, actor=actor_of(request)):
                messages.success(request, _("Cancelled: the credit is back where it was."))
            return redirect("orders:group", key)
    except CancelRefusal as refusal:
        context = {"shown": shown, "refusal": refusal}
        return render(request, "orders/group_cancel_refused.html", context, status=REFUSED)
    if not shown.cancellable:
        return redirect("orders:group", key)
    return render(request, "orders/group_cancel.html", {"shown": shown})
