"""Locks between commands of this checkout; the kernel frees them when a process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process holds this file or folder, and hold it."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Presence:
    """A shared lock that says "I use this"; the last to leave can tell that nobody else does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def enter(self) -> None:
        """Say that this process uses the thing."""
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Stop using it; True when nobody else uses it."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            alone = False
        os.close(self._descriptor)
        return alone


def take_slot(folder: Path, name: str, count: int) -> tuple[int, int] | None:
    """Hold the first free of `count` numbered places until the process ends: (number, descriptor)."""
    for number in range(count):
        descriptor = os.open(folder / f"{name}-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return number, descriptor
    return None
