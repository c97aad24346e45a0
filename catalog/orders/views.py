"""Asking for a service: choose, check, confirm. Answers travel in the body of posts, never in addresses."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from catalog.orders import law
from catalog.orders.choosing import Choosing, choosing
from catalog.orders.conditions import check_offer
from catalog.orders.forms import ChoiceForm, ConfirmForm, RequestForm
from catalog.orders.limit_words import shown_limit
from catalog.orders.place import PlaceOrder, place_order
from catalog.orders.preview import Preview, preview
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import AnswersMissing, OfferChanged, Refusal, RulesUnread, SlotNeeded
from catalog.orders.refused import refused_page
from catalog.orders.shown import discount_words, grounds, slot_dates, slot_place
from catalog.orders.waiting_shown import who_waited
from members.models import Member
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from tenants.models import Kind
from welfare.access import access, roles

# Citizens' orders come with the territory; networks and suppliers run no plan.
ORDERING = (Kind.COMPANY, Kind.COOPERATIVE)
CHANGE = "change"
REFUSED = 409


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Choose for whom and when, and answer; a POST checks, or comes back with all that was typed."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    if request.method != "POST":
        choices = choosing(member, offer_id)
        return to_weeks(request, choices) or first_page(request, choices)
    if request.POST.get("step") == CHANGE:
        return choose_page(request, choosing(member, offer_id), {"initial": typed(request)})
    return check(request, member, offer_id)


def to_weeks(request: HttpRequest, choices: Choosing) -> HttpResponse | None:
    """Where the weeks of a series are had together; a place that is kept for who waited is confirmed alone."""
    if "attesa" in request.GET or not any(slot.series for slot in choices.slots or ()):
        return None
    query = urlencode({"turno": request.GET["turno"]}) if "turno" in request.GET else ""
    address = reverse("orders:weeks", args=[choices.purchase.offer.pk])
    return redirect(f"{address}?{query}" if query else address)


def first_page(request: HttpRequest, choices: Choosing) -> HttpResponse:
    """The choice, with the dates that the link came with; or why there is nothing to choose."""
    try:
        check_offer(choices.purchase)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, choices)
    return choose_page(request, choices, {"initial": linked(request)})


def linked(request: HttpRequest) -> dict[str, str]:
    """The dates that a link names, and who waited for them when it leads to a place that is kept."""
    initial = {"slot": request.GET.get("turno", "")}
    reference = request.GET.get("attesa", "")
    if reference:
        initial["who"] = who_waited(request.user, reference)  # type: ignore[arg-type]
    return initial


def typed(request: HttpRequest) -> dict[str, str]:
    """What was posted, as text for the same fields."""
    return {name: str(request.POST.get(name, "")) for name in ChoiceForm().fields}


def choose_page(
    request: HttpRequest, choices: Choosing, form_options: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of the choice."""
    form = RequestForm(
        offer=choices.purchase.offer, people=choices.people, slots=choices.slots, **only_choice(choices, form_options)
    )
    context = {"form": form, "choices": choices, "offer": choices.purchase.offer, "price": choices.purchase.price}
    return render(request, "orders/choose.html", context, status=status)


def only_choice(choices: Choosing, form_options: dict[str, Any]) -> dict[str, Any]:
    """Where there is one possibility alone, it is chosen already."""
    initial = dict(form_options.get("initial", {}))
    if len(choices.able) == 1 and not initial.get("who"):
        initial["who"] = choices.able[0].value
    if len(choices.free) == 1 and not initial.get("slot"):
        initial["slot"] = str(choices.free[0].pk)
    return {**form_options, "initial": initial}


def check(request: HttpRequest, member: Member, offer_id: uuid.UUID) -> HttpResponse:
    """Show what confirming would do, or what is still missing, or why it cannot be."""
    choices = choosing(member, offer_id)
    form = RequestForm(request.POST, offer=choices.purchase.offer, people=choices.people, slots=choices.slots)
    if not form.is_valid():
        return choose_page(request, choices, {"data": request.POST})
    choice = form.choice(offer_id)
    try:
        return confirm_page(request, preview(member, choice), uuid.uuid4().hex)
    except Refusal as refusal:
        return refused(request, refusal, choices)


def confirm_page(request: HttpRequest, seen: Preview, nonce: str, changed: OfferChanged | None = None) -> HttpResponse:
    """What will happen, where the credit comes from, what the law says: and one button."""
    purchase = seen.purchase
    values = typed(request) | {
        "nonce": nonce,
        "revision": purchase.terms.revision,
        "price": purchase.price,
    }
    context = {
        "form": ConfirmForm(initial=values),
        "seen": seen,
        "purchase": purchase,
        "dates": slot_dates(purchase.slot) if purchase.slot else "",
        "place": slot_place(purchase.slot, purchase.offer) if purchase.slot else "",
        "ground": grounds(seen.verdict.reasons)[0],
        "category": law.category_name(purchase, get_language() or "it"),
        "changed": changed,
        "discounts": [(discount_words(each.kind), each.amount) for each in purchase.discounts],
        "limits": [shown_limit(step) for step in seen.limits],
    }
    return render(request, "orders/confirm.html", context, status=REFUSED if changed else 200)


def refused(request: HttpRequest, refusal: Refusal, choices: Choosing) -> HttpResponse:
    """The page of a refusal; the way back carries all that was typed."""
    if isinstance(refusal, AnswersMissing | SlotNeeded):
        return choose_page(request, choices, {"data": request.POST}, status=REFUSED)
    context = {
        "page": refused_page(refusal, choices),
        "offer": choices.purchase.offer,
        "form": ChoiceForm(initial=typed(request)),
    }
    return render(request, "orders/refused.html", context, status=REFUSED)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Place the order that was checked; the same form again leads to the same order."""
    if request.method != "POST":
        return redirect("orders:start", offer_id)
    member = get_member_for(request.user)  # type: ignore[arg-type]
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return choose_page(request, choosing(member, offer_id), {"data": request.POST}, status=REFUSED)
    command = PlaceOrder(
        key=form.cleaned_data["nonce"],
        member=member,
        actor=actor_of(request),
        choice=form.choice(offer_id),
        terms=form.terms(),
    )
    try:
        order = place_order(command)
    except OfferChanged as change:
        return ask_again(request, command, change)
    except Refusal as refusal:
        return refused(request, refusal, choosing(member, offer_id))
    return redirect("orders:done", order.pk)


def ask_again(request: HttpRequest, command: PlaceOrder, change: OfferChanged) -> HttpResponse:
    """The offer changed while the form was open: show old and new, and ask again."""
    member, choice = command.member, command.choice
    try:
        return confirm_page(request, preview(member, choice), command.key, change)
    except Refusal as refusal:
        return refused(request, refusal, choosing(member, choice.offer_id))
