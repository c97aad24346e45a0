"""What payroll is told of one person for a year up to a month: pure sums, made of the law's totals."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.conversion.results import ConversionResult
from catalog.fiscal import Benefit, Switches, YearFacts, YearTotals, rule_book, totals_of
from catalog.payroll.models import LEVELS, Alert, Figure
from welfare.money import ZERO

# What a line is about: its figure, and of a contribution to a fund the source.
Key = tuple[str, str]
Sums = dict[Key, Decimal]
# From which part of the limit on a person is near it.
NEAR = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person's year so far."""

    year: YearFacts
    benefits: Sequence[Benefit] = ()
    # Of the benefits, those that payroll itself wrote down.
    outside: Sequence[Benefit] = ()
    bonuses: Sequence[ConversionResult] = ()
    # Contributions to funds: figure and source to amount.
    funds: Mapping[Key, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Since January, by line; and what is to be looked at."""

    sums: Sums
    alerts: list[str]


def figures_of(facts: Facts, switches: Switches) -> Figures:
    """The figures of one person. Raises FiscalError where the law cannot read what was given."""
    totals = totals_of(facts.year, facts.benefits, switches)
    sums = fringe_sums(facts, totals) | {
        (Figure.OTHER_EXEMPT, ""): totals.other_exempt,
        (Figure.OTHER_TAXABLE, ""): totals.other_taxable,
    }
    sums |= bonus_sums(facts.bonuses) | dict(facts.funds)
    return Figures({key: amount for key, amount in sums.items() if amount}, alerts_of(totals))


def fringe_sums(facts: Facts, totals: YearTotals) -> Sums:
    """The pool of art. 51 c. 3; its limit stands where there is something in it."""
    categories = rule_book().categories
    outside = sum((each.amount for each in facts.outside if categories[each.category].pool), ZERO)
    sums: Sums = {
        (Figure.FRINGE, ""): totals.pool_given,
        (Figure.FRINGE_OUTSIDE, ""): outside,
        (Figure.FRINGE_TAXABLE, ""): totals.pool_taxable,
    }
    if totals.pool.used:
        sums[Figure.FRINGE_CAP, ""] = totals.pool.cap
        sums[Figure.FRINGE_OTHERS, ""] = facts.year.other_employers_fringe
    return sums


def bonus_sums(bonuses: Sequence[ConversionResult]) -> Sums:
    """Performance bonuses, as their windows closed (L. 208/2015 art. 1 c. 182-190)."""
    return {
        (Figure.PREMIUM_CONVERTED, ""): sum((each.converted for each in bonuses), ZERO),
        (Figure.PREMIUM_CASH, ""): sum((each.cash for each in bonuses), ZERO),
        (Figure.PREMIUM_BASE, ""): sum((each.substitute_tax_base for each in bonuses), ZERO),
        (Figure.PREMIUM_TAX, ""): sum((each.substitute_tax for each in bonuses), ZERO),
        (Figure.PREMIUM_PAY, ""): sum((each.ordinary_base for each in bonuses), ZERO),
    }


def alerts_of(totals: YearTotals) -> list[str]:
    """What whoever runs payroll should look at."""
    found = []
    if totals.pool_taxable:
        found.append(Alert.CROSSED)
    elif totals.pool_given and totals.pool.used >= totals.pool.cap * NEAR:
        found.append(Alert.NEAR)
    if totals.lapsed:
        found.append(Alert.LAPSED)
    return [str(alert) for alert in found]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the month's part and what the year holds so far."""

    figure: str
    source: str
    amount: Decimal
    to_date: Decimal


def lines_of(sums: Mapping[Key, Decimal], told: Mapping[Key, Decimal]) -> list[Line]:
    """The lines of a month: each the difference to what was told before, in a fixed order."""
    keys = sorted({*sums, *told}, key=place_of)
    made = (line_of(key, sums.get(key, ZERO), told.get(key, ZERO)) for key in keys)
    return [line for line in made if line.amount or line.to_date]


def line_of(key: Key, to_date: Decimal, told: Decimal) -> Line:
    """One line; what is no sum stands as it is."""
    figure, source = key
    return Line(figure, source, to_date if figure in LEVELS else to_date - told, to_date)


ORDER = {str(figure): place for place, figure in enumerate(Figure)}


def place_of(key: Key) -> tuple[int, str]:
    """The place of a line among a person's."""
    return ORDER[key[0]], key[1]


def takes_back(lines: Collection[Line]) -> bool:
    """Whether a month lowers what was told before."""
    return any(line.amount < 0 for line in lines)
