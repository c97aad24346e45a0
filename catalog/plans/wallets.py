"""What a member holds, with the names that people know."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.plans.models import Budget, Plan
from catalog.plans.moving import last_day
from catalog.plans.residual_words import ahead
from members.ledger import queries
from members.ledger.queries import Lot
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO

EUR = "EUR"
WARNED = datetime.timedelta(days=60)


@dataclass(frozen=True)
class MemberLot:
    """A lot over zero with the budget it belongs to."""

    lot: Lot
    budget: Budget
    # The last day of work of who leaves: not every lot has been moved to it yet (decision 0014).
    left_on: datetime.date | None = None

    @property
    def budget_name(self) -> str:
        """What people read: "Contratto", "Piano 2026"."""
        return self.budget.name

    @property
    def source(self) -> str:
        """Code of the fiscal data: CONTRACT_CCNL, VOLUNTARY."""
        return self.budget.source

    @property
    def plan(self) -> Plan:
        """The plan that granted it."""
        return self.budget.plan

    @property
    def balance(self) -> Decimal:
        """What is left in it."""
        return self.lot.balance

    @property
    def expires_on(self) -> datetime.date | None:
        """The last day on which it can be spent."""
        if self.left_on is None:
            return self.lot.expires_on
        return last_day(self.lot.expires_on, self.budget, self.left_on)

    @property
    def rest(self) -> str:
        """What becomes of what is left after it, in words."""
        return ahead(self.budget, self.expires_on)

    @property
    def days_left(self) -> int | None:
        """Days until the last one; zero on it."""
        return (self.expires_on - today()).days if self.expires_on else None


@dataclass(frozen=True)
class Credit:
    """What a member can spend today, in euro: the lot that expires first ahead."""

    lots: Sequence[MemberLot]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return total_of(self.lots)

    @property
    def expiring(self) -> list[MemberLot]:
        """What must be spent within the next 60 days."""
        return [lot for lot in self.lots if lot.days_left is not None and lot.days_left <= WARNED.days]


def member_lots(member: Member, on: datetime.date | None = None) -> list[MemberLot]:
    """A member's lots in euro on a day (today), of plans that have begun; two queries."""
    return [one for one in lots_in_all_units(member, on) if one.lot.unit == EUR]


def lots_in_all_units(member: Member, on: datetime.date | None = None) -> list[MemberLot]:
    """The same with those in complementary currencies, which are never added to euro; two queries."""
    day = on or today()
    return [one for one in lots_held(member, day) if one.plan.starts_on <= day]


def lots_held(member: Member, day: datetime.date) -> list[MemberLot]:
    """The same with those of plans that have not begun on that day, which nobody can spend yet; two queries."""
    lots = queries.lots(member.uuid, on=day)
    budgets = budgets_by_id({lot.source for lot in lots})
    return [MemberLot(lot, budgets[lot.source], member.left_on) for lot in lots if lot.source in budgets]


def credit_of(member: Member) -> Credit:
    """What a member can spend today."""
    return Credit(member_lots(member))


def budgets_by_id(keys: Collection[UUID]) -> dict[UUID, Budget]:
    """Budgets with their plans; no query for none."""
    if not keys:
        return {}
    return {budget.pk: budget for budget in Budget.objects.select_related("plan").filter(pk__in=keys)}


def total_of(lots: Sequence[MemberLot]) -> Decimal:
    """The sum of the balances."""
    return sum((one.balance for one in lots), ZERO)
