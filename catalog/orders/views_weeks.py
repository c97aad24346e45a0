"""Asking for several weeks and several children on one page: tick, see the sum, check, confirm once."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from catalog.orders import law
from catalog.orders.choosing import choosing
from catalog.orders.conditions import check_offer
from catalog.orders.forms_weeks import WEEKS, BadChoice, TermsForm, WeeksForm, as_fields, read_choice
from catalog.orders.group_words import line_of, problems_of
from catalog.orders.grouping import GroupChoice
from catalog.orders.limit_words import shown_limit
from catalog.orders.place_group import PlaceGroup, place_group
from catalog.orders.preview_group import GroupPreview, estimate, preview_group
from catalog.orders.purchase import opening_of
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import LinesRefused, OfferChanged, Refusal, RulesUnread
from catalog.orders.refused import refused_page
from catalog.orders.shown import grounds
from catalog.orders.views import CHANGE, ORDERING, REFUSED
from catalog.orders.weeks import Weeks, weeks_for
from members.models import Member
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from welfare.access import access, roles


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Tick weeks and children, and answer; a POST checks, or comes back with all that was ticked and typed."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    weeks = weeks_for(member, offer_id)
    if request.method != "POST":
        return first_page(request, weeks)
    form = form_of(weeks, request.POST)
    if request.POST.get("step") == CHANGE or not form.is_valid():
        return weeks_page(request, weeks, form)
    return check(request, member, weeks)


def first_page(request: HttpRequest, weeks: Weeks) -> HttpResponse:
    """The page with the week that a link named, where one alone can come; or why there is nothing to choose."""
    try:
        check_offer(weeks.purchase)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, weeks.purchase.member, weeks.purchase.offer.pk, refusal)
    initial = {}
    if len(weeks.people) == 1:
        initial[WEEKS + weeks.people[0].person.value] = [request.GET.get("turno", "")]
    return weeks_page(request, weeks, form_of(weeks, initial=initial))


def form_of(weeks: Weeks, data: Any = None, **options: Any) -> WeeksForm:
    """The form for these possibilities."""
    return WeeksForm(data, offer=weeks.purchase.offer, people=weeks.people, **options)


def weeks_page(request: HttpRequest, weeks: Weeks, form: WeeksForm, status: int = 200) -> HttpResponse:
    """The page where one ticks."""
    context = {"form": form, "weeks": weeks, "offer": weeks.purchase.offer, "sections": list(form.sections())}
    return render(request, "orders/weeks.html", context, status=status)


def check(request: HttpRequest, member: Member, weeks: Weeks) -> HttpResponse:
    """Show what confirming would do, or why it cannot be."""
    choice = read_choice(weeks.purchase.offer.pk, request.POST)
    try:
        return confirm_page(request, choice, preview_group(member, choice), uuid.uuid4().hex)
    except Refusal as refusal:
        return refused(request, member, choice.offer_id, refusal, choice)


def confirm_page(
    request: HttpRequest, choice: GroupChoice, seen: GroupPreview, nonce: str, changed: OfferChanged | None = None
) -> HttpResponse:
    """A line per child and week, discounts, where the credit comes from, what the law says: and one button."""
    terms = [("nonce", nonce), ("revision", str(seen.first.offer.revision)), ("price", str(seen.price))]
    context = {
        "fields": [*as_fields(choice), *terms],
        "seen": seen,
        "offer": seen.first.offer,
        "lines": [line_of(line) for line in seen.lines],
        "cancel_until": min(line.purchase.cancel_until for line in seen.lines),
        "ground": grounds(seen.lines[0].verdict.reasons)[0],
        "category": law.category_name(seen.first, get_language() or "it"),
        "changed": changed,
        "limits": [shown_limit(step) for step in seen.limits],
    }
    return render(request, "orders/weeks_confirm.html", context, status=REFUSED if changed else 200)


@access(roles("member"), kinds=ORDERING)
@require_POST
def total(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """What is ticked so far and what it comes to: the part of the page that follows the ticks."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    context: dict[str, Any] = {}
    if not opening_of(offer_id).is_listed:
        raise Http404
    try:
        choice = read_choice(offer_id, request.POST)
        if choice.lines:
            context["seen"] = estimate(member, choice)
    except BadChoice:
        context = {}
    except Refusal as refusal:
        context["refusal"] = refusal
    return render(request, "orders/weeks_total.html", context)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Place what was checked; the same form again leads to the same orders."""
    if request.method != "POST":
        return redirect("orders:weeks", offer_id)
    member, terms = get_member_for(request.user), TermsForm(request.POST)  # type: ignore[arg-type]
    try:
        choice = read_choice(offer_id, request.POST)
    except BadChoice:
        return redirect("orders:weeks", offer_id)
    if not terms.is_valid() or not choice.lines:
        weeks = weeks_for(member, offer_id)
        return weeks_page(request, weeks, form_of(weeks, request.POST), status=REFUSED)
    command = PlaceGroup(terms.cleaned_data["nonce"], member, actor_of(request), choice, terms.terms())
    try:
        orders = place_group(command)
    except OfferChanged as change:
        return ask_again(request, command, change)
    except Refusal as refusal:
        return refused(request, member, offer_id, refusal, choice)
    return redirect("orders:group_done", orders[0].group)


def ask_again(request: HttpRequest, command: PlaceGroup, change: OfferChanged) -> HttpResponse:
    """The offer changed while the form was open: show old and new, and ask again."""
    try:
        return confirm_page(request, command.choice, preview_group(command.member, command.choice), command.key, change)
    except Refusal as refusal:
        return refused(request, command.member, command.choice.offer_id, refusal, command.choice)


def refused(
    request: HttpRequest, member: Member, offer_id: uuid.UUID, refusal: Refusal, choice: GroupChoice | None = None
) -> HttpResponse:
    """The page of a refusal; what was ticked is kept, and what can be had is offered without the rest."""
    if isinstance(refusal, LinesRefused) and choice is not None:
        return lines_page(request, member, choice, refusal)
    choices = choosing(member, offer_id)
    context = {
        "page": refused_page(refusal, choices),
        "offer": choices.purchase.offer,
        "fields": as_fields(choice) if choice else [],
    }
    return render(request, "orders/weeks_refused.html", context, status=REFUSED)


def lines_page(request: HttpRequest, member: Member, choice: GroupChoice, refusal: LinesRefused) -> HttpResponse:
    """Which weeks cannot be had and why; going on without them, waiting for them, or choosing anew."""
    weeks = weeks_for(member, choice.offer_id)
    rest = choice.without([problem.line for problem in refusal.problems])
    context = {
        "refusal": refusal,
        "offer": weeks.purchase.offer,
        "problems": problems_of(weeks, refusal),
        "fields": as_fields(choice),
        "rest": as_fields(rest) if rest.lines else [],
        "left": len(rest.lines),
    }
    return render(request, "orders/weeks_lines.html", context, status=REFUSED)
