"""The public page on which a shop checks a card, on every host of the network, without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.cards import checking
from catalog.cards.forms import NUMBER_DIGITS, CheckForm, figures_of
from tenants.throttle import client_address
from welfare.access import PUBLIC, access
from welfare.clock import now


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Number and code; then whether the card is good, and of which organization: never whose."""
    if request.method != "POST":
        given = {"number": request.GET.get("t", "")[:40], "code": request.GET.get("c", "")[:20]}
        is_whole = len(figures_of(given["number"])) == NUMBER_DIGITS and bool(figures_of(given["code"]))
        return answer(request, {"form": CheckForm(initial=given), "is_whole": is_whole})
    form = CheckForm(request.POST)
    if not form.is_valid():
        return answer(request, {"form": form})
    found = checking.check(form.cleaned_data["number"], form.cleaned_data["code"], client_address(request))
    # The number may stay, the code is over.
    again = CheckForm(initial={"number": form.cleaned_data["number"]}) if found is None else CheckForm()
    return answer(request, {"form": again, "is_checked": True, "holder_of": found, "at": now()})


def answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, or the part of it that was asked for."""
    htmx: Any = getattr(request, "htmx", None)
    template = "cards/check_form.html" if htmx else "cards/check.html"
    return render(request, template, context)
