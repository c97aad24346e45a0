"""Which figures of take-up an employer may see: none that speaks of fewer than ten people. Pure.

An employer knows who is in which category and when; a figure of a few people tells what they did.
What is hidden must also not follow from what is shown by subtraction from the total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from welfare.money import ZERO

FEWEST = 10
Label = TypeVar("Label")


@dataclass(frozen=True)
class Part(Generic[Label]):
    """A part of a total: what was spent in it, and by whom (as many as are needed to count)."""

    label: Label
    amount: Decimal
    people: frozenset[object]


@dataclass(frozen=True)
class Figure(Generic[Label]):
    """What is shown of one part; None is hidden."""

    label: Label
    amount: Decimal | None


@dataclass(frozen=True)
class Span(Generic[Label]):
    """Consecutive parts shown as one."""

    first: Label
    last: Label
    amount: Decimal


def hide_small(parts: Sequence[Part[Label]]) -> list[Figure[Label]]:
    """Hide the parts under ten people, and as many of the next smallest as keep them hidden.

    The hidden parts together are what the total lacks: they must be two or more that hold
    something, and speak of ten people or more.
    """
    ordered = sorted(parts, key=lambda part: (len(part.people), part.amount))
    hidden = [part for part in ordered if len(part.people) < FEWEST]
    shown = ordered[len(hidden) :]
    while hidden and shown and gives_away(hidden):
        hidden.append(shown.pop(0))
    return [Figure(part.label, part.amount if part in shown else None) for part in parts]


def gives_away(hidden: Sequence[Part[Label]]) -> bool:
    """Whether the sum of these parts tells what one of them is, or speaks of fewer than ten."""
    holding = [part for part in hidden if part.amount]
    people: frozenset[object] = frozenset().union(*(part.people for part in hidden))
    return len(holding) < 2 or len(people) < FEWEST


def merge_small(parts: Sequence[Part[Label]]) -> list[Span[Label]]:
    """Join each part under ten people with the following until they reach ten; in order, none left out.

    What remains at the end joins the part before it. When all together are under ten: nothing.
    """
    groups: list[list[Part[Label]]] = []
    waiting: list[Part[Label]] = []
    for part in parts:
        waiting.append(part)
        if people_in(waiting) >= FEWEST:
            groups.append(waiting)
            waiting = []
    if not groups:
        return []
    groups[-1].extend(waiting)
    return [Span(group[0].label, group[-1].label, total_of(group)) for group in groups]


def tells_of_enough(cells: Iterable[int]) -> bool:
    """Whether each cell that holds anybody holds ten people or more, so that no difference of sums tells of fewer."""
    return all(people >= FEWEST for people in cells if people)


def people_in(parts: Sequence[Part[Label]]) -> int:
    """How many different people are in some parts."""
    return len(frozenset().union(*(part.people for part in parts)))


def total_of(parts: Sequence[Part[Label]]) -> Decimal:
    """The sum of some parts."""
    return sum((part.amount for part in parts), ZERO)
