"""`/conto/movimenti/<entry>/`: one movement in plain words: what happened, from where to where, by which act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.home.account import OF_NOMINATIONS, OF_ORDERS, keys_of, orders_of, signed_in, uuid_or_none
from catalog.home.held_words import held_among
from catalog.home.movement_words import HAPPENED, PLACES
from catalog.orders.queries import get_member_for
from catalog.plans.models import Budget, Grant
from catalog.plans.wallets import budgets_by_id
from catalog.regulations.queries import has_rules
from members.ledger.models import AccountKind, Entry, Leg, Reason
from members.models import Member
from welfare.access import access, roles
from welfare.money import format_amount
from welfare.templatetags.kit import day


@dataclass(frozen=True)
class Step:
    """One of the person's lots that a movement touched: its name, its last day, what came in or went out."""

    label: str
    amount: str
    until: str


@access(roles("member"))
@require_safe
def movement(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Explain one movement of the person's own; any other is not found."""
    member = get_member_for(signed_in(request))
    legs = legs_for(member, entry_id)
    entry = legs[0].entry
    own = [leg for leg in legs if is_own(leg, member)]
    budgets = budgets_by_id({leg.account.budget for leg in own})
    order = orders_of(member, keys_of(own[:1], OF_ORDERS)).get(entry.reference)
    held = held_among(member, keys_of(own[:1], OF_NOMINATIONS)).get(entry.reference)
    context: dict[str, Any] = {
        "entry": entry,
        "title": held.title(entry.reason) if held else title_of(entry),
        "text": held.text(entry.reason) if held else HAPPENED.get(entry.reason, ""),
        "came": [step_of(leg, budgets) for leg in own if leg.credit],
        "went": [step_of(leg, budgets) for leg in own if leg.debit],
        "others": places_of(legs, member),
        "order": order,
        "held": held,
        "acts": acts_of(entry, list(budgets.values())),
        "takes_back": takes_back(entry, member),
        "has_regulation": has_rules(),
    }
    return render(request, "home/movement.html", context)


def legs_for(member: Member, entry_id: int) -> list[Leg]:
    """The legs of an entry that touched a person's lots; raises Http404 for any other."""
    legs = list(Leg.objects.filter(entry=entry_id).select_related("entry", "account").order_by("pk"))
    if not any(is_own(leg, member) for leg in legs):
        raise Http404
    return legs


def is_own(leg: Leg, member: Member) -> bool:
    """Whether a leg is of one of the person's lots."""
    return leg.account.kind == AccountKind.WALLET and leg.account.owner == member.uuid


def step_of(leg: Leg, budgets: dict[UUID, Budget]) -> Step:
    """A leg in words."""
    budget, account = budgets.get(leg.account.budget), leg.account
    until = _("usable until %(day)s") % {"day": day(account.expires_on)} if account.expires_on else ""
    amount = format_amount(leg.credit or leg.debit, account.unit)
    return Step(budget.name if budget else _("Credit"), amount, until)


def places_of(legs: Sequence[Leg], member: Member) -> list[str]:
    """Where it came from or went to, besides the person's own lots: never an amount, an entry may speak of others."""
    kinds = dict.fromkeys(leg.account.kind for leg in legs if not is_own(leg, member))
    return [str(PLACES[kind]) for kind in kinds if kind in PLACES]


def title_of(entry: Entry) -> str:
    """Why it happened, in two words."""
    return str(Reason(entry.reason).label) if entry.reason in Reason.values else _("Movement")


def acts_of(entry: Entry, budgets: Sequence[Budget]) -> list[tuple[str, str, str]]:
    """By which act each source was given, of which plan; and when it was granted."""
    rows = [(_("Source"), f"{each.name} ({each.get_source_display()})", each.plan.name) for each in budgets]
    rows += [(_("Given by"), each.get_basis_display(), each.name) for each in budgets if each.basis]
    key = uuid_or_none(entry.reference) if entry.reason == Reason.GRANT else None
    given = Grant.objects.filter(pk=key).first() if key else None
    if given:
        rows.append((_("Granted on"), day(given.granted_on), ""))
    return rows


def takes_back(entry: Entry, member: Member) -> str:
    """The address of the movement that this one takes back, if that was the person's, too."""
    if entry.reverses_id is None:
        return ""
    before = Leg.objects.filter(entry=entry.reverses_id, account__owner=member.uuid, account__kind=AccountKind.WALLET)
    return reverse("home:movement", args=[entry.reverses_id]) if before.exists() else ""
