"""Running the same thing at the same instant in many threads, each with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def at_once(jobs: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Start every job behind one barrier; what each returned or raised, in the order given."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], Result]) -> Result | Exception:
        try:
            barrier.wait(timeout=20)
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


class Meeting:
    """Holds every thread that reaches a point until all `parties` have; then lets them pass.

    The controls use it to force the interleaving that a missing lock would allow.
    """

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties)

    def wait(self) -> None:
        """Wait for the others; long enough for a busy machine, and for nobody for ever."""
        try:
            self._barrier.wait(timeout=20)
        except threading.BrokenBarrierError:
            return
