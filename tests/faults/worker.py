"""A real worker in a process of its own, on a broker of files, that a test may kill."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from psycopg import sql

from catalog.orders import sweeper
from tenants import sweep
from tests.committed import Committed

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ("--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")


def waited(condition: Callable[[], object], seconds: int) -> bool:
    """Look often whether something is so; False when it is not after some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def until(condition: Callable[[], object], what: str, seconds: int = 60) -> None:
    """Wait until something is so, or fail."""
    assert waited(condition, seconds), f"still waiting: {what}"


def sweep_until(condition: Callable[[], bool], what: Callable[[], object]) -> None:
    """What the beat does every 15 seconds, here every three, until something is so; else fail with what is."""
    for _ in range(20):
        sweeper.sweep_all()
        if waited(condition, seconds=3):
            return
    raise AssertionError(what())


def later(committed: Committed, table: str, time_passed: datetime.timedelta) -> None:
    """Let a little more than that pass for Alfa's rows of a table."""
    name = sql.Identifier(committed.alfa.schema_name, table)
    query = sql.SQL("UPDATE {} SET since = since - interval '1 second' * {}")
    committed.superuser.execute(query.format(name, time_passed.total_seconds() + 1))


def kill_in_the_middle(worker: "Worker", committed: Committed, table: str) -> None:
    """Kill the process that is at a row of a table, and let pass what a worker may be silent."""
    (child,) = worker.rendering()
    os.kill(child, signal.SIGKILL)
    worker.release()
    later(committed, table, sweep.SILENCE)


class Worker:
    """The worker, its folder (broker, documents, mail) and its processes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("broker/messages", "broker/control", "files"):
            (folder / name).mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the worker: the test's database, a folder of its own."""
        parts = urlsplit(os.environ["DATABASE_URL"])
        address = urlunsplit(parts._replace(path=f"/{self.database}"))
        own = {"DATABASE_URL": address, "SCAFFALE_VAR": str(self.folder), "SCAFFALE_DEMO": "1", "REDIS_URL": ""}
        return os.environ | own | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "welfare.settings"}

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.held_application", "worker", *OPTIONS]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9 of the parent alone; its children are orphans."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End everything that was started, orphans too."""
        self.release()
        if self.process is not None:
            self.kill()
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def hold(self) -> None:
        """Let renderings begin and not end."""
        (self.folder / "held").touch()

    def release(self) -> None:
        """Let them go on."""
        (self.folder / "held").unlink(missing_ok=True)

    def rendering(self) -> list[int]:
        """The processes in the middle of a PDF."""
        return [int(path.name.partition("-")[2]) for path in self.folder.glob("rendering-*")]

    def wait_for_rendering(self, number: int = 1) -> list[int]:
        """Wait until so many processes are in the middle of a PDF."""
        until(lambda: len(self.rendering()) >= number, f"{number} renderings")
        return self.rendering()

    def wipe_broker(self) -> int:
        """Delete every task that waits; returns how many."""
        waiting = list((self.folder / "broker" / "messages").iterdir())
        for path in waiting:
            path.unlink(missing_ok=True)
        return len(waiting)

    def clear(self) -> None:
        """Forget an earlier test: tasks, documents, mails, marks."""
        self.wipe_broker()
        for path in (*self.folder.rglob("*.pdf"), *self.folder.glob("mail/*"), *self.folder.glob("rendering-*")):
            path.unlink()

    def mails(self) -> int:
        """How many mails went out."""
        return len(list((self.folder / "mail").glob("*.eml")))

    def documents(self) -> int:
        """How many PDFs are kept."""
        return len(list((self.folder / "files").rglob("*.pdf")))
