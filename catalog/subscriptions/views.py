"""Starting a subscription: choose, check, confirm. Answers travel in the body of posts, never in addresses."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from catalog.orders import law
from catalog.orders.choosing import Choosing, choosing
from catalog.orders.conditions import check_offer
from catalog.orders.purchase import Agreed
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import AnswersMissing, OfferChanged, Refusal, RulesUnread
from catalog.orders.refused import refused_page
from catalog.orders.shown import grounds
from catalog.orders.views import ORDERING, REFUSED
from catalog.subscriptions.forms import ConfirmSubscription, SubscribeForm, TypedForm
from catalog.subscriptions.limits import within_limits
from catalog.subscriptions.refusals import TermsChanged
from catalog.subscriptions.shown import rule_sentences, shown_cover
from catalog.subscriptions.start import Asked, Seen, StartSubscription, preview, start
from members.models import Member
from providers.models import Delivery
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from welfare.access import access, roles

CHANGE = "change"
MEMBER = roles("member")


@access(MEMBER, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Choose for whom and from when, and answer; a POST checks, or comes back with all that was typed."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    choices = subscribing(member, offer_id)
    if request.method != "POST":
        return first_page(request, choices)
    if request.POST.get("step") == CHANGE:
        return choose_page(request, choices, {"initial": typed(request)})
    form = form_of(choices, {"data": request.POST})
    if not form.is_valid():
        return choose_page(request, choices, {"data": request.POST})
    try:
        return confirm_page(request, preview(member, form.asked(offer_id)), uuid.uuid4().hex)
    except Refusal as refusal:
        return refused(request, refusal, choices)


def subscribing(member: Member, offer_id: uuid.UUID) -> Choosing:
    """The possibilities of an offer that is had month by month; 404 for any other."""
    choices = choosing(member, offer_id)
    if choices.purchase.offer.delivery != Delivery.SUBSCRIPTION:
        raise Http404
    return choices


def first_page(request: HttpRequest, choices: Choosing) -> HttpResponse:
    """The choice; or why there is nothing to choose."""
    try:
        check_offer(replace(choices.purchase, agreed=Agreed(choices.purchase.price)))
        within_limits(choices.purchase)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, choices)
    return choose_page(request, choices, {})


def typed(request: HttpRequest) -> dict[str, str]:
    """What was posted, as text for the same fields."""
    return {name: str(request.POST.get(name, "")) for name in TypedForm().fields}


def form_of(choices: Choosing, form_options: dict[str, Any]) -> SubscribeForm:
    """The form of the choice; where there is one person alone, they are chosen already."""
    initial = dict(form_options.get("initial", {}))
    if len(choices.able) == 1 and not initial.get("who"):
        initial["who"] = choices.able[0].value
    return SubscribeForm(offer=choices.purchase.offer, people=choices.people, **(form_options | {"initial": initial}))


def choose_page(
    request: HttpRequest, choices: Choosing, form_options: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of the choice."""
    offer = choices.purchase.offer
    form = form_of(choices, form_options)
    context = {"form": form, "choices": choices, "offer": offer, "price": choices.purchase.price}
    return render(request, "subscriptions/choose.html", context, status=status)


def confirm_page(
    request: HttpRequest, seen: Seen, nonce: str, changed: OfferChanged | TermsChanged | None = None
) -> HttpResponse:
    """What will happen each month, how long the credit lasts, what the law says, how one stops: and one button."""
    purchase, rule = seen.purchase, seen.rule
    values = typed(request) | {
        "first_period": seen.first_period,
        "nonce": nonce,
        "revision": purchase.terms.revision,
        "price": purchase.price,
        "draw_day": rule.draw_day,
        "notice_days": rule.notice_days,
        "minimum_months": rule.minimum_months,
    }
    [ground, *_others] = grounds(law.exempt_verdict(purchase).reasons)
    context = {
        "form": ConfirmSubscription(initial=values),
        "seen": seen,
        "purchase": purchase,
        "cover": shown_cover(seen.cover),
        "rules": rule_sentences(rule, seen.first_period),
        "ground": ground,
        "category": law.category_name(purchase, get_language() or "it"),
        "changed": changed,
    }
    return render(request, "subscriptions/confirm.html", context, status=REFUSED if changed else 200)


def refused(request: HttpRequest, refusal: Refusal, choices: Choosing) -> HttpResponse:
    """The page of a refusal; the way back carries all that was typed."""
    if isinstance(refusal, AnswersMissing):
        return choose_page(request, choices, {"data": request.POST}, status=REFUSED)
    offer = choices.purchase.offer
    context = {
        "page": refused_page(refusal, choices),
        "offer": offer,
        "form": TypedForm(initial=typed(request)),
        "start_url": reverse("subscriptions:start", args=[offer.pk]),
    }
    return render(request, "orders/refused.html", context, status=REFUSED)


@access(MEMBER, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Start the subscription that was checked; the same form again leads to the same one."""
    if request.method != "POST":
        return redirect("subscriptions:start", offer_id)
    member = get_member_for(request.user)  # type: ignore[arg-type]
    form = ConfirmSubscription(request.POST)
    if not form.is_valid():
        return choose_page(request, subscribing(member, offer_id), {"data": request.POST}, status=REFUSED)
    asked = form.asked(offer_id)
    command = StartSubscription(form.cleaned_data["nonce"], member, actor_of(request), asked, form.terms(), form.rule())
    try:
        subscription = start(command)
    except (OfferChanged, TermsChanged) as change:
        return ask_again(request, command, asked, change)
    except Refusal as refusal:
        return refused(request, refusal, subscribing(member, offer_id))
    return redirect("subscriptions:detail", subscription.pk)


def ask_again(
    request: HttpRequest, command: StartSubscription, asked: Asked, change: OfferChanged | TermsChanged
) -> HttpResponse:
    """The offer changed while the form was open: show it anew, and ask again."""
    try:
        return confirm_page(request, preview(command.member, asked), command.key, change)
    except Refusal as refusal:
        return refused(request, refusal, subscribing(command.member, asked.choice.offer_id))
