"""How long the credit of a person covers what they have month by month: the months ahead, played through.

Nothing is written. Each month asks what the draw will ask: the law of its year, the caps that are left then, the lots
that have not expired by its day. Credit that nobody has granted yet does not count.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import F

from catalog.orders import conditions, law, refusals
from catalog.orders.paying import paid_by
from catalog.orders.purchase import EUR, Agreed, Purchase
from catalog.orders.year import Held, Year
from catalog.plans.models import Budget, Plan
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.rule import StopRule, month_of, months_after
from members.ledger import queries
from members.ledger.queries import Lot
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO

# Two years ahead are enough to decide; credit that lasts longer is said to last at least as long.
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class Ahead:
    """What is due month by month: a subscription that there is, or one that somebody is about to start."""

    key: uuid.UUID
    # As it would be today, for its beneficiary.
    purchase: Purchase
    rule: StopRule
    next_period: datetime.date
    last_period: datetime.date | None
    price: Decimal
    new_price: Decimal | None = None
    new_price_from: datetime.date | None = None

    def price_for(self, period: datetime.date) -> Decimal:
        """What a month costs."""
        is_new = self.new_price_from is not None and period >= self.new_price_from
        return self.new_price if is_new and self.new_price is not None else self.price


@dataclass(frozen=True)
class Gap:
    """The first month that credit will not pay, its day, its price, and why not."""

    period: datetime.date
    day: datetime.date
    price: Decimal
    refusal: refusals.Refusal

    @property
    def missing(self) -> Decimal | None:
        """How much is short; None where credit is not what is missing."""
        short = self.refusal
        return short.missing if isinstance(short, refusals.NotEnoughCredit) else None

    @property
    def available(self) -> Decimal | None:
        """What there will be for it; None where credit is not what is missing."""
        short = self.refusal
        return short.available if isinstance(short, refusals.NotEnoughCredit) else None


@dataclass
class Cover:
    """The months that credit pays, what they cost, and the first that it does not (None: none within sight)."""

    periods: list[datetime.date] = field(default_factory=list)
    total: Decimal = ZERO
    gap: Gap | None = None

    @property
    def last(self) -> datetime.date | None:
        """The last month that is covered; None where not even the first is."""
        return self.periods[-1] if self.periods else None


@dataclass
class Standing:
    """What the months played through so far have left: the lots, and the years with what they hold."""

    member: Member
    lots: list[Lot]
    # By offer: the budgets of open plans that open it, also of plans that begin later.
    budgets: dict[uuid.UUID, list[Budget]]
    years: dict[int, Year] = field(default_factory=dict)

    def year(self, number: int) -> Year:
        """The tax year, read once."""
        if number not in self.years:
            self.years[number] = Year(self.member, number)
        return self.years[number]

    def pay(self, one: Ahead, period: datetime.date) -> None:
        """Let a month be paid on its day; raises the Refusal that its draw would meet."""
        purchase = self.purchase(one, period)
        conditions.member_is_here(purchase)
        law.exempt_verdict(purchase)
        conditions.age_fits(purchase)
        day = purchase.on
        parts = paid_by(purchase, [lot for lot in self.lots if lot.expires_on is None or lot.expires_on >= day])
        spent = {part.lot.account_id: part.amount for part in parts}
        self.lots = [replace(lot, balance=lot.balance - spent.get(lot.account_id, ZERO)) for lot in self.lots]
        bought = [law.benefit(purchase, part.amount, part.budget) for part in parts]
        year = self.year(day.year)
        year.held = Held([*year.held.orders, *bought], year.held.outside, year.held.funds)

    def purchase(self, one: Ahead, period: datetime.date) -> Purchase:
        """The month as its draw will see it."""
        day = max(one.rule.draw_on(period), today())
        found = self.budgets.get(one.purchase.offer.pk, [])
        price = one.price_for(period)
        return replace(
            one.purchase,
            on=day,
            price=price,
            year=self.year(day.year),
            budgets=tuple(budget for budget in found if budget.plan.starts_on <= day),
            agreed=Agreed(price, period, is_renewal=True, subscription=one.key),
        )


def cover_of(member: Member, ahead: Sequence[Ahead]) -> dict[uuid.UUID, Cover]:
    """Play the months of all of a person's subscriptions through, day by day; by key.

    One that meets a gap takes nothing more. Months beyond the years whose law is on record are not looked at.
    """
    covers = {one.key: Cover() for one in ahead}
    if not ahead:
        return covers
    standing = standing_of(member, ahead)
    for day, period, one in due(ahead):
        cover = covers[one.key]
        if cover.gap is not None:
            continue
        try:
            standing.pay(one, period)
        except refusals.NoRules:
            break
        except refusals.Refusal as refusal:
            cover.gap = Gap(period, day, one.price_for(period), refusal)
        else:
            cover.periods.append(period)
            cover.total += one.price_for(period)
    return covers


def standing_of(member: Member, ahead: Sequence[Ahead]) -> Standing:
    """What there is today; three queries however many subscriptions."""
    lots = [lot for lot in queries.lots(member.uuid, on=today()) if lot.unit == EUR]
    return Standing(member, lots, budgets_of({one.purchase.offer.pk for one in ahead}))


def budgets_of(offers: set[uuid.UUID]) -> dict[uuid.UUID, list[Budget]]:
    """The budgets of open plans that open some offers, also of plans that have not begun; one query."""
    opened = (
        Budget.objects.filter(
            plan__shelfitem__offer_id__in=offers, plan__state=Plan.State.OPEN, plan__is_base=False, unit=EUR
        )
        .select_related("plan")
        .annotate(offer_id=F("plan__shelfitem__offer_id"))
        .order_by("pk")
    )
    found: dict[uuid.UUID, list[Budget]] = {}
    for budget in opened:
        found.setdefault(budget.offer_id, []).append(budget)
    return found


def due(ahead: Sequence[Ahead]) -> list[tuple[datetime.date, datetime.date, Ahead]]:
    """Every month ahead with its day, in the order of the days."""
    end = months_after(month_of(today()), MONTHS_AHEAD)
    found = []
    for one in ahead:
        period = one.next_period
        while period < end and (one.last_period is None or period <= one.last_period):
            found.append((one.rule.draw_on(period), period, one))
            period = months_after(period)
    return sorted(found, key=lambda each: (each[0], str(each[2].key)))


def rule_of(subscription: Subscription) -> StopRule:
    """The stop rule that was agreed."""
    return StopRule(subscription.draw_day, subscription.notice_days, subscription.minimum_months)
