"""Pages of a member's vouchers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.orders import documents
from catalog.orders.tasks import render_voucher
from catalog.orders.vouchers import ShownVoucher, get_voucher_for, vouchers_page
from tenants import isolation, kept_pdfs, throttle
from tenants.envelope import send_after_commit
from welfare.access import SIGNED_IN, access

AGAIN, AGAIN_LIMIT, AGAIN_SECONDS = "voucher-again", 5, 3600


@access(SIGNED_IN)
@require_safe
def vouchers(request: HttpRequest) -> HttpResponse:
    """What is ready to use, then what was."""
    page = vouchers_page(request.user, request.GET.get("dopo", ""))  # type: ignore[arg-type]
    context = {
        "vouchers": [ShownVoucher(row) for row in page.rows],
        "previous_url": "" if page.is_first else request.path,
        "next_url": f"?dopo={page.next_cursor}" if page.next_cursor else "",
    }
    return render(request, "vouchers/list.html", context)


@access(SIGNED_IN)
@require_safe
def voucher(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """QR and code in large; once open it needs nothing more from the network."""
    shown = get_voucher_for(request.user, voucher_id)  # type: ignore[arg-type]
    return render(request, "vouchers/detail.html", {"shown": shown})


@access(SIGNED_IN)
@require_safe
def document(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """Where the PDF stands: the part of the page that asks again by itself."""
    shown = get_voucher_for(request.user, voucher_id)  # type: ignore[arg-type]
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(shown.url)
    return render(request, "vouchers/document.html", {"shown": shown})


@access(SIGNED_IN)
@require_POST
def ask_again(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """Have a document made: for the first time, or again when it had been given up or lost."""
    shown = get_voucher_for(request.user, voucher_id)  # type: ignore[arg-type]
    if documents.ask_first(shown.voucher):
        # It leaves that state once: nothing to limit.
        send_after_commit(render_voucher, shown.voucher.pk)
        return redirect(shown.url)
    throttle.hit(AGAIN, f"{isolation.current().key}:{request.user.pk}", limit=AGAIN_LIMIT, seconds=AGAIN_SECONDS)
    if documents.ask_again(shown.voucher):
        send_after_commit(render_voucher, shown.voucher.pk)
        messages.success(request, _("We are making the document again."))
    return redirect(shown.url)


@access(SIGNED_IN)
@require_safe
def download(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """The PDF, to its owner alone."""
    shown = get_voucher_for(request.user, voucher_id)  # type: ignore[arg-type]
    if shown.is_worth_paper and not shown.has_document:
        # Not made yet, or laid aside: the page says so, and how to have it.
        return redirect(shown.url)
    if not shown.has_document:
        raise Http404
    content = documents.read_document(shown.voucher)
    if content is None:
        return render(request, "vouchers/detail.html", {"shown": shown, "is_lost": True}, status=404)
    return kept_pdfs.attachment(content, f"buono-{shown.voucher.last_four}.pdf")
