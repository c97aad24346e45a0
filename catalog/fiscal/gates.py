"""The tests of the law that do not depend on amounts, one function each.

A gate returns the reason to refuse, or None. Order of `GATES` is the order of the law: year,
mode, budget, voucher, beneficiary. All are asked, so that a person learns every obstacle at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.fiscal.delivery import CUMULATIVE_VOUCHER, VOUCHER
from catalog.fiscal.facts import PurchaseFacts, RelativeFacts
from catalog.fiscal.kinship import ART_433, Kinship
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, Entry, RuleBook, ServiceType
from catalog.fiscal.verdict import Reason

UNTESTED_SOURCES = frozenset({"PDR_CONVERSION"})
"""A converted premium has a right and a yearly cap of its own, which need amounts to be tested."""


@dataclass(frozen=True, slots=True)
class Case:
    """A purchase beside the rules that govern it."""

    facts: PurchaseFacts
    mode: str
    service: ServiceType
    entry: Entry
    category: Category
    book: RuleBook

    def reason(self, code: ReasonCode, law_ref: str | None = None, **more: str) -> Reason:
        """Return a reason resting on the category's law unless another is named."""
        words = {"service": self.service.label_it, "year": str(self.facts.year), **more}
        return Reason(code, law_ref or self.category.law_ref, tuple(sorted(words.items())))


Gate = Callable[[Case], Reason | None]


def eligible(category: Category, year: int) -> tuple[str, ...]:
    """Return the budget sources that may pay for a category in `year`; none where unavailable."""
    if not category.years[year].available:
        return ()
    return tuple(code for code in category.budget_sources if code not in UNTESTED_SOURCES)


def category_in_year(case: Case) -> Reason | None:
    """The law knows the category in that tax year."""
    if case.category.years[case.facts.year].available:
        return None
    return case.reason(ReasonCode.CATEGORY_NOT_IN_YEAR)


def category_without_cap(case: Case) -> Reason | None:
    """No amount limits the category: with a cap, exemption depends on the year's total."""
    if not case.category.years[case.facts.year].capped:
        return None
    return case.reason(ReasonCode.CATEGORY_WITH_CAP_NOT_SOLD)


def mode_allowed(case: Case) -> Reason | None:
    """The law exempts the category in that mode, and the shelf sells the service so."""
    if case.mode not in case.category.modes:
        return case.reason(ReasonCode.MODE_NOT_ALLOWED)
    if case.mode not in case.entry.modes:
        return case.reason(ReasonCode.MODE_NOT_FOR_SERVICE)
    return None


def budget_eligible(case: Case) -> Reason | None:
    """At least one source at hand may pay for the category."""
    sources = eligible(case.category, case.facts.year)
    if any(source in sources for source in case.facts.budget_sources):
        return None
    return case.reason(ReasonCode.BUDGET_NOT_ELIGIBLE)


def voucher_rules(case: Case) -> Reason | None:
    """A voucher names its user, opens one service and covers the whole price (DM 25-3-2016)."""
    if case.mode not in (VOUCHER, CUMULATIVE_VOUCHER):
        return None
    terms, law = case.facts.voucher, case.book.voucher_law_ref
    if not terms.nominative:
        return case.reason(ReasonCode.VOUCHER_NOT_NOMINATIVE, law)
    if not terms.single_service:
        return case.reason(ReasonCode.VOUCHER_WITH_SEVERAL_SERVICES, law)
    if not terms.full_price:
        return case.reason(ReasonCode.VOUCHER_NOT_FULL_PRICE, law)
    return None


def family_member(case: Case) -> Reason | None:
    """The relative is family under art. 12 of the TUIR as it stands in that year."""
    relative = case.facts.beneficiary
    if not isinstance(relative, RelativeFacts):
        return None
    law = case.book.family[case.facts.year]
    code = _outside_family(relative, law.separated_spouse, law.cohabitation_asked)
    return None if code is None else case.reason(code, law.law_ref)


def _outside_family(relative: RelativeFacts, separated_spouse: bool, cohabitation_asked: bool) -> ReasonCode | None:
    """Return why the relative is not family, or None; children are family at any age."""
    if relative.kinship == Kinship.UNMARRIED_PARTNER:
        return ReasonCode.NOT_FAMILY
    if relative.kinship == Kinship.SPOUSE and relative.separated and not separated_spouse:
        return ReasonCode.SPOUSE_SEPARATED
    apart = not (relative.cohabiting or relative.alimony)
    if relative.kinship in ART_433 and cohabitation_asked and apart:
        return ReasonCode.RELATIVE_NOT_COHABITING
    return None


def care_condition(case: Case) -> Reason | None:
    """Care of letter f-ter asks an age completed by 31 December, or a medical certificate."""
    relative, age = case.facts.beneficiary, case.category.min_age
    if age is None or not isinstance(relative, RelativeFacts):
        return None
    if relative.age_at_year_end >= age or relative.medical_certificate:
        return None
    return case.reason(ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE, age=str(age))


def dependence(case: Case) -> Reason | None:
    """Letter d-bis asks that the relative depend on the employee for tax (art. 12 c. 2)."""
    relative = case.facts.beneficiary
    if not isinstance(relative, RelativeFacts) or not case.category.asks_dependence:
        return None
    return None if relative.dependent else case.reason(ReasonCode.RELATIVE_NOT_DEPENDENT)


GATES: tuple[Gate, ...] = (
    category_in_year,
    category_without_cap,
    mode_allowed,
    budget_eligible,
    voucher_rules,
    family_member,
    care_condition,
    dependence,
)
