"""PostgreSQL killed while people order: whoever was told "done" finds the order, and no half of one is left.

On a server of its own, which writes to disk as in service. SCAFFALE_DATABASE_KILLS sets how often (50 in a drill).
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine.postgres import COMMON_SETTINGS, DATABASE, OWNER, Kind, Server
from tests.databases import share_templates
from tests.faults.worker import until

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("SCAFFALE_DATABASE_KILLS", "4"))
MOST_SECONDS_AWAY = 30


@pytest.fixture
def kind(worker_id: str) -> Kind:
    """A database server that nobody else uses."""
    return Kind(f"pg-killed-{worker_id}", COMMON_SETTINGS | {"shared_buffers": "64MB"})


@pytest.fixture
def server(kind: Kind) -> Iterator[Server]:
    """The server, started; its data is thrown away at the end."""
    with Server(kind) as started:
        yield started
    shutil.rmtree(started.home.data)


def kill(server: Server) -> None:
    """kill -9 of the whole server, as a machine that stops dies."""
    pid = int((server.home.data / "postmaster.pid").read_text().split("\n")[0])
    os.kill(pid, signal.SIGKILL)


def orders_noted(folder: Path) -> int:
    """How many orders somebody was told of so far."""
    noted = folder / "orders"
    return noted.read_text().count("\n") if noted.exists() else 0


def test_no_order_is_lost_or_left_half_made(server: Server, kind: Kind, tmp_path: Path) -> None:
    dice = random.Random(5)
    (tmp_path / "port").write_text(str(server.port))
    share_templates(tmp_path)
    address = server.address(OWNER, DATABASE)
    variables = {"DATABASE_URL": address, "DATABASE_OWNER_URL": address, "SCAFFALE_VAR": str(tmp_path)}
    paths = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "welfare.settings", "SCAFFALE_LOG_LEVEL": "CRITICAL"}
    command = [sys.executable, "-m", "tests.faults.buyers", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | variables | paths) as buyers:
        try:
            until(lambda: (tmp_path / "ready").exists() or buyers.poll() is not None, "the buyers", 120)
            for _ in range(KILLS):
                survive(server, kind, tmp_path, dice)
        finally:
            (tmp_path / "stop").touch()
        assert buyers.wait(timeout=60) == 0
    found = json.loads((tmp_path / "account").read_text())
    assert found["noted"] > KILLS
    assert found["lost"] == 0
    assert found["counts"] == [found["kept"]] * 3
    assert found["halves_agree"] and found["is_balanced"]


def survive(server: Server, kind: Kind, folder: Path, dice: random.Random) -> None:
    """Kill the server in the middle of orders; it must be back, and sell again, within half a minute."""
    before = orders_noted(folder)
    until(lambda: orders_noted(folder) > before, "an order")
    time.sleep(dice.uniform(0, 0.4))
    kill(server)
    killed_at = time.monotonic()
    with Server(kind) as again:
        (folder / "port").write_text(str(again.port))
        after = orders_noted(folder)
        until(lambda: orders_noted(folder) > after, "an order after the kill", MOST_SECONDS_AWAY)
    assert time.monotonic() - killed_at < MOST_SECONDS_AWAY
