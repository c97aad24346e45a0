"""What became of somebody's credit lately, for their home."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.closing.preview import SETTLING, summed
from catalog.plans import residual_words
from catalog.plans.residual import Part
from catalog.plans.wallets import budgets_by_id
from members.ledger import queries
from members.ledger.models import AccountKind, Leg
from members.models import Member
from welfare.clock import today

# How long it stands on the home.
SHOWN_FOR = datetime.timedelta(days=21)


@dataclass(frozen=True)
class Settlement:
    """What became of what was left of one budget: its name, and a sentence a part."""

    budget: str
    sentences: Sequence[str]


def settled_lately(member: Member) -> list[Settlement]:
    """What the last three weeks settled of a member's lots, by budget; one query, and one more where there is any."""
    legs = Leg.objects.filter(
        entry__legs__account__kind=AccountKind.WALLET,
        entry__legs__account__owner=member.uuid,
        entry__legs__debit__gt=0,
        entry__reason__in=SETTLING,
        entry__occurred_on__gt=today() - SHOWN_FOR,
        credit__gt=0,
    )
    parts: dict[tuple[UUID, str], list[Part]] = defaultdict(list)
    for leg in legs.select_related("account").order_by("pk"):
        until = leg.account.expires_on
        parts[leg.account.budget, leg.account.unit].append(Part(leg.account.kind, leg.credit, until))
    budgets = budgets_by_id({budget for budget, _ in parts})
    return [
        Settlement(budgets[budget].name, [residual_words.told(part, unit) for part in summed(own)])
        for (budget, unit), own in parts.items()
        if budget in budgets
    ]


def waiting(member: Member) -> list[Settlement]:
    """What a member had left of budgets past their last day that have not been closed; one query, or two."""
    lots = list(queries.overdue(today()).filter(owner=member.uuid))
    budgets = budgets_by_id({lot.budget for lot in lots})
    return [
        Settlement(
            budgets[lot.budget].name, residual_words.waits(queries.balance_of(lot), budgets[lot.budget], lot.expires_on)
        )
        for lot in lots
        if lot.budget in budgets
    ]
