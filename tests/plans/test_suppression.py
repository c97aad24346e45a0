"""What an employer is told of the use of credit speaks of nobody's few, whatever it adds and subtracts."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.plans.suppression import FEWEST, sizes, tells_of_enough, told_apart

Cells = Mapping[tuple[str, str], frozenset[int]]


def people(count: int, start: int = 0) -> frozenset[int]:
    """So many people, numbered from `start`."""
    return frozenset(range(start, start + count))


@st.composite
def tables(draw: st.DrawFn) -> Cells:
    """People by budget and category, ten or more in all; a person is in one category."""
    counts = draw(st.lists(st.integers(0, 15), min_size=1, max_size=4))
    starts = [sum(counts[:index]) for index in range(len(counts))]
    found: dict[tuple[str, str], frozenset[int]] = {}
    for category, (start, count) in enumerate(zip(starts, counts, strict=True)):
        for budget in range(draw(st.integers(1, 3))):
            own = draw(st.frozensets(st.integers(start, start + max(count - 1, 0)))) if count else frozenset()
            if own:
                found[f"b{budget}", f"c{category}"] = own
    everybody = people(12, 100)
    return found | {("b0", "c0"): found.get(("b0", "c0"), frozenset()) | everybody}


def test_what_is_big_enough_is_told_apart() -> None:
    table = {("b", "workers"): people(10), ("b", "clerks"): people(30, 50)}
    assert told_apart(table) == (frozenset({"b"}), frozenset({"workers", "clerks"}))


def test_a_small_category_takes_the_next_smallest_with_it() -> None:
    table = {("b", "chiefs"): people(3), ("b", "clerks"): people(11, 10), ("b", "workers"): people(15, 30)}
    assert told_apart(table) == (frozenset({"b"}), frozenset({"workers"}))


def test_sources_come_before_categories() -> None:
    table = {("a", "workers"): people(12), ("a", "clerks"): people(5, 20), ("b", "clerks"): people(12, 30)}
    assert told_apart(table) == (frozenset({"a", "b"}), frozenset())


@pytest.mark.parametrize(("cells", "told"), [((), True), ((10, 0, 4000), True), ((10, 9), False)])
def test_cells(cells: tuple[int, ...], told: bool) -> None:
    assert tells_of_enough(cells) is told


@given(tables())
def test_no_cell_that_follows_from_what_is_told_holds_a_few(table: Cells) -> None:
    budgets, categories = told_apart(table)
    assert all(size >= FEWEST for size in sizes(table, budgets, categories) if size)


@given(tables())
def test_no_more_is_hidden_than_it_takes(table: Cells) -> None:
    budgets, categories = told_apart(table)
    rest = {category for _budget, category in table} - categories
    for more in itertools.combinations(sorted(rest), len(rest)):
        assert not more or not tells_of_enough(sizes(table, budgets, categories | frozenset(more)))
