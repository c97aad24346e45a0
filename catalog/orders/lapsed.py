"""What converted premiums bought while the right to convert stood, once it has lapsed: a declaration was revoked.

The law refuses it then, so that it counts in no limit; payroll tells it as such. The shop leaves it its room in the
limit of fringe benefits: the income signed again puts it back, and what was sold meanwhile would tax the whole.
"""

from collections.abc import Iterable
from dataclasses import replace

from catalog.fiscal import Benefit, YearFacts, has_premium_right, rule_book
from catalog.plans.models import Source


def in_hand(facts: YearFacts, held: Iterable[Benefit]) -> list[Benefit]:
    """The benefits of a year as the shop counts them. Raises FiscalError for a year without rules."""
    rule_book().require_year(facts.year)
    if has_premium_right(rule_book(), facts):
        return list(held)
    return [replace(each, budget=Source.COMPANY_AGREEMENT.value) if is_fringe(each) else each for each in held]


def is_fringe(benefit: Benefit) -> bool:
    """Whether a converted premium paid it and the limit of fringe benefits held for it."""
    category = rule_book().category(benefit.category) if benefit.is_converted else None
    return category is not None and category.pool is not None and not category.taxed_when_converted
