"""Waiting lists on screen: join one, see where one stands, leave it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.orders import waiting
from catalog.orders.choosing import Choosing, choosing
from catalog.orders.conditions import check_offer
from catalog.orders.forms_waiting import WaitForm
from catalog.orders.purchase import Choice
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import AlreadyBooked, PlacesLeft, Refusal
from catalog.orders.views import ORDERING, refused
from catalog.orders.waiting_shown import get_waiting_for, waiting_of
from members.models import Member
from tenants.identity.actors import actor_of
from welfare.access import access, roles


@access(roles("member"), kinds=ORDERING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What the member waits for; places that are kept come first."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    return render(request, "waiting/list.html", {"waiting": waiting_of(member)})


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Choose for whom and for which full dates, then stand in line: one POST, which may be repeated."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    choices = choosing(member, offer_id)
    try:
        check_offer(choices.purchase)
    except Refusal as refusal:
        return refused(request, refusal, choices)
    if request.method == "POST":
        return joined(request, member, choices)
    if not choices.with_line:
        return redirect("orders:start", offer_id)
    return join_page(request, choices, form_of(request, choices))


def form_of(request: HttpRequest, choices: Choosing) -> WaitForm:
    """The form with what is certain chosen already."""
    if request.method == "POST":
        return WaitForm(request.POST, people=choices.able, slots=choices.with_line)
    initial = {"slot": request.GET.get("turno", "")}
    if len(choices.with_line) == 1:
        initial["slot"] = str(choices.with_line[0].pk)
    if len(choices.able) == 1:
        initial["who"] = choices.able[0].value
    return WaitForm(initial=initial, people=choices.able, slots=choices.with_line)


def join_page(request: HttpRequest, choices: Choosing, form: WaitForm, status: int = 200) -> HttpResponse:
    """The page that asks for whom and when."""
    offer = choices.purchase.offer
    return render(request, "waiting/join.html", {"form": form, "choices": choices, "offer": offer}, status=status)


def joined(request: HttpRequest, member: Member, choices: Choosing) -> HttpResponse:
    """Stand in line, or say why not; with a free place, book it instead."""
    form, offer = form_of(request, choices), choices.purchase.offer
    if not form.is_valid():
        return join_page(request, choices, form)
    choice = Choice(offer.pk, form.cleaned_data["slot"], form.cleaned_data["who"])
    try:
        waiting.join(member, choice, actor=actor_of(request))
    except PlacesLeft as refusal:
        messages.info(request, f"{refusal.heading}. {refusal.advice}")
        response = redirect("orders:start", offer.pk)
        response["Location"] += f"?turno={choice.slot_id}"
        return response
    except AlreadyBooked as refusal:
        messages.info(request, f"{refusal.heading}. {refusal.advice}")
        return redirect("orders:list")
    except Refusal as refusal:
        return refused(request, refusal, choices)
    messages.success(request, _("You are in line: we write to you as soon as a place becomes free."))
    return redirect("orders:waiting")


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask whether to give up the turn, or the place that is kept, then do it; a second time changes nothing."""
    shown = get_waiting_for(request.user, reference)  # type: ignore[arg-type]
    if request.method == "POST":
        if waiting.leave(shown.request, actor=actor_of(request)):
            messages.success(request, _("Done: you are no longer in line."))
        return redirect("orders:waiting")
    if shown.is_over:
        return redirect("orders:waiting")
    return render(request, "waiting/leave.html", {"shown": shown})
