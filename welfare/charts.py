"""Geometry of the drawings: shares of a bar, columns of a chart. Pure numbers; templates put them in SVG attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a horizontal bar, in units of the drawing."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart, in units of the drawing."""

    x: int
    y: int
    width: int
    height: int


def spans(amounts: Sequence[Decimal], width: int = 1000, gap: int = 6) -> list[Span]:
    """Pieces of a bar `width` wide in proportion to `amounts`, with gaps between; nothing is too thin to be seen."""
    total = sum(amounts, Decimal(0))
    if total <= 0:
        return [Span(0, 0) for _ in amounts]
    shown = sum(1 for amount in amounts if amount > 0)
    room = width - gap * (shown - 1)
    least = min(12, room // shown)
    pieces, x = [], 0
    for piece in _shares(amounts, room, least):
        pieces.append(Span(x, piece))
        x += piece + gap if piece else 0
    return pieces


def _shares(amounts: Sequence[Decimal], room: int, least: int) -> list[int]:
    total = sum(amounts, Decimal(0))
    shares = [max(least, int(room * amount / total)) if amount > 0 else 0 for amount in amounts]
    widest = shares.index(max(shares))
    shares[widest] += room - sum(shares)
    return shares


def columns(values: Sequence[Decimal], width: int = 600, height: int = 150) -> list[Column]:
    """Columns over `values` scaled to the highest, each in the middle of its share of `width`.

    A value above zero is at least 3 high. Where there are few, a column is no wider than an eighth of `width`.
    """
    highest = max(values, default=Decimal(0))
    drawn = []
    for index, value in enumerate(values):
        left, right = index * width // len(values), (index + 1) * width // len(values)
        bar = max(4, min((right - left) * 5 // 8, width // 8))
        tall = max(3, int(height * value / highest)) if value > 0 else 0
        drawn.append(Column(left + (right - left - bar) // 2, height - tall, bar, tall))
    return drawn
