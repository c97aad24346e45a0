"""A provider's services: list, one, show again, suspend. Writing them is `views_drafts`."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers import agreed_prices, offers, queries, revisions
from providers.access import MANAGERS, STAFF, is_manager, provider_of, provider_within
from providers.bookings import queries as bookings
from providers.models import Delivery
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
    provider = provider_within(request)
    page = page_by_key(queries.offers_of(provider), BY_TITLE, request.GET.get("dopo", ""))
    context = {
        "offers": page.rows,
        "first_url": "" if page.is_first else reverse("provider:offers"),
        "next_url": f"?dopo={page.next_cursor}" if page.next_cursor else "",
        "is_manager": is_manager(request),
        # What is searched in vain is for who reaches the whole provider.
        "is_whole": provider.reach.is_whole,
        "has_fund": is_manager(request) and queries.runs_a_fund(provider),
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
        "revision": revisions.open_revision(offer),
        "proposals": agreed_prices.waiting_for_provider(offer),
        "is_manager": is_manager(request),
    }
    return render(request, "provider/offer.html", context)


@access(MANAGERS)
@require_http_methods(["POST"])
def offer_publish(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show again a service that its provider had suspended."""
    offer = queries.get_offer_for(provider_of(request), key)
    try:
        offers.publish(offer, actor=actor_of(request))
        messages.success(request, _("Published: it is back on the shelves it was on."))
    except offers.NotAccredited:
        messages.error(request, _("The network has not accredited you yet: ask its welfare office, then publish."))
    except offers.PapersMissing:
        messages.error(request, _("Your papers are not in order: look at Documents and Charter, then publish."))
    except offers.HeldByNetwork:
        messages.error(
            request, _("The network has suspended this service: read why, then write to its welfare office.")
        )
    except offers.WrongMove:
        messages.error(request, _("This service is already published, or the network has not seen it yet."))
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
