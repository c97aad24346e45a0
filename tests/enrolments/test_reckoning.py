"""When a cover begins, what it costs: over every day, level and family."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.enrolments import reckoning
from providers.models import StartRule

DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))
FEES = st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("rule", "on", "first"),
    [
        (StartRule.AT_ONCE, (2026, 11, 26), (2026, 11, 26)),
        (StartRule.NEXT_MONTH, (2026, 11, 26), (2026, 12, 1)),
        (StartRule.NEXT_MONTH, (2026, 12, 1), (2027, 1, 1)),
        (StartRule.NEXT_QUARTER, (2026, 11, 26), (2027, 1, 1)),
        (StartRule.NEXT_QUARTER, (2026, 1, 1), (2026, 4, 1)),
        (StartRule.NEXT_QUARTER, (2026, 3, 31), (2026, 4, 1)),
        (StartRule.NEXT_YEAR, (2026, 1, 1), (2027, 1, 1)),
    ],
)
def test_the_first_day(rule: str, on: tuple[int, int, int], first: tuple[int, int, int]) -> None:
    assert reckoning.first_day(rule, datetime.date(*on)) == datetime.date(*first)


@given(DAYS, st.sampled_from(StartRule.values))
def test_a_cover_begins_neither_before_nor_over_a_year_after(on: datetime.date, rule: str) -> None:
    first = reckoning.first_day(rule, on)
    assert on <= first <= datetime.date(on.year + 1, 1, 1)
    assert reckoning.last_day(first).year == first.year


@given(FEES, DAYS)
def test_the_months_that_are_left_cost_their_twelfths(fee: Decimal, first: datetime.date) -> None:
    part = reckoning.prorated(fee, first)
    assert 0 <= part <= fee
    assert abs(part - fee * (13 - first.month) / 12) <= Decimal("0.005")
    assert reckoning.prorated(fee, first.replace(month=1, day=1)) == fee


@given(FEES, st.none() | FEES, st.integers(0, 6), DAYS, st.booleans())
def test_what_is_shown_for_each_adds_up(
    fee: Decimal, relative_fee: Decimal | None, people: int, first: datetime.date, is_prorated: bool
) -> None:
    level = SimpleNamespace(fee=fee, relative_fee=relative_fee, is_prorated=is_prorated)
    cost = reckoning.cost_of(level, people, first)
    assert cost.total == cost.person + sum([cost.relative] * people)
    assert cost.total <= reckoning.yearly(level, people)


@pytest.mark.parametrize(
    ("kind", "number", "days"),
    [
        ("month", 12, ((2026, 12, 1), (2026, 12, 31))),
        ("month", 2, ((2026, 2, 1), (2026, 2, 28))),
        ("quarter", 4, ((2026, 10, 1), (2026, 12, 31))),
        ("year", 1, ((2026, 1, 1), (2026, 12, 31))),
    ],
)
def test_the_days_of_a_period(kind: str, number: int, days: tuple[tuple[int, int, int], ...]) -> None:
    assert reckoning.period_of(kind, 2026, number) == tuple(datetime.date(*day) for day in days)
