"""Letters a and h: health and pension funds, where only what goes over the cap is taxed."""

from decimal import Decimal

import pytest

from tests.catalog.fiscal.benefits import benefit, codes, figures, goods, verdict

CENT = Decimal("0.01")
CAPS = [
    *(("A_HEALTH_FUND", year, "3615.20") for year in range(2023, 2028)),
    *(("H_PENSION_FUND", year, "5164.57") for year in (2023, 2024, 2025)),
    *(("H_PENSION_FUND", year, "5300.00") for year in (2026, 2027)),
]


@pytest.mark.parametrize(("category", "year", "cap"), CAPS)
def test_only_the_excess_over_a_fund_cap_is_taxed(category: str, year: int, cap: str) -> None:
    assert figures(benefit(category, cap), year=year) == ("exempt", cap, "0.00")
    over = benefit(category, str(Decimal(cap) + CENT))
    assert figures(over, year=year) == ("partially_taxable", cap, "0.01")
    assert codes(over, year=year) == ["over_limit"]


def test_contributions_of_the_year_are_summed() -> None:
    monthly = [benefit("H_PENSION_FUND", "500.00") for _ in range(12)]
    assert figures(*monthly) == ("partially_taxable", "5300.00", "700.00")


def test_the_two_funds_and_the_care_cover_have_caps_of_their_own() -> None:
    funds = [benefit("A_HEALTH_FUND", "3615.20"), benefit("H_PENSION_FUND", "5300.00")]
    assert figures(*funds, benefit("FQUATER_LTC_DD", "9000.00"), goods("1000.00"))[0] == "exempt"


def test_the_reason_rests_on_the_law_of_the_fund() -> None:
    (reason,) = verdict(benefit("H_PENSION_FUND", "6000.00")).reasons
    assert reason.law_ref.startswith("TUIR art.51 c.2 lett.h")
    assert "5.300,00" in reason.message % reason.params


def test_voluntary_credit_pays_a_pension_fund_but_no_health_fund() -> None:
    assert figures(benefit("H_PENSION_FUND", "10.00", budget="VOLUNTARY"))[0] == "exempt"
    assert figures(benefit("A_HEALTH_FUND", "10.00", budget="VOLUNTARY"))[0] == "refused"


def test_an_employer_never_refunds_medical_bills() -> None:
    bill = benefit("A_HEALTH_FUND", "180.00", mode="reimbursement")
    assert codes(bill) == ["mode_not_allowed"]
    assert verdict(bill).taxable_if_paid_anyway == Decimal("180.00")
