"""Two plans that would give one category the same credit for the same days."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.plans.amounts import granted_year
from catalog.plans.models import Budget, BudgetAmount, Plan
from catalog.plans.setup.steps import WITHOUT_AMOUNTS


@dataclass(frozen=True)
class Overlap:
    """What an open plan gives already; `category` is the name of what both speak of, None where it is everybody."""

    other: Budget
    category: str | None
    first: datetime.date
    last: datetime.date


def open_budgets(besides: Plan) -> list[Budget]:
    """The budgets of the organization's other open plans, with their plans, amounts and categories."""
    budgets = Budget.objects.filter(plan__state=Plan.State.OPEN, plan__is_base=False).exclude(plan=besides)
    return list(budgets.select_related("plan").prefetch_related("amounts__category").order_by("pk"))


def overlaps(budget: Budget, others: Iterable[Budget]) -> Iterator[Overlap]:
    """The other budgets of the same source whose granted years and categories meet this one's.

    Everybody meets each category. A bonus that is converted is given by each person's own choice, so it meets nothing;
    complementary currencies meet where they are the same.
    """
    if budget.source in WITHOUT_AMOUNTS:
        return
    mine = list(budget.amounts.all())
    for other in others:
        days = common_days(budget.plan, other.plan)
        theirs = list(other.amounts.all())
        if days and (budget.source, budget.unit) == (other.source, other.unit) and meet(mine, theirs):
            yield Overlap(other, name_of_both(mine, theirs), *days)


def common_days(one: Plan, other: Plan) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that both plans grant for, if there are any."""
    (first, last), (from_day, until) = granted_year(one), granted_year(other)
    begins, ends = max(first, from_day), min(last, until)
    return (begins, ends) if begins <= ends else None


def meet(mine: Iterable[BudgetAmount], theirs: Iterable[BudgetAmount]) -> bool:
    """Whether somebody may be given both."""
    ours, others = ({row.category_id for row in rows} for rows in (mine, theirs))
    return bool(ours & others) or bool(ours and others and None in ours | others)


def name_of_both(mine: Iterable[BudgetAmount], theirs: Iterable[BudgetAmount]) -> str | None:
    """The first category that one names and the other speaks of; None where both speak of everybody."""
    ours, others = ({row.category_id: row.category for row in rows} for rows in (mine, theirs))
    named = {**ours, **others}
    both = [one for key, one in named.items() if one and all(key in rows or None in rows for rows in (ours, others))]
    return min((category.name for category in both), default=None)
