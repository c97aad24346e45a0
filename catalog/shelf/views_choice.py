"""HR's page of the shelf: which of the network's services people see, and which plans pay."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.shelf import choice, looks, services, words
from catalog.shelf.bargaining import bargain_of
from catalog.shelf.filters import one_of, plain_text
from catalog.shelf.forms import TermsForm
from providers.models import Delivery, Offer
from providers.opinions.counting import summaries
from tenants.identity.actors import actor_of
from welfare.access import access, roles

CHOOSERS = roles("hr", "welfare_manager")
# Each person agrees on a price of their own, or says how much.
UNPRICED = (Delivery.QUOTE, Delivery.ENROLMENT)


@access(CHOOSERS)
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """The network's published services, with those on the shelf marked."""
    search = plain_text(request.GET.get("q", ""))
    listed = one_of(request.GET.get("stato"), (choice.ON, choice.OFF))
    page = choice.page_of_offers(search, listed, request.GET.get("dopo", ""))
    asked = {"q": search, "stato": listed}
    context = {
        "offers": with_opinions(with_words(page.rows)),
        "search": search,
        "listed": listed,
        "first_url": "" if page.is_first else "?" + urlencode(asked),
        "next_url": "?" + urlencode(asked | {"dopo": page.next_cursor}) if page.next_cursor else "",
        "chips": chips(search, listed),
        "to_look_at": looks.count(),
    }
    return render(request, "shelf/choice.html", context)


def with_words(offers: list[Any]) -> list[Any]:
    """The services with what stands for a price where each person agrees on one."""
    for offer in offers:
        offer.price_words = words.price_of(offer) if offer.delivery in UNPRICED else ""
    return offers


def with_opinions(offers: list[Any]) -> list[Any]:
    """The services with how it went for those who used them, where five have said it; one query."""
    shown = summaries([offer.pk for offer in offers])
    for offer in offers:
        offer.opinion = " · ".join(words.opinion(shown[offer.pk])) if offer.pk in shown else ""
    return offers


def chips(search: str, listed: str) -> list[dict[str, object]]:
    """All, on the shelf, not on it."""
    kinds = (("", _("All")), (choice.ON, _("On the shelf")), (choice.OFF, _("Not on it")))
    return [
        {"label": label, "url": "?" + urlencode({"q": search, "stato": value}), "active": value == listed}
        for value, label in kinds
    ]


@access(CHOOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Put a service on the shelf, or change the plans that pay for it and the price."""
    offer = choice.get_offered(key)
    item = choice.item_of(offer)
    is_paid = offer.delivery not in (Delivery.PUBLIC, Delivery.CARD)
    form = TermsForm(request.POST if request.method == "POST" else None, item=item, is_paid=is_paid)
    if request.method == "POST" and form.is_valid():
        plans = list(form.cleaned_data.get("plans", ()))
        services.list_offer(offer, plans, limits=form.limits(), actor=actor_of(request))
        messages.success(request, _("“%(title)s” is on the shelf.") % {"title": offer.title})
        return redirect("shelf_choice:list")
    context = {
        "form": form,
        "offer": offer,
        "item": item,
        "price": words.price(offer.price, offer.unit) if offer.delivery not in UNPRICED else words.price_of(offer),
        "bargain": bargain_of(offer) if is_paid and offer.price is not None else None,
        "looks_again": item is not None and item.looked_number < offer.terms_number,
    }
    return render(request, "shelf/terms.html", context)


@access(CHOOSERS)
@require_http_methods(["POST"])
def take_off(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a service off the shelf, also one that its provider has suspended; 404 for no service at all."""
    if not Offer.objects.filter(pk=key).exists():
        raise Http404
    if services.take_off(key, actor=actor_of(request)):
        messages.success(request, _("It is off the shelf. Who has already asked for it keeps the voucher."))
    return redirect("shelf_choice:list")
