"""Paper: the leaflet of one service, and the booklet of all of them."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from catalog.shelf import booklet, leaflet, queries
from catalog.shelf.models import Booklet
from catalog.shelf.tasks import make_booklet
from providers.console_offer_pages import NETWORK, READERS
from tenants import kept_pdfs
from tenants.envelope import send_after_commit
from welfare.access import SIGNED_IN, access

UNDER_WAY = (Booklet.Document.QUEUED, Booklet.Document.STARTED)


def language() -> str:
    """The reader's language."""
    return "en" if get_language() == "en" else "it"


@access(SIGNED_IN)
@require_safe
def leaflet_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The leaflet of a service of this shelf."""
    return kept_pdfs.attachment(leaflet.pdf_of(queries.get_offer(key), language=language()), "volantino.pdf")


@access(READERS, kinds=NETWORK)
@require_safe
def leaflet_of_network(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The leaflet of any published service in the network's brand; the QR only where the network shows it."""
    offer = leaflet.published(pk)
    if offer is None:
        raise Http404
    is_on_shelf = queries.on_shelf().filter(pk=pk).exists()
    content = leaflet.pdf_of(offer, language=language(), is_on_shelf=is_on_shelf)
    return kept_pdfs.attachment(content, "volantino.pdf")


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def booklet_page(request: HttpRequest) -> HttpResponse:
    """The booklet: to be had, under way, or to be asked for."""
    if request.method == "POST":
        row = booklet.ask(language())
        if row.document in UNDER_WAY:
            send_after_commit(make_booklet, row.pk)
        return redirect("shelf:booklet")
    found = booklet.booklet_in(language())
    context: dict[str, Any] = {
        "booklet": found,
        "is_under_way": found is not None and found.document in UNDER_WAY,
        "is_current": booklet.is_current(found),
        "has_failed": found is not None and found.document == Booklet.Document.FAILED,
    }
    htmx: Any = getattr(request, "htmx", None)
    return render(request, f"shelf/{'booklet_state' if htmx else 'booklet'}.html", context)


@access(SIGNED_IN)
@require_safe
def booklet_file(request: HttpRequest) -> HttpResponse:
    """The booklet as it was made last; 404 when there is none yet."""
    row = booklet.booklet_in(language())
    content = kept_pdfs.read(row) if row else None
    if content is None:
        raise Http404
    return kept_pdfs.attachment(content, "servizi.pdf")
