"""What waits for the network's people: each room declares its own lines, the network's home shows them.

A room says what may wait in it, in a module `duties.py` that its addresses import (so it is known before any request):

    duties.declare(place=30, rule=roles("office"), lines=papers)

`lines` is called on each drawing of the home of somebody whom `rule` allows, and gives a line for what there is; it
costs one query, however much waits.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from welfare.access import Rule


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits: how many (None: one thing), of what, and the page where it is done."""

    label: str
    url: str
    count: int | None = None
    detail: str = ""


Lines = Callable[[], Iterable[Duty]]


@dataclass(frozen=True, slots=True)
class Declared:
    """The lines of one room, where they stand, and who is shown them."""

    place: int
    name: str
    rule: Rule
    lines: Lines


ROOMS: dict[str, Declared] = {}


def declare(*, place: int, rule: Rule, lines: Lines) -> None:
    """Show the lines of a room to those whom `rule` allows; the lowest place stands first. Twice is once."""
    name = f"{lines.__module__}.{lines.__qualname__}"
    ROOMS[name] = Declared(place, name, rule, lines)


def for_user(user: Any) -> Iterator[Duty]:
    """Everything that waits for somebody, in order."""
    for room in sorted(ROOMS.values(), key=lambda room: (room.place, room.name)):
        if room.rule.allows(user):
            yield from room.lines()


def line(count: int, label: str, url: str, detail: str = "") -> Iterator[Duty]:
    """The line, when there is anything to do."""
    if count:
        yield Duty(label, url, count, detail)
