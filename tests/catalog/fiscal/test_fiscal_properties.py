"""What holds for every purchase, whatever the facts."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.fiscal import (
    MODE_OF_DELIVERY,
    Decision,
    Employee,
    Kinship,
    PurchaseFacts,
    RelativeFacts,
    YearWithoutRules,
    assess,
    eligible_sources_for,
    rule_book,
)

SOURCES = [
    "CONTRACT_CCNL",
    "COMPANY_AGREEMENT",
    "COMPANY_REGULATION",
    "VOLUNTARY",
    "PDR_CONVERSION",
    "FRINGE",
    "RISTORNO",
    "CURRENCY",
    "PUBLIC_GRANT",
]
YEARS = st.integers(2023, 2027)
AMOUNTS = st.integers(0, 10**8).map(lambda cents: Decimal(cents).scaleb(-2))
RELATIVES = st.builds(
    RelativeFacts,
    kinship=st.sampled_from(list(Kinship)).map(str),
    age_at_year_end=st.integers(0, 110),
    cohabiting=st.booleans(),
    dependent=st.booleans(),
    separated=st.booleans(),
    medical_certificate=st.booleans(),
    alimony=st.booleans(),
)
FACTS = st.builds(
    PurchaseFacts,
    year=YEARS,
    service=st.sampled_from(sorted(rule_book().services)),
    delivery=st.sampled_from([name for name, mode in MODE_OF_DELIVERY.items() if mode]),
    amount=AMOUNTS,
    budget_sources=st.lists(st.sampled_from(SOURCES), unique=True).map(tuple),
    beneficiary=st.one_of(st.builds(Employee), RELATIVES),
)
FAMILY_FACTS = st.builds(replace, FACTS, beneficiary=RELATIVES)


def relative_of(facts: PurchaseFacts) -> RelativeFacts:
    """The relative of a purchase that is for one."""
    assert isinstance(facts.beneficiary, RelativeFacts)
    return facts.beneficiary


@given(FACTS)
def test_the_whole_amount_is_either_exempt_or_refused(facts: PurchaseFacts) -> None:
    verdict = assess(facts)
    assert verdict.exempt + verdict.taxable_if_paid_anyway == facts.amount
    assert verdict.accepted == (verdict.decision == Decision.EXEMPT)
    assert verdict.accepted or verdict.exempt == 0


@given(FACTS)
def test_the_same_facts_give_the_same_verdict(facts: PurchaseFacts) -> None:
    assert assess(facts) == assess(replace(facts))


@given(FACTS)
def test_every_verdict_has_reasons_with_law_and_text_that_can_be_filled(
    facts: PurchaseFacts,
) -> None:
    verdict = assess(facts)
    assert verdict.reasons
    for reason in verdict.reasons:
        assert reason.law_ref
        assert "%" not in reason.message % reason.params
        assert "%" not in reason.next_step % reason.params
        assert reason.next_step or verdict.accepted


@given(FAMILY_FACTS)
def test_an_unmarried_partner_is_never_exempt(facts: PurchaseFacts) -> None:
    partner = replace(relative_of(facts), kinship="unmarried_partner")
    assert assess(replace(facts, beneficiary=partner)).decision == Decision.REFUSED


@given(FACTS, st.integers())
def test_a_year_without_rules_always_raises(facts: PurchaseFacts, year: int) -> None:
    assume(not 2023 <= year <= 2027)
    with pytest.raises(YearWithoutRules):
        assess(replace(facts, year=year))


@given(FACTS)
def test_what_is_accepted_has_a_source_that_may_pay(facts: PurchaseFacts) -> None:
    sources = eligible_sources_for(facts)
    assert set(sources) <= set(facts.budget_sources)
    assert sources or not assess(facts).accepted


@given(FACTS, st.sampled_from(SOURCES))
def test_one_more_budget_never_closes_a_purchase(facts: PurchaseFacts, source: str) -> None:
    more = replace(facts, budget_sources=(*facts.budget_sources, source))
    assert assess(more).accepted or not assess(facts).accepted


@given(FACTS)
def test_the_amount_never_changes_the_decision(facts: PurchaseFacts) -> None:
    assert assess(facts).decision == assess(replace(facts, amount=Decimal("1.00"))).decision


@given(
    FAMILY_FACTS,
    st.sampled_from(
        [
            {"cohabiting": True},
            {"dependent": True},
            {"alimony": True},
            {"medical_certificate": True},
            {"separated": False},
            {"age_at_year_end": 110},
        ]
    ),
)
def test_a_closer_older_or_weaker_relative_is_never_refused_more(facts: PurchaseFacts, change: dict[str, Any]) -> None:
    better = replace(facts, beneficiary=replace(relative_of(facts), **change))
    before, after = assess(facts), assess(better)
    assert {reason.code for reason in after.reasons if not after.accepted} <= {
        reason.code for reason in before.reasons if not before.accepted
    }
