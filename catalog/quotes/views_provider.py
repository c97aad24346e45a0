"""The provider's pages of requests for a quote: what waits, one of them, and what it answers.

Which quotes there are is nameless and shared; what is needed is opened in the provider's own schema, and each opening
is written to its trail.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from catalog.orders.views import REFUSED
from catalog.quotes import answering, conversing
from catalog.quotes.forms import MessageForm
from catalog.quotes.forms_provider import DeclineForm, QuoteForm, VariationForm
from catalog.quotes.photo_pages import photo_page
from catalog.quotes.refusals import QuoteRefusal
from catalog.quotes.shown import PILLS, state_of, urgency_words
from providers.access import STAFF, provider_of
from providers.enquiries import reading
from providers.enquiries.models import Photo
from providers.models import Fulfilment
from providers.quoting import queries
from providers.quoting.models import Dispute, Quote, Side, Variation
from providers.quoting.moves import get_quote_for
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.paging import links_of, page_by_key

Act = Callable[..., Any]


@access(STAFF)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The requests, newest first; narrowed to what waits, what was sent, what was accepted, what is over."""
    listed = request.GET.get("stato", "")
    listed = listed if listed in queries.LISTS else ""
    page = page_by_key(queries.quotes_of(provider_of(request), listed), queries.NEWEST, request.GET.get("dopo", ""))
    rows = [(quote, state_of(quote), PILLS[Quote.State(state_of(quote))]) for quote in page.rows]
    context = links_of(page, {"stato": listed}) | {
        "rows": [(quote, Quote.State(state).label, pill) for quote, state, pill in rows],
        "chips": chips(listed),
        "listed": listed,
    }
    return render(request, "enquiries/list.html", context)


def chips(listed: str) -> list[dict[str, object]]:
    """The lists there are."""
    labels = {
        "": _("All"),
        "da-rispondere": _("To be answered"),
        "inviati": pgettext("quotes", "Sent"),
        "accettati": pgettext("quotes", "Accepted"),
        "finiti": pgettext("quotes", "Over"),
    }
    return [
        {"label": label, "url": f"?stato={value}" if value else "?", "active": value == listed}
        for value, label in labels.items()
    ]


