"""Which figures of the use of credit an employer may see: none that speaks of fewer than ten people. Pure.

An employer knows who is in which category and when; a figure of a few people tells what they did.
What is hidden must also not follow from what is shown, by any sum or difference (decision 0020).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

FEWEST = 10
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
People = frozenset[Hashable]
Table = Mapping[tuple[Row, Column], People]


def tells_of_enough(cells: Iterable[int]) -> bool:
    """Whether each cell that holds anybody holds ten people or more, so that no difference of sums tells of fewer."""
    return all(people >= FEWEST for people in cells if people)


def told_apart(table: Table[Row, Column]) -> tuple[frozenset[Row], frozenset[Column]]:
    """Which rows and which columns of a table of people may be told apart, as many as may be; rows come before columns.

    The others of each side stay one group. Each cell of what is left then holds ten people or nobody, so that
    whatever is added or subtracted of rows, columns and the total is made of cells of ten or more.
    """
    rows, columns = most_first(table, 0), most_first(table, 1)
    for shown_rows in range(len(rows), -1, -1):
        for shown_columns in range(len(columns), -1, -1):
            shown = frozenset(rows[:shown_rows]), frozenset(columns[:shown_columns])
            if tells_of_enough(sizes(table, *shown)):
                return shown
    return frozenset(), frozenset()


def most_first(table: Table[Row, Column], side: int) -> Sequence[Hashable]:
    """The rows (side 0) or the columns (1), those with most people first."""
    people: dict[Hashable, set[Hashable]] = {}
    for place, who in table.items():
        people.setdefault(place[side], set()).update(who)
    return sorted(people, key=lambda label: (-len(people[label]), str(label)))


def sizes(table: Table[Row, Column], rows: frozenset[Row], columns: frozenset[Column]) -> list[int]:
    """How many people each cell holds when the other rows are one row, and the other columns one column."""
    cells: dict[tuple[Row | None, Column | None], set[Hashable]] = {}
    for (row, column), who in table.items():
        place = row if row in rows else None, column if column in columns else None
        cells.setdefault(place, set()).update(who)
    return [len(who) for who in cells.values()]
