"""Whom art. 12 of the TUIR counts as family, year by year."""

from decimal import Decimal

import pytest

from catalog.fiscal import (
    Decision,
    Kinship,
    PurchaseFacts,
    ReasonCode,
    RelativeFacts,
    Verdict,
    age_at_year_end,
    assess,
)

ART_433 = ["parent", "grandparent", "parent_in_law", "child_in_law", "sibling"]
BEFORE = [2023, 2024]
SINCE = [2025, 2026, 2027]


def dentist(year: int, relative: RelativeFacts) -> Verdict:
    """The verdict of a dentist's voucher, which asks nothing but a family member."""
    return assess(PurchaseFacts(year, "dental_care", "voucher", Decimal("90.00"), ("COMPANY_REGULATION",), relative))


def apart(kinship: str, *, alimony: bool = False) -> RelativeFacts:
    """A relative who lives elsewhere."""
    return RelativeFacts(kinship, 50, cohabiting=False, dependent=False, alimony=alimony)


@pytest.mark.parametrize("year", BEFORE + SINCE)
@pytest.mark.parametrize("kinship", ["spouse", "civil_partner", "child"])
def test_spouse_civil_partner_and_children_need_not_live_with_the_employee(year: int, kinship: str) -> None:
    assert dentist(year, apart(kinship)).accepted


@pytest.mark.parametrize("year", BEFORE)
@pytest.mark.parametrize("kinship", ART_433)
def test_until_2024_other_relatives_need_not_live_with_the_employee(year: int, kinship: str) -> None:
    assert dentist(year, apart(kinship)).accepted


@pytest.mark.parametrize("year", SINCE)
@pytest.mark.parametrize("kinship", ART_433)
def test_from_2025_other_relatives_who_live_elsewhere_are_under_review_and_not_sold(year: int, kinship: str) -> None:
    verdict = dentist(year, apart(kinship))
    assert verdict.decision == Decision.NEEDS_REVIEW
    assert not verdict.accepted
    assert verdict.exempt == 0
    assert verdict.taxable_if_paid_anyway == Decimal("90.00")
    (reason,) = verdict.reasons
    assert reason.code == ReasonCode.RELATIVE_NOT_COHABITING
    assert reason.law_ref == "TUIR art.12 c.4-ter; D.Lgs.192/2025 art.1"


@pytest.mark.parametrize("year", SINCE)
@pytest.mark.parametrize("kinship", ART_433)
def test_from_2025_living_together_or_alimony_makes_other_relatives_family(year: int, kinship: str) -> None:
    together = RelativeFacts(kinship, 50, cohabiting=True, dependent=False)
    assert dentist(year, together).accepted
    assert dentist(year, apart(kinship, alimony=True)).accepted


@pytest.mark.parametrize("year", BEFORE + SINCE)
def test_an_unmarried_partner_is_never_family(year: int) -> None:
    partner = RelativeFacts("unmarried_partner", 50, cohabiting=True, dependent=True, alimony=True)
    verdict = dentist(year, partner)
    assert verdict.decision == Decision.REFUSED
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.NOT_FAMILY]


@pytest.mark.parametrize("year", SINCE)
def test_from_2025_a_separated_spouse_is_not_family(year: int) -> None:
    spouse = RelativeFacts("spouse", 50, cohabiting=True, dependent=False, separated=True)
    verdict = dentist(year, spouse)
    assert verdict.decision == Decision.REFUSED
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.SPOUSE_SEPARATED]


@pytest.mark.parametrize("year", BEFORE)
def test_until_2024_the_rules_on_record_do_not_look_at_separation(year: int) -> None:
    spouse = RelativeFacts("spouse", 50, cohabiting=True, dependent=False, separated=True)
    assert dentist(year, spouse).accepted


def test_separation_speaks_of_a_spouse_only() -> None:
    child = RelativeFacts("child", 50, cohabiting=True, dependent=False, separated=True)
    assert dentist(2026, child).accepted


def test_a_definite_refusal_outweighs_an_open_point_of_law() -> None:
    facts = PurchaseFacts(2026, "caregiver", "quote", Decimal("90.00"), ("VOLUNTARY",), apart("parent"))
    verdict = assess(facts)
    assert verdict.decision == Decision.REFUSED
    assert [reason.code for reason in verdict.reasons] == [
        ReasonCode.RELATIVE_NOT_COHABITING,
        ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE,
    ]


def test_age_is_what_is_completed_by_the_last_day_of_the_year() -> None:
    assert age_at_year_end(1951, 2026) == 75


def test_every_kinship_is_either_family_in_some_year_or_the_unmarried_partner() -> None:
    never = {
        kinship
        for kinship in Kinship
        if not dentist(2024, RelativeFacts(kinship, 50, cohabiting=True, dependent=True)).accepted
    }
    assert never == {Kinship.UNMARRIED_PARTNER}
