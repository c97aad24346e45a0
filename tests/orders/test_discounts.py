"""Discounts of siblings and of several weeks: to the cent, and the same whoever asks first."""

import datetime
import uuid
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.orders.discounts import MANY_WEEKS, SECOND_CHILD, Asked, Held, Rate, Rules, discounts
from welfare.clock import now

LEO, SARA, NINA = (uuid.UUID(int=number) for number in (1, 2, 3))
BORN = {LEO: datetime.date(2019, 5, 1), SARA: datetime.date(2021, 5, 1), NINA: datetime.date(2023, 5, 1)}
WEEKS = [datetime.date(2027, 6, 7) + datetime.timedelta(days=7 * number) for number in range(8)]
TENTH = Rules(second_child=Rate(Decimal(10), is_percent=True))
FROM_THIRD = Rules(many_weeks=Rate(Decimal("15.50"), is_percent=False), weeks_from=3)
BOTH = Rules(TENTH.second_child, FROM_THIRD.many_weeks, 3)


def week(number: int, who: uuid.UUID | None = LEO, price: str = "140.00") -> Asked:
    return Asked(who, WEEKS[number], Decimal(price), BORN.get(who) if who else None)


def held(who: uuid.UUID, *kinds: str, minutes: int = 60) -> Held:
    return Held(who, now() - datetime.timedelta(minutes=minutes), is_child=True, kinds=frozenset(kinds))


def off(rules: Rules, *asked: Asked, before: tuple[Held, ...] = ()) -> list[dict[str, str]]:
    """What is taken off each week, by kind."""
    return [{each.kind: str(each.amount) for each in found} for found in discounts(rules, asked, before)]


def test_the_eldest_pays_in_full_every_other_child_less() -> None:
    found = off(TENTH, week(0, SARA), week(0, LEO), week(0, NINA))
    assert found == [{SECOND_CHILD: "14.00"}, {}, {SECOND_CHILD: "14.00"}]


def test_a_sibling_of_another_week_counts_in_the_same_series() -> None:
    assert off(TENTH, week(0, LEO), week(5, SARA)) == [{}, {SECOND_CHILD: "14.00"}]


def test_who_already_pays_in_full_goes_on_to_however_old() -> None:
    assert off(TENTH, week(0, LEO), before=(held(SARA),)) == [{SECOND_CHILD: "14.00"}]
    assert off(TENTH, week(1, SARA), before=(held(SARA),)) == [{}]


def test_after_the_one_in_full_has_cancelled_the_next_pays_in_full() -> None:
    """Sara keeps her discount, but nobody gets a second one for taking turns."""
    assert off(TENTH, week(0, LEO), before=(held(SARA, SECOND_CHILD),)) == [{}]


def test_grown_ups_are_no_children() -> None:
    assert off(TENTH, week(0, None), week(0, LEO)) == [{}, {}]


def test_from_the_third_week_on_by_date_each_child_by_itself() -> None:
    found = off(FROM_THIRD, week(3), week(0), week(2), week(1), week(0, SARA), week(1, SARA))
    assert found == [{MANY_WEEKS: "15.50"}, {}, {MANY_WEEKS: "15.50"}, {}, {}, {}]


def test_weeks_booked_before_count_those_with_the_discount_do_not() -> None:
    assert off(FROM_THIRD, week(5), before=(held(LEO), held(LEO))) == [{MANY_WEEKS: "15.50"}]
    assert off(FROM_THIRD, week(5), before=(held(LEO), held(LEO, MANY_WEEKS))) == [{}]


def test_both_are_taken_from_the_full_price() -> None:
    before = (held(LEO), held(SARA, SECOND_CHILD), held(SARA, SECOND_CHILD))
    assert off(BOTH, week(2, SARA), before=before) == [{SECOND_CHILD: "14.00", MANY_WEEKS: "15.50"}]


@pytest.mark.parametrize(("price", "left"), [("140.00", "1.00"), ("12.00", "1.00"), ("0.80", "0.80")])
def test_something_is_left_to_pay(price: str, left: str) -> None:
    rules = Rules(second_child=Rate(Decimal("500"), is_percent=False))
    [_, found] = discounts(rules, [week(0, LEO), week(0, SARA, price)])
    assert Decimal(price) - sum(each.amount for each in found) == Decimal(left)


LINES = st.lists(
    st.builds(
        week,
        st.integers(0, 7),
        st.sampled_from([LEO, SARA, NINA, None]),
        st.decimals("1", "999", places=2).map(str),
    ),
    min_size=1,
    max_size=16,
    unique_by=lambda each: (each.person, each.starts_on),
)


@settings(max_examples=60, deadline=None)
@given(LINES, st.decimals("0.01", "90", places=2), st.randoms(use_true_random=False))
def test_whatever_the_order_of_the_form_each_week_costs_the_same_and_no_cent_is_lost(
    lines: list[Asked], percent: Decimal, random: Random
) -> None:
    rules = Rules(Rate(percent, is_percent=True), Rate(Decimal("9.99"), is_percent=False), 2)
    mixed = random.sample(lines, len(lines))
    plain = dict(zip(lines, discounts(rules, lines), strict=True))
    assert plain == dict(zip(mixed, discounts(rules, mixed), strict=True))
    for asked, found in plain.items():
        off = sum((each.amount for each in found), Decimal(0))
        assert off == off.quantize(Decimal("0.01")) >= 0
        assert asked.price - off >= min(asked.price, Decimal(1))
