"""Services of the demo are ended group and all, the stubborn ones by force, and nobody else's ever."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from machine import processes

STUBBORN = "import signal, subprocess, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
PARENT = (
    STUBBORN + "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]])\nprint('up', flush=True)\nchild.wait()\n"
)
CHILD = STUBBORN + "signal.pause()\n"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records and logs of these tests, and little patience."""
    for name in ("RUN", "LOGS"):
        monkeypatch.setattr(processes, name, tmp_path)
    monkeypatch.setattr(processes, "SECONDS_TO_STOP", 0.3)
    return tmp_path


def start_stubborn(folder: Path) -> subprocess.Popen[bytes]:
    """A parent and a child that both ignore TERM."""
    command = [sys.executable, "-c", PARENT, CHILD]
    started = processes.start("stubborn", command, dict(os.environ), folder)
    assert processes.wait_until((folder / "stubborn.log").read_text, 20)
    return started


def members(pid: int) -> list[str]:
    """The living processes of the group that pid leads."""
    listed = [path for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [path.name for path in listed if group_of(path) == str(pid)]


def group_of(folder: Path) -> str:
    """The process group in /proc/PID/stat, empty for a dead one."""
    try:
        state, _, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return ""
    return "" if state == "Z" else group


def test_who_ignores_term_is_killed_with_its_children(folders: Path) -> None:
    started = start_stubborn(folders)
    assert len(members(started.pid)) == 2
    assert processes.end_recorded("stubborn")
    assert members(started.pid) == []
    assert started.wait() == -signal.SIGKILL
    assert processes.read("stubborn") is None


def test_children_whose_parent_was_killed_are_ended(folders: Path) -> None:
    started = start_stubborn(folders)
    started.kill()
    started.wait()
    assert len(members(started.pid)) == 1
    assert processes.end_recorded("stubborn")
    assert members(started.pid) == []


def test_a_record_cut_short_by_a_crash_counts_as_none(folders: Path) -> None:
    (folders / "web.json").write_text('{"name": "web", "pi')
    assert processes.read("web") is None
    assert not processes.end_recorded("web")


def test_a_process_is_the_same_only_with_its_start_time() -> None:
    own = processes.Record("web", os.getpid(), processes.start_time(os.getpid()), "")
    assert processes.is_alive(own)
    assert not processes.is_alive(processes.Record("web", os.getpid(), "1", ""))
    assert not processes.is_alive(processes.Record("web", os.getpid(), "", ""))


def test_a_later_start_keeps_its_record_when_the_earlier_ends(folders: Path) -> None:
    (folders / "demo.json").write_text('{"name": "demo", "pid": 1, "started": "1", "token": "", "alone": true}')
    processes.forget("demo")
    assert processes.read("demo") is not None
