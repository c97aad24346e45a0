"""How often a second something can be done."""

import time
from collections.abc import Callable

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


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int = 3) -> tuple[float, float]:
    """The rates of two things measured by turns, so that a busy machine slows both alike; the best of each."""
    pairs = [(rate(first), rate(second)) for _ in range(rounds)]
    return max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
