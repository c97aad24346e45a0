"""A member's requests for quotes: the list, a new one, the answers side by side."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.fiscal import rule_book
from catalog.orders.conditions import check_offer
from catalog.orders.people import people_for
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import Refusal, RulesUnread
from catalog.orders.views import ORDERING
from catalog.quotes import asking, closing, queries
from catalog.quotes.asking import Asking
from catalog.quotes.forms import CHOSEN, NEARBY, AskForm
from catalog.quotes.models import Request
from catalog.quotes.photo_pages import photo_page
from catalog.quotes.refusals import AnotherChosen, NobodyNearby
from catalog.quotes.refused import refused
from catalog.quotes.shown import need_facts, shown_request
from catalog.quotes.suppliers import kinds_here, suppliers
from members.models import Member
from providers.models import Offer
from tenants import isolation, throttle
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from welfare.access import access, roles
from welfare.paging import links_of

MEMBERS = roles("member")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
# Each request makes up to five providers read and answer.
ASKED, MOST_A_DAY, DAY = "quote-ask", 10, 24 * 3600
PILLS = {Request.State.OPEN: "", Request.State.CHOSEN: "", Request.State.CLOSED: "neutral"}


@access(MEMBERS, kinds=ORDERING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was asked, newest first, and the kinds of work that can be asked for."""
    page = queries.requests_page(request.user, request.GET.get("dopo", ""))  # type: ignore[arg-type]
    context = links_of(page, {}) | {
        "rows": [(each, PILLS[Request.State(each.state)], names_of(each)) for each in page.rows],
        "kinds": kinds_here(),
        "is_first": page.is_first,
    }
    return render(request, "quotes/list.html", context)


def names_of(row: Request) -> str:
    """Whom a request asked."""
    return ", ".join(sorted(asked.provider_name for asked in row.asked.all()))


@access(MEMBERS, kinds=ORDERING)
@FORMS
def start(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Ask from the page of a service: its provider is chosen already, others can be added."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    offer = asking.quote_offer(member, offer_id)
    found = suppliers(offer.service_type)
    offers = [offer, *(each for each in found if each.provider_id != offer.provider_id)]
    return ask_page(request, member, offers, {"whom": CHOSEN, "chosen": [str(offer.pk)]})


@access(MEMBERS, kinds=ORDERING)
@FORMS
def start_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask by kind of service; those who work in the member's town, unless others are chosen."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    service = rule_book().services.get(kind.replace("-", "_"))
    if service is None:
        raise Http404
    offers = suppliers(service.code)
    if not offers:
        return render(request, "quotes/nobody.html", {"label": service.label_it})
    return ask_page(request, member, offers, {"whom": NEARBY})


def ask_page(request: HttpRequest, member: Member, offers: list[Offer], initial: dict[str, Any]) -> HttpResponse:
    """The form, or what came of it."""
    try:
        purchase = asking.purchase_for(member, offers[0])
        check_offer(purchase)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, offers[0])
    people = people_for(purchase, ())
    able = [person for person in people if person.obstacle is None]
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    first = {"nonce": uuid.uuid4().hex, "who": able[0].value if len(able) == 1 else ""}
    form = AskForm(**given, offers=offers, people=people, initial=initial | first)
    context = {"form": form, "offer": offers[0], "unable": [each for each in people if each.obstacle], "able": able}
    if request.method == "POST" and form.is_valid():
        return asked(request, member, form, context)
    return render(request, "quotes/ask.html", context)


def asked(request: HttpRequest, member: Member, form: AskForm, context: dict[str, Any]) -> HttpResponse:
    """Put the request before those who are asked, or say why not with all that was typed."""
    data = form.cleaned_data
    wanted = Asking(
        data["nonce"], member, data["who"], form.asked(), form.need(), form.contact(),
        data["photos"],
    )  # fmt: skip
    throttle.hit(ASKED, f"{isolation.current().key}:{request.user.pk}", limit=MOST_A_DAY, seconds=DAY)
    try:
        made = asking.ask(wanted, actor=actor_of(request))
    except NobodyNearby as refusal:
        form.add_error("town", f"{refusal.heading}. {refusal.advice}")
        return render(request, "quotes/ask.html", context)
    except Refusal as refusal:
        return refused(request, refusal, context["offer"])
    messages.success(request, _("Asked. You get a mail for each answer; they have fourteen days."))
    return redirect("quotes:request", made.pk)


@access(MEMBERS, kinds=ORDERING)
@require_safe
def one_request(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was asked and the answers side by side, each with what the credit covers of it."""
    found = queries.get_request_for(request.user, key)  # type: ignore[arg-type]
    shown = shown_request(found)
    photos = [photo for photo in found.photos.order_by("number") if photo.asked_id is None]
    context = {"row": found, "shown": shown, "facts": need_facts(shown.written), "photos": photos}
    return render(request, "quotes/request.html", context)


@access(MEMBERS, kinds=ORDERING)
@require_safe
def photo(request: HttpRequest, key: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """One of the member's own photos."""
    return photo_page(queries.get_photo_for(request.user, key, photo_id).stored_name)  # type: ignore[arg-type]


@access(MEMBERS, kinds=ORDERING)
@FORMS
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then ask nobody any more."""
    found = queries.get_request_for(request.user, key)  # type: ignore[arg-type]
    if request.method == "POST":
        try:
            if closing.close(found.pk, actor=actor_of(request)):
                messages.success(request, _("Closed. Who had been asked is told."))
        except AnotherChosen as refusal:
            messages.error(request, refusal.heading)
        return redirect("quotes:request", found.pk)
    if found.state != Request.State.OPEN:
        return redirect("quotes:request", found.pk)
    context = {
        "title": _("Close this request?"),
        "text": _("Who has been asked is told that it is no longer needed. Nothing was paid, nothing is owed."),
        "submit": _("Close the request"),
        "back_url": reverse("quotes:request", args=[found.pk]),
        "back_label": found.type_label,
    }
    return render(request, "confirm.html", context)
