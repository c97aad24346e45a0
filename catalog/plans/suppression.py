"""Which figures of the use of credit an employer may see: none that speaks of fewer than ten people. Pure.

An employer knows who is in which category and when; a figure of a few people tells what they did.
What is hidden must also not follow from what is shown, by any sum or difference (decision 0020).
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

FEWEST = 10
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)
People = frozenset[Hashable]


def tells_of_enough(cells: Iterable[int]) -> bool:
    """Whether each cell that holds anybody holds ten people or more, so that no difference of sums tells of fewer."""
    return all(people >= FEWEST for people in cells if people)


def told_apart(table: Mapping[tuple[Row, Column], People]) -> tuple[frozenset[Row], frozenset[Column]]:
    """Which rows and which columns of a table of people may be told apart, as many as may be; rows come before columns.

    The others of each side stay one group. Each cell of what is left then holds ten people or nobody, so that
    whatever is added or subtracted of rows, columns and the total is made of cells of ten or more.
    """
    rows = most_first((row, who) for (row, _column), who in table.items())
    columns = most_first((column, who) for (_row, column), who in table.items())
    for shown_rows in range(len(rows), -1, -1):
        for shown_columns in range(len(columns), -1, -1):
            apart = frozenset(rows[:shown_rows]), frozenset(columns[:shown_columns])
            if tells_of_enough(sizes(table, *apart)):
                return apart
    return frozenset(), frozenset()


def most_first(parts: Iterable[tuple[Label, People]]) -> list[Label]:
    """Labels, those with most people first."""
    people: dict[Label, set[Hashable]] = {}
    for label, who in parts:
        people.setdefault(label, set()).update(who)
    return sorted(people, key=lambda label: (-len(people[label]), str(label)))


def sizes(table: Mapping[tuple[Row, Column], People], rows: frozenset[Row], columns: frozenset[Column]) -> list[int]:
    """How many people each cell holds when the other rows are one row, and the other columns one column."""
    cells: dict[tuple[Row | None, Column | None], set[Hashable]] = {}
    for (row, column), who in table.items():
        place = row if row in rows else None, column if column in columns else None
        cells.setdefault(place, set()).update(who)
    return [len(who) for who in cells.values()]
