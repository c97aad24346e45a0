"""HR looks again at what has changed, and settles prices with providers."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.shelf import choice, looks, services
from catalog.shelf.bargaining import bargain_of, holds
from catalog.shelf.views_choice import CHOOSERS
from providers import agreed_prices
from providers.agreed_prices import Side
from providers.models import AgreedPrice
from providers.offers import WrongMove
from providers.price_forms import PriceForm
from tenants import isolation
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.paging import links_of

KEEP, TAKE_OFF, BARGAIN = "tieni", "togli", "tratta"


@access(CHOOSERS)
@require_safe
def look_list(request: HttpRequest) -> HttpResponse:
    """Services on the shelf whose price or conditions have changed."""
    page = looks.page_of(request.GET.get("dopo", ""))
    return render(request, "shelf/looks.html", links_of(page, {}) | {"offers": page.rows})


@access(CHOOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Old and new side by side; HR keeps it, takes it off, or proposes a price."""
    seen = looks.get_look(key)
    if request.method == "POST":
        return decided(request, seen)
    context = {"look": seen, "offer": seen.offer, "is_answered": seen.item.looked_number >= seen.offer.terms_number}
    return render(request, "shelf/look.html", context)


def decided(request: HttpRequest, seen: looks.Look) -> HttpResponse:
    """Do what HR chose, for the version that was on the page."""
    offer, actor = seen.offer, actor_of(request)
    if TAKE_OFF in request.POST:
        services.take_off(offer.pk, actor=actor)
        messages.success(request, _("It is off the shelf. Who has already asked for it keeps the voucher."))
        return redirect("shelf_choice:looks")
    number = version_in(request.POST.get("versione", ""))
    done = (looks.bargain if BARGAIN in request.POST else looks.keep)(offer, number, actor=actor)
    if not done:
        messages.info(request, _("It was answered already, or has changed once more: look at it as it is now."))
        return redirect("shelf_choice:look", offer.pk)
    if BARGAIN in request.POST:
        messages.success(request, _("Propose a price: it holds once the provider has agreed."))
        return redirect("shelf_choice:bargain", offer.pk)
    messages.success(request, _("Kept: the new terms hold for your people from now on."))
    return redirect("shelf_choice:looks")


def version_in(text: str) -> int:
    """The number of the version that was looked at; raises BadRequest for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest
    return int(text)


def priced_offer(key: uuid.UUID) -> Any:
    """A published offer that has a price; 404 for every other."""
    offer = choice.get_offered(key)
    if offer.price is None:
        raise Http404
    return offer


@access(CHOOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bargain(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was proposed and agreed for this organization, and the form to propose."""
    offer = priced_offer(key)
    form = PriceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and proposed(request, offer, form):
        return redirect("shelf_choice:bargain", offer.pk)
    return render(request, "shelf/bargain.html", {"offer": offer, "bargain": bargain_of(offer, form)})


def proposed(request: HttpRequest, offer: Any, form: PriceForm) -> bool:
    """Propose what was typed, or say on the form why not."""
    given = form.cleaned_data
    try:
        agreed_prices.propose(
            offer,
            isolation.current(),
            given["price"],
            by=Side.ORGANIZATION,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            actor=actor_of(request),
        )
    except WrongMove:
        form.add_error(None, _("The provider has proposed a price: answer it first."))
        return False
    messages.success(request, _("Proposed: it holds once the provider has agreed. Until then nothing changes."))
    return True


@access(CHOOSERS)
@require_POST
def answer(request: HttpRequest, key: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Agree to what the provider proposes, decline it, take back one's own, or give an agreement up."""
    offer = priced_offer(key)
    price = AgreedPrice.objects.filter(offer=offer, organization=isolation.current().pk, pk=pk).first()
    if price is None:
        raise Http404
    price.offer, price.organization = offer, isolation.current()
    try:
        messages.success(request, answered(request, price))
    except WrongMove:
        messages.info(request, _("This proposal was answered or taken back meanwhile."))
    return redirect("shelf_choice:bargain", offer.pk)


def answered(request: HttpRequest, price: AgreedPrice) -> str:
    """Do what was asked; returns what to say of it. Raises WrongMove."""
    actor = actor_of(request)
    if "ritira" in request.POST:
        agreed_prices.withdraw(price, by=Side.ORGANIZATION, actor=actor)
        return _("Taken back.")
    if "termina" in request.POST:
        if not holds(price):
            raise WrongMove
        agreed_prices.end(price, actor=actor)
        return _("It ends today: from tomorrow the provider's own price holds.")
    yes = "accetta" in request.POST
    agreed_prices.answer(price, yes=yes, by=Side.ORGANIZATION, actor=actor)
    return _("Agreed. Requests already made keep their price.") if yes else _("Declined.")
