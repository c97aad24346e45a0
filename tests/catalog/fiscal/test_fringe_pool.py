"""Art. 51 c. 3: one pool, one cap a year, and a cliff that taxes the whole from the first cent over it."""

from decimal import Decimal
from typing import Any

import pytest

from tests.catalog.fiscal.benefits import CHILD, benefit, codes, figures, goods, verdict

BASE = {2023: "258.23", 2024: "1000.00", 2025: "1000.00", 2026: "1000.00", 2027: "1000.00"}
WITH_CHILDREN = {2023: "3000.00", 2024: "2000.00", 2025: "2000.00", 2026: "2000.00", 2027: "2000.00"}
CENT = Decimal("0.01")
DECLARED = {"dependent_children": 1, "children_declaration": True}


@pytest.mark.parametrize(("year", "cap"), BASE.items())
def test_up_to_the_cap_is_exempt_and_one_cent_over_it_taxes_the_whole(year: int, cap: str) -> None:
    assert figures(goods(cap), year=year) == ("exempt", cap, "0.00")
    over = str(Decimal(cap) + CENT)
    assert figures(goods(over), year=year) == ("taxable", "0.00", over)


@pytest.mark.parametrize(("year", "cap"), WITH_CHILDREN.items())
def test_declared_dependent_children_raise_the_cap(year: int, cap: str) -> None:
    assert figures(goods(cap), year=year, **DECLARED) == ("exempt", cap, "0.00")
    over = str(Decimal(cap) + CENT)
    assert figures(goods(over), year=year, **DECLARED) == ("taxable", "0.00", over)


@pytest.mark.parametrize(
    "facts",
    [
        {"dependent_children": 1, "children_declaration": False},
        {"dependent_children": 0, "children_declaration": True},
    ],
)
def test_without_children_or_without_their_declaration_the_cap_is_the_lower_one(facts: dict[str, Any]) -> None:
    assert figures(goods("1500.00"), **facts)[0] == "taxable"


def test_goods_utilities_rent_and_interest_share_one_cap() -> None:
    pool = [
        goods("400.00"),
        benefit("C3_UTILITIES", "300.00"),
        benefit("C3_RENT", "200.00"),
        benefit("C3_MORTGAGE_INTEREST", "100.00"),
    ]
    assert figures(*pool) == ("exempt", "1000.00", "0.00")
    assert figures(*pool, goods("0.01")) == ("taxable", "0.00", "1000.01")


def test_the_company_car_read_from_payroll_eats_the_same_cap() -> None:
    car = benefit("C3_CONVENTIONAL_C4", "900.00")
    assert figures(car, goods("100.00")) == ("exempt", "1000.00", "0.00")
    assert figures(car, goods("100.01")) == ("taxable", "0.00", "1000.01")


def test_what_other_employers_gave_counts_for_the_cap_and_only_our_own_value_is_told() -> None:
    other: dict[str, Any] = {"other_employers_fringe": Decimal("800.00")}
    assert figures(goods("200.00"), **other) == ("exempt", "200.00", "0.00")
    assert figures(goods("200.01"), **other) == ("taxable", "0.00", "200.01")
    assert figures(**other) == ("exempt", "0.00", "0.00")


def test_the_reason_says_total_cap_and_the_law_of_the_year() -> None:
    (reason,) = verdict(goods("1000.01"), year=2025).reasons
    assert reason.code == "pool_over_limit"
    assert reason.law_ref == "L.207/2024 art.1 c.390-391"
    assert "1.000,01" in reason.message % reason.params
    assert "1.000,00" in reason.message % reason.params


@pytest.mark.parametrize("category", ["C3_RENT", "C3_MORTGAGE_INTEREST"])
def test_rent_and_interest_were_not_exempt_in_2023_and_refused_they_enter_no_pool(category: str) -> None:
    rent = benefit(category, "500.00")
    assert codes(rent, year=2023, **DECLARED) == ["category_not_in_year"]
    assert figures(rent, goods("258.23"), year=2023) == ("exempt", "258.23", "0.00")
    assert verdict(rent, year=2023).taxable_if_paid_anyway == Decimal("500.00")


def test_utilities_were_only_for_declared_dependent_children_in_2023() -> None:
    bill = benefit("C3_UTILITIES", "100.00")
    assert figures(bill, year=2023)[0] == "refused"
    assert codes(bill, year=2023) == ["only_with_children"]
    assert figures(bill, year=2023, **DECLARED) == ("exempt", "100.00", "0.00")
    assert figures(bill, year=2024) == ("exempt", "100.00", "0.00")


def test_utilities_of_2023_count_against_the_cap_of_goods() -> None:
    bill = benefit("C3_UTILITIES", "800.00")
    assert figures(goods("2200.00"), bill, year=2023, **DECLARED) == ("exempt", "3000.00", "0.00")
    assert figures(goods("2200.01"), bill, year=2023, **DECLARED) == ("taxable", "0.00", "3000.01")


def test_other_categories_are_outside_the_pool_and_survive_the_cliff() -> None:
    school = benefit("FBIS_EDUCATION", "4000.00", beneficiary=CHILD)
    assert figures(school, goods("1000.01")) == ("partially_taxable", "4000.00", "1000.01")


def test_fringe_benefits_may_be_given_to_one_person_alone() -> None:
    assert figures(goods("1000.00"), offered_to="single_employee") == ("exempt", "1000.00", "0.00")
