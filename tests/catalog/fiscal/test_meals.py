"""Letter c: meal vouchers are exempt up to an amount a day worked."""

from decimal import Decimal

import pytest

from catalog.fiscal import WrongFact
from tests.catalog.fiscal.benefits import benefit, codes, figures, goods


@pytest.mark.parametrize(
    ("kind", "year", "exempt"),
    [
        *(("PAPER", year, "80.00") for year in range(2023, 2028)),
        *(("ELECTRONIC", year, "160.00") for year in (2023, 2024, 2025)),
        *(("ELECTRONIC", year, "200.00") for year in (2026, 2027)),
    ],
)
def test_each_kind_has_its_cap_a_day(kind: str, year: int, exempt: str) -> None:
    taxed = str(Decimal("240.00") - Decimal(exempt))
    vouchers = benefit(f"C_MEAL_{kind}", "240.00", meals=20)
    assert figures(vouchers, year=year, meal_days=20) == ("partially_taxable", exempt, taxed)
    assert codes(vouchers, year=year, meal_days=20) == ["meals_over_limit"]


def test_days_not_worked_give_no_right() -> None:
    assert figures(benefit("C_MEAL_ELECTRONIC", "200.00", meals=20), meal_days=15)[1:] == ("150.00", "50.00")
    assert figures(benefit("C_MEAL_ELECTRONIC", "200.00", meals=20), meal_days=0) == ("taxable", "0.00", "200.00")


def test_more_days_than_vouchers_exempt_no_more_than_the_vouchers() -> None:
    assert figures(benefit("C_MEAL_ELECTRONIC", "120.00", meals=10), meal_days=20)[1:] == ("100.00", "20.00")


def test_days_not_given_are_the_count() -> None:
    assert figures(benefit("C_MEAL_ELECTRONIC", "200.00", meals=20)) == ("exempt", "200.00", "0.00")


def test_two_lots_share_the_days_worked() -> None:
    lots = [benefit("C_MEAL_ELECTRONIC", "120.00", meals=12), benefit("C_MEAL_ELECTRONIC", "100.00", meals=10)]
    assert figures(*lots, meal_days=20)[1:] == ("200.00", "20.00")
    assert figures(*reversed(lots), meal_days=20)[1:] == ("200.00", "20.00")


def test_a_dear_lot_does_not_use_what_a_cheap_one_leaves() -> None:
    lots = [benefit("C_MEAL_ELECTRONIC", "120.00", meals=10), benefit("C_MEAL_ELECTRONIC", "50.00", meals=10)]
    assert figures(*lots)[1:] == ("150.00", "20.00")


def test_the_excess_of_meals_never_uses_the_pool() -> None:
    dinner = benefit("C_MEAL_PAPER", "100.00", meals=20)
    assert figures(dinner, goods("1000.00"), meal_days=20) == ("partially_taxable", "1080.00", "20.00")


def test_the_canteen_has_no_cap_and_the_site_allowance_has_one() -> None:
    assert figures(benefit("C_CANTEEN", "3000.00")) == ("exempt", "3000.00", "0.00")
    assert figures(benefit("C_SITE_ALLOWANCE", "120.00"), meal_days=20)[1:] == ("105.80", "14.20")


def test_without_a_count_and_without_days_nothing_can_be_told() -> None:
    with pytest.raises(WrongFact):
        figures(benefit("C_MEAL_PAPER", "100.00"))


def test_a_converted_premium_buys_no_meal_vouchers() -> None:
    voucher = benefit("C_MEAL_PAPER", "80.00", meals=20, budget="PDR_CONVERSION")
    assert codes(voucher, premium_agreement=True, prior_year_income=Decimal(20000)) == ["budget_not_eligible"]
