"""One purchase, one verdict: each gate of the law, with its reason and its law."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.fiscal import (
    Decision,
    DeliveryWithoutVerdict,
    Employee,
    PurchaseFacts,
    Reason,
    ReasonCode,
    RelativeFacts,
    UnknownCode,
    VoucherTerms,
    WrongFact,
    YearFacts,
    YearWithoutRules,
    assess,
    assess_next,
    benefit_of,
    eligible_sources,
    eligible_sources_for,
    rule_book,
    switches,
)

CHILD = RelativeFacts("child", 8, cohabiting=True, dependent=True)
PARENT = RelativeFacts("parent", 80, cohabiting=True, dependent=False)
CAMP = PurchaseFacts(2026, "summer_camp", "places", Decimal("180.00"), ("CONTRACT_CCNL", "VOLUNTARY"), CHILD)
GYM = replace(CAMP, service="gym", delivery="voucher", beneficiary=Employee())
CARE = replace(CAMP, service="elder_home_care", delivery="voucher", beneficiary=PARENT)
PASS = replace(CAMP, service="transport_pass", delivery="voucher", beneficiary=CHILD)


def codes(facts: PurchaseFacts) -> list[ReasonCode]:
    """The codes of the reasons for a refusal."""
    verdict = assess(facts)
    assert not verdict.accepted
    return [reason.code for reason in verdict.reasons]


def only_reason(facts: PurchaseFacts) -> Reason:
    """The one reason of a verdict."""
    (reason,) = assess(facts).reasons
    return reason


def test_a_summer_camp_for_a_child_is_exempt_to_the_cent_and_says_under_which_law() -> None:
    verdict = assess(CAMP)
    assert verdict.accepted
    assert verdict.decision == Decision.EXEMPT
    assert verdict.exempt == Decimal("180.00")
    assert verdict.taxable_ordinary == verdict.taxable_if_paid_anyway == 0
    assert [reason.law_ref for reason in verdict.reasons] == ["TUIR art.51 c.2 lett.f-bis"]


def test_a_refusal_exempts_nothing_and_says_what_would_be_taxed() -> None:
    verdict = assess(replace(GYM, delivery="reimbursement"))
    assert verdict.decision == Decision.REFUSED
    assert verdict.exempt == verdict.taxable_ordinary == 0
    assert verdict.taxable_if_paid_anyway == Decimal("180.00")


def test_amounts_come_back_with_two_decimals() -> None:
    assert str(assess(replace(CAMP, amount=Decimal("7"))).exempt) == "7.00"


@pytest.mark.parametrize("year", [2022, 2028, 0, -1])
def test_a_year_without_rules_is_an_error_never_another_years_rules(year: int) -> None:
    with pytest.raises(YearWithoutRules) as raised:
        assess(replace(CAMP, year=year))
    assert raised.value.year == year


def test_a_year_without_rules_is_an_error_even_for_a_service_that_never_takes_credit() -> None:
    with pytest.raises(YearWithoutRules):
        assess(replace(CAMP, year=2028, service="shop_discount"))


def test_codes_that_the_data_does_not_name_are_errors() -> None:
    with pytest.raises(UnknownCode):
        assess(replace(CAMP, service="spaceship"))
    with pytest.raises(UnknownCode):
        assess(replace(CAMP, delivery="drone"))
    with pytest.raises(UnknownCode):
        RelativeFacts("cousin", 8, cohabiting=True, dependent=True)


@pytest.mark.parametrize("delivery", ["card", "public"])
def test_no_verdict_is_given_where_no_credit_moves(delivery: str) -> None:
    with pytest.raises(DeliveryWithoutVerdict):
        assess(replace(CAMP, delivery=delivery))


@pytest.mark.parametrize(
    "amount",
    [10.0, 10, "10.00", Decimal("NaN"), Decimal("-0.01"), Decimal("0.001"), Decimal("1e30")],
)
def test_an_amount_that_is_not_euro_and_cents_is_an_error(amount: object) -> None:
    with pytest.raises(WrongFact):
        replace(CAMP, amount=amount)  # type: ignore[arg-type]


def test_letter_f_is_never_exempt_by_reimbursement() -> None:
    reason = only_reason(replace(GYM, delivery="reimbursement"))
    assert reason.code == ReasonCode.MODE_NOT_ALLOWED
    assert reason.law_ref.startswith("TUIR art.51 c.2 lett.f;")


def test_a_mode_that_the_law_knows_may_still_not_be_sold_for_a_service() -> None:
    assert codes(replace(CAMP, service="scholarship")) == [ReasonCode.MODE_NOT_FOR_SERVICE]


def test_a_service_without_entries_never_takes_credit() -> None:
    reason = only_reason(replace(GYM, service="single_tickets"))
    assert (reason.code, reason.law_ref) == (
        ReasonCode.SERVICE_WITHOUT_CREDIT,
        "TUIR art.51 c.1",
    )


def test_education_is_for_the_family_not_for_the_employee() -> None:
    reason = only_reason(replace(CAMP, beneficiary=Employee()))
    assert reason.code == ReasonCode.SERVICE_NOT_FOR_EMPLOYEE
    assert reason.law_ref == "TUIR art.51 c.2 lett.f-bis"


def test_a_company_shuttle_is_for_the_employee_not_for_the_family() -> None:
    shuttle = replace(CAMP, service="company_shuttle")
    assert codes(shuttle) == [ReasonCode.SERVICE_NOT_FOR_FAMILY]
    assert assess(replace(shuttle, beneficiary=Employee())).accepted


@pytest.mark.parametrize(
    ("service", "delivery"),
    [
        ("shopping_voucher", "voucher"),
        ("food_basket", "places"),
        ("rent", "reimbursement"),
        ("meal_voucher_paper", "voucher"),
        ("meal_voucher_electronic", "voucher"),
        ("health_fund", "enrolment"),
        ("pension_fund", "enrolment"),
    ],
)
def test_a_category_with_a_cap_passes_the_gates_and_the_year_decides(service: str, delivery: str) -> None:
    facts = replace(CAMP, service=service, delivery=delivery, beneficiary=Employee())
    assert assess(facts).accepted
    assert rule_book().category(rule_book().service(service).entries[0].category).years[facts.year].capped


def test_a_category_that_the_law_did_not_have_that_year_is_refused() -> None:
    rent = replace(CAMP, year=2023, service="rent", delivery="reimbursement", beneficiary=Employee())
    assert ReasonCode.CATEGORY_NOT_IN_YEAR in codes(rent)
    assert eligible_sources("C3_RENT", 2023) == ()
    assert assess(replace(rent, year=2024)).accepted


def test_a_budget_that_the_category_does_not_name_cannot_pay() -> None:
    assert codes(replace(CAMP, budget_sources=("FRINGE", "SALARY_SACRIFICE"))) == [ReasonCode.BUDGET_NOT_ELIGIBLE]
    assert codes(replace(CAMP, budget_sources=())) == [ReasonCode.BUDGET_NOT_ELIGIBLE]


def test_only_the_eligible_sources_at_hand_are_returned_in_their_order() -> None:
    facts = replace(CAMP, budget_sources=("FRINGE", "VOLUNTARY", "CONTRACT_CCNL"))
    assert assess(facts).accepted
    assert eligible_sources_for(facts) == ("VOLUNTARY", "CONTRACT_CCNL")
    assert eligible_sources_for(replace(facts, beneficiary=Employee())) == ()


def test_voluntary_credit_cannot_pay_the_health_fund() -> None:
    sources = eligible_sources("A_HEALTH_FUND", 2026)
    assert sources == ("CONTRACT_CCNL", "COMPANY_AGREEMENT", "COMPANY_REGULATION", "PDR_CONVERSION")


def test_a_converted_premium_passes_the_gates_and_its_right_is_asked_with_the_year() -> None:
    facts = replace(CAMP, budget_sources=("PDR_CONVERSION",))
    assert assess(facts).accepted
    benefit = benefit_of(facts, "PDR_CONVERSION")
    assert benefit is not None
    answer = assess_next(YearFacts(facts.year), [], benefit)
    assert [reason.code for reason in answer.verdict.reasons] == [ReasonCode.NO_RIGHT_TO_CONVERT]


def test_a_turned_switch_reaches_the_gates() -> None:
    apart = replace(CAMP, beneficiary=RelativeFacts("parent", 70, cohabiting=False, dependent=False))
    assert codes(apart) == [ReasonCode.RELATIVE_NOT_COHABITING]
    assert assess(apart, switches(["relatives_apart"])).accepted


def test_eligible_sources_ask_for_a_known_category_and_year() -> None:
    with pytest.raises(YearWithoutRules):
        eligible_sources("FBIS_EDUCATION", 2028)
    with pytest.raises(UnknownCode):
        eligible_sources("Z_LETTER", 2026)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (VoucherTerms(nominative=False), ReasonCode.VOUCHER_NOT_NOMINATIVE),
        (VoucherTerms(single_service=False), ReasonCode.VOUCHER_WITH_SEVERAL_SERVICES),
        (VoucherTerms(full_price=False), ReasonCode.VOUCHER_NOT_FULL_PRICE),
    ],
)
def test_a_voucher_is_nominative_for_one_service_at_full_price(terms: VoucherTerms, code: ReasonCode) -> None:
    reason = only_reason(replace(GYM, voucher=terms))
    assert (reason.code, reason.law_ref) == (code, "TUIR art.51 c.3-bis; DM 25-3-2016 art.6")
    assert assess(replace(GYM, voucher=terms, delivery="places")).accepted


def test_care_is_exempt_from_75_years_completed_in_the_year() -> None:
    younger = replace(CARE, beneficiary=replace(PARENT, age_at_year_end=74))
    assert codes(younger) == [ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE]
    assert assess(younger).reasons[0].params["age"] == "75"
    assert assess(replace(CARE, beneficiary=replace(PARENT, age_at_year_end=75))).accepted


def test_a_certificate_stands_in_for_the_age_of_care() -> None:
    ill = RelativeFacts("child", 12, cohabiting=True, dependent=True, medical_certificate=True)
    assert assess(replace(CARE, beneficiary=ill)).accepted


def test_the_age_of_care_is_not_asked_of_other_services() -> None:
    assert assess(replace(GYM, beneficiary=replace(PARENT, age_at_year_end=60))).accepted


def test_only_a_transport_pass_asks_that_the_relative_be_dependent() -> None:
    grown = replace(CHILD, age_at_year_end=27, dependent=False)
    assert codes(replace(PASS, beneficiary=grown)) == [ReasonCode.RELATIVE_NOT_DEPENDENT]
    assert assess(PASS).accepted
    assert assess(replace(PASS, beneficiary=Employee())).accepted
    assert assess(replace(CAMP, service="university", beneficiary=grown)).accepted


def test_every_obstacle_is_told_at_once_in_the_order_of_the_law() -> None:
    partner = RelativeFacts("unmarried_partner", 60, cohabiting=True, dependent=False)
    facts = replace(CARE, beneficiary=partner, budget_sources=("FRINGE",))
    assert codes(facts) == [
        ReasonCode.BUDGET_NOT_ELIGIBLE,
        ReasonCode.NOT_FAMILY,
        ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE,
    ]
