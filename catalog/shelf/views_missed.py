"""Telling the network that something is missing: by the button, or by looking at "nothing found" for a while."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.shelf import missed, queries
from catalog.shelf.filters import Filters, one_of, plain_text
from providers.demand.models import Gap
from welfare.access import SIGNED_IN, access
from welfare.sorting import sort_key


@access(SIGNED_IN)
@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Count a search of the shelf that found little."""
    facets = queries.facets()
    town = one_of(request.POST.get("comune"), facets.towns)
    filters = Filters(q=plain_text(request.POST.get("q", "")), town=town)
    if filters.q and len(queries.found(filters, facets.towns)) <= missed.FEW:
        missed.note(filters.q, town, {sort_key(each) for each in facets.towns}, Gap.Where.SHELF)
    return thanks(request, "shelf:list")


def thanks(request: HttpRequest, back: str) -> HttpResponse:
    """The same thanks whatever was counted: what was typed is nobody's to judge."""
    if getattr(request, "htmx", None):
        return render(request, "shelf/missed_told.html")
    messages.success(request, _("Thank you: the network learns what is missing, and not who looked for it."))
    return redirect(back)
