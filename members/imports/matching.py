"""Which known thing a row of a list is: the rule of every list that is imported again and again."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

Known = TypeVar("Known", bound=Hashable)
Value = TypeVar("Value")


def matched(rows: Mapping[int, str], known: Mapping[Known, str], name_of: Callable[[str], str]) -> dict[int, Known]:
    """By the row's number: what has the same key, else the only one of its name.

    `rows` gives the key of each row, `known` that of each thing; `name_of` the part of a key that stays when a thing
    moves, which must come once on either side to say anything.
    """
    by_key = {key: each for each, key in known.items()}
    found = {row: by_key[key] for row, key in rows.items() if key in by_key}
    taken = set(found.values())
    moved = only_ones((name_of(key), each) for each, key in known.items() if each not in taken)
    open_rows = only_ones((name_of(key), row) for row, key in rows.items() if row not in found)
    return found | {row: moved[name] for name, row in open_rows.items() if name in moved}


def only_ones(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """The values whose key comes once."""
    listed = list(pairs)
    counts = Counter(key for key, _ in listed)
    return {key: value for key, value in listed if counts[key] == 1}
