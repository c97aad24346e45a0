"""Pages on which a network, or an organization for its own people, keeps its agreements.

The same pages stand twice: under /rete/ for the network's people, under /hr/ for an organization's (`urls_keeping.py`).
"""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.cards import showing
from catalog.cards.forms import AgreementForm
from catalog.cards.keeping_words import pill_of
from providers.agreements import agreements
from providers.agreements.models import Agreement, Shop
from tenants import isolation
from tenants.identity.actors import actor_of
from tenants.models import Kind
from welfare.clock import today
from welfare.paging import links_of, page_by_key
from welfare.sorting import sort_key

FORMS = require_http_methods(["GET", "HEAD", "POST"])
BY_NAME = ("sort_name", "pk")
SHOPS_AT_ONCE = 50
# A word of the address: those that end soon.
SOON, SOON_DAYS = "scadenza", 30


def room_of(request: HttpRequest) -> str:
    """The name of the addresses on this side of the house."""
    match = request.resolver_match
    return match.namespace if match else ""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own agreements by name; for an organization the network's too, each shown or not."""
    is_soon = request.GET.get("mostra") == SOON
    found = agreements.of_owner(isolation.current())
    if is_soon:
        found = found.filter(agreements.ending(today(), within_days=SOON_DAYS))
    page = page_by_key(found, BY_NAME, request.GET.get("dopo", ""))
    is_network = isolation.current().kind == Kind.NETWORK
    context = links_of(page, {"mostra": SOON if is_soon else ""}) | {
        "room": room_of(request),
        "is_soon": is_soon,
        "rows": [(agreement, *pill_of(agreement)) for agreement in page.rows],
        "is_network": is_network,
        "networks": [] if is_network else showing.networks_agreements(),
    }
    return render(request, "agreements/list.html", context)


@FORMS
def new(request: HttpRequest) -> HttpResponse:
    """Write an agreement."""
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written = agreements.write_new(isolation.current(), form.written(), actor=actor_of(request))
        return saved(request, written.pk, written.name)
    return form_page(request, form, None)


@FORMS
def change(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Correct an agreement."""
    found = agreements.get_agreement(isolation.current(), key)
    form = AgreementForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        agreements.change(found, form.written(), actor=actor_of(request))
        return saved(request, key, form.cleaned_data["name"])
    return form_page(request, form, found)


def form_page(request: HttpRequest, form: AgreementForm, found: Agreement | None) -> HttpResponse:
    """The form of one agreement, None: a new one."""
    context = {"form": form, "room": room_of(request), "agreement": found}
    return render(request, "agreements/form.html", context)


def saved(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """Say that it is saved; what people are shown is counted anew."""
    messages.success(request, _("%(name)s is saved.") % {"name": name})
    return moved(request, key)


@require_safe
def agreement(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One agreement with its shops; those taken off are among them, so that they can be put back."""
    found = agreements.get_agreement(isolation.current(), key)
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    page = page_by_key(shops_named(found, words), BY_NAME, request.GET.get("dopo", ""), SHOPS_AT_ONCE)
    pill, pill_kind = pill_of(found)
    context = links_of(page, {"q": words}) | {
        "room": room_of(request),
        "agreement": found,
        "pill": pill,
        "pill_kind": pill_kind,
        "shops": page.rows,
        "words": words,
        "is_first": page.is_first,
    }
    return render(request, "agreements/agreement.html", context)


def shops_named(agreement: Agreement, words: str) -> QuerySet[Shop]:
    """An agreement's shops with each word in name or town."""
    found = Shop.objects.filter(agreement=agreement).defer("search", "folded")
    for word in sort_key(words).split():
        found = found.filter(sort_name__contains=word) | found.filter(town_key__contains=word)
    return found


@require_POST
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """End an agreement; it can begin again."""
    found = agreements.get_agreement(isolation.current(), key)
    if agreements.end(found, actor=actor_of(request)):
        messages.success(request, _("Ended: nobody is shown it any more."))
    return moved(request, key)


@require_POST
def begin_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show again an agreement that was ended."""
    found = agreements.get_agreement(isolation.current(), key)
    if agreements.begin_again(found, actor=actor_of(request)):
        messages.success(request, _("It goes on: people are shown it again."))
    return moved(request, key)


@require_POST
def move_shop(request: HttpRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Take a shop off, or put it back."""
    found = agreements.get_agreement(isolation.current(), key)
    agreements.move_shop(found, pk, is_open=request.POST.get("open") == "1", actor=actor_of(request))
    return moved(request, key)


def moved(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Back to the agreement's page; what people are shown is counted anew."""
    showing.forget_counts()
    return redirect(f"{room_of(request)}:agreement", key)


@require_POST
def show(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show an agreement of the network to one's own people, or stop to."""
    found = Agreement.objects.filter(pk=key, owner__kind=Kind.NETWORK).first()
    if found is None or isolation.current().kind == Kind.NETWORK:
        raise Http404
    is_shown = request.POST.get("show") == "1"
    showing.show(found, is_shown=is_shown, actor=actor_of(request))
    said: Any = _("Your people are shown it again.") if is_shown else _("Your people are not shown it any more.")
    messages.success(request, said)
    return redirect(f"{room_of(request)}:list")
