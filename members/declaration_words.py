"""What the law's figures are for a declaration, in words; supplied from above when the process starts.

The figures are the fiscal rules' (`catalog.fiscal`), which stand over this room: `catalog.home` hands them down.
"""

from collections.abc import Callable
from dataclasses import dataclass

Figures = Callable[[str, int], "Figure | None"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One sentence with the figures of a year, and the law they are from."""

    sentence: str
    law: str


@dataclass
class Supplied:
    """Who answers; nobody as long as nothing was handed down."""

    answer: Figures | None = None


SUPPLIED = Supplied()


def supply(answer: Figures) -> None:
    """Take who tells the figures of a kind and year; called once, before the first request."""
    SUPPLIED.answer = answer


def figure(kind: str, year: int) -> Figure | None:
    """The figures of a kind of declaration in a year; None where the rules say nothing."""
    return SUPPLIED.answer(kind, year) if SUPPLIED.answer else None
