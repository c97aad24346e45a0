"""What holds for every year, whatever it holds."""

import datetime
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.fiscal import (
    PREMIUM_IN_CASH,
    Benefit,
    Decision,
    Employee,
    Kinship,
    RelativeFacts,
    SwitchCode,
    Switches,
    VoucherTerms,
    YearFacts,
    YearWithoutRules,
    assess_next,
    assess_year,
    rule_book,
)
from catalog.fiscal.delivery import MODES

ZERO, CENT = Decimal("0.00"), Decimal("0.01")
BOOK = rule_book()
AMOUNTS = st.integers(0, 700_000).map(lambda cents: Decimal(cents).scaleb(-2))
RELATIVES = st.builds(
    RelativeFacts,
    kinship=st.sampled_from([str(kinship) for kinship in Kinship]),
    age_at_year_end=st.none() | st.integers(0, 110),
    cohabiting=st.booleans(),
    dependent=st.booleans(),
    separated=st.booleans(),
    medical_certificate=st.booleans(),
    alimony=st.booleans(),
)
FACTS = st.builds(
    YearFacts,
    year=st.integers(2023, 2027),
    dependent_children=st.integers(0, 2),
    children_declaration=st.booleans(),
    meal_days=st.none() | st.integers(0, 30),
    prior_year_income=st.none() | st.sampled_from([Decimal("30000.00"), Decimal("80000.01")]),
    premium_agreement=st.booleans(),
    other_employers_fringe=st.sampled_from([ZERO, Decimal("300.00"), Decimal("1500.00")]),
    offered_to=st.sampled_from(["category", "all", "single_employee"]),
)


@st.composite
def benefits(draw: Any) -> Benefit:
    """A benefit that mostly passes the gates: its mode and budget are those of its category."""
    code = draw(st.sampled_from([*BOOK.categories, PREMIUM_IN_CASH]))
    if code == PREMIUM_IN_CASH:
        return Benefit(code, draw(AMOUNTS))
    category = BOOK.category(code)
    return Benefit(
        category=code,
        amount=draw(AMOUNTS),
        mode=draw(st.sampled_from(category.modes) | st.sampled_from(sorted(MODES))),
        budget=draw(st.sampled_from([*category.budget_sources, *BOOK.sources])),
        beneficiary=draw(st.builds(Employee) | RELATIVES),
        voucher=draw(st.builds(VoucherTerms) | st.builds(VoucherTerms, st.booleans(), st.booleans(), st.booleans())),
        meals=draw(st.integers(0, 40)),
        received_on=draw(st.none() | st.dates(datetime.date(2022, 12, 1), datetime.date(2028, 2, 1))),
        refers_to=draw(st.none() | st.integers(2022, 2028)),
    )


BENEFITS = st.lists(benefits(), max_size=8)
SWITCHED = st.sets(st.sampled_from(SwitchCode)).map(lambda codes: Switches(frozenset(codes)))


@given(FACTS, BENEFITS, st.randoms(use_true_random=False), SWITCHED)
def test_the_order_of_benefits_changes_nothing_in_the_year(
    facts: YearFacts, held: list[Benefit], dice: random.Random, turned: Switches
) -> None:
    first = assess_year(facts, held, turned).whole
    dice.shuffle(held)
    second = assess_year(facts, held, turned).whole
    assert replace(first, reasons=()) == replace(second, reasons=())


@given(FACTS, BENEFITS)
def test_what_is_paid_is_exempt_taxed_or_under_substitute_tax(facts: YearFacts, held: list[Benefit]) -> None:
    found = assess_year(facts, held)
    for line in found.lines:
        verdict = line.verdict
        parts = (verdict.exempt, verdict.taxable_ordinary, verdict.substitute_tax_base, verdict.taxable_if_paid_anyway)
        assert sum(parts) == line.benefit.amount
        assert min(parts) >= 0


@given(FACTS, BENEFITS)
def test_the_lines_add_up_to_the_whole(facts: YearFacts, held: list[Benefit]) -> None:
    found = assess_year(facts, held)
    figures = ("exempt", "taxable_ordinary", "taxable_if_paid_anyway", "substitute_tax_base", "substitute_tax")
    for figure in figures:
        assert sum((getattr(line.verdict, figure) for line in found.lines), ZERO) == getattr(found.whole, figure)


@given(FACTS, BENEFITS)
def test_never_more_is_exempt_than_the_caps(facts: YearFacts, held: list[Benefit]) -> None:
    exempt: dict[str, Decimal] = {}
    for line in assess_year(facts, held).lines:
        kind = "converted" if line.benefit.is_converted else line.benefit.category
        exempt[kind] = exempt.get(kind, ZERO) + line.verdict.exempt
    year, pool = BOOK.premium[facts.year], BOOK.pool.years[facts.year]
    assert exempt.get("converted", ZERO) <= year.conversion_cap
    for code in ("A_HEALTH_FUND", "H_PENSION_FUND"):
        assert exempt.get(code, ZERO) <= (BOOK.category(code).years[facts.year].cap or ZERO)
    fringe = sum((amount for code, amount in exempt.items() if code.startswith("C3_")), ZERO)
    cap = (pool.cap_with_children if facts.has_declared_children else pool.cap) or ZERO
    assert not fringe or fringe + facts.other_employers_fringe <= cap


