"""Asking tax law about a purchase before any amount, and keeping its answer with the order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from catalog.fiscal import (
    Benefit,
    FiscalError,
    PurchaseFacts,
    ReasonCode,
    Verdict,
    assess,
    benefit_of,
    entry_for,
    rule_book,
)
from catalog.orders.beneficiaries import beneficiary
from catalog.orders.credit import Part
from catalog.orders.kept_benefits import kept_benefit
from catalog.orders.purchase import Purchase
from catalog.orders.refusals import NoBudgetPays, NoRules, TaxRefusal
from catalog.plans.models import Budget
from catalog.plans.paying import hindrance


def verdict_on(purchase: Purchase) -> Verdict:
    """What the law of this year says, its caps apart; raises NoRules where it says nothing."""
    try:
        return assess(facts_of(purchase), purchase.year.switches)
    except FiscalError as error:
        raise NoRules from error


def exempt_verdict(purchase: Purchase) -> Verdict:
    """The verdict on a purchase that may be sold; raises TaxRefusal, NoBudgetPays among them, or NoRules."""
    verdict = verdict_on(purchase)
    if not verdict.accepted:
        raise refusal_of(purchase, verdict)
    return verdict


def refusal_of(purchase: Purchase, verdict: Verdict) -> TaxRefusal:
    """What a verdict that refuses means: where only the credit is at fault, why each budget does not pay."""
    if [reason.code for reason in verdict.reasons] != [ReasonCode.BUDGET_NOT_ELIGIBLE]:
        return TaxRefusal(verdict)
    category = category_of(purchase)
    hindered = [(budget, hindrance(budget, purchase.offer.area, category, purchase.on)) for budget in purchase.budgets]
    return NoBudgetPays(verdict, [(budget, found) for budget, found in hindered if found is not None])


def payers(purchase: Purchase) -> tuple[Budget, ...]:
    """The budgets that may pay for this service and beneficiary, the year's caps apart."""
    category = category_of(purchase)
    if not category:
        return ()
    area, day = purchase.offer.area, purchase.on
    return tuple(budget for budget in purchase.budgets if hindrance(budget, area, category, day) is None)


def category_of(purchase: Purchase) -> str:
    """The category of the law for this service and beneficiary; empty where it has none. Raises NoRules."""
    try:
        service = rule_book().service(purchase.offer.service_type)
    except FiscalError as error:
        raise NoRules from error
    entry = entry_for(service, beneficiary(purchase.relative, purchase.on.year))
    return entry.category if entry else ""


def facts_of(purchase: Purchase) -> PurchaseFacts:
    """The purchase as tax law looks at it; its year is that of the order."""
    return PurchaseFacts(
        year=purchase.on.year,
        service=purchase.offer.service_type,
        delivery=purchase.offer.delivery,
        amount=purchase.price,
        budget_sources=tuple(budget.law_source for budget in payers(purchase)),
        beneficiary=beneficiary(purchase.relative, purchase.on.year),
    )


def category_name(purchase: Purchase, language: str) -> str:
    """What the law calls the services of this kind; empty when it does not name them."""
    code = category_of(purchase)
    if not code:
        return ""
    category = rule_book().category(code)
    return category.name_it if language == "it" else category.name_en


def benefit(purchase: Purchase, amount: Decimal, budget: Budget) -> Benefit:
    """A part of the purchase, paid by one budget, as a benefit of its year; raises NoRules where the law has none."""
    try:
        found = benefit_of(replace(facts_of(purchase), amount=amount), budget.law_source)
    except FiscalError as error:
        raise NoRules from error
    if found is None:
        raise NoRules
    return found


def as_kept(verdict: Verdict, purchase: Purchase, parts: Sequence[Part]) -> dict[str, Any]:
    """The verdict as an order keeps it: stable codes, law references, the words to fill in, what the year counts."""
    return {
        "decision": str(verdict.decision),
        "reasons": [{"code": str(r.code), "law": r.law_ref, "params": r.params} for r in verdict.reasons],
        "benefits": [kept_benefit(benefit(purchase, part.amount, part.budget)) for part in parts],
    }
