"""Long-running processes: a group of their own each, recorded, and ended group and all.

A record holds pid, start time and a token that the whole group carries in its environment: a pid that
the system gave to somebody else in the meantime never matches.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from machine.checkout import LOGS, RUN

SECONDS_TO_STOP = 10.0
MARK_VARIABLE = "SCAFFALE_PROCESS_MARK"
PROC = Path("/proc")


@dataclass(frozen=True)
class Record:
    """What var/run/NAME.json says of a process."""

    name: str
    pid: int
    started: str
    token: str
    alone: bool = False

    @property
    def path(self) -> Path:
        """The file that holds this record."""
        return RUN / f"{self.name}.json"


def start(name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a service in its own process group, its output in var/log/NAME.log, and record it.

    The log of the run before stays beside it: it says why that one ended.
    """
    token = secrets.token_hex(16)
    log_path = LOGS / f"{name}.log"
    if log_path.exists():
        log_path.replace(LOGS / f"{name}.previous.log")
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            env={**environment, MARK_VARIABLE: token},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _write(Record(name, process.pid, start_time(process.pid), token))
    return process


def record_self(name: str) -> None:
    """Record this very process, so that the next start can end it (this process, not its group)."""
    _write(Record(name, os.getpid(), start_time(os.getpid()), "", alone=True))


def forget(name: str) -> None:
    """Drop the record of this very process, unless a later start has already written its own there."""
    record = read(name)
    if record is not None and record.pid == os.getpid():
        record.path.unlink(missing_ok=True)


def is_running(name: str) -> bool:
    """True while the process of that name runs as it was recorded."""
    record = read(name)
    return record is not None and is_alive(record)


def end_together(names: Sequence[str]) -> bool:
    """End several services at the same time, so that none waits for the others' ten seconds; True when any ran."""
    with ThreadPoolExecutor(len(names)) as threads:
        return any(list(threads.map(end_recorded, names)))


def read(name: str) -> Record | None:
    """The record of that name; a file cut short by a crash counts as none."""
    try:
        return Record(**json.loads((RUN / f"{name}.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def end_recorded(name: str) -> bool:
    """End what the record names, if it still is the same process; True when something was ended."""
    record = read(name)
    if record is None:
        return False
    ended = _end_one(record) if record.alone else _end_group(record)
    record.path.unlink(missing_ok=True)
    return ended


def is_alive(record: Record) -> bool:
    """True while the recorded process itself runs."""
    return record.started != "" and start_time(record.pid) == record.started


def start_time(pid: int) -> str:
    """When a process started, in the system's own terms; empty when it is gone or a zombie."""
    if not PROC.joinpath("self").exists():
        finished = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return finished.stdout.strip()
    fields = _stat_fields(pid)
    return "" if not fields or fields[0] == "Z" else fields[19]


def _stat_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the program's name: state, parent, group, ..."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _members(record: Record) -> list[int]:
    """Who is left of a recorded group: by its token where /proc tells, else by its living leader."""
    if not PROC.joinpath("self").exists():
        return [record.pid] if is_alive(record) else []
    mark = f"{MARK_VARIABLE}={record.token}".encode()
    return [pid for pid in map(int, filter(str.isdigit, os.listdir(PROC))) if _carries(pid, mark)]


def _carries(pid: int, mark: bytes) -> bool:
    fields = _stat_fields(pid)
    if not fields or fields[0] == "Z":
        return False
    try:
        return mark in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _end_group(record: Record) -> bool:
    """Ask the leader (a celery child told to stop would drop its task), then KILL whoever is left."""
    members = _members(record)
    if not members:
        return False
    for pid in [record.pid] if record.pid in members else members:
        _send(pid, signal.SIGTERM)
    if not wait_until(lambda: not _members(record), SECONDS_TO_STOP):
        for pid in _members(record):
            _send(pid, signal.SIGKILL)
        wait_until(lambda: not _members(record), SECONDS_TO_STOP)
    return True


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _end_one(record: Record) -> bool:
    if record.pid == os.getpid() or not is_alive(record):
        return False
    _send(record.pid, signal.SIGTERM)
    if not wait_until(lambda: not is_alive(record), 3 * SECONDS_TO_STOP):
        _send(record.pid, signal.SIGKILL)
    return True


def wait_until(condition: Callable[[], object], seconds: float) -> bool:
    """Whether something becomes true within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def _write(record: Record) -> None:
    temporary = record.path.with_suffix(".new")
    temporary.write_text(json.dumps(record.__dict__))
    temporary.replace(record.path)
