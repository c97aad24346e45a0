"""A member's own card: shown with its code, made, replaced, printed."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.cards import cards, paper
from catalog.cards.models import MemberCard
from catalog.orders.qr import svg
from members.models import Member
from members.queries import get_person, member_of
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.clock import now, today

MEMBERS = roles("member")
HR = roles("hr")


@access(MEMBERS)
@require_safe
@never_cache
def card(request: HttpRequest) -> HttpResponse:
    """The card with its code; how to get one; or that it is over."""
    member = member_of(request.user)  # type: ignore[arg-type]
    found = MemberCard.objects.filter(member=member).first()
    is_holder = cards.is_holder(member, today())
    context: dict[str, Any] = {"member": member, "card": found, "is_holder": is_holder}
    if found is not None and is_holder:
        context |= {"number": paper.in_fours(found.number), "codes": shown_codes(found)}
    return render(request, "cards/card.html", context)


@access(MEMBERS)
@require_safe
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """The codes of the next minutes: the fragment that an open card asks for again."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("cards:card")
    found = own_card(request)
    return render(request, "cards/codes.html", {"codes": shown_codes(found)})


def shown_codes(found: MemberCard) -> list[dict[str, Any]]:
    """The code of now and those of the minutes to come, each with its QR."""
    return [
        {
            "text": paper.in_fours(code.text),
            "begins_in": code.begins_in,
            "ends_in": code.ends_in,
            "qr": svg(paper.check_address(found.number, code.text), paper.QR_LEVEL),
        }
        for code in cards.codes_ahead(found, now())
    ]


def own_card(request: HttpRequest) -> MemberCard:
    """The card of who asks, with its member; 404 when there is none or it is over."""
    member = member_of(request.user)  # type: ignore[arg-type]
    found = MemberCard.objects.select_related("member__user").filter(member=member).first()
    if found is None or not cards.is_holder(member, today()):
        raise Http404
    return found


@access(MEMBERS)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the card; who has one already sees it."""
    try:
        cards.make(member_of(request.user), actor=actor_of(request))  # type: ignore[arg-type]
    except cards.NoCard:
        messages.info(request, _("Your card ended with your last day here."))
    return redirect("cards:card")


@access(MEMBERS)
@require_POST
def replace(request: HttpRequest) -> HttpResponse:
    """Give the card another number: what was copied or printed of it is dead."""
    cards.replace(own_card(request), actor=actor_of(request))
    messages.success(request, _("Your card has a new number. The old one, and its paper, are not good any more."))
    return redirect("cards:card")


@access(MEMBERS)
@require_POST
def print_own(request: HttpRequest) -> HttpResponse:
    """One's own card on paper."""
    return on_paper(request, own_card(request))


@access(HR, kinds=EMPLOYERS)
@require_POST
def print_for(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The card on paper of somebody who has no phone for it; 404 for who has left."""
    member: Member = get_person(key)
    with transaction.atomic():
        try:
            found = cards.make(member, actor=actor_of(request))
        except cards.NoCard as error:
            raise Http404 from error
        return on_paper(request, found)


def on_paper(request: HttpRequest, found: MemberCard) -> HttpResponse:
    """The PDF to print."""
    response = HttpResponse(paper.printed(found, actor=actor_of(request)), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="tessera.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
