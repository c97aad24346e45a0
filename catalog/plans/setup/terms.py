"""What a plan says, apart from its rows: how one is copied, moved a year on, or kept as a snapshot."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from catalog.plans.models import Budget, Plan, ProRata, Residual
from welfare.money import amount

EUR = "EUR"
YEAR_IN_NAME = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class BudgetTerms:
    """What a budget says. `amounts` is by the category's name, None for everybody; amounts are in `unit`."""

    source: str
    name: str
    expires_on: datetime.date
    basis: str = ""
    unit: str = EUR
    opens_on: datetime.date | None = None
    opens: tuple[str, ...] = ()
    amounts: Mapping[str | None, Decimal] = field(default_factory=dict)
    full_time_hours: Decimal | None = None
    per_child: Decimal | None = None
    most_children: int | None = None
    pro_rata: str = ProRata.NONE.value
    residual: str = Residual.LOST.value
    carried_until: datetime.date | None = None
    # Days for which a refund that comes after the expiry can be spent.
    refund_days: int = 0
    # Days for which who leaves may use it; None: until it expires.
    leaver_days: int | None = 0


@dataclass(frozen=True)
class PlanTerms:
    """What a plan says; its year is that of its first day."""

    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    regulation: str = ""
    budgets: tuple[BudgetTerms, ...] = ()
    # Whether its credit may be kept for a provider that a person names.
    takes_nominations: bool = True


OWN = tuple(name for name in BudgetTerms.__dataclass_fields__ if name not in ("amounts", "opens"))


def terms_of(plan: Plan) -> PlanTerms:
    """The terms of a plan with its budgets, their amounts and categories."""
    budgets = tuple(budget_terms_of(budget) for budget in plan.budgets.all())
    return PlanTerms(plan.name, plan.starts_on, plan.ends_on, plan.regulation, budgets, plan.takes_nominations)


def budget_terms_of(budget: Budget) -> BudgetTerms:
    """The terms of one budget."""
    amounts = {row.category.name if row.category else None: row.amount for row in budget.amounts.all()}
    own = {name: getattr(budget, name) for name in OWN}
    return BudgetTerms(opens=tuple(budget.opens), amounts=amounts, **own)


def columns_of(terms: BudgetTerms) -> dict[str, Any]:
    """The columns of a budget's row, without its amounts."""
    return {"opens": list(terms.opens)} | {name: getattr(terms, name) for name in OWN}


def a_year_on(terms: PlanTerms) -> PlanTerms:
    """The same plan one year later: its dates moved, the year in its names, too."""
    return PlanTerms(
        name=renamed(terms.name),
        starts_on=next_year(terms.starts_on),
        ends_on=last_of_next_year(terms.ends_on),
        regulation=terms.regulation,
        budgets=tuple(budget_a_year_on(budget) for budget in terms.budgets),
        takes_nominations=terms.takes_nominations,
    )


def budget_a_year_on(terms: BudgetTerms) -> BudgetTerms:
    """The same budget one year later."""
    return replace(
        terms,
        name=renamed(terms.name),
        opens_on=terms.opens_on and next_year(terms.opens_on),
        expires_on=last_of_next_year(terms.expires_on),
        carried_until=terms.carried_until and last_of_next_year(terms.carried_until),
    )


def renamed(name: str) -> str:
    """A name with each year in it one later."""
    return YEAR_IN_NAME.sub(lambda found: str(int(found[0]) + 1), name)


def next_year(day: datetime.date) -> datetime.date:
    """The same day of the next year; 28 February for the 29th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def last_of_next_year(day: datetime.date) -> datetime.date:
    """The same day of the next year as a last day: the end of February stays its end."""
    after = day + datetime.timedelta(days=1)
    return next_year(after) - datetime.timedelta(days=1) if after.day == 1 else next_year(day)


def written(terms: PlanTerms) -> dict[str, Any]:
    """Terms as JSON, the way a snapshot keeps them."""
    return {
        "name": terms.name,
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
        "regulation": terms.regulation,
        "budgets": [budget_written(budget) for budget in terms.budgets],
        "takes_nominations": terms.takes_nominations,
    }


def budget_written(terms: BudgetTerms) -> dict[str, Any]:
    """One budget as JSON."""
    own = {name: text_of(getattr(terms, name)) for name in OWN}
    amounts = [[category, str(value)] for category, value in terms.amounts.items()]
    return own | {"opens": list(terms.opens), "amounts": amounts}


def text_of(value: Any) -> Any:
    """Days and decimals as text; what JSON has stays."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(kept: Mapping[str, Any]) -> PlanTerms:
    """The terms that a snapshot keeps."""
    return PlanTerms(
        name=kept["name"],
        starts_on=datetime.date.fromisoformat(kept["starts_on"]),
        ends_on=datetime.date.fromisoformat(kept["ends_on"]),
        regulation=kept["regulation"],
        budgets=tuple(budget_read(row) for row in kept["budgets"]),
        # Base plans of before it could be chosen have no say in it.
        takes_nominations=kept.get("takes_nominations", True),
    )


def budget_read(row: Mapping[str, Any]) -> BudgetTerms:
    """One budget of a snapshot."""
    own: dict[str, Any] = {name: row[name] for name in OWN}
    own |= {name: datetime.date.fromisoformat(row[name]) for name in present(row, DAYS)}
    own |= {name: Decimal(row[name]) for name in present(row, DECIMALS)}
    amounts = {category: amount(value) for category, value in row["amounts"]}
    return BudgetTerms(opens=tuple(row["opens"]), amounts=amounts, **own)


DAYS = ("opens_on", "expires_on", "carried_until")
DECIMALS = ("full_time_hours", "per_child")


def present(row: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Those that are not None."""
    return [name for name in names if row[name] is not None]
