"""Emptying lots past their day: what is left goes where the policy of their budget says, each lot once."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from catalog.fiscal import YearWithoutRules
from catalog.plans import funds
from catalog.plans.models import Budget
from catalog.plans.residual import REASON_OF, Part, Standing, parts_of, standing_of
from members.ledger import accounts, locks, queries
from members.ledger.models import Account, AccountKind
from members.ledger.posting import Draft, Line, post_many
from tenants.isolation import Actor


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one lot: whose it was, of which budget, which parts went where."""

    owner: UUID
    budget: UUID
    unit: str
    parts: Sequence[Part]

    @property
    def amount(self) -> Decimal:
        """All that was left in it."""
        return sum((part.amount for part in self.parts), Decimal("0.00"))


def settle(
    keys: Collection[int],
    on: datetime.date,
    budgets: Mapping[UUID, Budget],
    *,
    actor: Actor,
    reference: str = "",
) -> list[Settled]:
    """Empty those of some lots that are past their day on `on`, with the balance they have under their lock.

    Runs in the caller's transaction. Safe to repeat and beside itself: what somebody else has emptied is left out. A
    lot of a budget that is not in `budgets` is lost; one whose fund the law of the year does not speak of stays.
    `reference` stands on the entries, in place of the budget's.
    """
    locked = lock(keys, budgets.values())
    lots = list(queries.overdue(on).filter(pk__in=list(keys)).annotate(last_leg=Max("legs")))
    standings = standings_of(lots, budgets, on)
    settled = [
        (lot, parts_of(lot, queries.balance_of(lot), budgets.get(lot.budget), standings[lot.budget]))
        for lot in lots
        if lot.budget in standings
    ]
    targets = targets_of(settled)
    drafts = [draft for lot, parts in settled for draft in drafts_of(lot, parts, targets, reference)]
    post_many(drafts, actor=actor, locked=locked)
    return [Settled(lot.holder, lot.budget, lot.unit, parts) for lot, parts in settled]


def lock(keys: Collection[int], budgets: Iterable[Budget]) -> set[int]:
    """Lock the lots; where a fund has a cap to keep, all lots of their people: nobody else fills it."""
    if any(funds.goes_to_fund(budget) for budget in budgets):
        owners = Account.objects.filter(pk__in=list(keys)).values_list("owner", flat=True)
        return {lot.pk for lot in locks.lock_all_wallets([owner for owner in owners if owner])}
    return {lot.pk for lot in locks.lock_accounts(keys)}


def standings_of(lots: Iterable[Account], budgets: Mapping[UUID, Budget], on: datetime.date) -> dict[UUID, Standing]:
    """What the policy of each budget asks of the people of these lots; one whose year has no rules is left out."""
    owners: dict[UUID, set[UUID]] = defaultdict(set)
    for lot in lots:
        owners[lot.budget].add(lot.holder)
    found = {}
    for key, people in owners.items():
        try:
            found[key] = standing_of(budgets.get(key), people, on)
        except YearWithoutRules:
            continue
    return found


Target = tuple[str, UUID, str, UUID | None, datetime.date | None]


def targets_of(settled: Iterable[tuple[Account, Sequence[Part]]]) -> dict[Target, Account]:
    """The accounts that parts go to, those missing opened: a query or two a group, not a lot."""
    groups: dict[tuple[str, UUID, str, datetime.date | None], set[UUID]] = defaultdict(set)
    for lot, parts in settled:
        for part in parts:
            groups[part.kind, lot.budget, lot.unit, part.until].add(lot.holder)
    found: dict[Target, Account] = {}
    for (kind, budget, unit, until), owners in groups.items():
        if kind == AccountKind.WALLET:
            own = accounts.wallets(owners, budget, until, unit)
        elif kind in funds.LETTERS:
            own = accounts.to_funds(AccountKind(kind), owners, budget, unit)
        else:
            found[kind, budget, unit, None, None] = accounts.obtain(Account(kind=kind, unit=unit, source=budget))
            continue
        found |= {(kind, budget, unit, owner, until): account for owner, account in own.items()}
    return found


def drafts_of(lot: Account, parts: Iterable[Part], targets: Mapping[Target, Account], reference: str) -> list[Draft]:
    """The entries that empty a lot, one a part; the lot's last leg in the key lets credit that comes later go, too."""
    drafts = []
    for part in parts:
        is_own = part.kind == AccountKind.WALLET or part.kind in funds.LETTERS
        target = targets[part.kind, lot.budget, lot.unit, lot.holder if is_own else None, part.until]
        lines = [Line(lot, debit=part.amount), Line(target, credit=part.amount)]
        key = f"expiry:{lot.pk}:{lot.last_leg}:{part.kind}"  # type: ignore[attr-defined]
        drafts.append(Draft(key, REASON_OF[part.kind], lines, reference=reference or str(lot.source)))
    return drafts
