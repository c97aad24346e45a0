"""The welfare office's pages: what somebody is not content with, by the day it is due; and the network's guarantee."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from catalog.orders.views import REFUSED
from catalog.quotes import mediating
from catalog.quotes.disputes import Decision
from catalog.quotes.forms import DecisionForm, GuaranteeForm, MessageForm
from catalog.quotes.guarantee import StaleText, promise_of, publish
from catalog.quotes.photo_pages import photo_page
from catalog.quotes.refusals import QuoteRefusal
from catalog.quotes.views import FORMS
from members.office import OwnFamily
from members.views_office import NETWORK, OFFICE, officer_of
from providers.quoting import queries
from providers.quoting.models import Dispute, Side
from tenants import isolation
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.paging import links_of, page_by_key

CLOSED = "chiusi"
NEWEST_CLOSED = ("-closed_at", "pk")


@access(OFFICE, kinds=NETWORK)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest day first; or what is closed, the latest first. No names in the list."""
    is_open = request.GET.get("stato", "") != CLOSED
    keys = queries.DUE if is_open else NEWEST_CLOSED
    page = page_by_key(queries.disputes(is_open=is_open), keys, request.GET.get("dopo", ""))
    context = links_of(page, {"stato": "" if is_open else CLOSED}) | {
        "rows": page.rows,
        "is_open": is_open,
        "today": today(),
        "chips": [
            {"label": _("To be answered"), "url": "?", "active": is_open},
            {"label": pgettext("disputes", "Closed"), "url": f"?stato={CLOSED}", "active": not is_open},
        ],
    }
    return render(request, "disputes/list.html", context)


@access(OFFICE, kinds=NETWORK)
@require_safe
def dispute(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One dispute: what was agreed, what each side says, and the outcome."""
    return dispute_page(request, queries.get_dispute(key))


def dispute_page(
    request: HttpRequest,
    found: Dispute,
    form: DecisionForm | None = None,
    message: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms that came back."""
    try:
        shown = mediating.look_at(found, officer_of(request))
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)
    context = {
        "dispute": found,
        "shown": shown,
        "form": form or DecisionForm(),
        "message_form": message or MessageForm(prefix="message"),
        "is_open": found.state == Dispute.State.OPEN,
        "is_late": found.state == Dispute.State.OPEN and found.due_on < today(),
        "sides": Side,
    }
    return render(request, "disputes/dispute.html", context, status=status)


@access(OFFICE, kinds=NETWORK)
@require_POST
def decide(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write the outcome; both sides are told."""
    found, form = queries.get_dispute(key), DecisionForm(request.POST)
    if not form.is_valid():
        return dispute_page(request, found, form)
    data = form.cleaned_data
    decision = Decision(data["outcome"], data["text"], data["returned"])
    try:
        mediating.decide(found, decision, officer_of(request))
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)
    except QuoteRefusal as refusal:
        form.add_error(None, f"{refusal.heading}. {refusal.advice}")
        return dispute_page(request, queries.get_dispute(key), form, status=REFUSED)
    messages.success(request, _("Written. Both sides are told."))
    return redirect("office_disputes:dispute", found.pk)


@access(OFFICE, kinds=NETWORK)
@require_POST
def write(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask or tell both sides something."""
    found, form = queries.get_dispute(key), MessageForm(request.POST, prefix="message")
    if not form.is_valid():
        return dispute_page(request, found, message=form)
    try:
        mediating.write(found, form.cleaned_data["text"], officer_of(request))
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)
    except QuoteRefusal as refusal:
        form.add_error(None, f"{refusal.heading}. {refusal.advice}")
        return dispute_page(request, found, message=form, status=REFUSED)
    messages.success(request, _("Sent to both sides."))
    return redirect("office_disputes:dispute", found.pk)


@access(OFFICE, kinds=NETWORK)
@require_safe
def photo(request: HttpRequest, key: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """A photo of what went wrong."""
    found = queries.get_dispute(key)
    try:
        with mediating.get_photo(found, photo_id, officer_of(request)) as kept:
            return photo_page(kept.stored_name)
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)


@access(OFFICE, kinds=NETWORK)
@FORMS
def promise(request: HttpRequest) -> HttpResponse:
    """The network's guarantee: the text in force, and a new version of it."""
    network = isolation.current()
    here = promise_of(network)
    form = GuaranteeForm(
        request.POST if request.method == "POST" else None, initial={"text": here.text, "after": here.number}
    )
    if request.method == "POST" and form.is_valid():
        text = "\n".join(form.cleaned_data["text"].splitlines())
        try:
            publish(text, after=form.cleaned_data["after"], actor=actor_of(request))
        except StaleText:
            form.add_error(None, _("A colleague has published another version: copy what you wrote, then reload."))
        else:
            messages.success(request, _("In force from now on. Quotes accepted before keep the version of their day."))
            return redirect("office_guarantee:text")
    context = {"form": form, "promise": here, "versions": queries.versions_of(network)}
    return render(request, "disputes/guarantee.html", context)
