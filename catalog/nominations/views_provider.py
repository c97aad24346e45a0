"""The provider's pages of requests that name it: who waits, one of them, confirming it, saying no."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.nominations import confirming, refusals, wishes
from catalog.nominations.forms_provider import ConfirmForm
from catalog.orders.refusals import Refusal
from catalog.orders.views import REFUSED
from providers.access import MANAGERS, provider_of
from providers.models import Fulfilment, Provider
from providers.nominating.models import Nomination
from providers.nominating.pages import proforma_page
from providers.taxonomy import KINDS
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.money import format_euro
from welfare.paging import links_of, page_by_key
from welfare.templatetags.kit import day as written

FORMS = require_http_methods(["GET", "HEAD", "POST"])
PILLS = {Nomination.State.CONFIRMED: "", Nomination.State.OPEN: "warn"}


@access(MANAGERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Who waits, the first to end ahead; or what is over."""
    which = request.GET.get("stato", "")
    rows, order = wishes.listed(provider_of(request), which)
    page = page_by_key(rows, order, request.GET.get("dopo", ""))
    is_over = which == wishes.OVER
    context = links_of(page, {"stato": which if is_over else ""}) | {
        "rows": [(row, label_of(row), row.held_until <= today() + wishes.LAST_DAYS) for row in page.rows],
        "is_over": is_over,
        "chips": [
            {"label": pgettext("requests that name a provider", "Waiting"), "url": "?", "active": not is_over},
            {"label": pgettext("requests that name a provider", "Over"), "url": "?stato=finite", "active": is_over},
        ],
    }
    return render(request, "nominations/provider_list.html", context)


def label_of(nomination: Nomination) -> str:
    """What kind of service it is."""
    kind = KINDS.get(nomination.service_type)
    return kind.label if kind else nomination.service_type


@access(MANAGERS)
@require_safe
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One request: what is asked for, by which organization, until when; what can be done."""
    provider = provider_of(request)
    found = wishes.get_for(provider, key)
    offers = wishes.services_for(found, provider)
    context = shown(found) | {
        "what": wishes.read(found, actor=actor_of(request)),
        "fulfilment": Fulfilment.objects.filter(pk=found.fulfilment_id).first() if found.fulfilment_id else None,
        "pill": PILLS.get(Nomination.State(found.state), "neutral"),
        "offers": offers,
        "begun": None if offers else wishes.begun_for(found, provider),
    }
    return render(request, "nominations/provider_one.html", context)


def shown(found: Nomination) -> dict[str, Any]:
    """What each page of a request says of it."""
    return {"nomination": found, "kind": label_of(found), "is_open": wishes.is_open(found)}


@access(MANAGERS)
@FORMS
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose a service and write the price, read what that does, then do it; again it is the first time's."""
    provider = provider_of(request)
    found = wishes.get_for(provider, key)
    offers = wishes.services_for(found, provider)
    if not offers or not (wishes.is_open(found) or request.method == "POST"):
        return redirect("provider_nominations:one", key)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, offers=offers, most=found.amount, initial=typed(request)
    )
    if request.method == "POST" and form.is_valid():
        if "is_sure" in request.POST:
            return confirmed(request, found, provider, form)
        return render(request, "nominations/provider_check.html", shown(found) | check_of(found, form))
    return render(request, "nominations/provider_confirm.html", shown(found) | {"form": form})


def typed(request: HttpRequest) -> dict[str, str]:
    """What the page of the check sends back to the form."""
    return {name: request.GET[name] for name in ("offer", "price") if name in request.GET}


def check_of(found: Nomination, form: ConfirmForm) -> dict[str, Any]:
    """What will happen."""
    offer, price = form.chosen(), form.cleaned_data["price"]
    facts = [
        (_("Service"), offer.title),
        (_("Price, VAT included"), format_euro(price)),
        (_("Paid by"), found.issuer.name),
    ]
    rest = found.amount - price
    return {
        "facts": [*facts, (_("Stays with the person"), format_euro(rest))] if rest else facts,
        "price": price,
        "offer": offer,
    }


def confirmed(request: HttpRequest, found: Nomination, provider: Provider, form: ConfirmForm) -> HttpResponse:
    """Do it; or say why not, with what was typed."""
    price: Any = form.cleaned_data["price"]
    try:
        confirming.confirm(found.pk, form.offer_id(), price, provider=provider, actor=actor_of(request))
    except (refusals.NominationOver, refusals.NotPossible) as refusal:
        messages.error(request, f"{refusal.heading}. {refusal.advice}")
        return redirect("provider_nominations:one", found.pk)
    except Refusal as refusal:
        form.add_error("price" if isinstance(refusal, refusals.OverHeld) else "offer", in_words(refusal))
        return render(request, "nominations/provider_confirm.html", shown(found) | {"form": form}, status=REFUSED)
    words = _("Confirmed: the person gets a voucher of %(price)s. Accept it when they come: you are paid then.")
    messages.success(request, words % {"price": format_euro(price)})
    return redirect("provider_nominations:one", found.pk)


def in_words(refusal: Refusal) -> str:
    """What is the matter, and what to do."""
    return f"{refusal.heading}. {refusal.advice}"


@access(MANAGERS)
@FORMS
def decline(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then say no: the person's credit is free again."""
    provider = provider_of(request)
    found = wishes.get_for(provider, key)
    back = reverse("provider_nominations:one", args=[key])
    if request.method == "POST":
        if confirming.decline(key, provider=provider, actor=actor_of(request)):
            messages.success(request, _("Noted: the person is told, and their credit is free again."))
        else:
            messages.info(request, _("This request has ended already."))
        return redirect("provider_nominations:list")
    if not wishes.is_open(found):
        return redirect(back)
    context = {
        "title": _("Say no to this request?"),
        "text": _("The person is told at once, and can spend the credit elsewhere. This cannot be taken back."),
        "facts": [
            (label_of(found), format_euro(found.amount)),
            (found.issuer.name, _("until %(day)s") % {"day": written(found.held_until)}),
        ],
        "submit": _("Say no"),
        "danger": True,
        "back_url": back,
        "back_label": label_of(found),
    }
    return render(request, "confirm.html", context)


@access(MANAGERS)
@require_POST
def proforma(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What the invoice must say, by the rates of the services it can be confirmed with."""
    provider = provider_of(request)
    found = wishes.get_for(provider, key)
    rates = {offer.vat_rate for offer in wishes.services_for(found, provider)}
    return proforma_page(found, provider, rates)
