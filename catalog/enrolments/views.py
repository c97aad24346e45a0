"""Enrolling in a fund: choose, check, confirm. Answers travel in the body of posts, never in addresses."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from catalog.enrolments import enrolling, proposal, queries, views_pension
from catalog.enrolments.forms import ConfirmEnrolForm, EnrolForm
from catalog.enrolments.models import Kind
from catalog.enrolments.pages import (
    CHANGE,
    ORDERING,
    READ_OR_WRITE,
    REFUSED,
    Asked,
    confirm_page,
    hindered_page,
    is_of_form,
    refused,
)
from catalog.enrolments.proposal import Proposal, Wish
from catalog.enrolments.refusals import AlreadyEnrolled, LevelChanged
from catalog.enrolments.shown import facts_of_cover, shown_level
from catalog.orders.preview import preview
from catalog.orders.queries import get_member_for, relatives_of
from catalog.orders.refusals import Refusal
from members.models import Member
from providers.models import Offer
from tenants.identity.actors import actor_of
from welfare.access import access, roles


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def start(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Choose level and family; a POST checks, or comes back with all that was typed."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    offer = proposal.offer_of(offer_id)
    hindered = hindered_page(request, member, offer)
    if hindered is not None:
        return hindered
    if queries.kind_of(offer) == Kind.PENSION:
        return views_pension.start(request, member, offer)
    if queries.is_enrolled(member, offer.pk):
        return refused(request, AlreadyEnrolled(), offer, reverse("shelf:offer", args=(offer.pk,)), None)
    if request.method != "POST":
        return choose_page(request, member, offer, {})
    if request.POST.get("step") == CHANGE:
        return choose_page(request, member, offer, {"initial": typed(request)})
    return check(request, member, offer)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was posted, for the same fields."""
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in ConfirmEnrolForm().fields}
    return values | {"relatives": request.POST.getlist("relatives")}


def choose_page(
    request: HttpRequest,
    member: Member,
    offer: Offer,
    options: dict[str, Any],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the choice; with what stands against the last one."""
    levels, family = queries.levels_of(offer.pk), list(relatives_of(member))
    form = EnrolForm(offer=offer, levels=levels, relatives=family, **options)
    if refusal is not None:
        form.full_clean()
        form.add_error(None, f"{refusal.heading}. {refusal.advice}")
    context = {
        "form": form,
        "offer": offer,
        "levels": [shown_level(level) for level in levels],
        "away": [one for one in family if not one.is_cohabiting],
    }
    return render(request, "enrolments/choose.html", context, status=REFUSED if refusal else status)


def check(request: HttpRequest, member: Member, offer: Offer) -> HttpResponse:
    """Show what confirming would do, or what is missing, or why it cannot be."""
    form = EnrolForm(
        request.POST, offer=offer, levels=queries.levels_of(offer.pk), relatives=list(relatives_of(member))
    )
    if not form.is_valid():
        return choose_page(request, member, offer, {"data": request.POST})
    return ask(request, member, offer, form.wish(offer.pk), uuid.uuid4().hex)


def ask(
    request: HttpRequest, member: Member, offer: Offer, wish: Wish, nonce: str, changed: Refusal | None = None
) -> HttpResponse:
    """The page that asks to confirm, or the one of what stands against it."""
    try:
        found = proposal.proposal_of(member, wish)
        seen = preview(member, wish.choice, found.agreed)
    except Refusal as refusal:
        return answer(request, member, offer, refusal)
    return confirm_page(request, asked(request, found, nonce), seen, changed)


def asked(request: HttpRequest, found: Proposal, nonce: str) -> Asked:
    """What the page that asks prints."""
    values = typed(request) | {"nonce": nonce, "revision": found.level.revision, "price": found.cost.total}
    return Asked(
        offer=found.offer,
        form=ConfirmEnrolForm(initial=values),
        action=reverse("enrolments:confirm", args=(found.offer.pk,)),
        back=reverse("enrolments:start", args=(found.offer.pk,)),
        facts=facts_of_cover(found, is_renewed=bool(values["renews"])),
    )


def answer(request: HttpRequest, member: Member, offer: Offer, refusal: Refusal) -> HttpResponse:
    """What is answered to a refusal: on the form where it is about what was chosen, else a page of its own."""
    if is_of_form(refusal):
        return choose_page(request, member, offer, {"data": request.POST}, refusal)
    back = reverse("enrolments:start", args=(offer.pk,))
    return refused(request, refusal, offer, back, ConfirmEnrolForm(initial=typed(request)))


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Enrol as it was checked; the same form again leads to the same enrolment."""
    offer = proposal.offer_of(offer_id)
    if queries.kind_of(offer) == Kind.PENSION or request.method != "POST":
        return redirect("enrolments:start", offer_id)
    member = get_member_for(request.user)  # type: ignore[arg-type]
    form = ConfirmEnrolForm(request.POST)
    if not form.is_valid():
        return choose_page(request, member, offer, {"data": request.POST}, status=REFUSED)
    wish, nonce = form.wish(offer_id), form.cleaned_data["nonce"]
    try:
        made = enrolling.enrol(enrolling.Enrol(nonce, member, actor_of(request), wish, form.seen()))
    except LevelChanged as change:
        return ask(request, member, offer, wish, nonce, change)
    except Refusal as refusal:
        return answer(request, member, offer, refusal)
    return redirect("enrolments:done", made.pk)
