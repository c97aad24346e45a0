"""What becomes of a person's credit if they go on as they do; with too little history, what is still possible."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import F, Min, Sum

from catalog.plans import residual_words
from catalog.plans.models import Budget
from catalog.plans.wallets import MemberLot
from members.ledger.models import ON_SERVICES, AccountKind, Leg
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO, MoneyField

# Less than this, or fewer days of spending than these, say little about the rest of a year.
SHORTEST = datetime.timedelta(days=60)
FEWEST_DAYS = 3
EURO = Decimal(1)
MONTH_DAYS = Decimal("30.4")


@dataclass(frozen=True)
class Spent:
    """What a person used of a budget: how much, on how many days, since they first had some."""

    amount: Decimal
    days: int
    since: datetime.date


@dataclass(frozen=True)
class Projection:
    """One source that expires: what is in it, and what will be left over (None: too little history to say)."""

    budget: Budget
    held: Decimal
    last_day: datetime.date
    left: Decimal | None
    # Whole months that remain, and how much a month would use it all.
    months: int
    a_month: Decimal

    @property
    def rest_words(self) -> str:
        """What becomes of what is left, in words."""
        return residual_words.ahead(self.budget, self.last_day)


def projections_of(member: Member, lots: Sequence[MemberLot]) -> list[Projection]:
    """One for each lot in euro that expires, the nearest first; two queries, none without such lots."""
    expiring = [lot for lot in lots if lot.expires_on is not None]
    if not expiring:
        return []
    used = used_by_budget(member, {lot.budget.pk for lot in expiring})
    return [projection_of(lot, lot.expires_on, used.get(lot.budget.pk)) for lot in expiring if lot.expires_on]


def projection_of(lot: MemberLot, last_day: datetime.date, spent: Spent | None) -> Projection:
    """A lot's projection by the mean use a day of its budget."""
    ahead = (last_day - today()).days + 1
    months = max(1, int(ahead / MONTH_DAYS))
    a_month = (lot.balance / months).quantize(EURO, rounding=ROUND_HALF_UP)
    return Projection(lot.budget, lot.balance, last_day, left_of(lot.balance, ahead, spent), months, a_month)


def left_of(held: Decimal, ahead: int, spent: Spent | None) -> Decimal | None:
    """What will be left in whole euro after `ahead` days like those before; None with too little history."""
    if spent is None or spent.days < FEWEST_DAYS or today() - spent.since < SHORTEST:
        return None
    a_day = spent.amount / ((today() - spent.since).days + 1)
    return max(ZERO, held - a_day * ahead).quantize(EURO, rounding=ROUND_HALF_UP)


def used_by_budget(member: Member, budgets: set[UUID]) -> Mapping[UUID, Spent]:
    """What the person used of some budgets and did not have back; two queries."""
    legs = Leg.objects.filter(
        account__kind=AccountKind.WALLET, account__owner=member.uuid, account__source__in=budgets
    ).order_by()
    since = dict(legs.values_list("account__source").annotate(day=Min("entry__occurred_on")))
    net = Sum(F("debit") - F("credit"), output_field=MoneyField())
    orders = legs.filter(entry__reason__in=ON_SERVICES).values_list("account__source", "entry__occurred_on")
    amounts: dict[UUID, list[Decimal]] = {}
    for budget, _day, amount in orders.annotate(amount=net):
        amounts.setdefault(budget, []).append(amount)
    return {
        budget: Spent(sum(each, ZERO), sum(1 for amount in each if amount > 0), since[budget])
        for budget, each in amounts.items()
    }
