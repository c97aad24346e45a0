"""How often a second something can be done."""

import time
from collections.abc import Callable
from statistics import median

WARM_UP = 5
PARTS = 4


def rate(action: Callable[[], object], seconds: float = 4.0) -> float:
    """How often a second `action` can be done, after a few to warm up; the best of some parts."""
    for _ in range(WARM_UP):
        action()
    return max(rate_once(action, seconds / PARTS) for _ in range(PARTS))


def rate_once(action: Callable[[], object], seconds: float) -> float:
    """How often a second, over about `seconds`."""
    done, begin, spent = 0, time.perf_counter(), 0.0
    while spent < seconds:
        action()
        done += 1
        spent = time.perf_counter() - begin
    return done / spent


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int = 300) -> tuple[float, float]:
    """The rates of two things done one after the other, again and again; the median of each.

    A busy machine slows both alike, and a lucky moment of one counts no more than any other.
    """
    for _ in range(WARM_UP):
        first()
        second()
    times = [(seconds_of(first), seconds_of(second)) for _ in range(rounds)]
    return 1 / median(pair[0] for pair in times), 1 / median(pair[1] for pair in times)


def seconds_of(action: Callable[[], object]) -> float:
    """How long one takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
