"""The slots of a service: who comes, open, change, close."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from providers import queries, slots
from providers.access import STAFF, is_manager, provider_within
from providers.bookings import queries as bookings
from providers.forms import SlotForm
from providers.models import Delivery, Slot
from providers.slot_page import line_of, progress_of, reserves_of
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today

READ_OR_WRITE = ("GET", "HEAD", "POST")


@access(STAFF)
@require_safe
def slot_detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Who comes to a slot, with the answers; the reading goes to the trail."""
    slot = queries.get_slot_for(provider_within(request), key)
    guests = bookings.guests_of_slot(slot.pk, actor=actor_of(request))
    context = {
        "slot": slot,
        "offer": slot.offer,
        "guests": guests,
        "line": line_of(slot),
        "progress": progress_of(slot),
        "reserves": reserves_of(slot),
        "can_reserve": is_manager(request) and slot.state != Slot.State.CANCELLED and slot.starts_on > today(),
        "is_manager": is_manager(request),
        "can_cancel": is_manager(request) and slots.can_be_cancelled(slot),
    }
    return render(request, "provider/slot.html", context)


@access(STAFF)
@require_http_methods(READ_OR_WRITE)
def slot_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Open a slot of an offer with places."""
    offer = queries.get_offer_for(provider_within(request), key)
    if offer.delivery != Delivery.PLACES:
        raise Http404
    form = SlotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            slots.open_slot(offer, form.cleaned_data, actor=actor_of(request))
        except slots.SameSlot:
            form.add_error(None, _("These dates are there already, at the same hours and place."))
        else:
            messages.success(request, _("The dates are open: people can book."))
            return redirect("provider:offer", offer.pk)
    return render(request, "provider/slot_form.html", {"form": form, "offer": offer, "slot": None})


@access(STAFF)
@require_http_methods(READ_OR_WRITE)
def slot_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a slot: never fewer places than taken, no other dates once somebody has a place."""
    slot = queries.get_slot_for(provider_within(request), key)
    form = SlotForm(request.POST if request.method == "POST" else None, instance=slot)
    if request.method == "POST" and form.is_valid() and saved(request, slot, form):
        return redirect("provider:slot", slot.pk)
    context = {"form": form, "offer": slot.offer, "slot": slot, "coming": slots.coming(slot)}
    return render(request, "provider/slot_form.html", context)


def saved(request: HttpRequest, slot: Slot, form: SlotForm) -> bool:
    """Write the changes and say whether anybody is told, or say on the form why not."""
    try:
        change = slots.change_slot(slot, form.cleaned_data, actor=actor_of(request))
    except slots.FewerThanTaken as refused:
        form.add_error("capacity", fewer_words(refused))
        return False
    except slots.DatesTaken as refused:
        form.add_error("starts_on", moved_words(refused))
        return False
    except slots.WrongMove:
        form.add_error(None, _("These dates are cancelled: open new ones."))
        return False
    messages.success(request, saved_words(slots.coming(slot) if change else 0))
    return True


def saved_words(told: int) -> str:
    """That it is saved, and how many bookings are being told."""
    if not told:
        return _("Saved.")
    text = ngettext(
        "Saved. The person who booked is being told.", "Saved. Who made the %(n)d bookings is being told.", told
    )
    return text % {"n": told}


def fewer_words(refused: slots.FewerThanTaken) -> str:
    """How many places there must be at least, and why."""
    facts = {"taken": refused.taken, "reserved": refused.reserved}
    if refused.reserved:
        return _("%(taken)d places are taken and %(reserved)d are reserved: write that many or more.") % facts
    return _("%(taken)d places are taken: write that many or more.") % facts


def moved_words(refused: slots.DatesTaken) -> str:
    """Why dates stay where they are, and what works instead."""
    facts = {"taken": refused.taken, "waiting": refused.waiting}
    if not refused.taken:
        return _("%(waiting)d people wait for these dates: cancel these and open others, they are told.") % facts
    return (
        _(
            "%(taken)d places of these dates are booked or reserved, so they cannot move. Cancel them: who booked is"
            " told and has the credit back. Then open others."
        )
        % facts
    )


@access(STAFF)
@require_http_methods(READ_OR_WRITE)
def slot_close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take no more bookings, after asking."""
    slot = queries.get_slot_for(provider_within(request), key)
    back = reverse("provider:slot", args=[slot.pk])
    if request.method == "POST":
        try:
            slots.close_slot(slot, actor=actor_of(request))
            messages.success(request, _("Closed: nobody else can book these dates."))
        except slots.WrongMove:
            messages.error(request, _("These dates are not open."))
        return redirect(back)
    context = {
        "title": _("Close these dates?"),
        "text": _(
            "Nobody else can book them. Who has a place keeps it; who is in line waits until you open them again."
        ),
        "submit": _("Close the dates"),
        "back_url": back,
        "back_label": slot.offer.title,
    }
    return render(request, "confirm.html", context)


@access(STAFF)
@require_http_methods(["POST"])
def slot_reopen(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take bookings again."""
    slot = queries.get_slot_for(provider_within(request), key)
    try:
        slots.reopen_slot(slot, actor=actor_of(request))
        messages.success(request, _("Open again: people can book."))
    except slots.WrongMove:
        messages.error(request, _("These dates are not closed."))
    return redirect("provider:slot", slot.pk)
