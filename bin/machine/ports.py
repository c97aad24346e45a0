"""Ports on 127.0.0.1: which are free, and the one the web takes."""

import contextlib
import fcntl
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from machine.failure import StepError

LOOPBACK = "127.0.0.1"
FIRST_WEB_PORT = 8000
PORTS_TRIED = 100


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """True when the port can be taken, and nobody answers on it at ::1 (browsers ask there first)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=0.5):
        return False
    return True


def reserve(port: int) -> bool:
    """Keep a port for this process until it ends: two demos started together must not choose the same one."""
    path = Path(tempfile.gettempdir()) / f"scaffale-port-{port}"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:  # another user's file: theirs once, and no sign that they use the port now
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    return True


def web_port(wanted: int | None) -> int:
    """The port the person asked for, or the first free one from 8000 on.

    A port that was asked for and is taken stops the command: taking another one silently would surprise.
    """
    if wanted is not None:
        if not is_free(wanted):
            raise StepError(f"port {wanted} is taken by another program.", f"bin/demo --port {next_free(wanted + 1)}")
        reserve(wanted)
        return wanted
    return next_free(FIRST_WEB_PORT, reserve)


def next_free(first: int, claim: Callable[[int], bool] = bool) -> int:
    """The first port from `first` on that is free and that `claim` gets."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        if is_free(port) and claim(port):
            return port
    raise StepError(f"no port from {first} on is free.", "bin/demo --port NUMBER")
