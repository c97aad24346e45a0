"""What a plan would cost before it is opened, in whole and by category, and what the employer deducts of it.

These are the employer's own grants, not what people spend: nothing of them is hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.plans.models import Budget, Plan, Source
from catalog.plans.setup.checks import Examination, fringe_limits
from catalog.plans.setup.steps import WITHOUT_AMOUNTS, in_order
from catalog.plans.setup.terms import EUR
from members.models import Category
from welfare.money import ZERO, rounded

# TUIR art. 100 c. 1: five per mille of what is spent on wages.
PER_MILLE = Decimal("0.005")


@dataclass
class Part:
    """How many people would have how much in all; `category` is None for who has none."""

    category: Category | None = None
    people: int = 0
    total: Decimal = ZERO

    def add(self, amount: Decimal) -> None:
        """Count one person."""
        self.people += 1
        self.total += amount


@dataclass
class BudgetCost:
    """One budget; `total` is in its unit. `is_converted`: filled by each person's choice, so not known yet."""

    budget: Budget
    total: Decimal = ZERO
    people: int = 0
    parts: list[Part] = field(default_factory=list)

    @property
    def is_converted(self) -> bool:
        """Whether the bonus fills it."""
        return self.budget.source in WITHOUT_AMOUNTS

    @property
    def adds_up(self) -> bool:
        """Whether it is part of the total: in euro, and known before it is opened."""
        return self.budget.unit == EUR and not self.is_converted


@dataclass(frozen=True)
class Fringe:
    """How the fringe budget stands to the year's limits, over which the whole amount is taxed."""

    most: Decimal
    limit: Decimal
    limit_with_children: Decimal
    over: int
    without_children: int


@dataclass(frozen=True)
class Deduction:
    """What the employer deducts: `full` under TUIR art. 95; `limited` under art. 100, up to 5 per mille of wages.

    `elsewhere` is what other open plans of the year give under art. 100 and counts against the same limit; `limit` is
    None until HR says the year's labour cost.
    """

    full: Decimal
    limited: Decimal
    elsewhere: Decimal
    limit: Decimal | None

    @property
    def over(self) -> Decimal:
        """By how much what is given of own will exceeds the limit."""
        return ZERO if self.limit is None else max(ZERO, self.limited + self.elsewhere - self.limit)

    @property
    def room(self) -> Decimal:
        """What of the limit is left."""
        return ZERO if self.limit is None else max(ZERO, self.limit - self.limited - self.elsewhere)


@dataclass(frozen=True)
class Cost:
    """The preview; `total` and `parts` are in euro."""

    budgets: list[BudgetCost]
    total: Decimal
    parts: list[Part]
    people: int
    without: int
    fringe: Fringe | None
    deduction: Deduction


def cost_of(exam: Examination) -> Cost:
    """The cost of a plan over everybody in service in its year, exact to the cent, in a fixed number of queries."""
    categories = Category.objects.in_bulk()
    budgets = [budget_cost(exam, budget, categories) for budget in in_order(exam.plan)]
    parts = in_all(exam, [row.budget for row in budgets if row.adds_up], categories)
    given = sum(1 for total in sums(exam, [row.budget for row in budgets if not row.is_converted]) if total)
    return Cost(
        budgets=budgets,
        total=total_of(parts),
        parts=parts,
        people=given,
        without=len(exam.people) - given,
        fringe=fringe_of(exam),
        deduction=deduction_of(exam, budgets),
    )


def amounts(exam: Examination, budget: Budget) -> list[Decimal]:
    """What each person is due of a budget."""
    return [due.amount for due in exam.dues(budget)]


def budget_cost(exam: Examination, budget: Budget, categories: Mapping[int, Category]) -> BudgetCost:
    """What one budget would give, by category."""
    cost = BudgetCost(budget)
    if not cost.is_converted:
        cost.parts = in_all(exam, [budget], categories)
        cost.total, cost.people = total_of(cost.parts), people_in(cost.parts)
    return cost


def total_of(parts: Iterable[Part]) -> Decimal:
    """What parts make together."""
    return sum((part.total for part in parts), ZERO)


def people_in(parts: Iterable[Part]) -> int:
    """How many people parts speak of."""
    return sum(part.people for part in parts)


def by_name(parts: Iterable[Part]) -> list[Part]:
    """Parts by their category's name, who has none at the end."""
    return sorted(parts, key=lambda part: (part.category is None, part.category.name if part.category else ""))


def in_all(exam: Examination, budgets: Iterable[Budget], categories: Mapping[int, Category]) -> list[Part]:
    """Several budgets together, by category: each person once, with all that they would have."""
    parts: dict[int | None, Part] = {}
    for person, total in zip(exam.people, sums(exam, budgets), strict=True):
        if total:
            key = person.category
            parts.setdefault(key, Part(categories.get(key) if key else None)).add(total)
    return by_name(parts.values())


def sums(exam: Examination, budgets: Iterable[Budget]) -> list[Decimal]:
    """What each person would have of several budgets."""
    totals = [ZERO] * len(exam.people)
    for budget in budgets:
        totals = [total + due for total, due in zip(totals, amounts(exam, budget), strict=True)]
    return totals


def fringe_of(exam: Examination) -> Fringe | None:
    """Who would have more fringe benefits than the lower limit; None where nobody would."""
    limits = fringe_limits(exam.plan.year)
    budget = next((each for each in exam.plan.budgets.all() if each.source == Source.FRINGE), None)
    if limits is None or budget is None:
        return None
    over = [(due, person) for due, person in zip(amounts(exam, budget), exam.people, strict=True) if due > limits[0]]
    if not over:
        return None
    alone = sum(1 for _due, person in over if not person.children)
    return Fringe(max(due for due, _person in over), *limits, over=len(over), without_children=alone)


def deduction_of(exam: Examination, budgets: Iterable[BudgetCost]) -> Deduction:
    """Amounts in euro by the article that they are deducted under."""
    by_article = {"95": ZERO, "100": ZERO}
    for row in budgets:
        if row.adds_up:
            by_article[row.budget.deduction] += row.total
    cost = exam.plan.labour_cost
    limit = None if cost is None else rounded(cost * PER_MILLE)
    return Deduction(by_article["95"], by_article["100"], given_elsewhere(exam), limit)


def given_elsewhere(exam: Examination) -> Decimal:
    """What the other open plans of the same year give of the employer's own will, in euro."""
    same_year = [each for each in exam.others if each.plan.year == exam.plan.year]
    return sum((sum(amounts(exam, each), ZERO) for each in same_year if counts_as_voluntary(each)), ZERO)


def counts_as_voluntary(budget: Budget) -> bool:
    """Whether a budget in euro is deducted under art. 100."""
    return budget.unit == EUR and budget.deduction == "100" and budget.source not in WITHOUT_AMOUNTS


def save_labour_cost(plan: Plan, labour_cost: Decimal) -> None:
    """Keep what HR says the year's wages cost; it changes nothing that people rely on."""
    Plan.objects.filter(pk=plan.pk).update(labour_cost=labour_cost)
