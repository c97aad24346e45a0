"""From facts to verdict: the part of the law that does not depend on amounts."""

from catalog.fiscal.delivery import mode_of
from catalog.fiscal.facts import Beneficiary, Employee, PurchaseFacts
from catalog.fiscal.gates import GATES, Case, eligible
from catalog.fiscal.loading import rule_book
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Entry, RuleBook, ServiceType
from catalog.fiscal.verdict import Decision, Reason, Verdict

UNDER_REVIEW = frozenset({ReasonCode.RELATIVE_NOT_COHABITING})
"""Open points of law: alone they ask for a review, beside any other reason they refuse."""


def assess(facts: PurchaseFacts) -> Verdict:
    """Say whether welfare credit may pay for one purchase without tax, and why.

    Pure: the same facts give the same verdict. Raises YearWithoutRules for a year without law,
    UnknownCode for a code the data does not name, DeliveryWithoutVerdict where no credit moves.
    """
    book = rule_book()
    book.require_year(facts.year)
    service, mode = book.service(facts.service), mode_of(facts.delivery)
    entry = entry_for(service, facts.beneficiary)
    if entry is None:
        return _refusal(facts, (_without_entry(book, service, facts),))
    case = Case(facts, mode, service, entry, book.category(entry.category), book)
    reasons = tuple(reason for gate in GATES if (reason := gate(case)) is not None)
    if reasons:
        return _refusal(facts, reasons)
    return Verdict(Decision.EXEMPT, (case.reason(ReasonCode.EXEMPT),), exempt=facts.amount)


def entry_for(service: ServiceType, beneficiary: Beneficiary) -> Entry | None:
    """Return the category and modes of a service for who receives it; None when refused."""
    return service.employee if isinstance(beneficiary, Employee) else service.family


def eligible_sources(category: str, year: int) -> tuple[str, ...]:
    """Return the codes of the budgets that may pay for a category in a tax year.

    Empty where the category is not available that year. Converted premiums are left out: their
    right and cap depend on amounts. Raises YearWithoutRules and UnknownCode.
    """
    book = rule_book()
    book.require_year(year)
    return eligible(book.category(category), year)


def eligible_sources_for(facts: PurchaseFacts) -> tuple[str, ...]:
    """Return those of the purchase's own budget sources that may pay for it, in their order."""
    entry = entry_for(rule_book().service(facts.service), facts.beneficiary)
    if entry is None:
        return ()
    allowed = eligible_sources(entry.category, facts.year)
    return tuple(source for source in facts.budget_sources if source in allowed)


def _without_entry(book: RuleBook, service: ServiceType, facts: PurchaseFacts) -> Reason:
    """The service has no place in the law for this beneficiary."""
    words = (("service", service.label_it), ("year", str(facts.year)))
    if not service.entries:
        return Reason(ReasonCode.SERVICE_WITHOUT_CREDIT, book.general_law_ref, words)
    for_employee = isinstance(facts.beneficiary, Employee)
    code = ReasonCode.SERVICE_NOT_FOR_EMPLOYEE if for_employee else ReasonCode.SERVICE_NOT_FOR_FAMILY
    return Reason(code, book.category(service.entries[0].category).law_ref, words)


def _refusal(facts: PurchaseFacts, reasons: tuple[Reason, ...]) -> Verdict:
    """Nothing is sold; the amount would be taxed if it were paid all the same."""
    review = all(reason.code in UNDER_REVIEW for reason in reasons)
    decision = Decision.NEEDS_REVIEW if review else Decision.REFUSED
    return Verdict(decision, reasons, taxable_if_paid_anyway=facts.amount)
