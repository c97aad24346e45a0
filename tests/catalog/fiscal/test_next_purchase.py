"""One more purchase beside what the year holds: its verdict, what it drags into tax, what would still fit."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from catalog.fiscal import (
    PREMIUM_IN_CASH,
    Answer,
    Benefit,
    Employee,
    PurchaseFacts,
    Switches,
    UnknownCode,
    WrongFact,
    YearFacts,
    assess_next,
    benefit_of,
    switches,
)
from tests.catalog.fiscal.benefits import CHILD, benefit, goods

RIGHT: dict[str, Any] = {"premium_agreement": True, "prior_year_income": Decimal("40000.00")}


def asked(new: Benefit, *held: Benefit, year: int = 2026, turned: Switches | None = None, **facts: Any) -> Answer:
    """The answer to one more purchase."""
    return assess_next(YearFacts(year, **facts), held, new, turned or switches([]))


def told(answer: Answer) -> tuple[str, str, str, str]:
    """Decision and taxable of the purchase, what else it makes taxable, and the room before it."""
    verdict = answer.verdict
    return str(verdict.decision), str(verdict.taxable_ordinary), str(answer.also_taxed), str(answer.room)


def test_within_the_pool_it_fits_and_the_room_is_what_is_left() -> None:
    answer = asked(goods("200.00"), goods("600.00"))
    assert told(answer) == ("exempt", "0.00", "0.00", "400.00")
    assert answer.fits
    (limit,) = answer.limits
    assert (limit.kind, str(limit.cap), str(limit.used), str(limit.left)) == ("pool", "1000.00", "600.00", "400.00")


def test_crossing_the_cliff_drags_everything_before_it_into_tax() -> None:
    answer = asked(goods("400.01"), goods("600.00"))
    assert told(answer) == ("taxable", "400.01", "600.00", "400.00")
    assert not answer.fits
    assert str(answer.year.taxable_ordinary) == "1000.01"


def test_what_other_employers_gave_leaves_less_room() -> None:
    assert str(asked(goods("1.00"), goods("600.00"), other_employers_fringe=Decimal(300)).room) == "100.00"
    assert str(asked(goods("1.00"), goods("600.00"), other_employers_fringe=Decimal(900)).room) == "0.00"


def test_the_company_car_in_payroll_leaves_less_room() -> None:
    assert str(asked(goods("1.00"), benefit("C3_CONVENTIONAL_C4", "800.00")).room) == "200.00"


def test_without_a_limit_there_is_no_room_to_tell() -> None:
    answer = asked(benefit("FBIS_EDUCATION", "9000.00"))
    assert (answer.fits, answer.room, answer.limits) == (True, None, ())


def test_over_a_fund_cap_only_the_excess_of_the_purchase_is_taxed() -> None:
    answer = asked(benefit("H_PENSION_FUND", "500.00"), benefit("H_PENSION_FUND", "5000.00"))
    assert told(answer) == ("partially_taxable", "200.00", "0.00", "300.00")
    assert str(answer.verdict.exempt) == "300.00"


def test_what_is_refused_or_taxed_in_any_case_has_no_room() -> None:
    assert str(asked(benefit("F_SOCIAL_UTILITY", "10.00", mode="reimbursement")).room) == "0.00"
    assert str(asked(goods("10.00", budget="SALARY_SACRIFICE")).room) == "0.00"
    assert not asked(goods("10.00", budget="SALARY_SACRIFICE")).fits


def test_meals_have_the_room_of_their_days() -> None:
    held = benefit("C_MEAL_ELECTRONIC", "150.00", meals=15)
    assert str(asked(benefit("C_MEAL_ELECTRONIC", "80.00", meals=10), held, meal_days=20).room) == "50.00"
    assert str(asked(benefit("C_MEAL_ELECTRONIC", "80.00", meals=10), held).room) == "100.00"


def test_cumulative_vouchers_have_the_room_of_their_own_limit_and_of_the_pool() -> None:
    card = goods("500.00", mode="cumulative_voucher")
    answer = asked(card, goods("700.00", mode="cumulative_voucher"))
    assert (str(answer.verdict.decision), str(answer.room)) == ("refused", "300.00")
    assert str(asked(card, goods("400.00", mode="cumulative_voucher"), goods("500.00")).room) == "100.00"


def test_a_conversion_has_the_room_of_the_settled_cap_until_the_switch_is_turned() -> None:
    course = benefit("FBIS_EDUCATION", "1000.01", budget="PDR_CONVERSION")
    held = replace(course, amount=Decimal("2000.00"))
    answer = asked(course, held, **RIGHT)
    assert told(answer) == ("needs_review", "0.00", "0.00", "1000.00")
    assert not answer.fits
    turned = asked(course, held, turned=switches(["conversion_over_base"]), **RIGHT)
    assert told(turned) == ("exempt", "0.00", "0.00", "3000.00")


def test_a_conversion_that_takes_the_place_of_money_says_what_becomes_taxable() -> None:
    cash = Benefit(PREMIUM_IN_CASH, Decimal("2500.00"))
    answer = asked(benefit("FBIS_EDUCATION", "800.00", budget="PDR_CONVERSION"), cash, year=2025, **RIGHT)
    assert told(answer) == ("exempt", "0.00", "300.00", "500.00")
    assert not answer.fits


def test_a_premium_in_money_fits_while_its_cap_lasts() -> None:
    cash = Benefit(PREMIUM_IN_CASH, Decimal("1000.00"))
    answer = asked(cash, replace(cash, amount=Decimal("4500.00")), **RIGHT)
    assert told(answer) == ("partially_taxable", "500.00", "0.00", "500.00")
    assert asked(cash, **RIGHT).fits


def test_a_converted_fringe_benefit_has_the_room_of_the_narrowest_cap() -> None:
    card = goods("1.00", budget="PDR_CONVERSION")
    answer = asked(card, goods("100.00"), benefit("FBIS_EDUCATION", "2500.00", budget="PDR_CONVERSION"), **RIGHT)
    assert str(answer.room) == "500.00"
    assert [str(limit.left) for limit in answer.limits] == ["900.00", "500.00", "2500.00"]


def test_what_was_bought_in_other_years_takes_no_room() -> None:
    last_year = goods("900.00", received_on=datetime.date(2025, 12, 20))
    assert str(asked(goods("1.00"), last_year).room) == "1000.00"


def test_a_purchase_of_another_year_is_an_error() -> None:
    with pytest.raises(WrongFact):
        asked(goods("1.00", received_on=datetime.date(2027, 2, 1)))


def test_a_purchase_of_the_shop_becomes_a_benefit_of_the_year() -> None:
    facts = PurchaseFacts(2026, "summer_camp", "places", Decimal("180.00"), ("VOLUNTARY",), CHILD)
    camp = benefit_of(facts, "VOLUNTARY")
    assert camp is not None
    assert (camp.category, camp.mode, camp.services) == ("FBIS_EDUCATION", "direct_service", ("summer_camp",))
    assert asked(camp).fits
    assert benefit_of(replace(facts, beneficiary=Employee()), "VOLUNTARY") is None
    with pytest.raises(UnknownCode):
        benefit_of(replace(facts, service="spaceship"), "VOLUNTARY")
