"""A fund's levels of cover, and the pension funds it serves."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from providers import levels, queries
from providers.access import MANAGERS, STAFF, is_manager, provider_of
from providers.forms_levels import LevelForm, PensionFundForm
from providers.models import FundLevel, Offer
from tenants.identity.actors import actor_of
from welfare.access import access

READ_OR_WRITE = ("GET", "HEAD", "POST")


def fund_offer(request: HttpRequest, key: uuid.UUID) -> Offer:
    """One of the provider's own offers in which people enrol; 404 for any other."""
    offer = queries.get_offer_for(provider_of(request), key)
    if not levels.is_fund(offer):
        raise Http404
    return offer


@access(STAFF)
@require_http_methods(("GET", "HEAD"))
def level_list(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The levels of an offer, or the pension funds that it serves."""
    offer = fund_offer(request, key)
    return page_of(request, offer, PensionFundForm())


def page_of(request: HttpRequest, offer: Offer, form: PensionFundForm) -> HttpResponse:
    """The page of an offer's levels or funds."""
    context = {"offer": offer, "is_manager": is_manager(request), "is_pension": levels.is_pension(offer), "form": form}
    context["funds"] = levels.funds_of(offer.provider) if context["is_pension"] else []
    context["levels"] = [] if context["is_pension"] else levels.levels_of(offer)
    return render(request, "provider/levels.html", context)


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def level_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write a new level."""
    offer = fund_offer(request, key)
    if levels.is_pension(offer):
        raise Http404
    return level_page(request, offer, FundLevel(offer=offer))


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def level_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a level: who is enrolled keeps what was agreed until the year's end."""
    level = levels.get_level_for(provider_of(request), key)
    if level.withdrawn_at is not None:
        raise Http404
    return level_page(request, level.offer, level)


def level_page(request: HttpRequest, offer: Offer, level: FundLevel) -> HttpResponse:
    """The form of a level, written once it is right."""
    is_new = level._state.adding
    form = LevelForm(request.POST if request.method == "POST" else None, instance=level)
    if request.method == "POST" and form.is_valid():
        level.revision = form.cleaned_data["revision"] or level.revision
        try:
            levels.save(level, form.written(), actor=actor_of(request))
        except levels.SameName:
            form.add_error("name", _("Another level has this name: choose a different one."))
        except levels.Stale:
            form.add_error(None, _("Somebody changed this level in the meantime: look at it again, then save."))
        else:
            messages.success(request, _("Saved. Who is enrolled keeps what was agreed until the end of the year."))
            return redirect("provider:levels", offer.pk)
    return render(
        request, "provider/level_form.html", {"form": form, "offer": offer, "level": None if is_new else level}
    )


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def level_withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then take nobody new in a level."""
    level = levels.get_level_for(provider_of(request), key)
    back = reverse("provider:levels", args=[level.offer_id])
    if request.method == "POST":
        levels.withdraw(level, actor=actor_of(request))
        messages.success(request, _("Withdrawn: nobody new can choose it."))
        return redirect(back)
    context = {
        "title": _("Withdraw this level?"),
        "text": _("Nobody new can choose it. Who is in it stays until 31 December and is told; it is not renewed."),
        "submit": _("Withdraw"),
        "facts": [(_("Level"), level.name)],
        "danger": True,
        "back_url": back,
        "back_label": level.offer.title,
    }
    return render(request, "confirm.html", context)


@access(MANAGERS)
@require_POST
def fund_add(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Serve one more pension fund."""
    offer = fund_offer(request, key)
    if not levels.is_pension(offer):
        raise Http404
    form = PensionFundForm(request.POST)
    if form.is_valid():
        name, number = form.cleaned_data["name"], form.cleaned_data["register_number"].lstrip("0") or "0"
        try:
            levels.add_fund(offer.provider, name, number, actor=actor_of(request))
        except levels.SameName:
            form.add_error("register_number", _("This number is in the list already."))
        else:
            messages.success(request, _("Added: people can choose it."))
            return redirect("provider:levels", offer.pk)
    return page_of(request, offer, form)


@access(MANAGERS)
@require_POST
def fund_withdraw(request: HttpRequest, key: uuid.UUID, fund: uuid.UUID) -> HttpResponse:
    """Take no new contributions for a pension fund."""
    offer = fund_offer(request, key)
    if levels.withdraw_fund(offer.provider, fund, actor=actor_of(request)):
        messages.success(request, _("Taken off: nobody new can choose it."))
    return redirect("provider:levels", offer.pk)
