"""What an employer sees of take-up tells nothing about fewer than ten people."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.plans.suppression import FEWEST, Part, hide_small, merge_small

ZERO = Decimal("0.00")
amounts = st.decimals(min_value="0.01", max_value="900.00", places=2)


def part(label: str, count: int, amount: str = "100.00", *, start: int = 0) -> Part[str]:
    """A part with so many people, numbered from `start`."""
    return Part(label, Decimal(amount), frozenset(range(start, start + count)))


@st.composite
def categories(draw: st.DrawFn) -> list[Part[int]]:
    """Parts that share nobody; nobody spent anything where there is nobody."""
    sizes = draw(st.lists(st.integers(0, 25), min_size=1, max_size=7))
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    people = [frozenset(range(a, a + n)) for a, n in zip(starts, sizes, strict=True)]
    return [Part(i, draw(amounts) if who else ZERO, frozenset(who)) for i, who in enumerate(people)]


@st.composite
def months(draw: st.DrawFn) -> list[Part[int]]:
    """Twelve months at most, with the same people coming back."""
    sets = draw(st.lists(st.frozensets(st.integers(0, 30), max_size=20), max_size=12))
    return [Part(i, draw(amounts) if who else ZERO, frozenset(who)) for i, who in enumerate(sets, start=1)]


def shown(parts: list[Part[str]]) -> dict[str, str | None]:
    """Label to what is shown."""
    return {figure.label: None if figure.amount is None else str(figure.amount) for figure in hide_small(parts)}


def test_parts_of_ten_or_more_are_shown() -> None:
    assert shown([part("a", 10), part("b", 30)]) == {"a": "100.00", "b": "100.00"}


def test_one_part_under_ten_takes_the_next_smallest_with_it() -> None:
    assert shown([part("a", 9), part("b", 30), part("c", 12)]) == {"a": None, "b": "100.00", "c": None}


def test_parts_that_hold_nothing_cover_for_nobody() -> None:
    parts = [part("a", 9), part("b", 0, "0.00"), part("c", 12), part("d", 20)]
    assert shown(parts) == {"a": None, "b": None, "c": None, "d": "100.00"}


def test_hidden_parts_together_speak_of_ten_or_more() -> None:
    parts = [part("a", 3), part("b", 4, start=10), part("c", 12, start=20), part("d", 20, start=40)]
    assert shown(parts) == {"a": None, "b": None, "c": None, "d": "100.00"}


@given(categories())
def test_no_hidden_part_follows_from_the_total_and_what_is_shown(parts: list[Part[int]]) -> None:
    figures = {figure.label: figure.amount for figure in hide_small(parts)}
    hidden = [one for one in parts if figures[one.label] is None]
    assert all(figures[one.label] == one.amount for one in parts if one not in hidden)
    assert all(len(one.people) >= FEWEST for one in parts if one not in hidden)
    if hidden and len(hidden) < len(parts):
        # What subtraction gives is one sum: over several parts that could share it otherwise,
        # and over enough people.
        assert sum(1 for one in hidden if one.amount) >= 2
        assert len(frozenset().union(*(one.people for one in hidden))) >= FEWEST


@given(categories())
def test_no_more_is_hidden_than_it_takes(parts: list[Part[int]]) -> None:
    figures = {figure.label: figure.amount for figure in hide_small(parts)}
    if all(len(one.people) >= FEWEST for one in parts):
        assert None not in figures.values()
    small = [one for one in parts if len(one.people) < FEWEST]
    covers = [one for one in parts if figures[one.label] is None and one not in small]
    left = [one for one in parts if figures[one.label] is not None]
    assert all(len(one.people) <= len(other.people) for one in covers for other in left)
    assert len(covers) <= 2


def test_a_month_under_ten_joins_the_following_ones() -> None:
    parts = [part("jan", 4), part("feb", 4, start=4), part("mar", 4, start=8), part("apr", 12)]
    spans = [(span.first, span.last, span.amount) for span in merge_small(parts)]
    assert spans == [("jan", "mar", Decimal("300.00")), ("apr", "apr", Decimal("100.00"))]


def test_the_same_people_again_do_not_make_ten() -> None:
    assert merge_small([part("jan", 6), part("feb", 6)]) == []


def test_what_is_left_at_the_end_joins_the_part_before() -> None:
    spans = merge_small([part("jan", 12), part("feb", 3), part("mar", 0, "0.00")])
    assert [(span.first, span.last, span.amount) for span in spans] == [("jan", "mar", Decimal("200.00"))]


@given(months())
def test_every_month_is_in_one_span_of_ten_people_or_more(parts: list[Part[int]]) -> None:
    spans = merge_small(parts)
    if not spans:
        assert len(frozenset().union(*(one.people for one in parts))) < FEWEST
        return
    covered = [label for span in spans for label in range(span.first, span.last + 1)]
    assert covered == [one.label for one in parts]
    for span in spans:
        inside = [one for one in parts if span.first <= one.label <= span.last]
        assert span.amount == sum(one.amount for one in inside)
        assert len(frozenset().union(*(one.people for one in inside))) >= FEWEST


@pytest.mark.parametrize("count", [1, 9])
def test_a_total_of_few_people_has_no_parts(count: int) -> None:
    assert merge_small([part("jan", count)]) == []
