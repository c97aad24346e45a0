"""Performance premiums (L. 208/2015): in money under substitute tax, or converted without tax."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.fiscal import PREMIUM_IN_CASH, Benefit
from tests.catalog.fiscal.benefits import benefit, codes, figures, goods, verdict

RIGHT: dict[str, Any] = {"premium_agreement": True, "prior_year_income": Decimal("40000.00")}


def cash(amount: str, **more: Any) -> Benefit:
    """A premium paid in money."""
    return Benefit(PREMIUM_IN_CASH, Decimal(amount), **more)


def converted(category: str, amount: str, **more: Any) -> Benefit:
    """Something that a premium pays for."""
    return benefit(category, amount, budget="PDR_CONVERSION", **more)


def tax(*benefits: Benefit, year: int = 2026) -> tuple[str, str, str, str]:
    """Decision, ordinary taxable, substitute base and substitute tax of someone with the right."""
    found = verdict(*benefits, year=year, **RIGHT)
    base, due = found.substitute_tax_base, found.substitute_tax
    return str(found.decision), str(found.taxable_ordinary), str(base), str(due)


@pytest.mark.parametrize(
    ("year", "cap", "due"),
    [
        *((year, "3000.00", "150.00") for year in (2023, 2024, 2025)),
        *((year, "5000.00", "50.00") for year in (2026, 2027)),
    ],
)
def test_in_money_up_to_the_cap_of_the_year_at_its_rate(year: int, cap: str, due: str) -> None:
    assert tax(cash(cap), year=year) == ("exempt_from_ordinary", "0.00", cap, due)
    more = str(Decimal(cap) + Decimal("500.00"))
    assert tax(cash(more), year=year) == ("partially_taxable", "500.00", cap, due)


def test_substitute_tax_is_rounded_once_half_up_on_the_base_of_the_year() -> None:
    assert tax(cash("1000.10"), year=2025)[3] == "50.01"
    assert tax(cash("500.05"), cash("500.05"), year=2025)[3] == "50.01"
    assert tax(cash("0.10"), cash("0.10"), cash("0.10"), year=2025)[3] == "0.02"


@pytest.mark.parametrize(
    "facts",
    [
        {"premium_agreement": True},
        {"premium_agreement": False, "prior_year_income": Decimal("40000.00")},
        {"premium_agreement": True, "prior_year_income": Decimal("80000.01")},
    ],
)
def test_without_the_right_money_is_taxed_and_conversion_refused(facts: dict[str, Any]) -> None:
    assert figures(cash("2000.00"), **facts) == ("taxable", "0.00", "2000.00")
    assert codes(cash("2000.00"), **facts) == ["premium_without_right"]
    course = converted("FBIS_EDUCATION", "500.00")
    assert figures(course, **facts) == ("refused", "0.00", "0.00")
    assert codes(course, **facts) == ["no_right_to_convert"]


def test_exactly_the_income_limit_keeps_the_right() -> None:
    found = verdict(cash("2000.00"), premium_agreement=True, prior_year_income=Decimal("80000.00"))
    assert str(found.substitute_tax) == "20.00"


def test_converted_up_to_the_cap_no_tax_is_due() -> None:
    assert figures(converted("FBIS_EDUCATION", "3000.00"), year=2025, **RIGHT) == ("exempt", "3000.00", "0.00")
    over = converted("FBIS_EDUCATION", "3000.01")
    assert figures(over, year=2025, **RIGHT) == ("partially_taxable", "3000.00", "0.01")
    assert codes(over, year=2025, **RIGHT) == ["premium_over_limit"]


def test_money_and_conversion_share_the_cap_converted_first() -> None:
    both = [cash("1500.01"), converted("FBIS_EDUCATION", "2000.00")]
    assert tax(*both, year=2025) == ("partially_taxable", "500.01", "1000.00", "50.00")
    assert tax(*reversed(both), year=2025) == ("partially_taxable", "500.01", "1000.00", "50.00")


def test_contributions_to_funds_come_on_top_of_their_own_caps() -> None:
    on_top = [benefit("H_PENSION_FUND", "5164.57"), converted("H_PENSION_FUND", "3000.00")]
    assert figures(*on_top, year=2025, **RIGHT) == ("exempt", "8164.57", "0.00")
    assert figures(*on_top, converted("A_HEALTH_FUND", "0.01"), year=2025, **RIGHT)[2] == "0.01"
    health = [benefit("A_HEALTH_FUND", "3615.20"), converted("A_HEALTH_FUND", "3000.00")]
    assert figures(*health, year=2025, **RIGHT) == ("exempt", "6615.20", "0.00")


def test_converted_into_fringe_benefits_it_counts_in_the_pool_and_its_cliff() -> None:
    assert figures(converted("C3_GOODS_SERVICES", "1000.00"), **RIGHT) == ("exempt", "1000.00", "0.00")
    pool = [goods("1.00"), converted("C3_GOODS_SERVICES", "999.01")]
    assert figures(*pool, **RIGHT) == ("taxable", "0.00", "1000.01")


def test_converted_into_a_company_car_it_is_taxed_outside_the_pool() -> None:
    car = converted("C3_CONVENTIONAL_C4", "900.00")
    assert figures(car, goods("1000.00"), **RIGHT) == ("partially_taxable", "1000.00", "900.00")
    assert codes(car, **RIGHT) == ["taxed_when_converted"]


@pytest.mark.parametrize("year", [2026, 2027])
def test_from_2026_conversion_over_the_base_cap_is_under_review_with_figures_at_the_higher_cap(year: int) -> None:
    assert figures(converted("FBIS_EDUCATION", "3000.00"), year=year, **RIGHT)[0] == "exempt"
    course = converted("FBIS_EDUCATION", "4500.00")
    assert figures(course, year=year, **RIGHT) == ("needs_review", "4500.00", "0.00")
    assert verdict(course, year=year, **RIGHT).taxable_if_paid_anyway == 0
    assert codes(course, year=year, **RIGHT) == ["conversion_over_base"]
    assert figures(converted("FBIS_EDUCATION", "5000.01"), year=year, **RIGHT)[1:] == ("5000.00", "0.01")


def test_the_total_of_the_year_is_what_goes_over_the_base_cap() -> None:
    two = [converted("FBIS_EDUCATION", "2000.00"), converted("H_PENSION_FUND", "1000.01")]
    assert figures(*two, **RIGHT)[0] == "needs_review"


def test_what_goes_over_the_conversion_cap_is_taken_from_what_would_be_exempt() -> None:
    """The cliff taxes the goods; the excess of 1,000 over 3,000 is taxed besides: the conservative reading."""
    mixed = [converted("FBIS_EDUCATION", "2500.00"), converted("C3_GOODS_SERVICES", "1500.00")]
    assert figures(*mixed, year=2025, **RIGHT) == ("partially_taxable", "1500.00", "2500.00")
    assert figures(*reversed(mixed), year=2025, **RIGHT) == ("partially_taxable", "1500.00", "2500.00")


def test_each_year_names_its_law() -> None:
    (reason,) = verdict(cash("100.00"), year=2026, **RIGHT).reasons
    assert (reason.code, reason.params["rate"]) == ("substitute_tax", "1")
    assert reason.law_ref.endswith("L.199/2025 art.1 c.8-9")
    assert "1%" in reason.message % reason.params
