"""Geometry of bars and columns."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from welfare.charts import columns, spans

amounts = st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=12)


@given(amounts)
def test_a_bar_is_filled_to_the_end_without_overlap(given_amounts: list[Decimal]) -> None:
    pieces = spans(given_amounts)
    drawn = [piece for piece in pieces if piece.width]
    assert len(drawn) == sum(1 for amount in given_amounts if amount > 0)
    for one, following in pairwise(drawn):
        assert one.x + one.width < following.x
    if drawn:
        assert drawn[-1].x + drawn[-1].width == 1000
        assert min(piece.width for piece in drawn) >= 1


def test_pieces_are_in_proportion() -> None:
    first, second = spans([Decimal(250), Decimal(750)], width=1000, gap=0)
    assert (first.width, second.width) == (250, 750)


def test_nothing_to_show_draws_nothing() -> None:
    assert [piece.width for piece in spans([Decimal(0), Decimal(0)])] == [0, 0]
    assert columns([]) == []


def test_the_highest_column_is_the_whole_height_and_zero_has_none() -> None:
    high, none, low = columns([Decimal(100), Decimal(0), Decimal("0.01")], width=300, height=150)
    assert (high.y, high.height) == (0, 150)
    assert none.height == 0
    assert low.height == 3
    assert low.y + low.height == 150
