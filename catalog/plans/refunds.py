"""The credit that an order held goes back to the lots it came from."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from catalog.fiscal import YearWithoutRules
from catalog.plans.funds import goes_to_fund
from catalog.plans.models import Budget
from catalog.plans.residual import Standing, refund_lines, standing_of
from members.ledger import locks
from members.ledger.models import Account, AccountKind, Entry, Leg, Reason
from members.ledger.posting import Line, post
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import ZERO

# Where credit of an expired lot may have gone besides: to a fund, to the employer, to the pool.
ELSEWHERE = (AccountKind.PENSION, AccountKind.HEALTH, AccountKind.EMPLOYER, AccountKind.POOL)


@dataclass(frozen=True)
class RefundOutcome:
    """What came back: in all, lost because its lot had expired, moved to a lot with a new expiry, and `given`:
    what went where the policy of the budget sends it, by kind of account.
    """

    lines: Sequence[Line]
    lost: Decimal = ZERO
    moved: Decimal = ZERO
    # The first of them, if there are several.
    moved_until: datetime.date | None = None
    given: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All that the order held."""
        return sum((line.credit for line in self.lines), ZERO)

    @property
    def returned(self) -> Decimal:
        """What the member can spend again."""
        return self.total - self.lost - sum(self.given.values(), ZERO)


def refund_order(
    entry: Entry, *, key: str, actor: Actor, keep: Decimal = ZERO, reason: Reason = Reason.REFUND
) -> RefundOutcome:
    """Reverse the entry that held an order's credit; a repeat with the same key changes nothing.

    Lots that expired meanwhile follow their budget's policy: the caller tells the member what the
    outcome says. Runs in the caller's transaction, which holds the order. Raises AlreadyReversed
    under another key. `keep` goes back to its very lots whatever their day: the caller spends it again
    in the same transaction.
    """
    legs = list(entry.legs.select_related("account").order_by("pk"))
    before = Entry.objects.filter(key=key, reverses=entry).first()
    if before is not None:
        return outcome_of(lots_of(legs), lines_of(before))
    lines = reversed_lines(legs, today(), keep)
    post(key=key, reason=reason, lines=lines, actor=actor, reference=entry.reference, reverses=entry)
    return outcome_of(lots_of(legs), lines)


def reversed_lines(legs: Sequence[Leg], on: datetime.date, keep: Decimal = ZERO) -> list[Line]:
    """The lines that undo these legs on a day; wallets by the policy of their budgets, but for the first `keep`."""
    past = [account for account in lots_of(legs) if is_past(account, on)]
    budgets = budgets_of(past)
    standings = standings_of(past, budgets, on)
    lines: list[Line] = []
    for leg in legs:
        if leg.account.kind == AccountKind.WALLET and leg.debit:
            key = leg.account.budget
            # Without the law of the year nobody knows what a fund may take: as without budget, days of grace.
            budget = budgets.get(key) if key in standings else None
            kept = min(leg.debit, keep) if leg.account in past else ZERO
            keep -= min(leg.debit, keep)
            lines += [Line(leg.account, credit=kept)] if kept else []
            if leg.debit > kept:
                lines += refund_lines(leg.account, leg.debit - kept, budget, standings.get(key, Standing(on)))
        else:
            lines.append(Line(leg.account, debit=leg.credit, credit=leg.debit))
    return lines


def standings_of(past: Sequence[Account], budgets: Mapping[UUID, Budget], on: datetime.date) -> dict[UUID, Standing]:
    """What the policies of expired lots ask, by budget; one whose year has no rules is left out.

    Nobody else moves credit to a fund of these people meanwhile: all their lots are locked.
    """
    owners = {lot.holder for lot in past}
    if any(goes_to_fund(budget) and not budget.refund_days for budget in budgets.values()):
        locks.lock_all_wallets(owners)
    found = {}
    for key, budget in budgets.items():
        try:
            found[key] = Standing(on) if budget.refund_days else standing_of(budget, owners, on)
        except YearWithoutRules:
            continue
    return found


def outcome_of(lots: Collection[Account], lines: Sequence[Line]) -> RefundOutcome:
    """Read what became of an order's credit from the lines of its refund."""
    back = [line for line in lines if line.credit]
    moved = [x for x in back if x.account.kind == AccountKind.WALLET and x.account not in lots]
    sums = {kind: credit_of([x for x in back if x.account.kind == kind]) for kind in ELSEWHERE}
    return RefundOutcome(
        back,
        lost=credit_of([line for line in back if line.account.kind == AccountKind.EXPIRED]),
        moved=credit_of(moved),
        moved_until=min((line.account.expires_on for line in moved if line.account.expires_on), default=None),
        given={str(kind): amount for kind, amount in sums.items() if amount},
    )


def lots_of(legs: Sequence[Leg]) -> list[Account]:
    """The wallets that paid."""
    return [leg.account for leg in legs if leg.account.kind == AccountKind.WALLET and leg.debit]


def lines_of(entry: Entry) -> list[Line]:
    """The lines of a written entry."""
    legs = entry.legs.select_related("account").order_by("pk")
    return [Line(leg.account, debit=leg.debit, credit=leg.credit) for leg in legs]


def credit_of(lines: Sequence[Line]) -> Decimal:
    """The sum of the credits."""
    return sum((line.credit for line in lines), ZERO)


def is_past(lot: Account, on: datetime.date) -> bool:
    """Whether a lot's last day is before `on`."""
    return lot.expires_on is not None and lot.expires_on < on


def budgets_of(lots: Sequence[Account]) -> dict[UUID, Budget]:
    """The budgets of some lots; no query for none."""
    return Budget.objects.in_bulk([lot.budget for lot in lots]) if lots else {}
