"""Amounts: two digits, no float, no cent lost, written the Italian way."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare.money import CENT, FloatMoney, MoneyError, amount, format_euro, rounded, split

CENTS = st.integers(-(10**11), 10**11)
AMOUNTS = CENTS.map(lambda cents: Decimal(cents).scaleb(-2))
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(lambda weights: sum(weights) > 0)


@given(CENTS)
def test_whole_cents_come_back_unchanged_with_two_digits(cents: int) -> None:
    exact = amount(Decimal(cents).scaleb(-2))
    assert exact * 100 == cents
    assert exact.as_tuple().exponent == -2
    assert amount(str(exact)) == exact


@pytest.mark.parametrize(("value", "text"), [("7", "7.00"), ("7.5", "7.50"), (7, "7.00"), (Decimal("7.500"), "7.50")])
def test_an_amount_always_has_two_digits(value: str | int | Decimal, text: str) -> None:
    assert str(amount(value)) == text


@given(st.floats())
def test_a_float_is_never_money(value: Any) -> None:
    for refuse in (amount, rounded, format_euro, lambda float_total: split(float_total, [1])):
        with pytest.raises(FloatMoney):
            refuse(value)
    with pytest.raises(FloatMoney):
        format_euro(value, whole=True)


@pytest.mark.parametrize(
    "value",
    ["", "a", "1,50", "0.001", Decimal("0.005"), "NaN", "Infinity", "-Infinity", "1e30", None, True, [], "1e-3"],
)
def test_what_is_not_whole_cents_is_refused_never_rounded(value: Any) -> None:
    with pytest.raises(MoneyError):
        amount(value)


@pytest.mark.parametrize(
    ("value", "text"), [("50.005", "50.01"), ("50.004", "50.00"), ("0.015", "0.02"), ("0.025", "0.03")]
)
def test_computed_figures_are_rounded_half_up(value: str, text: str) -> None:
    assert str(rounded(Decimal(value))) == text


@given(AMOUNTS, WEIGHTS)
def test_a_split_loses_no_cent(total: Decimal, weights: list[int]) -> None:
    parts = split(total, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == total


@given(AMOUNTS, WEIGHTS)
def test_each_part_is_its_share_but_for_less_than_a_cent(total: Decimal, weights: list[int]) -> None:
    for part, weight in zip(split(total, weights), weights, strict=True):
        share = Fraction(total) * weight / sum(weights)
        assert abs(Fraction(part) - share) < Fraction(CENT)
        assert part == 0 or weight > 0


@given(AMOUNTS, st.integers(1, 40))
def test_equal_weights_differ_by_at_most_a_cent_the_larger_first(total: Decimal, people: int) -> None:
    parts = [abs(part) for part in split(total, [1] * people)]
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= CENT


@given(AMOUNTS, WEIGHTS)
def test_a_split_of_a_debt_is_the_split_of_the_credit_turned(total: Decimal, weights: list[int]) -> None:
    assert split(-total, weights) == [-part for part in split(total, weights)]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [2, -1], [-1]])
def test_weights_that_share_nothing_out_are_refused(weights: list[int]) -> None:
    with pytest.raises(MoneyError):
        split(Decimal("1.00"), weights)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0,00\N{NO-BREAK SPACE}€"),
        ("0.5", "0,50\N{NO-BREAK SPACE}€"),
        ("999.99", "999,99\N{NO-BREAK SPACE}€"),
        ("1234.56", "1.234,56\N{NO-BREAK SPACE}€"),
        ("1234567.8", "1.234.567,80\N{NO-BREAK SPACE}€"),
        ("-1234.56", "-1.234,56\N{NO-BREAK SPACE}€"),
    ],
)
def test_euro_are_written_the_italian_way(value: str, text: str) -> None:
    assert format_euro(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("12345.49", "12.345"), ("12344.50", "12.345"), ("12345.50", "12.346"), ("-0.40", "0")]
)
def test_large_totals_are_written_in_whole_euro_rounded_half_up(value: str, text: str) -> None:
    assert format_euro(Decimal(value), whole=True) == f"{text}\N{NO-BREAK SPACE}€"


@given(AMOUNTS)
def test_what_is_written_can_be_read_back(value: Decimal) -> None:
    text = format_euro(value).removesuffix("\N{NO-BREAK SPACE}€")
    assert amount(text.replace(".", "").replace(",", ".")) == value
