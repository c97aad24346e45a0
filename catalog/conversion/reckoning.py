"""What a person has of a premium, in money and in welfare: pure arithmetic, each figure rounded once, to the cent.

L. 208/2015 art. 1 c. 182-190: of a premium in money contributions and a substitute tax go off, of what is converted
nothing. The two share one yearly cap, converted first. Who earned over the limit the year before, or has not said,
has neither: the premium is pay and nothing is converted.
"""

from dataclasses import dataclass
from decimal import Decimal

from catalog.conversion.pay_rules import PayYear, pay_year
from catalog.fiscal import rule_book
from catalog.fiscal.rules import PremiumYear
from welfare.money import ZERO, rounded


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for everybody of a window; `rate` is that of the worker's contributions, between 0 and 1."""

    year: int
    rate: Decimal
    is_joint: bool = False
    # The switch CONVERSION_OVER_BASE (catalog/fiscal/switches.py).
    is_over_base: bool = False

    @property
    def premium_year(self) -> PremiumYear:
        """What the law says of premiums in the year. Raises YearWithoutRules."""
        rule_book().require_year(self.year)
        return rule_book().premium[self.year]

    @property
    def pay_year(self) -> PayYear:
        """Contributions and income tax of the year. Raises YearWithoutRules."""
        return pay_year(self.year)

    @property
    def cap(self) -> Decimal:
        """What a person may convert in the year: the lower amount while the law is open, unless the switch is on."""
        law = self.premium_year
        settled = law.conversion_cap_is_settled or self.is_over_base
        return law.conversion_cap if settled else min(law.base_cap, law.conversion_cap)


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's premium, gross of everything; what the year before earned them (None: not said); and what other
    premiums of the same year have used of the caps.
    """

    premium: Decimal
    income: Decimal | None
    converted_before: Decimal = ZERO
    cash_base_before: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Outcome:
    """A premium divided: `cash` is gross, `net` what is left of it in hand.

    `ordinary_tax` and `net` are an estimate on the income of the year before; None where that is not known.
    """

    converted: Decimal
    cash: Decimal
    contributions: Decimal
    substitute_base: Decimal
    substitute_tax: Decimal
    ordinary_base: Decimal
    ordinary_tax: Decimal | None

    @property
    def net(self) -> Decimal | None:
        """What is left in hand of the part in money."""
        if self.ordinary_tax is None:
            return None
        return self.cash - self.contributions - self.substitute_tax - self.ordinary_tax

    @property
    def worth(self) -> Decimal | None:
        """Money in hand and welfare together."""
        return None if self.net is None else self.net + self.converted

    @property
    def taken(self) -> Decimal | None:
        """What contributions and taxes take."""
        return None if self.net is None else self.cash - self.net


def has_right(terms: Terms, facts: Facts) -> bool:
    """Whether the premium has the regime of c. 182: the income of the year before is known, and not over the limit."""
    return facts.income is not None and facts.income <= terms.premium_year.income_limit


def most_convertible(terms: Terms, facts: Facts) -> Decimal:
    """The most of a premium that may be converted."""
    if not has_right(terms, facts):
        return ZERO
    return max(ZERO, min(facts.premium, terms.cap - facts.converted_before))


def outcome(terms: Terms, facts: Facts, converted: Decimal) -> Outcome:
    """What a person has who converts so much. Raises ValueError for more than may be converted."""
    if not ZERO <= converted <= most_convertible(terms, facts):
        raise ValueError("not to be converted")
    cash = facts.premium - converted
    contributions = contributions_on(terms, cash)
    taxable = cash - contributions
    base = substitute_base(terms, facts, converted, taxable)
    more = taxable - base
    return Outcome(
        converted=converted,
        cash=cash,
        contributions=contributions,
        substitute_base=base,
        substitute_tax=rounded(base * terms.premium_year.substitute_rate),
        ordinary_base=more,
        ordinary_tax=None if facts.income is None else terms.pay_year.tax_on_more(facts.income, more),
    )


def contributions_on(terms: Terms, cash: Decimal) -> Decimal:
    """The worker's contributions on a premium in money; of a joint one the first part is free of them."""
    free = terms.pay_year.joint_free if terms.is_joint else ZERO
    return rounded(max(ZERO, cash - free) * terms.rate)


def substitute_base(terms: Terms, facts: Facts, converted: Decimal, taxable: Decimal) -> Decimal:
    """What of a premium in money, net of contributions, has the substitute tax: what the year's cap leaves."""
    if not has_right(terms, facts):
        return ZERO
    room = terms.premium_year.cash_cap - facts.converted_before - facts.cash_base_before - converted
    return max(ZERO, min(taxable, room))


def pension_less(terms: Terms, converted: Decimal) -> Decimal:
    """How much less goes into the person's pension account, because nothing is paid in for what is converted."""
    return rounded(converted * terms.pay_year.pension_rate)
