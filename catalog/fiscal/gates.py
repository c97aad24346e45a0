"""The tests of the law that do not depend on caps, one function each.

A gate returns the reason to refuse, or None. The shop asks all of `GATES`, so that a person
learns every obstacle at once; a year is assessed test by test, in the order of `STAGES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal.delivery import CUMULATIVE_VOUCHER, VOUCHER
from catalog.fiscal.facts import Beneficiary, Employee, RelativeFacts, VoucherTerms
from catalog.fiscal.kinship import ART_433, Kinship
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, CategoryYear, Entry, RuleBook, ServiceType
from catalog.fiscal.switches import CAUTIOUS, SwitchCode, Switches
from catalog.fiscal.verdict import Reason
from catalog.fiscal.year_facts import PREMIUM_CONVERSION, YearFacts
from welfare.money import ZERO, format_euro

UNTESTED_SOURCES = frozenset({PREMIUM_CONVERSION})
"""Sources whose right and cap need the whole year: the shop's verdict on one purchase leaves them out."""

UNDER_REVIEW = frozenset(
    {
        ReasonCode.RELATIVE_NOT_COHABITING,
        ReasonCode.CONDITIONS_NOT_ASKED,
        ReasonCode.CONVERSION_OVER_BASE,
    }
)
"""Open points of law: alone they ask for a review, beside any other reason they refuse."""


@dataclass(frozen=True, slots=True)
class Case:
    """A purchase beside the rules that govern it.

    `cumulative_total` is the face value of all cumulative vouchers of the employee in the year.
    """

    facts: YearFacts
    category: Category
    mode: str
    budgets: tuple[str, ...]
    beneficiary: Beneficiary
    voucher: VoucherTerms
    services: tuple[ServiceType, ...]
    book: RuleBook
    switches: Switches = CAUTIOUS
    cumulative_total: Decimal = ZERO

    @property
    def in_year(self) -> CategoryYear:
        """The category in the tax year."""
        return self.category.years[self.facts.year]

    def reason(self, code: ReasonCode, law_ref: str | None = None, **more: str) -> Reason:
        """Return a reason resting on the category's law unless another is named."""
        label = ", ".join(service.label_it for service in self.services) or self.category.name_it
        words = {"service": label, "year": str(self.facts.year), **more}
        return Reason(code, law_ref or self.category.law_ref, tuple(sorted(words.items())))


Gate = Callable[[Case], Reason | None]


def entry_for(service: ServiceType, beneficiary: Beneficiary) -> Entry | None:
    """Return the category and modes of a service for who receives it; None when refused."""
    return service.employee if isinstance(beneficiary, Employee) else service.family


def eligible(category: Category, year: int) -> tuple[str, ...]:
    """Return the budget sources that may pay for a category in `year`; none where unavailable."""
    if not category.years[year].available:
        return ()
    return tuple(code for code in category.budget_sources if code not in UNTESTED_SOURCES)


def category_in_year(case: Case) -> Reason | None:
    """The law knows the category in that tax year."""
    if case.in_year.available:
        return None
    return case.reason(ReasonCode.CATEGORY_NOT_IN_YEAR)


def category_without_cap(case: Case) -> Reason | None:
    """No amount limits the category: with a cap, exemption depends on the year's total."""
    if not case.in_year.capped:
        return None
    return case.reason(ReasonCode.CATEGORY_WITH_CAP_NOT_SOLD)


def children_where_asked(case: Case) -> Reason | None:
    """In 2023 utilities were for employees with declared dependent children only."""
    if not case.in_year.asks_children or case.facts.has_declared_children:
        return None
    return case.reason(ReasonCode.ONLY_WITH_CHILDREN, case.in_year.law_ref)


def mode_allowed(case: Case) -> Reason | None:
    """The law exempts the category in that mode."""
    return None if case.mode in case.category.modes else case.reason(ReasonCode.MODE_NOT_ALLOWED)


def mode_of_service(case: Case) -> Reason | None:
    """The shelf sells the service in that mode; told only where the law has the mode at all."""
    if case.mode not in case.category.modes:
        return None
    entries = [entry_for(service, case.beneficiary) for service in case.services]
    sold = all(entry is None or case.mode in entry.modes for entry in entries)
    return None if sold else case.reason(ReasonCode.MODE_NOT_FOR_SERVICE)


def budget_at_hand(case: Case) -> Reason | None:
    """At least one source at hand may pay for the category."""
    sources = eligible(case.category, case.facts.year)
    if any(source in sources for source in case.budgets):
        return None
    return case.reason(ReasonCode.BUDGET_NOT_ELIGIBLE)


def budget_named(case: Case) -> Reason | None:
    """The one source named is among those of the category."""
    if set(case.budgets) <= set(case.category.budget_sources):
        return None
    return case.reason(ReasonCode.BUDGET_NOT_ELIGIBLE)


def voucher_rules(case: Case) -> Reason | None:
    """A voucher names its user, opens one service and covers the whole price (DM 25-3-2016).

    A cumulative one may open several. Meal vouchers, known by their cap a day, have rules of their own.
    """
    if case.mode not in (VOUCHER, CUMULATIVE_VOUCHER) or case.in_year.is_daily:
        return None
    terms, law = case.voucher, case.book.law_refs.voucher
    if not terms.nominative:
        return case.reason(ReasonCode.VOUCHER_NOT_NOMINATIVE, law)
    if case.mode == VOUCHER and not (terms.single_service and len(case.services) <= 1):
        return case.reason(ReasonCode.VOUCHER_WITH_SEVERAL_SERVICES, law)
    if not terms.full_price:
        return case.reason(ReasonCode.VOUCHER_NOT_FULL_PRICE, law)
    return None


