"""Open points of law: off they are refused or reviewed, on they are read the other way, and only there."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.fiscal import (
    CAUTIOUS,
    SWITCHES,
    Benefit,
    RelativeFacts,
    SwitchCode,
    UnknownCode,
    Verdict,
    YearFacts,
    assess_year,
    switches,
)
from tests.catalog.fiscal.benefits import benefit

APART = RelativeFacts("parent", 80, cohabiting=False, dependent=False)
FACTS = YearFacts(2026, premium_agreement=True, prior_year_income=Decimal("40000.00"))


def turned(new: Benefit, *codes: str, facts: YearFacts = FACTS) -> Verdict:
    """The verdict with these switches on."""
    return assess_year(facts, [new], switches(codes)).whole


def test_every_switch_says_what_it_does_who_may_turn_it_and_on_which_law_it_rests() -> None:
    assert set(SWITCHES) == set(SwitchCode)
    for switch in SWITCHES.values():
        assert all((switch.law_ref, switch.question, switch.when_off, switch.when_on, switch.set_by))


def test_nothing_is_on_unless_it_is_turned() -> None:
    assert switches([]) == CAUTIOUS
    assert not any(CAUTIOUS.on(code) for code in SwitchCode)


def test_a_switch_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownCode):
        switches(["relatives_apart", "everything_goes"])


def test_relatives_who_live_elsewhere() -> None:
    care = benefit("FTER_CARE", "500.00", beneficiary=APART)
    assert turned(care).decision == "needs_review"
    assert turned(care, "conversion_over_base").decision == "needs_review"
    assert turned(care, "relatives_apart").decision == "exempt"
    young = replace(care, beneficiary=replace(APART, age_at_year_end=60))
    assert turned(young, "relatives_apart").decision == "refused"
    partner = replace(care, beneficiary=replace(APART, kinship="unmarried_partner"))
    assert turned(partner, "relatives_apart").decision == "refused"


def test_conversion_over_the_base_cap() -> None:
    course = benefit("FBIS_EDUCATION", "5000.01", budget="PDR_CONVERSION")
    for codes, decision in (([], "needs_review"), (["conversion_over_base"], "partially_taxable")):
        found = turned(course, *codes)
        assert (found.decision, str(found.exempt), str(found.taxable_ordinary)) == (decision, "5000.00", "0.01")


def test_in_a_year_that_is_settled_the_switch_changes_nothing() -> None:
    course, facts = benefit("FBIS_EDUCATION", "3500.00", budget="PDR_CONVERSION"), replace(FACTS, year=2025)
    assert turned(course, facts=facts) == turned(course, "conversion_over_base", facts=facts)
