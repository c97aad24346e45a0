"""A small checkout to try the commands on: the real bin/, and a Scaffale of a few lines behind it."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SOURCES = {
    "manage.py": """
import json, os, subprocess, sys
if sys.argv[1] == "build_demo":
    network = {"base": sys.argv[3], "address": sys.argv[5], "organizations": [
        {"slug": "rete", "host": "rete.localhost", "url": sys.argv[3], "kind": "network",
         "users": [{"email": "olga@rete.example", "password": "sesamo", "roles": ["office"]}]}]}
    with open(os.environ["SCAFFALE_VAR"] + "/demo.json", "w") as file:
        json.dump(network, file)
if sys.argv[1] == "whoami":
    query = "SELECT current_user || ' ' || pg_backend_pid()"
    command = [os.environ["SCAFFALE_PG_PROGRAMS"] + "/psql", "-XAt", "-d", os.environ[sys.argv[2]], "-c", query]
    sys.exit(subprocess.run(command).returncode)
if sys.argv[1] == "fail":
    sys.exit(3)
if sys.argv[1] == "where":
    print(os.getcwd())
if sys.argv[1] == "say":
    print(os.environ.get(sys.argv[2], ""))
""",
    "welfare/__init__.py": "",
    "welfare/wsgi.py": """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"well"]
""",
    "welfare/celery.py": """
import os
from celery import Celery
broker = os.environ["SCAFFALE_VAR"] + "/broker"
os.makedirs(broker, exist_ok=True)
app = Celery("welfare", broker="filesystem://")
app.conf.broker_transport_options = {f"data_folder_{way}": broker for way in ("in", "out")} | {
    "control_folder": broker, "polling_interval": 0.2}
""",
}


class Checkout:
    """One such checkout, and the commands running in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said = ""
        self._started: list[subprocess.Popen[str]] = []
        root.mkdir(parents=True)
        shutil.copytree(PROJECT / "bin", root / "bin", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("requirements.lock", "requirements-test.lock"):
            shutil.copy(PROJECT / name, root)
        for name, text in SOURCES.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text)
        (root / "static" / "vendor").mkdir(parents=True)
        (root / "var" / "static").mkdir(parents=True)
        (root / ".venv").symlink_to(PROJECT / ".venv")

    @property
    def environment(self) -> dict[str, str]:
        """This process's, without what bin/test told it about its own database and files."""
        inherited = ("SCAFFALE_", "DATABASE_", "TMPDIR", "PYTEST_")
        return {name: value for name, value in os.environ.items() if not name.startswith(inherited)}

    def run(self, *command: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command of bin/ to its end."""
        options.setdefault("env", self.environment)
        return subprocess.run(
            [str(self.root / "bin" / command[0]), *command[1:]],
            capture_output=True, text=True, check=False, cwd="/", timeout=SECONDS_TO_START, **options,
        )  # fmt: skip

    def start_demo(self, *arguments: str) -> subprocess.Popen[str]:
        """Start bin/demo and wait until it says that it is ready; `self.said` is what it said."""
        demo = subprocess.Popen(
            [str(self.root / "bin" / "demo"), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", env=self.environment,
        )  # fmt: skip
        self._started.append(demo)
        assert demo.stdout is not None
        self.said = ""
        for line in demo.stdout:
            self.said += line
            if "To stop it" in line:
                return demo
        raise AssertionError(f"the demo did not start:\n{self.said}")

    def pid(self, name: str) -> int:
        """The pid that var/run records under a name, 0 when there is none."""
        with contextlib.suppress(FileNotFoundError):
            return int(json.loads((self.root / "var" / "run" / f"{name}.json").read_text())["pid"])
        return 0

    def address(self) -> tuple[str, int]:
        """Where var/demo.json says that the web answers."""
        host, _, port = json.loads((self.root / "var" / "demo.json").read_text())["address"].partition(":")
        return host, int(port)

    def answers(self) -> bool:
        """Whether the web answers there."""
        connection = http.client.HTTPConnection(*self.address(), timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def database_pid(self) -> int:
        """The pid of the running PostgreSQL, 0 when it does not run."""
        with contextlib.suppress(FileNotFoundError):
            return int((self.root / "var" / "pg" / "postmaster.pid").read_text().split()[0])
        return 0

    def children_of(self, parent: int) -> list[int]:
        """The processes whose parent that is."""
        return [pid for pid in self.processes() if _stat(pid)[1:2] == [str(parent)]]

    def processes(self) -> list[int]:
        """Every process that works for this checkout, its database's included."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_ours(pid)]

    def _is_ours(self, pid: int) -> bool:
        folder = Path("/proc") / str(pid)
        with contextlib.suppress(OSError):
            data = os.path.realpath(self.root / "var" / "pg")
            variables = (folder / "environ").read_bytes().split(b"\0")
            ours = f"SCAFFALE_VAR={self.root}/var".encode() in variables or os.path.realpath(folder / "cwd") == data
            ours = ours or f"{self.root}/bin/machine".encode() in (folder / "cmdline").read_bytes().split(b"\0")
            return ours and _stat(pid)[:1] != ["Z"]
        return False

    def kill_everything(self) -> None:
        """kill -9 of all of them at once, as a power cut would."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def clean(self) -> None:
        """End what the test left running, and remove the data that root's PostgreSQL keeps elsewhere."""
        self.kill_everything()
        data = self.root / "var" / "pg"
        if data.is_symlink():
            shutil.rmtree(Path(os.path.realpath(data)).parent)
        for demo in self._started:
            demo.wait(timeout=SECONDS_TO_START)
            if demo.stdout is not None:
                demo.stdout.close()


def _stat(pid: int) -> list[str]:
    """State, parent and what follows in /proc/PID/stat."""
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return []


@contextlib.contextmanager
def new_checkout(mode: int = 0o755) -> Iterator[Checkout]:
    """A checkout that leaves nothing behind; with mode 0o700 it lies where only its owner may go.

    Not under pytest's own folder: that is closed to every other account, which would make each test
    the special case of a closed home.
    """
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(mode)
    made = Checkout(folder / "scaffale")
    try:
        yield made
    finally:
        made.clean()
        shutil.rmtree(folder)


def eventually(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether something becomes true within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
