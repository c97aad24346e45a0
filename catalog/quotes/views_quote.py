"""One provider's answer, for the member: its words, the conversation, accepting it, another price for it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.orders import law
from catalog.orders.limit_words import shown_limit
from catalog.orders.preview import Preview, preview
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import Refusal, RulesUnread
from catalog.orders.shown import grounds
from catalog.orders.views import ORDERING
from catalog.quotes import accepting, conversing, disputes, queries
from catalog.quotes.accepting import Seen
from catalog.quotes.forms import AcceptForm, MessageForm
from catalog.quotes.guarantee import as_agreed, promise_here
from catalog.quotes.models import AskedProvider, Request
from catalog.quotes.refusals import QuoteChanged, QuoteRefusal
from catalog.quotes.refused import refused
from catalog.quotes.shown import ShownQuote, lots_of, shown_quote
from catalog.quotes.views import FORMS, MEMBERS
from providers.quoting.models import Quote, Side, Variation
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from welfare.access import access

# What the two buttons of another price send.
YES, NO = "yes", "no"


def asked_of(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> AskedProvider:
    """One provider that the signed-in member asked; 404 for anybody else's."""
    return queries.get_asked_for(request.user, quote_id, key)  # type: ignore[arg-type]


def address_of(asked: AskedProvider) -> str:
    """The page of one answer."""
    return reverse("quotes:quote", args=[asked.request_id, asked.pk])


@access(MEMBERS, kinds=ORDERING)
@require_safe
def quote(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> HttpResponse:
    """What the provider answered, what the credit covers, the messages, and what can be done."""
    return quote_page(request, asked_of(request, key, quote_id), MessageForm())


def quote_page(request: HttpRequest, asked: AskedProvider, form: MessageForm) -> HttpResponse:
    """The page, with the message that was being written."""
    found = queries.get_quote(asked)
    is_open = asked.request.state == Request.State.OPEN
    shown = shown_quote(asked.request, asked, {asked.pk: found}, lots_of(asked.request) if is_open else [])
    dispute = queries.dispute_of(found)
    context = {
        "shown": shown,
        "row": asked.request,
        "form": form,
        "said": queries.conversation(asked),
        "sides": Side,
        "can_write": found.state in conversing.TALKING and asked.request.erased_at is None,
        "variations": queries.variations_of(found),
        "promise": promise_shown(shown),
        "dispute": dispute,
        "can_dispute": disputes.can_open(asked, found) and (dispute is None or dispute.state == dispute.State.CLOSED),
    }
    return render(request, "quotes/quote.html", context)


def promise_shown(shown: ShownQuote) -> Any:
    """What is guaranteed: as it was on the day of acceptance, or as it is today."""
    here = promise_here()
    return as_agreed(here.guarantor, shown.quote.guarantee) if shown.asked.order_id else here


@access(MEMBERS, kinds=ORDERING)
@require_POST
def write(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> HttpResponse:
    """Send a message to the provider."""
    asked = asked_of(request, key, quote_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return quote_page(request, asked, form)
    found = queries.get_quote(asked)
    try:
        conversing.write(found, Side.MEMBER, form.cleaned_data["text"], actor=actor_of(request))
    except QuoteRefusal as refusal:
        return refused(request, refusal, found.offer, asked.request_id)
    messages.success(request, _("Sent."))
    return redirect(f"{address_of(asked)}#messages")


@access(MEMBERS, kinds=ORDERING)
@FORMS
def accept(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID) -> HttpResponse:
    """What accepting would do, then accepting; the same form again leads to the same order."""
    asked = asked_of(request, key, quote_id)
    found = queries.get_quote(asked)
    try:
        if request.method == "POST":
            return accepted(request, asked, found)
        return accept_page(request, asked, found)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, found.offer, asked.request_id, address_of(asked))


def accept_page(request: HttpRequest, asked: AskedProvider, found: Quote) -> HttpResponse:
    """What will happen, where the credit comes from, what the law says: and one button. Raises a Refusal."""
    if asked.order_id:
        return redirect("orders:detail", asked.order_id)
    accepting.check(asked.request, found, Seen(found.revision, found.price or 0))  # type: ignore[arg-type]
    seen = seen_of(asked, found, accepting.agreed_of(found))
    form = AcceptForm(initial={"revision": found.revision, "price": found.price})
    return confirm_page(request, asked, seen, {"quote": found, "form": form, "answer": queries.answer_of(asked)})


def seen_of(asked: AskedProvider, found: Quote, agreed: Agreed) -> Preview:
    """What an order at an agreed price would be. Raises a Refusal."""
    return preview(asked.request.member, Choice(found.offer_id, relative_id=asked.request.relative_id), agreed)


def confirm_page(
    request: HttpRequest, asked: AskedProvider, seen: Preview, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of what is about to be agreed."""
    context = more | {
        "asked": asked,
        "seen": seen,
        "purchase": seen.purchase,
        "ground": grounds(seen.verdict.reasons)[0],
        "category": law.category_name(seen.purchase, get_language() or "it"),
        "limits": [shown_limit(step) for step in seen.limits],
        "promise": promise_here(),
    }
    return render(request, "quotes/accept.html", context, status=status)


def accepted(request: HttpRequest, asked: AskedProvider, found: Quote) -> HttpResponse:
    """Place the order of a quote. Raises a Refusal."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise QuoteChanged
    seen = Seen(form.cleaned_data["revision"], form.cleaned_data["price"])
    order = accepting.accept(asked, seen, actor=actor_of(request))
    return redirect("orders:done", order.pk)


@access(MEMBERS, kinds=ORDERING)
@FORMS
def variation(request: HttpRequest, key: uuid.UUID, quote_id: uuid.UUID, variation_id: uuid.UUID) -> HttpResponse:
    """Another price for work that was agreed: what it would come to, then yes or no."""
    asked = asked_of(request, key, quote_id)
    found = queries.get_quote(asked)
    proposed = found.variations.filter(pk=variation_id).first()
    if proposed is None:
        raise Http404
    try:
        if request.method == "POST":
            return decided(request, asked, proposed)
        return variation_page(request, asked, found, proposed)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, found.offer, asked.request_id, address_of(asked))


def variation_page(request: HttpRequest, asked: AskedProvider, found: Quote, proposed: Variation) -> HttpResponse:
    """The old price and the new one; one that waits no more leads back."""
    if proposed.state != Variation.State.PROPOSED:
        return redirect(address_of(asked))
    said = [each for each in queries.conversation(asked) if each.line.side == Side.PROVIDER]
    context = {"asked": asked, "quote": found, "variation": proposed, "reason": said[-1].text if said else ""}
    return render(request, "quotes/variation.html", context)


def decided(request: HttpRequest, asked: AskedProvider, proposed: Variation) -> HttpResponse:
    """Accept or refuse it; anything else than yes or no is no answer. Raises a Refusal."""
    if request.POST.get("answer") not in (YES, NO):
        raise BadRequest
    if request.POST["answer"] == NO:
        accepting.refuse_variation(asked, proposed, actor=actor_of(request))
        messages.success(request, _("Refused: what was agreed stands, and so does your voucher."))
        return redirect(address_of(asked))
    order = accepting.accept_variation(asked, proposed, actor=actor_of(request))
    return redirect("orders:done", order.pk)
