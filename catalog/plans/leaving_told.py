"""Telling who leaves what they keep and until when; written when the mail goes out, from what is on the books then."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from catalog.plans import going_back
from catalog.plans.going_back import taken_by_rule
from catalog.plans.models import Budget, GrantLine
from catalog.plans.moving import last_day
from catalog.plans.wallets import budgets_by_id
from members.ledger import queries as ledger
from members.ledger.models import Account, AccountKind
from members.models import Member
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import today
from welfare.money import ZERO, format_amount

KIND = "credit_at_leaving"


@dataclass(frozen=True)
class Kept:
    """What a leaver has of one budget with one last day; `is_over` when that day has passed."""

    name: str
    amount: Decimal
    unit: str
    until: datetime.date | None
    is_over: bool


def tell(member: Member) -> None:
    """Queue the mail about a leaving; once for each last day that is noted."""
    reference = uuid.uuid5(member.uuid, f"leaving:{member.left_on}")
    outbox.queue(member.user, KIND, reference=reference)


def tell_back(member: Member) -> None:
    """Queue the mail about what went back once the last day was over; once for each last day."""
    reference = uuid.uuid5(member.uuid, f"leaving:{member.left_on}:back")
    outbox.queue(member.user, KIND, reference=reference)


@prepares(KIND, even_closed=True)
def words(message: Message) -> dict[str, Any]:
    """What the mail says: what is kept, source by source, and what went back because the year was not whole."""
    member = Member.objects.select_related("user").get(user=message.recipient)
    is_over = member.left_on is None or member.left_on < today()
    going = [] if is_over else going_back.still_to_go(member)
    return {
        "member": member,
        "kept": kept_by(member),
        "back": went_back(member),
        "going": [format_amount(amount, unit) for amount, unit in going],
    }


def went_back(member: Member) -> list[str]:
    """What went back because the year was not whole: a sum for each unit, written with it."""
    taken = taken_by_rule([member])
    lines = GrantLine.objects.filter(pk__in=[line for line, _ in taken])
    units = dict(lines.values_list("pk", "grant__budget__unit"))
    sums: dict[str, Decimal] = {}
    for line, amount in taken:
        sums[units[line]] = sums.get(units[line], ZERO) + amount
    return [format_amount(amount, unit) for unit, amount in sorted(sums.items())]


def kept_by(member: Member) -> list[Kept]:
    """What a leaver's lots hold, the first to end ahead; one whose day is over stays until it is emptied."""
    lots = ledger.with_balance(Account.objects.filter(kind=AccountKind.WALLET, owner=member.uuid))
    held = list(lots.filter(~Q(balance=0)).order_by("expires_on", "pk"))
    budgets = budgets_by_id({lot.budget for lot in held})
    # Whose account is closed on the last day itself can use nothing any more.
    day = today() if member.user.is_active else datetime.date.max
    return [kept_of(lot, budgets[lot.budget], member, day) for lot in held if lot.budget in budgets]


def kept_of(lot: Account, budget: Budget, member: Member, day: datetime.date) -> Kept:
    """What a lot holds until its last day, or the leaver's where it has not been moved yet."""
    until = last_day(lot.expires_on, budget, member.left_on) if member.left_on else lot.expires_on
    return Kept(budget.name, ledger.balance_of(lot), lot.unit, until, until is not None and until < day)
