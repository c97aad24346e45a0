"""An order's benefits as kept with its verdict: a year is made of what was judged, on the facts of the day."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.fiscal import Benefit, Employee, RelativeFacts, rule_book
from catalog.fiscal.delivery import FUND_CONTRIBUTION
from catalog.fiscal.facts import Beneficiary
from catalog.orders.held_rows import FUND, ORDER, HeldRow
from catalog.plans.models import Budget
from members.ledger.models import AccountKind

Kept = Sequence[Mapping[str, Any]]
# The law of what goes to a fund, by the account that it went to.
FUND_CATEGORIES = {AccountKind.PENSION.value: "H_PENSION_FUND", AccountKind.HEALTH.value: "A_HEALTH_FUND"}


def kept_benefit(benefit: Benefit) -> dict[str, Any]:
    """One benefit as plain values."""
    relative = benefit.beneficiary if isinstance(benefit.beneficiary, RelativeFacts) else None
    return {
        "category": benefit.category,
        "amount": str(benefit.amount),
        "mode": benefit.mode,
        "source": benefit.budget,
        "services": list(benefit.services),
        "relative": kept_relative(relative, benefit.category) if relative else None,
    }


def kept_relative(relative: RelativeFacts, category: str) -> dict[str, Any]:
    """Who benefits, as tax law looked at them on the day.

    That there is a certificate is a fact about health: it is kept where the law asked for it, and nowhere else.
    """
    is_asked = rule_book().category(category).min_age is not None
    return {
        "kinship": relative.kinship,
        "age": relative.age_at_year_end,
        "cohabiting": relative.cohabiting,
        "dependent": relative.dependent,
        "separated": relative.separated,
        "certificate": is_asked and relative.medical_certificate,
    }


def benefits_in(row: HeldRow, older: Mapping[str, Kept], budgets: Mapping[UUID, Budget]) -> list[Benefit]:
    """The benefits of a row; `older` are those of orders that kept none, `budgets` those that fed a fund."""
    if row.origin == ORDER:
        kept = row.body["benefits"]
        return [read(each, row.day) for each in (older.get(row.key, ()) if kept is None else kept)]
    if row.origin == FUND:
        return [contribution(row, budgets)]
    return [read(row.body, row.day)]


def read(kept: Mapping[str, Any], day: datetime.date) -> Benefit:
    """One benefit from plain values."""
    return Benefit(
        category=kept["category"],
        amount=Decimal(kept["amount"]),
        mode=kept["mode"],
        budget=kept["source"],
        beneficiary=beneficiary_in(kept.get("relative")),
        services=tuple(kept.get("services", ())),
        meals=kept.get("meals"),
        received_on=day,
        refers_to=kept.get("refers_to"),
    )


def beneficiary_in(relative: Mapping[str, Any] | None) -> Beneficiary:
    """Who benefited."""
    if relative is None:
        return Employee()
    return RelativeFacts(
        kinship=relative["kinship"],
        age_at_year_end=relative["age"],
        cohabiting=relative["cohabiting"],
        dependent=relative["dependent"],
        separated=relative["separated"],
        medical_certificate=relative["certificate"],
    )


def contribution(row: HeldRow, budgets: Mapping[UUID, Budget]) -> Benefit:
    """Credit that went to a pension or health fund."""
    return Benefit(
        category=FUND_CATEGORIES[row.body["kind"]],
        amount=Decimal(row.body["amount"]),
        mode=FUND_CONTRIBUTION,
        budget=budgets[UUID(row.body["budget"])].law_source,
        received_on=row.day,
    )
