"""A member's home: a place kept for me, what I have, what I am about to lose, what is ready to use, what may help."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.conversion.queries import open_premium
from catalog.orders.vouchers import ready_vouchers
from catalog.orders.waiting_shown import offered_to
from catalog.plans.wallets import Credit, MemberLot, credit_of
from catalog.regulations.queries import unread
from catalog.shelf.suggestions import suggested_cards
from members.models import Member
from tenants import isolation
from tenants.models import Kind
from welfare import clock
from welfare.money import ZERO
from welfare.templatetags.kit import day

VOUCHERS_SHOWN = 2
OFFERS_SHOWN = 3


@dataclass(frozen=True)
class Expiring:
    """Credit that is lost first: how much, after which day, in how many days."""

    amount: Decimal
    day: datetime.date
    days: int


def context_of(member: Member) -> dict[str, Any]:
    """What the template of a member's home shows."""
    credit = credit_of(member)
    return {
        "member": member,
        "kept": offered_to(member),
        "premium": open_premium(member),
        "has_rules_to_read": bool(unread(member)),
        "is_citizen": isolation.current().kind == Kind.TERRITORY,
        "total": credit.total,
        "parts": [{"label": label_of(lot), "amount": lot.balance} for lot in credit.lots],
        "expiring": expiring_of(credit),
        "vouchers": ready_vouchers(member, VOUCHERS_SHOWN),
        "cards": suggested_cards(member, OFFERS_SHOWN),
    }


def label_of(lot: MemberLot) -> str:
    """A lot as its line says it: the budget's name and until when."""
    if lot.expires_on is None:
        return lot.budget_name
    return _("%(budget)s · by %(day)s") % {"budget": lot.budget_name, "day": day(lot.expires_on, "short")}


def expiring_of(credit: Credit) -> Expiring | None:
    """The credit that expires first, when it is within the next sixty days."""
    first = min((lot.expires_on for lot in credit.expiring if lot.expires_on), default=None)
    if first is None:
        return None
    amount = sum((lot.balance for lot in credit.expiring if lot.expires_on == first), ZERO)
    return Expiring(amount, first, (first - clock.today()).days)
