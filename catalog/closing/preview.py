"""What closing a budget would do: how many people's lots, how much goes where. Nothing is written."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from catalog.plans.models import Budget
from catalog.plans.residual import Part, parts_of, standing_of
from members.ledger import queries
from members.ledger.models import Leg, Reason
from welfare.money import ZERO, MoneyField

# Why credit leaves a lot past its day.
SETTLING = (Reason.EXPIRY, Reason.CARRY, Reason.FUND, Reason.GIVEN_BACK, Reason.SOLIDARITY)


@dataclass(frozen=True)
class Figures:
    """People with something left, and the sums of what goes where; `parts` by kind, day and reason."""

    people: int
    unit: str
    parts: list[Part]

    @property
    def total(self) -> Decimal:
        """All that was left."""
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def digest(self) -> str:
        """What is confirmed is what was shown: the figures as one word."""
        told = [self.people, self.unit, *((part.kind, part.until, part.why, str(part.amount)) for part in self.parts)]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def figures_of(budget: Budget, on: datetime.date) -> Figures:
    """What closing a budget on a day would do; four queries at most, for any number of people.

    Raises YearWithoutRules where its rest goes to a fund and the law of the year is not on record.
    """
    lots = list(queries.overdue(on).filter(source=budget.pk, unit=budget.unit))
    owners = {lot.holder for lot in lots}
    standing = standing_of(budget, owners, on)
    # In the order in which they are settled: it decides what fills a cap.
    lots.sort(key=lambda lot: (lot.holder, lot.pk))
    parts = [part for lot in lots for part in parts_of(lot, queries.balance_of(lot), budget, standing)]
    return Figures(len(owners), budget.unit, summed(parts))


def summed(parts: Iterable[Part]) -> list[Part]:
    """Parts of the same kind, day and reason as one; the largest first."""
    sums: dict[tuple[str, datetime.date | None, str], Decimal] = defaultdict(lambda: ZERO)
    for part in parts:
        sums[part.kind, part.until, part.why] += part.amount
    found = [Part(kind, amount, until, why) for (kind, until, why), amount in sums.items()]
    return sorted(found, key=lambda part: (-part.amount, part.kind, part.why))


def posted_for(closings: Collection[UUID]) -> dict[str, list[Part]]:
    """What some closings have posted so far, by kind and day, by the closing's key; one query, none for none."""
    if not closings:
        return {}
    references = [str(key) for key in closings]
    legs = Leg.objects.filter(entry__reference__in=references, entry__reason__in=SETTLING, credit__gt=0).order_by()
    rows = legs.values_list("entry__reference", "account__kind", "account__expires_on")
    found: dict[str, list[Part]] = {reference: [] for reference in references}
    for reference, kind, until, total in rows.annotate(total=Sum("credit", output_field=MoneyField())):
        found[reference].append(Part(kind, total, until))
    return {reference: summed(parts) for reference, parts in found.items()}
