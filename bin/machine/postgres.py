"""The PostgreSQL server of this checkout: made once, started on a free port, stopped by its last user."""

import contextlib
import json
import locale
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from machine.checkout import RUN, SECRETS
from machine.failure import StepError, last_lines, say
from machine.locking import Presence, only_one
from machine.ports import LOOPBACK, free_port
from machine.postgres_home import Home, find_home

SUPERUSER, OWNER, APPLICATION = "postgres", "scaffale_owner", "scaffale_app"
DATABASE = "scaffale"
STARTS_TRIED = 5
COMMON_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Kind:
    """A server for one purpose: the name of its folder under var/ and its settings."""

    folder: str
    settings: dict[str, str]


SERVING = Kind("pg", COMMON_SETTINGS)
TESTING = Kind("pg-test", COMMON_SETTINGS | FAST_AND_LOOSE)


class Server:
    """Enter to use the server (it is started when nobody did), exit to leave it (the last one stops it)."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._mutex = RUN / f"{kind.folder}.lock"
        self._presence = Presence(RUN / f"{kind.folder}.users")
        self._home: Home | None = None
        self.port = 0

    def __enter__(self) -> "Server":
        with only_one(self._mutex):
            self._presence.enter()
            try:
                self._home = find_home(self._kind.folder)
                self.port = running_port(self._home) or self._start(self._home)
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        with only_one(self._mutex):
            self._leave()

    def _leave(self) -> None:
        if self._presence.leave() and self._home is not None:
            stop(self._home)

    @property
    def home(self) -> Home:
        """Where it lies; only once entered."""
        if self._home is None:
            raise RuntimeError("the server was not entered")
        return self._home

    @property
    def identity(self) -> str:
        """Changes when the data folder is made anew."""
        return str((self.home.data / "PG_VERSION").stat().st_mtime_ns)

    def is_alive(self) -> bool:
        """True while the server process runs."""
        lines = _pid_file_lines(self.home)
        return bool(lines) and _is_server_of(int(lines[0]), self.home)

    def address(self, role: str, database: str = DATABASE) -> str:
        """The address for one of the three roles, as Django and psql take it."""
        password = self._passwords()[role]
        return f"postgres://{role}:{password}@{LOOPBACK}:{self.port}/{database}"

    def _passwords(self) -> dict[str, str]:
        path = SECRETS / f"{self._kind.folder}.json"
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, str] = json.loads(path.read_text())
            return found
        made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APPLICATION)}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w") as file:
            json.dump(made, file)
        return made

    def _start(self, home: Home) -> int:
        if not (home.data / "PG_VERSION").exists():
            _initialise(home, self._passwords()[SUPERUSER])
        self.port = _launch(home, self._kind.settings)
        self._make_roles(home)
        return self.port

    def _make_roles(self, home: Home) -> None:
        """Idempotent, and run at every start: a first start that was killed half-way heals here."""
        passwords = self._passwords()
        finished = self._psql(home, _role_script(passwords), passwords[SUPERUSER])
        if finished.returncode != 0:
            say(last_lines(finished.stderr))
            raise StepError(
                f"the secrets in {SECRETS} do not open the database in {home.data}. To start with an empty one:",
                f"rm -rf {home.data} {SECRETS / self._kind.folder}.json",
            )

    def _psql(self, home: Home, script: str, password: str) -> subprocess.CompletedProcess[str]:
        """Feed a script to psql as the superuser; passwords go by stdin and environment, never by argument."""
        target = f"host={LOOPBACK} port={self.port} user={SUPERUSER} dbname=postgres"
        command = [str(home.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", target]
        return home.run(command, script, PGPASSWORD=password)


def _role_script(passwords: dict[str, str]) -> str:
    """The owner may create databases (tests do); the application may create nothing."""
    lines = []
    for role, rights in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
        lines += [
            f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
            f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {rights} PASSWORD '{passwords[role]}';",
        ]
    make_database = f"CREATE DATABASE {DATABASE} OWNER {OWNER}"
    condition = f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}')"
    lines.append(f"SELECT '{make_database}' {condition} \\gexec")
    return "\n".join(lines)


def running_port(home: Home) -> int:
    """The port of the server that runs on this data, or 0. What a dead server left behind is cleared."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        lines = _pid_file_lines(home)
        if not lines:
            return 0
        if not _is_server_of(int(lines[0]), home):
            _clear_leftovers(home)
            return 0
        if len(lines) > 3 and _answers(home, int(lines[3])):
            return int(lines[3])
        time.sleep(0.2)
    raise StepError(f"the database in {home.data} runs but does not answer. Its log:", f"tail {home.data}/server.log")


