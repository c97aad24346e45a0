"""What the law asks of a plan: its source, to whom it is offered, no pay replaced, no cash; and the order of tests."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from catalog.fiscal import CASH_OUT, Benefit, RelativeFacts, UnknownCode, YearFacts, YearWithoutRules, assess_year
from tests.catalog.fiscal.benefits import CHILD, benefit, codes, figures, goods, verdict

ONE: dict[str, Any] = {"offered_to": "single_employee"}
PARTNER = RelativeFacts("unmarried_partner", 40, cohabiting=True, dependent=False)


@pytest.mark.parametrize("year", [2022, 2028, 0, -2026])
def test_a_year_without_rules_is_an_error(year: int) -> None:
    with pytest.raises(YearWithoutRules):
        assess_year(YearFacts(year), [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "Z_LETTER"},
        {"services": ("spaceship",)},
    ],
)
def test_codes_that_the_data_does_not_name_are_errors(wrong: dict[str, object]) -> None:
    with pytest.raises(UnknownCode):
        figures(replace(goods("1.00"), **wrong))  # type: ignore[arg-type]


def test_a_mode_or_an_offer_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownCode):
        goods("1.00", mode="pigeon")
    with pytest.raises(UnknownCode):
        YearFacts(2026, offered_to="friends")


@pytest.mark.parametrize("source", ["CONTRACT_CCNL", "COMPANY_AGREEMENT", "COMPANY_REGULATION", "VOLUNTARY"])
def test_every_source_of_a_plan_pays_education(source: str) -> None:
    assert figures(benefit("FBIS_EDUCATION", "10.00", budget=source))[0] == "exempt"


@pytest.mark.parametrize(
    ("category", "source"),
    [
        ("A_HEALTH_FUND", "VOLUNTARY"),
        ("C_SITE_ALLOWANCE", "VOLUNTARY"),
        ("C_MEAL_PAPER", "PDR_CONVERSION"),
        ("FBIS_EDUCATION", "RISTORNO"),
    ],
)
def test_a_source_that_the_category_does_not_name_is_refused(category: str, source: str) -> None:
    assert codes(benefit(category, "10.00", budget=source, meals=1)) == ["budget_not_eligible"]


@pytest.mark.parametrize("category", ["FBIS_EDUCATION", "C3_GOODS_SERVICES", "A_HEALTH_FUND", "PDR_CASH"])
def test_credit_in_place_of_pay_is_taxed_whatever_it_buys_and_outside_every_pool(category: str) -> None:
    swapped = benefit(category, "900.00", budget="SALARY_SACRIFICE")
    assert figures(swapped) == ("taxable", "0.00", "900.00")
    assert figures(swapped, goods("1000.00")) == ("partially_taxable", "1000.00", "900.00")
    (reason,) = verdict(swapped).reasons
    assert (reason.code, reason.law_ref) == ("replaces_pay", "TUIR art.51 c.1; ris.55/E 2020; risp.195/2025")


def test_replaced_pay_is_tested_before_the_mode_and_after_the_year() -> None:
    assert codes(benefit("F_SOCIAL_UTILITY", "10.00", mode="reimbursement", budget="SALARY_SACRIFICE")) == [
        "replaces_pay"
    ]
    assert codes(benefit("C3_RENT", "10.00", budget="SALARY_SACRIFICE"), year=2023) == ["category_not_in_year"]


@pytest.mark.parametrize(
    ("category", "mode"),
    [("F_SOCIAL_UTILITY", "direct_service"), ("F_SOCIAL_UTILITY", "voucher"), ("C_CANTEEN", "direct_service")],
)
def test_services_and_vouchers_for_one_person_alone_join_the_pool(category: str, mode: str) -> None:
    alone = benefit(category, "1000.00", mode=mode)
    assert figures(alone, **ONE) == ("exempt", "1000.00", "0.00")
    assert codes(alone, **ONE) == ["offered_to_one_in_pool"]
    assert figures(alone, goods("0.01"), **ONE) == ("taxable", "0.00", "1000.01")


@pytest.mark.parametrize("category", ["FBIS_EDUCATION", "A_HEALTH_FUND", "FQUATER_LTC_DD", "DBIS_TPL_PASS"])
def test_anything_else_for_one_person_alone_is_taxed_outside_the_pool(category: str) -> None:
    alone = benefit(category, "900.00")
    assert figures(alone, **ONE) == ("taxable", "0.00", "900.00")
    assert figures(alone, goods("1000.00"), **ONE) == ("partially_taxable", "1000.00", "900.00")


def test_pension_funds_and_fringe_benefits_need_not_be_offered_to_all() -> None:
    assert figures(benefit("H_PENSION_FUND", "5300.00"), goods("1000.00"), **ONE)[0] == "exempt"


def test_the_gates_of_the_category_come_before_generality() -> None:
    assert codes(benefit("F_SOCIAL_UTILITY", "10.00", mode="reimbursement"), **ONE) == ["mode_not_allowed"]


def test_everybody_or_a_homogeneous_category_is_general() -> None:
    for offered_to in ("all", "category"):
        assert figures(benefit("FBIS_EDUCATION", "900.00"), offered_to=offered_to)[0] == "exempt"


def test_the_rest_of_a_plan_is_never_paid_out() -> None:
    request = Benefit(CASH_OUT, Decimal("150.00"))
    assert figures(request) == ("refused", "0.00", "0.00")
    assert figures(request, goods("10.00")) == ("exempt", "10.00", "0.00")
    (reason,) = verdict(request).reasons
    assert reason.law_ref == "TUIR art.51 c.1; risp.311/2021"


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_rent_of_people_hired_in_2025_is_under_review(year: int) -> None:
    rent = benefit("NEWHIRE_RENT_2025", "4000.00")
    assert figures(rent, year=year) == ("needs_review", "0.00", "0.00")
    assert verdict(rent, year=year).taxable_if_paid_anyway == Decimal("4000.00")
    assert figures(rent, year=2024)[0] == "refused"
    assert figures(replace(rent, mode="voucher"), year=year)[0] == "refused"


def test_the_first_test_that_refuses_gives_the_reason() -> None:
    wrong = benefit(
        "FTER_CARE", "10.00", mode="payroll_cash", budget="RISTORNO", beneficiary=PARTNER, services=("gym",)
    )
    assert codes(wrong) == ["mode_not_allowed"]
    wrong = replace(wrong, mode="reimbursement")
    assert codes(wrong) == ["budget_not_eligible"]
    wrong = replace(wrong, budget="VOLUNTARY")
    assert codes(wrong) == ["not_family", "care_needs_age_or_certificate"]
    assert codes(replace(wrong, beneficiary=replace(CHILD, medical_certificate=True))) == ["service_of_other_category"]


@pytest.mark.parametrize(
    ("service", "more", "code"),
    [
        ("single_tickets", {}, "service_without_credit"),
        ("sport_outside_school", {"beneficiary": CHILD}, "service_of_other_category"),
        ("company_shuttle", {"beneficiary": CHILD}, "service_not_for_family"),
        ("university", {}, "service_not_for_employee"),
    ],
)
def test_a_service_named_must_be_of_the_category_for_its_beneficiary(
    service: str, more: dict[str, object], code: str
) -> None:
    assert codes(benefit("DBIS_TPL_PASS", "10.00", services=(service,), **more)) == [code]


def test_a_service_may_be_sold_in_fewer_modes_than_its_category() -> None:
    assert codes(benefit("F_SOCIAL_UTILITY", "10.00", mode="voucher", services=("shared_mobility",))) == [
        "mode_not_for_service"
    ]
    assert figures(benefit("F_SOCIAL_UTILITY", "10.00", services=("shared_mobility",)))[0] == "exempt"


def test_goods_are_bought_by_the_employee_also_for_the_household() -> None:
    assert figures(goods("10.00", mode="direct_service", services=("food_basket",)))[0] == "exempt"
    for_child = goods("10.00", mode="direct_service", services=("food_basket",), beneficiary=CHILD)
    assert codes(for_child) == ["service_not_for_family"]
    assert figures(goods("10.00", beneficiary=CHILD))[0] == "exempt"


def test_the_lines_of_a_year_are_in_its_order_and_add_up() -> None:
    found = assess_year(YearFacts(2026), [goods("10.00"), benefit("A_HEALTH_FUND", "4000.00")])
    assert [str(line.verdict.exempt) for line in found.lines] == ["10.00", "3615.20"]
    assert str(found.whole.taxable_ordinary) == "384.80"
