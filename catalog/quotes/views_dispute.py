"""When work is not as it was agreed, for the member; and the page of what is guaranteed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.orders.views import ORDERING
from catalog.quotes import conversing, disputes, queries
from catalog.quotes.disputes import Complaint
from catalog.quotes.forms import ComplaintForm, MessageForm
from catalog.quotes.guarantee import promise_here
from catalog.quotes.models import AskedProvider
from catalog.quotes.refusals import NothingToDispute, QuoteRefusal
from catalog.quotes.refused import refused
from catalog.quotes.views import FORMS, MEMBERS
from catalog.quotes.views_quote import asked_of
from providers.quoting.models import Dispute, Quote, Side
from tenants.identity.actors import actor_of
from welfare.access import SIGNED_IN, access

# In the address of the form that opens one more.
AGAIN = "di-nuovo"


@access(MEMBERS, kinds=ORDERING)
@FORMS
def dispute(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> HttpResponse:
    """The form that opens one; while one is open, where it stands."""
    asked = asked_of(request, key, quote_id)
    found = queries.get_quote(asked)
    newest = queries.dispute_of(found)
    if newest is not None and not is_new(request, newest, asked, found):
        return dispute_page(request, asked, found, newest, MessageForm())
    if not disputes.can_open(asked, found):
        return refused(request, NothingToDispute(), found.offer, asked.request_id)
    form = ComplaintForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        return opened(request, asked, found, form)
    context = {"form": form, "asked": asked, "quote": found, "newest": newest}
    return render(request, "quotes/complain.html", context)


def is_new(request: HttpRequest, newest: Dispute, asked: AskedProvider, found: Quote) -> bool:
    """Whether another one is to be opened after one that has ended: asked for, or sent."""
    is_wanted = request.method == "POST" or AGAIN in request.GET
    return is_wanted and newest.state == Dispute.State.CLOSED and disputes.can_open(asked, found)


def opened(request: HttpRequest, asked: AskedProvider, found: Quote, form: ComplaintForm) -> HttpResponse:
    """Open it, and say what comes next."""
    data = form.cleaned_data
    try:
        disputes.open_dispute(asked, Complaint(data["text"], data["wanted"], data["photos"]), actor=actor_of(request))
    except QuoteRefusal as refusal:
        return refused(request, refusal, found.offer, asked.request_id)
    messages.success(request, _("Sent. The provider may answer, and the welfare office looks for a solution with you."))
    return redirect("quotes:dispute", asked.request_id, asked.pk)


def dispute_page(
    request: HttpRequest, asked: AskedProvider, found: Quote, newest: Dispute, form: MessageForm
) -> HttpResponse:
    """Where a dispute stands, and what was said."""
    context = {
        "asked": asked,
        "quote": found,
        "dispute": newest,
        "form": form,
        "said": queries.conversation(asked, of_dispute=True),
        "photos": list(asked.photos.order_by("number")),
        "is_open": newest.state == Dispute.State.OPEN,
        "can_open": disputes.can_open(asked, found),
    }
    return render(request, "quotes/dispute.html", context)


@access(MEMBERS, kinds=ORDERING)
@require_POST
def write(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> HttpResponse:
    """Say something more while it is open."""
    asked = asked_of(request, key, quote_id)
    found = queries.get_quote(asked)
    newest = queries.dispute_of(found)
    if newest is None or newest.state != Dispute.State.OPEN:
        return redirect("quotes:quote", asked.request_id, asked.pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return dispute_page(request, asked, found, newest, form)
    text = form.cleaned_data["text"]
    try:
        conversing.write(found, Side.MEMBER, text, actor=actor_of(request), news="dispute_line", of_dispute=True)
    except QuoteRefusal as refusal:
        return refused(request, refusal, found.offer, asked.request_id)
    messages.success(request, _("Sent."))
    return redirect("quotes:dispute", asked.request_id, asked.pk)


@access(SIGNED_IN)
@require_safe
def guarantee(request: HttpRequest) -> HttpResponse:
    """What is guaranteed with every quote, by whom and for how long."""
    return render(request, "quotes/guarantee.html", {"promise": promise_here()})
