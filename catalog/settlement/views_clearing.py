"""Rounds of clearing: the network proposes and sees all; a cooperative sees its own position and answers."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.settlement import clearing
from catalog.settlement.forms import YesNoForm
from catalog.settlement.words import words_of
from providers.statements.models import ClearingParty, ClearingRound
from tenants import isolation
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.clock import today
from welfare.money import ZERO
from welfare.paging import links_of, page_by_key

PAYROLL, OFFICE, NETWORK = roles("payroll"), roles("office"), ("network",)
NEWEST, MINE = ("-made_at", "pk"), ("-round__made_at", "pk")
State = ClearingRound.State
PILLS = {State.PROPOSED: "warn", State.AGREED: "", State.REFUSED: "neutral", State.LAPSED: "neutral"}


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The rounds that the organization has a part in, the newest first."""
    parties = ClearingParty.objects.filter(organization=isolation.current()).select_related("round")
    rows = list(parties.order_by("-round__made_at", "pk")[:50])
    context = {"rows": [(row, PILLS[State(row.round.state)]) for row in rows]}
    return render(request, "settlement/rounds.html", context)


def my_party(pk: uuid.UUID) -> ClearingParty:
    """What the organization in force has to do with a round; 404 when nothing."""
    parties = ClearingParty.objects.select_related("round__network")
    found = parties.filter(round_id=pk, organization=isolation.current()).first()
    if found is None:
        raise Http404
    return found


@access(PAYROLL, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The organization's position, its own transfers, and its yes or no."""
    party = my_party(pk)
    form = YesNoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answered(request, pk, is_yes=form.cleaned_data["answer"] == "yes")
    here = isolation.current()
    found = party.round
    is_open = found.state == State.PROPOSED and today() <= found.accept_by
    context = {
        "party": party,
        "round": found,
        "pill": PILLS[State(found.state)],
        "pays": found.transfers.filter(payer=here).select_related("payee"),
        "gets": found.transfers.filter(payee=here).select_related("payer"),
        "form": form if is_open and not party.accepted_at and not party.refused_at else None,
    }
    return render(request, "settlement/round.html", context)


def answered(request: HttpRequest, pk: uuid.UUID, *, is_yes: bool) -> HttpResponse:
    """Say it, and show what it came to."""
    try:
        found = clearing.answer(pk, is_yes=is_yes, actor=actor_of(request))
    except clearing.CannotClear as error:
        messages.info(request, words_of(error))
    else:
        said = {
            State.AGREED: _("Everybody has agreed: the statements are cleared."),
            State.REFUSED: _("Written: this round is over, and every statement is paid as before."),
        }
        messages.success(request, said.get(State(found.state), _("Written: the round waits for the others.")))
    return redirect("clearing:round", pk)


@access(OFFICE, kinds=NETWORK)
@require_safe
def all_rounds(request: HttpRequest) -> HttpResponse:
    """Every round, and what a new one would clear."""
    page = page_by_key(ClearingRound.objects.all(), NEWEST, request.GET.get("dopo", ""))
    rows = clearing.clearable()
    context = links_of(page, {}) | {
        "rows": [(row, PILLS[State(row.state)]) for row in page.rows],
        "count": len(rows),
        "total": sum((row.total for row in rows), ZERO),
        "is_running": ClearingRound.objects.filter(state=State.PROPOSED).exists(),
    }
    return render(request, "settlement/network_rounds.html", context)


@access(OFFICE, kinds=NETWORK)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Start a round."""
    try:
        found = clearing.propose(actor=actor_of(request))
    except clearing.CannotClear as error:
        words = _("Nothing can be cleared: no cooperatives owe one another just now.")
        messages.info(request, words if error.code == "nothing" else words_of(error))
        return redirect("network_clearing:list")
    messages.success(request, _("The round has begun: each cooperative sees its position and answers."))
    return redirect("network_clearing:round", found.pk)


@access(OFFICE, kinds=NETWORK)
@require_safe
def one_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where each party stands, what is left to pay, who has answered."""
    found = ClearingRound.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "settlement/network_round.html", network_context(found))


def network_context(found: ClearingRound) -> dict[str, Any]:
    """What the network's page of a round shows."""
    amounts = list(found.items.values_list("amount", flat=True))
    transfers = list(found.transfers.select_related("payer", "payee").order_by("payer__sort_name", "pk"))
    return {
        "round": found,
        "pill": PILLS[State(found.state)],
        "parties": list(found.parties.select_related("organization").order_by("organization__sort_name")),
        "transfers": transfers,
        "count": len(amounts),
        "cleared": sum(amounts, ZERO),
        "left": sum((each.amount for each in transfers), ZERO),
    }