def cumulative_vouchers(case: Case) -> Reason | None:
    """All cumulative vouchers of the year stay within the cap of the pool."""
    cap = pool_cap(case.book, case.facts)
    if case.mode != CUMULATIVE_VOUCHER or case.cumulative_total <= cap:
        return None
    words = {"total": format_euro(case.cumulative_total), "cap": format_euro(cap)}
    return case.reason(ReasonCode.CUMULATIVE_OVER_LIMIT, case.book.law_refs.voucher, **words)


def pool_cap(book: RuleBook, facts: YearFacts) -> Decimal:
    """The one cap of the pool of art. 51 c. 3 for this employee in this year."""
    year = book.pool.years[facts.year]
    cap = year.cap_with_children if facts.has_declared_children else year.cap
    return ZERO if cap is None else cap


def beneficiary_allowed(case: Case) -> Reason | None:
    """The category is for the employee, or for relatives, whichever benefits."""
    if isinstance(case.beneficiary, Employee):
        allowed = "employee" in case.category.beneficiaries
        return None if allowed else case.reason(ReasonCode.SERVICE_NOT_FOR_EMPLOYEE)
    return None if case.category.is_for_family else case.reason(ReasonCode.SERVICE_NOT_FOR_FAMILY)


def family_member(case: Case) -> Reason | None:
    """The relative is family under art. 12 of the TUIR as it stands in that year."""
    relative = case.beneficiary
    if not isinstance(relative, RelativeFacts):
        return None
    law = case.book.family[case.facts.year]
    cohabitation_asked = law.cohabitation_asked and not case.switches.on(SwitchCode.RELATIVES_APART)
    code = _outside_family(relative, law.separated_spouse, cohabitation_asked)
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
    relative, age = case.beneficiary, case.category.min_age
    if age is None or not isinstance(relative, RelativeFacts):
        return None
    old = relative.age_at_year_end is not None and relative.age_at_year_end >= age
    if old or relative.medical_certificate:
        return None
    return case.reason(ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE, age=str(age))


def dependence(case: Case) -> Reason | None:
    """Letter d-bis asks that the relative depend on the employee for tax (art. 12 c. 2)."""
    relative = case.beneficiary
    if not isinstance(relative, RelativeFacts) or not case.category.asks_dependence:
        return None
    return None if relative.dependent else case.reason(ReasonCode.RELATIVE_NOT_DEPENDENT)


def service_has_entry(case: Case) -> Reason | None:
    """Each service named has a place in the law for this beneficiary, under this category."""
    for service in case.services:
        entry = entry_for(service, case.beneficiary)
        if entry is None:
            law = None if service.entries else case.book.law_refs.general
            return case.reason(code_without_entry(service, case.beneficiary), law)
        if entry.category != case.category.code:
            return case.reason(ReasonCode.SERVICE_OF_OTHER_CATEGORY)
    return None


def code_without_entry(service: ServiceType, beneficiary: Beneficiary) -> ReasonCode:
    """Why a service has no place in the law for this beneficiary."""
    if not service.entries:
        return ReasonCode.SERVICE_WITHOUT_CREDIT
    for_employee = isinstance(beneficiary, Employee)
    return ReasonCode.SERVICE_NOT_FOR_EMPLOYEE if for_employee else ReasonCode.SERVICE_NOT_FOR_FAMILY


def right_to_convert(case: Case) -> Reason | None:
    """A premium is converted under an agreement, by who earned no more than the limit the year before."""
    if PREMIUM_CONVERSION not in case.budgets or has_premium_right(case.book, case.facts):
        return None
    return case.reason(ReasonCode.NO_RIGHT_TO_CONVERT, case.book.premium[case.facts.year].law_ref)


def has_premium_right(book: RuleBook, facts: YearFacts) -> bool:
    """Whether performance premiums of the year have a regime of their own; an income not given denies it."""
    income = facts.prior_year_income
    return facts.premium_agreement and income is not None and income <= book.premium[facts.year].income_limit


def conditions_asked(case: Case) -> Reason | None:
    """The category has no condition of its own that no fact speaks of."""
    return case.reason(ReasonCode.CONDITIONS_NOT_ASKED) if case.category.conditions_not_asked else None


GATES: tuple[Gate, ...] = (
    category_in_year,
    category_without_cap,
    mode_allowed,
    mode_of_service,
    budget_at_hand,
    voucher_rules,
    family_member,
    care_condition,
    dependence,
)
"""What the shop asks of one purchase, all at once."""

AVAILABILITY: tuple[Gate, ...] = (category_in_year, children_where_asked)
"""Tested first of all; replaced pay comes right after it."""

BEFORE_VOUCHERS: tuple[tuple[Gate, ...], ...] = ((mode_allowed,), (budget_named,))

STAGES: tuple[tuple[Gate, ...], ...] = (
    *BEFORE_VOUCHERS,
    (voucher_rules, cumulative_vouchers),
    (beneficiary_allowed, family_member, care_condition, dependence),
    (service_has_entry,),
    (mode_of_service,),
    (right_to_convert,),
    (conditions_asked,),
)
"""The tests of a year in the order of the law; the first that anything stands against decides."""


def obstacles(case: Case, stages: tuple[tuple[Gate, ...], ...] = STAGES) -> tuple[Reason, ...]:
    """Return the reasons of the first stage that refuses; none when all pass."""
    for stage in stages:
        reasons = tuple(reason for gate in stage if (reason := gate(case)) is not None)
        if reasons:
            return reasons
    return ()


def is_under_review(reasons: tuple[Reason, ...]) -> bool:
    """Whether only open points of law stand against it."""
    return all(reason.code in UNDER_REVIEW for reason in reasons)
