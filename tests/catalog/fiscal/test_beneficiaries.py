"""Who may benefit: art. 12 by year, dependence for passes, age or certificate for care."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.fiscal import Employee, RelativeFacts, rule_book
from tests.catalog.fiscal.benefits import CHILD, PARENT, benefit, codes, figures, verdict

ART_433 = ["parent", "grandparent", "parent_in_law", "child_in_law", "sibling"]


def person(kinship: str, **more: object) -> RelativeFacts:
    """A relative of 50 who lives elsewhere."""
    return replace(RelativeFacts(kinship, 50, cohabiting=False, dependent=False), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kinship", ["spouse", "civil_partner", "child", *ART_433])
@pytest.mark.parametrize("year", [2023, 2024])
def test_until_2024_every_relative_of_art_433_is_family(kinship: str, year: int) -> None:
    assert figures(benefit("FBIS_EDUCATION", "500.00", beneficiary=person(kinship)), year=year)[0] == "exempt"


@pytest.mark.parametrize("kinship", ART_433)
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_from_2025_those_who_live_elsewhere_are_under_review_as_if_refused(kinship: str, year: int) -> None:
    apart = benefit("FBIS_EDUCATION", "500.00", beneficiary=person(kinship))
    assert figures(apart, year=year) == ("needs_review", "0.00", "0.00")
    assert verdict(apart, year=year).taxable_if_paid_anyway == Decimal("500.00")
    for near in ({"cohabiting": True}, {"alimony": True}):
        assert (
            figures(benefit("FBIS_EDUCATION", "500.00", beneficiary=person(kinship, **near)), year=year)[0] == "exempt"
        )


@pytest.mark.parametrize("kinship", ["spouse", "civil_partner", "child"])
def test_spouse_civil_partner_and_children_may_live_elsewhere(kinship: str) -> None:
    assert figures(benefit("FBIS_EDUCATION", "500.00", beneficiary=person(kinship)))[0] == "exempt"


def test_a_separated_spouse_is_family_until_2024_only() -> None:
    apart = benefit("FBIS_EDUCATION", "500.00", beneficiary=person("spouse", separated=True))
    assert figures(apart, year=2024)[0] == "exempt"
    assert codes(apart, year=2025) == ["spouse_separated"]


@pytest.mark.parametrize("year", range(2023, 2028))
def test_an_unmarried_partner_is_never_family(year: int) -> None:
    partner = person("unmarried_partner", cohabiting=True, dependent=True, alimony=True)
    assert codes(benefit("F_SOCIAL_UTILITY", "50.00", beneficiary=partner), year=year) == ["not_family"]


def test_one_purchase_under_review_puts_the_year_under_review() -> None:
    apart = benefit("FBIS_EDUCATION", "500.00", beneficiary=person("parent"))
    refused = benefit("F_SOCIAL_UTILITY", "50.00", mode="reimbursement")
    assert figures(apart, refused, benefit("F_SOCIAL_UTILITY", "70.00")) == ("needs_review", "70.00", "0.00")


@pytest.mark.parametrize(
    ("relative", "decision"),
    [
        (PARENT, "exempt"),
        (replace(PARENT, age_at_year_end=75), "exempt"),
        (replace(PARENT, age_at_year_end=74), "refused"),
        (replace(PARENT, age_at_year_end=None), "refused"),
        (replace(PARENT, age_at_year_end=40, medical_certificate=True), "exempt"),
        (replace(CHILD, medical_certificate=True), "exempt"),
        (person("parent", age_at_year_end=74), "refused"),
        (person("parent", age_at_year_end=75), "needs_review"),
    ],
)
def test_care_asks_75_years_or_a_certificate(relative: RelativeFacts, decision: str) -> None:
    assert figures(benefit("FTER_CARE", "1000.00", beneficiary=relative))[0] == decision


@pytest.mark.parametrize("category", ["FBIS_EDUCATION", "FTER_CARE"])
def test_letters_f_bis_and_f_ter_are_for_relatives_only(category: str) -> None:
    assert codes(benefit(category, "500.00", beneficiary=Employee())) == ["service_not_for_employee"]


@pytest.mark.parametrize("category", ["A_HEALTH_FUND", "H_PENSION_FUND", "C_CANTEEN", "D_COLLECTIVE_TRANSPORT"])
def test_funds_meals_and_shuttles_are_for_the_employee_only(category: str) -> None:
    assert codes(benefit(category, "50.00", beneficiary=CHILD)) == ["service_not_for_family"]


def test_only_passes_ask_that_a_relative_be_dependent() -> None:
    grown = replace(CHILD, dependent=False)
    assert codes(benefit("DBIS_TPL_PASS", "300.00", beneficiary=grown)) == ["relative_not_dependent"]
    assert figures(benefit("DBIS_TPL_PASS", "300.00", beneficiary=CHILD))[0] == "exempt"
    assert figures(benefit("DBIS_TPL_PASS", "300.00"))[0] == "exempt"
    assert figures(benefit("FBIS_EDUCATION", "300.00", beneficiary=grown))[0] == "exempt"


@pytest.mark.parametrize(
    ("kinship", "age", "income", "dependent"),
    [
        ("child", 24, "4000.00", True),
        ("child", 24, "4000.01", False),
        ("child", 25, "4000.00", False),
        ("child", 25, "2840.51", True),
        ("child", None, "2840.52", False),
        ("child", 10, None, False),
        ("sibling", 20, "2840.52", False),
        ("spouse", 40, "2840.51", True),
        ("spouse", 40, "2840.52", False),
    ],
)
def test_who_depends_on_the_employee(kinship: str, age: int | None, income: str | None, dependent: bool) -> None:
    amount = None if income is None else Decimal(income)
    assert rule_book().dependence.dependent(kinship, age, amount) is dependent
