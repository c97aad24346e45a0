"""From facts to verdict: the part of the law that does not depend on amounts."""

from catalog.fiscal.case import Case, entry_for
from catalog.fiscal.delivery import mode_of
from catalog.fiscal.facts import PurchaseFacts
from catalog.fiscal.gates import GATES, code_without_entry, eligible, is_under_review
from catalog.fiscal.loading import rule_book
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Entry, RuleBook, ServiceType
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.verdict import Decision, Reason, Verdict
from catalog.fiscal.year_facts import Benefit, YearFacts


def assess(facts: PurchaseFacts, switches: Switches = CAUTIOUS) -> Verdict:
    """Say whether welfare credit may pay for one purchase without tax, and why; the year's caps are `assess_next`'s.

    Pure: the same facts give the same verdict. Raises YearWithoutRules for a year without law,
    UnknownCode for a code the data does not name, DeliveryWithoutVerdict where no credit moves.
    """
    book = rule_book()
    book.require_year(facts.year)
    service, mode = book.service(facts.service), mode_of(facts.delivery)
    entry = entry_for(service, facts.beneficiary)
    if entry is None:
        return _refusal(facts, (_without_entry(book, service, facts),))
    case = _case(facts, mode, service, entry, switches)
    reasons = tuple(reason for gate in GATES if (reason := gate(case)) is not None)
    if reasons:
        return _refusal(facts, reasons)
    return Verdict(Decision.EXEMPT, (case.reason(ReasonCode.EXEMPT),), exempt=facts.amount)


def eligible_sources(category: str, year: int) -> tuple[str, ...]:
    """Return the codes of the budgets that may pay for a category in a tax year.

    Empty where the category is not available that year. The right to convert a premium and every
    cap are `assess_next`'s. Raises YearWithoutRules and UnknownCode.
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


def benefit_of(facts: PurchaseFacts, source: str) -> Benefit | None:
    """Return the purchase, paid by one budget source, as a benefit of its year.

    None where the law has no place for the service and this beneficiary: `assess` says why.
    Raises UnknownCode and DeliveryWithoutVerdict.
    """
    entry, mode = entry_for(rule_book().service(facts.service), facts.beneficiary), mode_of(facts.delivery)
    if entry is None:
        return None
    return Benefit(
        category=entry.category,
        amount=facts.amount,
        mode=mode,
        budget=source,
        beneficiary=facts.beneficiary,
        services=(facts.service,),
        voucher=facts.voucher,
    )


def _case(facts: PurchaseFacts, mode: str, service: ServiceType, entry: Entry, switches: Switches) -> Case:
    book = rule_book()
    return Case(
        facts=YearFacts(facts.year),
        category=book.category(entry.category),
        mode=mode,
        budgets=facts.budget_sources,
        beneficiary=facts.beneficiary,
        voucher=facts.voucher,
        services=(service,),
        book=book,
        switches=switches,
    )


def _without_entry(book: RuleBook, service: ServiceType, facts: PurchaseFacts) -> Reason:
    """The service has no place in the law for this beneficiary."""
    words = (("service", service.label_it), ("year", str(facts.year)))
    code = code_without_entry(service, facts.beneficiary)
    if not service.entries:
        return Reason(code, book.law_refs.general, words)
    return Reason(code, book.category(service.entries[0].category).law_ref, words)


def _refusal(facts: PurchaseFacts, reasons: tuple[Reason, ...]) -> Verdict:
    """Nothing is sold; the amount would be taxed if it were paid all the same."""
    decision = Decision.NEEDS_REVIEW if is_under_review(reasons) else Decision.REFUSED
    return Verdict(decision, reasons, taxable_if_paid_anyway=facts.amount)
