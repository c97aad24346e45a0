"""A provider cancels a slot: the reason, then the consequence, then the work under way.

It ends orders and moves credit, so it lives here and is mounted among the provider's pages.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.orders import slot_cancellation
from catalog.orders.forms_slot_cancellation import ConfirmReasonForm, ReasonForm
from providers import slots
from providers.access import MANAGERS, STAFF, provider_of
from providers.models import Slot
from providers.queries import get_slot_for
from providers.slot_page import progress_of
from tenants.identity.actors import actor_of
from welfare.access import access

CONFIRM = "confirm"


@access(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask for the reason, show whom it concerns, then cancel; a second time leads to the same page."""
    slot = get_slot_for(provider_of(request), key)
    if not slots.can_be_cancelled(slot):
        messages.info(request, _("These dates are cancelled already, or over."))
        return redirect("provider:slot", slot.pk)
    if request.method != "POST":
        return reason_page(request, slot, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return reason_page(request, slot, form)
    if request.POST.get("step") != CONFIRM:
        return confirm_page(request, slot, form.cleaned_data["reason"])
    return cancelled(request, slot, form.cleaned_data["reason"])


def reason_page(request: HttpRequest, slot: Slot, form: ReasonForm) -> HttpResponse:
    """The first step."""
    return render(request, "provider/slot_cancel.html", page_of(slot, form))


def confirm_page(request: HttpRequest, slot: Slot, reason: str) -> HttpResponse:
    """The second step: the reason as people will read it."""
    context = page_of(slot, ConfirmReasonForm(initial={"reason": reason}))
    return render(request, "provider/slot_cancel_confirm.html", context | {"reason": reason})


def page_of(slot: Slot, form: ReasonForm) -> dict[str, object]:
    """What both steps show."""
    return {"slot": slot, "offer": slot.offer, "form": form, "concerned": slot_cancellation.consequence_of(slot)}


def cancelled(request: HttpRequest, slot: Slot, reason: str) -> HttpResponse:
    """Do it, and go to the slot's page, which shows how far the work has come."""
    try:
        slot_cancellation.start(slot, reason, actor=actor_of(request))
        messages.success(request, _("Cancelled. Everybody is being told, and the credit goes back."))
    except slots.WrongMove:
        messages.info(request, _("These dates are cancelled already, or over."))
    return redirect("provider:slot", slot.pk)


@access(STAFF)
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far the cancellation has come, as the part of the slot's page that shows it."""
    slot = get_slot_for(provider_of(request), key)
    return render(request, "provider/slot_cancelled.html", {"slot": slot, "progress": progress_of(slot)})