@access(STAFF)
@require_safe
def quote(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One request: what is needed, the photos, the conversation, and the forms that fit where it stands."""
    return quote_page(request, quote_of(request, key), {})


def quote_of(request: HttpRequest, key: uuid.UUID) -> Quote:
    """A request put before this host's provider; 404 for another's."""
    return get_quote_for(provider_of(request), key)


def quote_page(request: HttpRequest, found: Quote, filled: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    """The page; `filled` are forms that came back with what was typed."""
    opened = reading.open_enquiry(found.pk, actor=actor_of(request))
    fulfilment = Fulfilment.objects.filter(pk=found.fulfilment_id).first() if found.fulfilment_id else None
    is_standing = fulfilment is not None and fulfilment.state == Fulfilment.State.ISSUED
    waiting = found.variations.filter(state=Variation.State.PROPOSED).first()
    state = state_of(found)
    context = {
        "quote": found,
        "state": state,
        "words": Quote.State(state).label,
        "pill": PILLS[Quote.State(state)],
        "opened": opened,
        "urgency": urgency_words(opened.need.urgency),
        "fulfilment": fulfilment,
        "waiting": waiting,
        "variations": list(found.variations.order_by("-proposed_at")[:20]),
        "dispute": found.disputes.order_by("-opened_at").first(),
        "sides": Side,
        "quote_form": filled.get("quote") or quote_form(found, opened.answer.included),
        "decline_form": filled.get("decline") or DeclineForm(prefix="no"),
        "message_form": filled.get("message") or MessageForm(),
        "dispute_form": filled.get("dispute") or MessageForm(prefix="dispute"),
        "variation_form": filled.get("variation") or variation_form(found),
        "can_answer": state in (Quote.State.ASKED, Quote.State.QUOTED),
        "can_decline": state == Quote.State.ASKED,
        "can_withdraw": state == Quote.State.QUOTED,
        "can_vary": is_standing and waiting is None,
        "can_write": state in conversing.TALKING and not opened.is_erased,
        "is_open": filled.keys(),
    }
    return render(request, "enquiries/quote.html", context, status=status)


def variation_form(found: Quote) -> VariationForm:
    """The form of another price, with the rate that was agreed: a new amount seldom has another one."""
    return VariationForm(prefix="new", agreed=found.price, initial={"vat_rate": found.vat_rate})


def quote_form(found: Quote, included: str) -> QuoteForm:
    """The answer, begun with the one that was given."""
    initial: dict[str, Any] = {"vat_rate": found.vat_rate if found.vat_rate is not None else found.offer.vat_rate}
    if found.state == Quote.State.QUOTED:
        initial |= {"price": found.price, "starts_on": found.starts_on, "valid_until": found.valid_until}
    return QuoteForm(initial=initial | {"included": included})


def acted(request: HttpRequest, found: Quote, done: str, act: Act) -> HttpResponse:
    """Do it and go back to the page; or say there why not."""
    try:
        act()
    except QuoteRefusal as refusal:
        context = {"quote": found, "refusal": refusal}
        return render(request, "enquiries/refused.html", context, status=REFUSED)
    messages.success(request, done)
    return redirect("provider_quotes:quote", found.pk)


@access(STAFF)
@require_POST
def answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Answer with a price, or correct the answer."""
    found, form = quote_of(request, key), QuoteForm(request.POST)
    if not form.is_valid():
        return quote_page(request, found, {"quote": form})
    terms, included, actor = form.terms(), form.cleaned_data["included"], actor_of(request)
    done = _("Sent. You get a mail when it is accepted.")
    return acted(request, found, done, lambda: answering.answer(found, terms, included, actor=actor))


@access(STAFF)
@require_POST
def decline(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say that one cannot, and why."""
    found, form = quote_of(request, key), DeclineForm(request.POST, prefix="no")
    if not form.is_valid():
        return quote_page(request, found, {"decline": form})
    reason, actor = form.cleaned_data["reason"], actor_of(request)
    return acted(
        request, found, _("Sent. Thank you for saying so."), lambda: answering.decline(found, reason, actor=actor)
    )


@access(STAFF)
@require_POST
def write(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask back, or answer a question."""
    found, form = quote_of(request, key), MessageForm(request.POST)
    if not form.is_valid():
        return quote_page(request, found, {"message": form})
    text, actor = form.cleaned_data["text"], actor_of(request)
    return acted(request, found, _("Sent."), lambda: conversing.write(found, Side.PROVIDER, text, actor=actor))


@access(STAFF)
@require_POST
def write_about_dispute(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Answer who is not content."""
    found, form = quote_of(request, key), MessageForm(request.POST, prefix="dispute")
    if not found.disputes.filter(state=Dispute.State.OPEN).exists():
        raise Http404
    if not form.is_valid():
        return quote_page(request, found, {"dispute": form})
    text, actor = form.cleaned_data["text"], actor_of(request)
    return acted(
        request, found, _("Sent."),
        lambda: conversing.write(found, Side.PROVIDER, text, actor=actor, news="dispute_line", of_dispute=True),
    )  # fmt: skip


@access(STAFF)
@require_POST
def propose(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Propose another price for work that was agreed."""
    found = quote_of(request, key)
    form = VariationForm(request.POST, prefix="new", agreed=found.price)
    if not form.is_valid():
        return quote_page(request, found, {"variation": form})
    new, actor = form.new(), actor_of(request)
    done = _("Sent. Until it is accepted, the agreed price stands.")
    return acted(request, found, done, lambda: answering.propose(found, new, actor=actor))


@access(STAFF)
@require_POST
def take_back(request: HttpRequest, key: uuid.UUID, variation_id: uuid.UUID) -> HttpResponse:
    """Take another price back."""
    found = quote_of(request, key)
    proposed = found.variations.filter(pk=variation_id).first()
    if proposed is None:
        raise Http404
    actor, done = actor_of(request), _("Taken back: what was agreed stands.")
    return acted(request, found, done, lambda: answering.withdraw_variation(found, proposed, actor=actor))


@access(STAFF)
@require_POST
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a quote back that nobody has accepted."""
    found, actor = quote_of(request, key), actor_of(request)
    return acted(request, found, _("Withdrawn. Who asked is told."), lambda: answering.withdraw(found, actor=actor))


@access(STAFF)
@require_safe
def photo(request: HttpRequest, key: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """One photo of a request put before this provider."""
    found = quote_of(request, key)
    kept = Photo.objects.filter(pk=photo_id, enquiry=found.pk).first()
    if kept is None:
        raise Http404
    reading.note(found.pk, actor=actor_of(request))
    return photo_page(kept.stored_name)
