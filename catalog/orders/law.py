"""Asking tax law about a purchase, and keeping its answer with the order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.fiscal import (
    Benefit,
    FiscalError,
    PurchaseFacts,
    Verdict,
    assess,
    benefit_of,
    eligible_sources_for,
    entry_for,
    rule_book,
)
from catalog.orders.beneficiaries import beneficiary
from catalog.orders.credit import Part
from catalog.orders.kept_benefits import kept_benefit
from catalog.orders.purchase import Purchase
from catalog.orders.refusals import NoRules, TaxRefusal
from catalog.plans.models import Budget


def verdict_on(purchase: Purchase) -> Verdict:
    """What the law of this year says; raises NoRules where it says nothing."""
    try:
        return assess(facts_of(purchase))
    except FiscalError as error:
        raise NoRules from error


def exempt_verdict(purchase: Purchase) -> Verdict:
    """The verdict on a purchase that may be sold; raises TaxRefusal or NoRules."""
    verdict = verdict_on(purchase)
    if not verdict.accepted:
        raise TaxRefusal(verdict)
    return verdict


def payers(purchase: Purchase) -> tuple[Budget, ...]:
    """The budgets whose source may pay for this service and beneficiary."""
    try:
        sources = eligible_sources_for(facts_of(purchase))
    except FiscalError as error:
        raise NoRules from error
    return tuple(budget for budget in purchase.budgets if budget.law_source in sources)


def facts_of(purchase: Purchase) -> PurchaseFacts:
    """The purchase as tax law looks at it; its year is that of the order."""
    return PurchaseFacts(
        year=purchase.on.year,
        service=purchase.offer.service_type,
        delivery=purchase.offer.delivery,
        amount=purchase.price,
        budget_sources=tuple(budget.law_source for budget in purchase.budgets),
        beneficiary=beneficiary(purchase.relative, purchase.on.year),
    )


def category_name(purchase: Purchase, language: str) -> str:
    """What the law calls the services of this kind; empty when it does not name them."""
    book, facts = rule_book(), facts_of(purchase)
    entry = entry_for(book.service(facts.service), facts.beneficiary)
    if entry is None:
        return ""
    category = book.category(entry.category)
    return category.name_it if language == "it" else category.name_en


def benefits_of(purchase: Purchase, parts: Sequence[Part]) -> list[Benefit]:
    """The purchase as benefits of its year: one for each lot that pays, under its budget's source."""
    facts = facts_of(purchase)
    found = [benefit_of(replace(facts, amount=part.amount), part.budget.law_source) for part in parts]
    return [benefit for benefit in found if benefit is not None]


def as_kept(verdict: Verdict, benefits: Sequence[Benefit]) -> dict[str, Any]:
    """The verdict as an order keeps it: stable codes, law references, the words to fill in, what the year counts."""
    return {
        "decision": str(verdict.decision),
        "reasons": [{"code": str(r.code), "law": r.law_ref, "params": r.params} for r in verdict.reasons],
        "benefits": [kept_benefit(benefit) for benefit in benefits],
    }
