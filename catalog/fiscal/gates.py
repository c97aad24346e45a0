"""The tests of the law that do not depend on caps, one function each.

A gate returns the reason to refuse, or None. The shop asks all of `GATES`, so that a person
learns every obstacle at once; a year is assessed test by test, in the order of `STAGES`.
"""

from collections.abc import Callable

from catalog.fiscal.case import Case, entry_for, pool_cap
from catalog.fiscal.delivery import CUMULATIVE_VOUCHER, VOUCHER
from catalog.fiscal.facts import Beneficiary, Employee
from catalog.fiscal.gates_beneficiary import beneficiary_allowed, care_condition, dependence, family_member
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, RuleBook, ServiceType
from catalog.fiscal.verdict import Reason
from catalog.fiscal.year_facts import PREMIUM_CONVERSION, YearFacts
from welfare.money import format_euro

UNDER_REVIEW = frozenset(
    {
        ReasonCode.RELATIVE_NOT_COHABITING,
        ReasonCode.CONDITIONS_NOT_ASKED,
        ReasonCode.CONVERSION_OVER_BASE,
    }
)
"""Open points of law: alone they ask for a review, beside any other reason they refuse."""


Gate = Callable[[Case], Reason | None]


def eligible(category: Category, year: int) -> tuple[str, ...]:
    """Return the budget sources that may pay for a category in `year`; none where unavailable."""
    if not category.years[year].available:
        return ()
    return category.budget_sources


def category_in_year(case: Case) -> Reason | None:
    """The law knows the category in that tax year."""
    if case.in_year.available:
        return None
    return case.reason(ReasonCode.CATEGORY_NOT_IN_YEAR)


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
    mode_allowed,
    mode_of_service,
    budget_at_hand,
    voucher_rules,
    family_member,
    care_condition,
    dependence,
)
"""What the shop asks of one purchase, all at once, before the amounts of the year: `assess_next` looks at those."""

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
        found = [reason for gate in stage if (reason := gate(case)) is not None]
        if found:
            return tuple(found)
    return ()


def is_under_review(reasons: tuple[Reason, ...]) -> bool:
    """Whether only open points of law stand against it."""
    return all(reason.code in UNDER_REVIEW for reason in reasons)
