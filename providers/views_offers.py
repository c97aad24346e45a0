"""A provider's services: list, one, write, change, publish, suspend."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers import offers, queries
from providers.access import MANAGERS, STAFF, is_manager, provider_of, provider_within
from providers.bookings import queries as bookings
from providers.forms import OfferForm
from providers.models import Delivery, Offer
from providers.series import by_series
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.paging import page_by_key

BY_TITLE = ("sort_title", "pk")
READ_OR_WRITE = ("GET", "HEAD", "POST")


@access(STAFF)
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """The provider's services by name."""
    page = page_by_key(queries.offers_of(provider_within(request)), BY_TITLE, request.GET.get("dopo", ""))
    context = {
        "offers": page.rows,
        "first_url": "" if page.is_first else reverse("provider:offers"),
        "next_url": f"?dopo={page.next_cursor}" if page.next_cursor else "",
        "is_manager": is_manager(request),
    }
    return render(request, "provider/offers.html", context)


@access(STAFF)
@require_safe
def offer_detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One service: its state, its slots or who holds a voucher."""
    offer = queries.get_offer_for(provider_within(request), key)
    has_slots = offer.delivery == Delivery.PLACES
    guests = [] if has_slots else bookings.guests_of_offer(offer.pk, actor=actor_of(request))
    coming = queries.slots_of(offer) if has_slots else []
    context: dict[str, Any] = {
        "offer": offer,
        "series": [{"key": key, "slots": mine} for key, mine in by_series(coming)],
        "past": queries.slots_of(offer, past=True) if has_slots else [],
        "guests": guests,
        "unshown": bookings.unshown_of_offer(offer.pk, len(guests)),
        "is_manager": is_manager(request),
    }
    return render(request, "provider/offer.html", context)


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_new(request: HttpRequest) -> HttpResponse:
    """Write a service; it begins as a draft."""
    provider = provider_of(request)
    initial = {"town": provider.town, "address": provider.address}
    form = OfferForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        offer = offers.write_offer(provider, form.written(), actor=actor_of(request))
        messages.success(request, _("The service is written. Nobody sees it until you publish it."))
        return redirect("provider:offer", offer.pk)
    return render(request, "provider/offer_form.html", {"form": form, "offer": None})


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a service; what buyers must see again counts up its revision."""
    offer = queries.get_offer_for(provider_of(request), key)
    form = OfferForm(request.POST if request.method == "POST" else None, instance=offer)
    if request.method == "POST" and form.is_valid() and saved(request, offer, form):
        return redirect("provider:offer", offer.pk)
    return render(request, "provider/offer_form.html", {"form": form, "offer": offer})


def saved(request: HttpRequest, offer: Offer, form: OfferForm) -> bool:
    """Write the changes, or say that the form is out of date."""
    revision = form.cleaned_data["revision"] or 0
    try:
        shown = offers.change_offer(offer, form.written(), revision=revision, actor=actor_of(request))
    except offers.StaleOffer:
        form.add_error(None, _("Somebody changed this service meanwhile. Open it again and repeat your changes."))
        return False
    text = _("Saved. Who is booking now sees the change before confirming.") if shown else _("Saved.")
    messages.success(request, text)
    return True


@access(MANAGERS)
@require_http_methods(["POST"])
def offer_publish(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a service to the network's organizations."""
    provider = provider_of(request)
    offer = queries.get_offer_for(provider, key)
    try:
        offers.publish(offer, actor=actor_of(request))
        messages.success(request, _("Published: the organizations of the network can put it on their shelf."))
    except offers.NotAccredited:
        messages.error(request, _("The network has not accredited you yet: ask its welfare office, then publish."))
    except offers.PapersMissing:
        messages.error(request, _("Your papers are not in order: look at Documents and Charter, then publish."))
    except offers.HeldByNetwork:
        messages.error(
            request, _("The network has suspended this service: read why, then write to its welfare office.")
        )
    except offers.WrongMove:
        messages.error(request, _("This service is already published."))
    return redirect("provider:offer", offer.pk)


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_suspend(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a service off the shelves, after asking."""
    offer = queries.get_offer_for(provider_of(request), key)
    back = reverse("provider:offer", args=[offer.pk])
    if request.method == "POST":
        try:
            offers.suspend(offer, actor=actor_of(request))
            messages.success(request, _("Suspended: it is on no shelf. You can publish it again when you like."))
        except offers.WrongMove:
            messages.error(request, _("This service is not published."))
        return redirect(back)
    context = {
        "title": _("Suspend “%(title)s”?") % {"title": offer.title},
        "text": _("It leaves every shelf at once. Vouchers already given stay good: you accept them as before."),
        "submit": _("Suspend"),
        "danger": True,
        "back_url": back,
        "back_label": offer.title,
    }
    return render(request, "confirm.html", context)
