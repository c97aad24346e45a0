"""The page of a refusal about a quote: what is the matter, the figures, the ways out."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.orders import limit_words, refusals
from catalog.orders.refusals import Refusal
from catalog.orders.refused import notices_of, title_of
from catalog.orders.views import REFUSED
from catalog.quotes.refusals import QuoteChanged, QuoteRefusal
from providers.models import Offer


@dataclass(frozen=True)
class Way:
    """Something to do next."""

    label: str
    link: str
    url: str
    detail: str = ""


def refused(
    request: HttpRequest, refusal: Refusal, offer: Offer, request_id: uuid.UUID | None = None, quote_url: str = ""
) -> HttpResponse:
    """A refusal in words, with the ways out that fit it."""
    is_limit = isinstance(refusal, refusals.OverLimit)
    context = {
        "title": heading(refusal),
        "notices": notices_of(refusal),
        "facts": limit_words.facts_of_limit(refusal.crossing) if isinstance(refusal, refusals.OverLimit) else (),
        "ways": [*ways_to_quotes(refusal, request_id, quote_url), *elsewhere(is_limit)],
        "offer": offer,
        "back_url": reverse("quotes:request", args=[request_id]) if request_id else "",
    }
    return render(request, "quotes/refused.html", context, status=REFUSED)


def heading(refusal: Refusal) -> str:
    """What would happen."""
    if isinstance(refusal, refusals.OverLimit):
        return limit_words.title_of_limit(refusal.crossing)
    if isinstance(refusal, refusals.TaxRefusal | refusals.NotEnoughCredit):
        return title_of(refusal)
    return _("This cannot be done now")


def ways_to_quotes(refusal: Refusal, request_id: uuid.UUID | None, quote_url: str) -> list[Way]:
    """The other answers of the request; and, where it is a matter of money, asking for less."""
    if request_id is None:
        return []
    ways = [Way(_("Look at the other quotes"), _("Your request"), reverse("quotes:request", args=[request_id]))]
    if isinstance(refusal, QuoteChanged):
        ways.insert(0, Way(_("Look at the corrected quote"), pgettext("go to a page", "Open"), quote_url))
    elif quote_url and not isinstance(refusal, QuoteRefusal):
        detail = _("Perhaps a part of the work can wait, or cost less.")
        ways.append(Way(_("Ask the provider for a smaller quote"), _("Write"), f"{quote_url}#messages", detail))
    return ways


def elsewhere(is_limit: bool) -> list[Way]:
    """The account, the declarations where they could raise a limit, the shelf."""
    account = Way(_("See what you have"), _("Your account"), reverse("home:account"))
    shelf = Way(_("Look for another service"), _("Open the shelf"), reverse("shelf:list"))
    family = Way(_("What you declare can raise a limit"), _("Declarations"), reverse("family:declarations"))
    return [*([family] if is_limit else []), account, shelf]
