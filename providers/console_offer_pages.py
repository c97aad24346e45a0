"""The network's pages about services: the list over all providers, one to read, holding it, letting it go on."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers import console_offers, console_reviews, offers
from providers.console_offers import HELD, OLD_DRAFT
from providers.models import Delivery, Offer, OfferRevision, Suspension
from tenants.audit.models import Record
from tenants.audit.wording import words_of
from tenants.identity.actors import actor_of
from tenants.identity.readings import names_of
from welfare.access import access, roles
from welfare.money import format_euro
from welfare.paging import links_of
from welfare.templatetags.kit import day

NETWORK = ("network",)
READERS = roles("operator", "office")
OPERATORS = roles("operator")
ACTS_SHOWN = 20


class HoldForm(forms.Form):
    """Why a service is suspended."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Suspension.choices, widget=forms.RadioSelect)


@access(READERS, kinds=NETWORK)
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Every provider's services: search, filters, pages."""
    asked = console_offers.asked_in(request.GET)
    page, count = console_offers.page_of(asked, request.GET.get("dopo", ""))
    context = links_of(page, asked.kept()) | {
        "offers": page.rows,
        "asked": asked,
        "count": count,
        "provider_name": console_offers.provider_named(asked.provider),
        "states": states(),
        "areas": console_offers.areas().items(),
        "deliveries": Delivery.choices,
        "kept": [pair for pair in asked.kept().items() if pair[0] != "q" and pair[1]],
    }
    return render(request, "console/offers.html", context)


def states() -> list[tuple[str, Any]]:
    """What can be asked of the state."""
    also = [(OLD_DRAFT, _("Drafts older than a month")), (HELD, _("Suspended by the network"))]
    return [*Offer.State.choices, *also]


@access(READERS, kinds=NETWORK)
@require_safe
def offer_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One service as its provider wrote it, and what the network did with it."""
    offer = console_offers.get_offer(pk)
    context = {
        "offer": offer,
        "facts": [(label, value) for label, value in facts_of(offer) if value],
        "history": history(offer),
        "can_hold": offer.state == Offer.State.PUBLISHED,
        "waiting": offer.revisions.filter(state=OfferRevision.State.SUBMITTED).first(),
        "versions": console_reviews.history_of(offer),
        "is_operator": OPERATORS.allows(request.user),
    }
    return render(request, "console/offer.html", context)


def facts_of(offer: Offer) -> list[tuple[str, Any]]:
    """What there is to know of a service."""
    ages = " – ".join(str(age) for age in (offer.age_min, offer.age_max) if age is not None)
    return [
        (_("Provider"), offer.provider.name),
        (_("Kind of service"), offer.type_label),
        (_("How it is delivered"), offer.get_delivery_display()),
        (_("Price"), price_of(offer)),
        (_("Where"), ", ".join(filter(None, [offer.address, offer.town]))),
        (_("Ages"), ages),
        (pgettext("a service", "Written on"), day(offer.created_at)),
        (pgettext("a service", "First published on"), day(offer.published_at)),
        (pgettext("a service", "Changes that buyers saw"), str(offer.revision - 1)),
    ]


def price_of(offer: Offer) -> str:
    """The price and what it buys; nothing for what nobody sells."""
    if offer.price is None:
        return ""
    return " ".join([format_euro(offer.price), str(offer.get_unit_display())])


def history(offer: Offer) -> list[tuple[Record, Any, Any]]:
    """What the network did with a service, newest first, in words: the record, the act, who."""
    acts = Record.objects.filter(subject=f"offer:{offer.pk}", action__startswith="offer.").order_by("-at", "-pk")
    records = list(acts[:ACTS_SHOWN])
    names = names_of({record.actor for record in records})
    return [(record, words_of(record.action), names.get(record.actor, "")) for record in records]


@access(OPERATORS, kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then take a service off every shelf; 404 when it is on none."""
    offer = console_offers.get_offer(pk)
    if offer.state != Offer.State.PUBLISHED:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offers.hold(offer, Suspension(form.cleaned_data["reason"]), actor=actor_of(request))
            messages.success(request, _("Suspended: it is on no shelf, and its provider reads why."))
        except offers.WrongMove:
            messages.info(request, _("Somebody has moved this service meanwhile: look at it again."))
        return redirect("network_offers:offer", pk)
    context = {
        "title": _("Suspend “%(title)s”?") % {"title": offer.title},
        "text": _(
            "It leaves every shelf at once, and its provider cannot publish it again: only the network lets it go on. "
            "Vouchers already given stay good. The provider reads the reason."
        ),
        "submit": _("Suspend"),
        "danger": True,
        "form": form,
        "back_url": reverse("network_offers:offer", args=[pk]),
        "back_label": offer.title,
    }
    return render(request, "confirm.html", context)


@access(OPERATORS, kinds=NETWORK)
@require_POST
def let_go_on(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a service that the network had suspended back where it was."""
    offer = console_offers.get_offer(pk)
    try:
        offers.let_go_on(offer, actor=actor_of(request))
        messages.success(request, _("It goes on: it is back on the shelves it was on."))
    except offers.PapersMissing:
        messages.error(request, _("The provider's papers are not in order: it goes on by itself once they are."))
    except offers.WrongMove:
        messages.info(request, _("The network has not suspended this service."))
    return redirect("network_offers:offer", pk)
