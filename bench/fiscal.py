"""Verdicts on random tax years against a bare sum of the same amounts: `python -m bench fiscal`.

No database is touched. Aim: a verdict under a millisecond. The reference adds up the amounts of the same years as
Decimal and rounds them to the cent: what any answer about money costs at least.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

from bench import ready  # noqa: F401 - sets Django up as the shop would have it
from catalog.fiscal import (
    PREMIUM_IN_CASH,
    Benefit,
    Employee,
    Kinship,
    RelativeFacts,
    YearFacts,
    assess_next,
    assess_year,
    rule_book,
)
from catalog.fiscal.facts import Beneficiary
from welfare.money import ZERO, rounded

YEARS = 10_000
MOST_BENEFITS = 12
ROUNDS = 3
Year = tuple[YearFacts, list[Benefit]]


def measure() -> None:
    """Make the years, measure verdicts on whole years and on one more purchase, print."""
    dice = random.Random(51)
    years = [random_year(dice) for _ in range(YEARS)]
    reference = microseconds(total_of, years)
    for name, action in (("year", whole_year), ("next", next_purchase)):
        spent = microseconds(action, years)
        print(json.dumps(figure(name, years, spent, reference)), flush=True)


def figure(name: str, years: Sequence[Year], spent: float, reference: float) -> dict[str, object]:
    """One line of figures."""
    return {
        "bench": f"fiscal:{name}",
        "cases": len(years),
        "benefits_a_case": round(sum(len(held) for _, held in years) / len(years), 1),
        "microseconds_a_verdict": round(spent, 1),
        "reference_microseconds": round(reference, 2),
        "ratio": round(spent / reference, 1),
    }


def microseconds(action: Callable[[Year], object], years: Sequence[Year]) -> float:
    """The mean processor time of one action over all years, in the quickest of some rounds."""
    return min(_round(action, years) for _ in range(ROUNDS)) / len(years) * 1e6


def _round(action: Callable[[Year], object], years: Sequence[Year]) -> float:
    begin = time.process_time()
    for year in years:
        action(year)
    return time.process_time() - begin


def whole_year(year: Year) -> object:
    """The verdict on everything a year holds."""
    return assess_year(*year)


def next_purchase(year: Year) -> object:
    """The verdict on the last purchase of a year, beside all others."""
    facts, held = year
    return assess_next(facts, held[:-1], held[-1])


def total_of(year: Year) -> Decimal:
    """The reference: the sum of the year, to the cent."""
    return rounded(sum((each.amount for each in year[1]), ZERO))


def random_year(dice: random.Random) -> Year:
    """An employee and what a year gave: every category, mostly in a mode and from a source that it allows."""
    facts = YearFacts(
        year=dice.randint(2023, 2027),
        dependent_children=dice.randint(0, 2),
        children_declaration=dice.random() < 0.5,
        meal_days=dice.randint(0, 220),
        prior_year_income=Decimal(dice.randint(15_000, 90_000)),
        premium_agreement=dice.random() < 0.7,
        other_employers_fringe=Decimal(dice.choice((0, 0, 0, 200))),
        offered_to=dice.choice(("category", "all", "category", "single_employee")),
    )
    return facts, [random_benefit(dice) for _ in range(dice.randint(1, MOST_BENEFITS))]


def random_benefit(dice: random.Random) -> Benefit:
    """One benefit of a random category, up to 800 euro."""
    book = rule_book()
    amount = Decimal(dice.randint(1, 80_000)).scaleb(-2)
    code = dice.choice([*book.categories, PREMIUM_IN_CASH])
    if code == PREMIUM_IN_CASH:
        return Benefit(code, amount)
    category = book.category(code)
    return Benefit(
        category=code,
        amount=amount,
        mode=dice.choice(category.modes),
        budget=dice.choice(category.budget_sources),
        beneficiary=random_beneficiary(dice, for_family=category.is_for_family),
        meals=dice.randint(1, 20),
    )


def random_beneficiary(dice: random.Random, *, for_family: bool) -> Beneficiary:
    """The employee, or a relative where the category knows one."""
    if not for_family or dice.random() < 0.3:
        return Employee()
    return RelativeFacts(
        kinship=str(dice.choice(list(Kinship))),
        age_at_year_end=dice.randint(0, 95),
        cohabiting=dice.random() < 0.7,
        dependent=dice.random() < 0.5,
        medical_certificate=dice.random() < 0.2,
    )


if __name__ == "__main__":
    measure()
