"""Where each benefit of a year stands before the caps: refused, taxed in any case, or under which cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from catalog.fiscal.case import Case
from catalog.fiscal.delivery import CUMULATIVE_VOUCHER, DIRECT_SERVICE, VOUCHER
from catalog.fiscal.errors import WrongFact
from catalog.fiscal.gates import (
    AVAILABILITY,
    BEFORE_VOUCHERS,
    has_premium_right,
    is_under_review,
    obstacles,
)
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, RuleBook
from catalog.fiscal.switches import Switches
from catalog.fiscal.verdict import Reason
from catalog.fiscal.year_facts import CASH_OUT, PREMIUM_IN_CASH, Benefit, YearFacts
from welfare.money import ZERO

SALARY_SACRIFICE = "SALARY_SACRIFICE"


class Place(StrEnum):
    """What becomes of a benefit; all but the first two are paid."""

    REFUSED = "refused"
    REVIEW = "review"
    TAXED = "taxed"
    FREE = "free"
    CAPPED = "capped"
    DAILY = "daily"
    POOL = "pool"
    PREMIUM = "premium"


@dataclass(frozen=True, slots=True)
class Placed:
    """A benefit in its place, with what was found on the way there.

    `category` is None for premiums in money and for requests. `converted`: it counts in what the
    year converted of performance premiums.
    """

    benefit: Benefit
    place: Place
    category: Category | None = None
    converted: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def amount(self) -> Decimal:
        """The value of the benefit."""
        return self.benefit.amount

    @property
    def is_paid(self) -> bool:
        """Whether the value is or will be in the employee's hands."""
        return self.place not in (Place.REFUSED, Place.REVIEW)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for every benefit of the year."""

    facts: YearFacts
    book: RuleBook
    switches: Switches

    def reason(self, code: ReasonCode, law_ref: str, **words: str) -> Reason:
        """Return a reason that rests on no category."""
        return Reason(code, law_ref, tuple(sorted({"year": str(self.facts.year), **words}.items())))

    def case(self, benefit: Benefit, cumulative_total: Decimal = ZERO) -> Case:
        """Return the benefit as the gates look at it; UnknownCode for a code the data does not name."""
        return Case(
            facts=self.facts,
            category=self.book.category(benefit.category),
            mode=benefit.mode,
            budgets=(benefit.budget,),
            beneficiary=benefit.beneficiary,
            voucher=benefit.voucher,
            services=tuple(self.book.service(code) for code in benefit.services),
            book=self.book,
            switches=self.switches,
            cumulative_total=cumulative_total,
        )


def place_all(setting: Setting, benefits: Sequence[Benefit]) -> list[Placed]:
    """Place every benefit of the year; their order changes nothing."""
    total = cumulative_total(setting, benefits)
    return [place(setting, benefit, total) for benefit in benefits]


def cumulative_total(setting: Setting, benefits: Sequence[Benefit]) -> Decimal:
    """The face value of the year's cumulative vouchers that reach the voucher rules."""
    vouchers = [each for each in benefits if each.mode == CUMULATIVE_VOUCHER and each.category != PREMIUM_IN_CASH]
    return sum((each.amount for each in vouchers if _reaches_vouchers(setting, each)), ZERO)


def _reaches_vouchers(setting: Setting, benefit: Benefit) -> bool:
    if benefit.category == CASH_OUT or benefit.budget == SALARY_SACRIFICE:
        return False
    return not obstacles(setting.case(benefit), (AVAILABILITY, *BEFORE_VOUCHERS))


def place(setting: Setting, benefit: Benefit, cumulative_total: Decimal) -> Placed:
    """Place one benefit, in the order of the law's tests."""
    if benefit.category == CASH_OUT:
        reason = setting.reason(ReasonCode.CREDIT_NEVER_CASH, setting.book.law_refs.residual)
        return Placed(benefit, Place.REFUSED, reasons=(reason,))
    if benefit.category == PREMIUM_IN_CASH:
        return _premium_in_cash(setting, benefit)
    case = setting.case(benefit, cumulative_total)
    reasons = obstacles(case, (AVAILABILITY,))
    if not reasons and benefit.budget == SALARY_SACRIFICE:
        return _replaced_pay(setting, benefit, case.category)
    reasons = reasons or obstacles(case)
    if reasons:
        refused = Place.REVIEW if is_under_review(reasons) else Place.REFUSED
        return Placed(benefit, refused, case.category, reasons=reasons)
    return _accepted(setting, benefit, case)


def _replaced_pay(setting: Setting, benefit: Benefit, category: Category | None) -> Placed:
    """Pay that was given up for credit is taxed, whatever it bought."""
    reason = setting.reason(ReasonCode.REPLACES_PAY, setting.book.law_refs.replaced_pay)
    return Placed(benefit, Place.TAXED, category, reasons=(reason,))


def _premium_in_cash(setting: Setting, benefit: Benefit) -> Placed:
    """A premium in money is never refused: without its own regime it is pay."""
    if benefit.budget == SALARY_SACRIFICE:
        return _replaced_pay(setting, benefit, None)
    if has_premium_right(setting.book, setting.facts):
        return Placed(benefit, Place.PREMIUM)
    law = setting.book.premium[setting.facts.year].law_ref
    return Placed(benefit, Place.TAXED, reasons=(setting.reason(ReasonCode.PREMIUM_WITHOUT_RIGHT, law),))


def _accepted(setting: Setting, benefit: Benefit, case: Case) -> Placed:
    """What passes every gate: to one person alone it loses its letter; else its category's cap."""
    category, converted = case.category, benefit.is_converted
    if setting.facts.is_ad_personam and category.asks_generality:
        return _ad_personam(setting, benefit, case)
    if converted and category.taxed_when_converted:
        reason = case.reason(ReasonCode.TAXED_WHEN_CONVERTED, setting.book.premium[setting.facts.year].law_ref)
        return Placed(benefit, Place.TAXED, category, converted, (reason,))
    return Placed(benefit, _place_of_cap(benefit, case), category, converted)


def _ad_personam(setting: Setting, benefit: Benefit, case: Case) -> Placed:
    """Services and vouchers join the pool of art. 51 c. 3; anything else is taxed, outside every cap."""
    law = setting.book.law_refs.generality
    if benefit.mode in (DIRECT_SERVICE, VOUCHER):
        reason = case.reason(ReasonCode.OFFERED_TO_ONE_IN_POOL, law)
        return Placed(benefit, Place.POOL, case.category, benefit.is_converted, (reason,))
    return Placed(benefit, Place.TAXED, case.category, reasons=(case.reason(ReasonCode.OFFERED_TO_ONE, law),))


def _place_of_cap(benefit: Benefit, case: Case) -> Place:
    if case.category.pool is not None:
        return Place.POOL
    if case.in_year.is_daily:
        if benefit.meals is None and case.facts.meal_days is None:
            raise WrongFact(f"{benefit.category}: neither the count nor the days worked are given")
        return Place.DAILY
    return Place.FREE if case.in_year.cap is None else Place.CAPPED