@given(FACTS, BENEFITS)
def test_premiums_in_money_never_get_more_than_the_cap_leaves_after_conversion(
    facts: YearFacts, held: list[Benefit]
) -> None:
    found, year = assess_year(facts, held), BOOK.premium[facts.year]
    converted = sum((line.verdict.exempt for line in found.lines if line.benefit.is_converted), ZERO)
    assert found.whole.substitute_tax_base + converted <= max(year.cash_cap, year.conversion_cap)
    assert (found.whole.substitute_tax > 0) <= (found.whole.substitute_tax_base > 0)


@given(FACTS, AMOUNTS, AMOUNTS, st.sampled_from(["A_HEALTH_FUND", "H_PENSION_FUND"]))
def test_splitting_a_purchase_changes_nothing_under_an_excess_cap(
    facts: YearFacts, one: Decimal, other: Decimal, category: str
) -> None:
    whole = Benefit(category, one + other, mode="fund_contribution")
    parts = [replace(whole, amount=one), replace(whole, amount=other)]
    together, apart = assess_year(facts, [whole]).whole, assess_year(facts, parts).whole
    assert (together.exempt, together.taxable_ordinary) == (apart.exempt, apart.taxable_ordinary)


@given(FACTS, st.lists(AMOUNTS, min_size=1, max_size=6))
def test_one_cent_over_the_cliff_taxes_the_whole_pool(facts: YearFacts, amounts: list[Decimal]) -> None:
    held = [Benefit("C3_GOODS_SERVICES", amount, mode="voucher") for amount in amounts]
    found, pool = assess_year(facts, held).whole, BOOK.pool.years[facts.year]
    cap = (pool.cap_with_children if facts.has_declared_children else pool.cap) or ZERO
    total = sum(amounts, ZERO)
    over = total + facts.other_employers_fringe > cap
    assert (found.exempt, found.taxable_ordinary) == ((ZERO, total) if over else (total, ZERO))


@given(FACTS, BENEFITS)
def test_the_decision_follows_from_the_figures(facts: YearFacts, held: list[Benefit]) -> None:
    found = assess_year(facts, held)
    whole, decisions = found.whole, {line.verdict.decision for line in found.lines}
    if Decision.NEEDS_REVIEW in decisions:
        assert whole.decision == Decision.NEEDS_REVIEW
    elif decisions == {Decision.REFUSED}:
        assert whole.decision == Decision.REFUSED
    elif whole.taxable_ordinary:
        partly = bool(whole.exempt or whole.substitute_tax_base)
        assert whole.decision == (Decision.PARTIALLY_TAXABLE if partly else Decision.TAXABLE)
    else:
        assert whole.decision in (Decision.EXEMPT, Decision.EXEMPT_FROM_ORDINARY)


@given(FACTS, BENEFITS)
def test_every_reason_has_a_law_and_words_that_can_be_filled(facts: YearFacts, held: list[Benefit]) -> None:
    for reason in assess_year(facts, held).whole.reasons:
        assert reason.law_ref
        assert reason.message % reason.params
        assert "%(" not in reason.message % reason.params + reason.next_step % reason.params


@given(st.integers(), BENEFITS)
def test_a_year_without_rules_is_an_error(year: int, held: list[Benefit]) -> None:
    assume(not 2023 <= year <= 2027)
    with pytest.raises(YearWithoutRules):
        assess_year(YearFacts(year), held)


@given(FACTS, BENEFITS, benefits(), SWITCHED)
def test_what_is_within_the_room_fits_and_one_cent_more_does_not(
    facts: YearFacts, held: list[Benefit], new: Benefit, turned: Switches
) -> None:
    new = replace(new, received_on=None)
    room = assess_next(facts, held, new, turned).room
    if room is None:
        assert assess_next(facts, held, new, turned).fits
        return
    within, over = (assess_next(facts, held, replace(new, amount=amount), turned) for amount in (room, room + CENT))
    assert within.room == over.room == room
    assert not over.fits
    assert within.fits or not room


@given(FACTS, BENEFITS, benefits())
def test_one_more_purchase_and_what_it_drags_along_make_the_difference(
    facts: YearFacts, held: list[Benefit], new: Benefit
) -> None:
    new = replace(new, received_on=None)
    before, answer = assess_year(facts, held).whole, assess_next(facts, held, new)
    more = answer.verdict.taxable_ordinary + answer.also_taxed
    assert answer.year.taxable_ordinary == before.taxable_ordinary + more
    assert answer.year == assess_year(facts, [*held, new]).whole
