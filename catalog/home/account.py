"""`/conto/`: what a member has, what is about to expire, what happened, and by which rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.benefits.queries import outside_benefits_of
from catalog.conversion.queries import premiums_of
from catalog.home.fringe import fringe_year
from catalog.home.held_words import HeldFor, held_among
from catalog.home.projection import projections_of
from catalog.home.year_figures import years_of
from catalog.orders.models import Order
from catalog.orders.queries import get_member_for
from catalog.plans.wallets import EUR, Credit, MemberLot, budgets_by_id, lots_held
from catalog.regulations.queries import has_rules
from members.ledger.models import Leg, Reason
from members.ledger.queries import movements
from members.models import Member
from tenants.identity.models import User
from welfare.access import access, roles
from welfare.clock import today
from welfare.money import format_amount
from welfare.paging import page_by_key
from welfare.templatetags.kit import day

PAGE_SIZE = 20
MEMBER = roles("member")
OF_ORDERS = (Reason.ORDER, Reason.REFUND)
OF_NOMINATIONS = (Reason.HELD, Reason.FREED)


@dataclass(frozen=True)
class Movement:
    """One movement of a wallet in plain words; `amount` is negative for what went out."""

    leg: Leg
    budget: str
    order: Order | None
    held: HeldFor | None = None

    @property
    def amount(self) -> Decimal:
        """What came in, or went out."""
        net: Decimal = self.leg.credit - self.leg.debit
        return net

    @property
    def shown(self) -> str:
        """The amount in its unit."""
        return format_amount(self.amount, self.leg.account.unit)

    @property
    def title(self) -> str:
        """Why: "Service ordered", "Credit granted", "Held for the swimming school"..."""
        reason = self.leg.entry.reason
        if self.held is not None:
            return self.held.title(reason)
        return str(Reason(reason).label) if reason in Reason.values else _("Movement")

    @property
    def service(self) -> str:
        """The service it was for, if it was for one."""
        return str(self.order.snapshot.get("title", "")) if self.order else ""


@access(MEMBER)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The balance, what expires, the movements."""
    member = get_member_for(signed_in(request))
    held = lots_held(member, today())
    lots = [lot for lot in held if lot.plan.starts_on <= today()]
    credit = Credit([lot for lot in lots if lot.lot.unit == EUR])
    page = page_by_key(movements(member.uuid), ("-pk",), request.GET.get("dopo", ""), PAGE_SIZE)
    context: dict[str, Any] = {
        "credit": credit,
        "sources": [source_of(lot) for lot in lots],
        "to_come": [source_of(lot) for lot in held if lot not in lots],
        "projections": projections_of(member, credit.lots),
        "years": years_of(member),
        "fringe": fringe_year(member, today().year),
        "given_outside": outside_benefits_of(member, today().year),
        "parts": [{"label": label_of(lot), "amount": lot.balance} for lot in credit.lots],
        "movements": shown(member, page.rows),
        "next_url": f"{reverse('home:account')}?dopo={page.next_cursor}" if page.next_cursor else "",
        "previous_url": "" if page.is_first else reverse("home:account"),
        "has_premiums": premiums_of(member).exists(),
        "has_regulation": has_rules(),
    }
    return render(request, "home/account.html", context)


@dataclass(frozen=True)
class Held:
    """A lot as its card says it: how much of what, who gives it and by which act, until when, and what then."""

    lot: MemberLot
    amount: str
    given_by: str


def source_of(lot: MemberLot) -> Held:
    """A lot in plain words; a complementary currency in its own unit."""
    source, act = lot.budget.get_source_display(), lot.budget.get_basis_display()
    given_by = source if not act or act == source else f"{source} · {act}"
    return Held(lot, format_amount(lot.balance, lot.lot.unit), given_by)


def label_of(lot: MemberLot) -> str:
    """A lot as its line says it: the budget's name and until when."""
    if lot.expires_on is None:
        return lot.budget_name
    return _("%(budget)s · by %(day)s") % {"budget": lot.budget_name, "day": day(lot.expires_on, "short")}


def shown(member: Member, legs: Sequence[Leg]) -> list[Movement]:
    """Legs with the names of their budgets and orders; two queries, and one where credit waits for a provider."""
    budgets = budgets_by_id({leg.account.budget for leg in legs})
    orders = orders_of(member, keys_of(legs, OF_ORDERS))
    held = held_among(member, keys_of(legs, OF_NOMINATIONS))
    return [
        Movement(
            leg,
            budgets[leg.account.budget].name if leg.account.budget in budgets else "",
            orders.get(leg.entry.reference),
            held.get(leg.entry.reference),
        )
        for leg in legs
    ]


def keys_of(legs: Sequence[Leg], reasons: Collection[str]) -> set[UUID]:
    """What legs that moved for some reasons speak of: orders, or providers that the member named."""
    references = [leg.entry.reference for leg in legs if leg.entry.reason in reasons]
    return {key for key in map(uuid_or_none, references) if key}


def orders_of(member: Member, keys: Collection[UUID]) -> dict[str, Order]:
    """The member's orders among some references, by reference; one query where there are any."""
    if not keys:
        return {}
    return {str(order.pk): order for order in Order.objects.filter(pk__in=keys, member=member)}


def uuid_or_none(text: str) -> UUID | None:
    """The UUID that a reference holds, if any."""
    try:
        return UUID(text)
    except ValueError:
        return None


def signed_in(request: HttpRequest) -> User:
    """The account of a request that the access rule let through."""
    if not isinstance(request.user, User):
        raise PermissionError("nobody is signed in")
    return request.user
