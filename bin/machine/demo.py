"""bin/demo: everything at once, in the foreground, until Ctrl-C."""

import argparse
import http.client
import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from machine import processes, variables
from machine.checkout import LOGS, ROOT, RUN, VAR, venv_program
from machine.environment import RUNTIME_LOCK, ensure_environment
from machine.failure import StepError, last_lines, say
from machine.packages import RUNTIME_NEEDS, ensure_packages
from machine.ports import LOOPBACK, web_port
from machine.postgres import SERVING, Server
from machine.preparation import Step, prepare

SUPERVISOR = "demo"
SECONDS_TO_ANSWER = 60
RESTARTS_ALLOWED = 5
DESCRIPTION = VAR / "demo.json"
DEMO_SOURCES = ("catalog/demo/**/*.py",)


@dataclass(frozen=True)
class Service:
    """One long-running process of the demo."""

    name: str
    command: tuple[str, ...]
    variables: dict[str, str]


def services(port: int) -> list[Service]:
    """Web, worker with beat, and the worker that opens organizations (it alone may create tables)."""
    address = ("--host", LOOPBACK, "--port", str(port))
    capacity = ("--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--respawn-failed-workers")
    granian = (venv_program("granian"), "--interface", "wsgi", *address, *capacity, "--log-level", "warning")
    celery = (
        venv_program("celery"),
        "-A",
        "welfare",
        "worker",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
    )
    default = ("--queues", "default", "--concurrency", "2", "--hostname", "default@localhost")
    provisioning = ("--queues", "provisioning", "--concurrency", "1", "--hostname", "provisioning@localhost")
    beat = ("--beat", "--schedule", str(RUN / "beat-schedule"))
    return [
        Service("web", (*granian, "welfare.wsgi:application"), {}),
        Service("worker", (*celery, *default, *beat), {}),
        Service("provisioning", (*celery, *provisioning), {"SCAFFALE_PROCESS": "owner"}),
    ]


SERVICE_NAMES = ("web", "worker", "provisioning")


def demo(arguments: Sequence[str]) -> int:
    """Start the demo, tell where it is, and watch over it until somebody stops it."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run a demo network of cooperatives on this machine.")
    parser.add_argument("--port", type=int, help="the web's port (default: the first free one from 8000 on)")
    chosen = parser.parse_args(arguments)
    ensure_packages(RUNTIME_NEEDS)
    ensure_environment(RUNTIME_LOCK)
    with running_demo(chosen.port) as running:
        print(welcome(), flush=True)
        running.watch()
    return 0


@contextmanager
def running_demo(port: int | None) -> Iterator["Demo"]:
    """A demo that answers; it is stopped whole at the end, however that comes."""
    end_earlier_demo()
    processes.record_self(SUPERVISOR)
    external = variables.has_database_of_its_own()
    try:
        with nullcontext() if external else Server(SERVING) as server:
            running = Demo(server, web_port(port))
            try:
                running.start()
                yield running
            finally:
                say("Stopping ...")
                running.stop()
    finally:
        processes.forget(SUPERVISOR)


def end_earlier_demo() -> None:
    """End a demo of this checkout that still runs, or what a killed one left behind."""
    supervised = processes.end_recorded(SUPERVISOR)
    if processes.end_together(SERVICE_NAMES) or supervised:
        say("Ended what was left of an earlier demo.")


class Demo:
    """The running services of one demo."""

    def __init__(self, server: Server | None, port: int) -> None:
        self._server = server
        self._port = port
        self._environment = variables.demo_variables(server) | {"SCAFFALE_PORT": str(port), "SCAFFALE_DEMO": "1"}
        self._services = services(port)
        self._restarts = 0

    def start(self) -> None:
        """Tables, translations, styles, the demo network, then the services.

        A first start builds before it serves. A later one has nothing to build; where it answers elsewhere or the
        demo's sources changed, it writes so while the services come up.
        """
        prepare(self._environment, self._database)
        first = not DESCRIPTION.exists()
        if first:
            self._build("Building the demo network (about a minute)")
        for service in self._services:
            self._launch(service)
        if not first:
            self._build("Looking at the demo network")
        self._wait_for_answer()

    @property
    def _database(self) -> str:
        """What tells this database from any other."""
        return self._server.identity if self._server else self._environment["DATABASE_URL"]

    def _build(self, label: str) -> None:
        base = f"http://{self._environment['SCAFFALE_DOMAIN']}:{self._port}"
        command = ("build_demo", "--base", base, "--address", f"{LOOPBACK}:{self._port}")
        # Where it answers belongs to what was prepared, and so does the whole of a database that others may empty.
        where = f"{self._database} {base}" if self._server else secrets.token_hex()
        prepare(self._environment, where, [Step(label, command, DEMO_SOURCES, DESCRIPTION, is_of_database=True)])

    def watch(self) -> None:
        """Start again a service that ends by itself, a few times; then give up and say which."""
        while True:
            time.sleep(0.5)
            if self._server is not None and not self._server.is_alive():
                raise StepError("the database ended by itself.", "bin/demo")
            for service in self._services:
                if not processes.is_running(service.name):
                    self._revive(service)

    def stop(self) -> None:
        """End the services, the web first."""
        processes.end_together([service.name for service in self._services])

    def _launch(self, service: Service) -> None:
        processes.start(service.name, service.command, self._environment | service.variables, ROOT)

    def _revive(self, service: Service) -> None:
        self._restarts += 1
        if self._restarts > RESTARTS_ALLOWED:
            raise service_failed(service.name)
        say(f"The {service.name} process ended by itself; starting it again (its log: {LOGS}/{service.name}.log).")
        processes.end_recorded(service.name)
        self._launch(service)

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < deadline:
            if not processes.is_running("web"):
                raise service_failed("web")
            if answers(self._port, self._environment):
                return
            time.sleep(0.1)
        raise StepError(f"the web does not answer on port {self._port}.", f"tail {LOGS}/web.log")


def service_failed(name: str) -> StepError:
    """What to tell when a service does not stay up."""
    log = LOGS / f"{name}.log"
    cause = last_lines(log.read_text(errors="replace"), 3) if log.exists() else ""
    return StepError(f"the {name} process does not stay up:\n{cause}", f"tail -50 {log}")


def answers(port: int, environment: Mapping[str, str]) -> bool:
    """True when the health page of the bare domain says that all is well."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": environment["SCAFFALE_DOMAIN"]})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome() -> str:
    """Addresses and sign-ins, from what the demo wrote of itself."""
    network = json.loads(DESCRIPTION.read_text())
    lines = ["", f"Scaffale è pronto · Scaffale is ready: {network['base']}", ""]
    for organization in network["organizations"]:
        lines.append(f"{organization['slug']} ({organization['kind']})  {organization['url']}")
        lines += [
            f"    {user['email']:<44} {user['password']:<20} {', '.join(user['roles'])}"
            for user in organization["users"]
        ]
    lines += ["", "Per fermarlo: Ctrl-C · To stop it: Ctrl-C", ""]
    return "\n".join(lines)
