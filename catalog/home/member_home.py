"""A member's home: a place kept for me, what I have, what I am about to lose, what is ready to use, what may help."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from catalog.closing.lately import settled_lately, waiting
from catalog.closing.reminders import STEPS
from catalog.conversion.queries import open_premium
from catalog.feedback.asking import waiting_of
from catalog.nominations.news import news_of as nominations_of
from catalog.orders.shown import ShownOrder
from catalog.orders.vouchers import ready_vouchers
from catalog.orders.waiting_shown import offered_to
from catalog.plans.wallets import Credit, MemberLot, credit_of
from catalog.regulations.queries import unread
from catalog.shelf.suggestions import fitting_cards, suggested_cards
from catalog.subscriptions.news import news_of
from members.models import Member
from tenants import isolation
from tenants.models import Kind
from welfare import clock
from welfare.money import ZERO
from welfare.templatetags.kit import day

VOUCHERS_SHOWN = 2
OFFERS_SHOWN = 3
# Each person has also had a mail of each, and finds them all among the movements.
SETTLED_SHOWN = 2
TO_SAY_SHOWN = 2


@dataclass(frozen=True)
class Expiring:
    """Credit that expires first: how much, after which day, in how many days, what becomes of what is left then."""

    amount: Decimal
    day: datetime.date
    days: int
    lots: Sequence[MemberLot]
    rest: str


def context_of(member: Member) -> dict[str, Any]:
    """What the template of a member's home shows."""
    credit = credit_of(member)
    expiring = expiring_of(credit)
    fitting = fitting_cards(member, expiring.lots, OFFERS_SHOWN) if is_near(expiring) else []
    return {
        "member": member,
        "kept": offered_to(member),
        "premium": open_premium(member),
        "subscriptions": news_of(member),
        "nominations": nominations_of(member),
        "has_rules_to_read": bool(unread(member)),
        "is_citizen": isolation.current().kind == Kind.TERRITORY,
        "total": credit.total,
        "parts": [{"label": label_of(lot), "amount": lot.balance} for lot in credit.lots],
        "expiring": expiring,
        "settled": [*waiting(member), *settled_lately(member)][:SETTLED_SHOWN],
        "vouchers": ready_vouchers(member, VOUCHERS_SHOWN),
        "to_say": [ShownOrder(order) for order in waiting_of(member, TO_SAY_SHOWN)],
        "is_fitting": bool(fitting),
        "cards": fitting or suggested_cards(member, OFFERS_SHOWN),
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
    lots = [lot for lot in credit.expiring if lot.expires_on == first]
    amount = sum((lot.balance for lot in lots), ZERO)
    rest = dict.fromkeys(lot.rest for lot in lots)
    return Expiring(amount, first, (first - clock.today()).days, lots, " ".join(rest))


def is_near(expiring: Expiring | None) -> TypeGuard[Expiring]:
    """Whether credit expires so soon that services are looked for which it pays."""
    return expiring is not None and expiring.days <= STEPS[0]