def _pid_file_lines(home: Home) -> list[str]:
    try:
        lines = (home.data / "postmaster.pid").read_text().split("\n")
    except OSError:
        return []
    return lines if lines[0].isdigit() else []


def _answers(home: Home, port: int) -> bool:
    finished = home.run([home.programs / "pg_isready", "-q", "-h", LOOPBACK, "-p", str(port)])
    return finished.returncode == 0


def _is_server_of(pid: int, home: Home) -> bool:
    """A server works in its data folder; a pid that now belongs to another program does not."""
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return os.path.realpath(f"/proc/{pid}/cwd") == os.path.realpath(home.data)
        return False
    finished = home.run(["ps", "-o", "command=", "-p", str(pid)])
    return str(home.data) in finished.stdout


def _clear_leftovers(home: Home) -> None:
    """After a kill -9 of the parent: its children would keep the next one from starting."""
    if Path("/proc/self").exists():
        for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
            if _is_server_of(pid, home) and pid != os.getpid():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
    (home.data / "postmaster.pid").unlink(missing_ok=True)


def _initialise(home: Home, password: str) -> None:
    """Make the data folder aside and move it in place, so that a half-made one is never used."""
    say("Making the database ...")
    unfinished = home.data.with_name(f"{home.data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    home.own(unfinished)
    with tempfile.NamedTemporaryFile("w", dir="/tmp") as password_file:
        password_file.write(password)
        password_file.flush()
        home.own(Path(password_file.name))
        options = ["-U", SUPERUSER, f"--pwfile={password_file.name}", "--auth=scram-sha-256", "--encoding=UTF8"]
        finished = home.run([home.programs / "initdb", "-D", unfinished, *options, "--no-sync", *_locale_options()])
    if finished.returncode != 0:
        say(last_lines(finished.stdout + finished.stderr))
        raise StepError("the database could not be made (see above).", f"df -h {home.data.parent}")
    if home.data.exists():
        home.data.rmdir()
    unfinished.rename(home.data)


def _locale_options() -> list[str]:
    """PostgreSQL's own C.UTF-8, the same on every machine; the system's where it knows the name."""
    options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return [*options, "--locale=C"]
    locale.setlocale(locale.LC_CTYPE, before)
    return [*options, "--locale=C.UTF-8"]


def _launch(home: Home, settings: dict[str, str]) -> int:
    """Start on a free port; somebody may take it in between, so more than one try."""
    for _ in range(STARTS_TRIED):
        port = free_port()
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        how = ["-w", "-t", "60", "-l", str(home.data / "server.log"), "-o", f"-p {port} {options}"]
        finished = home.run([home.programs / "pg_ctl", "start", "-D", home.data, *how])
        if finished.returncode == 0:
            return port
        time.sleep(1)
    with contextlib.suppress(OSError):
        say(last_lines((home.data / "server.log").read_text()))
    raise StepError(f"the database in {home.data} did not start (log above).", f"tail -50 {home.data}/server.log")


def stop(home: Home) -> None:
    """Stop the server, if it runs; what is committed is safe, who is still connected is cut off."""
    if not (home.data / "postmaster.pid").exists():
        return
    finished = home.run([home.programs / "pg_ctl", "stop", "-D", home.data, "-m", "fast", "-w", "-t", "10"])
    if finished.returncode != 0 and running_port(home):
        home.run([home.programs / "pg_ctl", "stop", "-D", home.data, "-m", "immediate", "-w", "-t", "10"])
