"""Killed in the middle of a PDF, robbed of its broker, refused by the mail server: nothing lost, nothing twice."""

import os
import signal

from psycopg import sql

from catalog.orders import sweeper
from catalog.orders.models import Voucher
from tenants.messages.models import Message
from tenants.models import FailedTask
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, sweep_until, until
from tests.orders.stage import Stage


def later(committed: Committed) -> None:
    """Let a minute pass for every row."""
    for organization in (committed.alfa, committed.beta):
        for table in ("orders_voucher", "tenant_messages_message"):
            name = sql.Identifier(organization.schema_name, table)
            committed.superuser.execute(sql.SQL("UPDATE {} SET since = since - interval '61 seconds'").format(name))


def documents(stage: Stage) -> list[tuple[str, int]]:
    """Where the documents stand, and how often they were tried."""
    with inside(stage.issuer):
        return list(Voucher.objects.order_by("pk").values_list("document", "attempts"))


def mails(stage: Stage) -> list[str]:
    """Where the mails stand, of both organizations."""
    found: list[str] = []
    for organization in (stage.issuer, stage.supplier):
        with inside(organization):
            found += Message.objects.values_list("state", flat=True)
    return found


def is_done(stage: Stage, number: int) -> bool:
    """Whether every order has its document and its two mails."""
    ready = [document for document, _ in documents(stage)] == ["ready"] * number
    return ready and mails(stage) == ["sent"] * 2 * number


def sweep_until_done(stage: Stage, number: int) -> None:
    """Sweep until all is done."""
    sweep_until(lambda: is_done(stage, number), lambda: f"{documents(stage)} {mails(stage)}")


def assert_once(stage: Stage, worker: Worker, number: int) -> None:
    """One document, one mail to the member and one to the provider for each order."""
    assert (worker.documents(), worker.mails()) == (number, 2 * number)
    assert FailedTask.objects.count() == 0
    assert sweeper.sweep_all() == 0


def test_the_child_is_killed_in_the_middle_of_a_pdf(committed: Committed, stage: Stage, worker: Worker) -> None:
    worker.hold()
    worker.start()
    stage.place()
    (child,) = worker.wait_for_rendering()
    os.kill(child, signal.SIGKILL)
    worker.release()
    later(committed)
    sweep_until_done(stage, 1)
    assert documents(stage) == [("ready", 2)]
    assert_once(stage, worker, 1)


def test_the_parent_is_killed_and_its_orphan_goes_on(committed: Committed, stage: Stage, worker: Worker) -> None:
    """The orphan and the next worker both make the document; one of them is taken."""
    worker.hold()
    worker.start()
    stage.place()
    worker.wait_for_rendering()
    worker.kill()
    later(committed)
    worker.start()
    sweeper.sweep_all()
    worker.wait_for_rendering(2)
    worker.release()
    sweep_until_done(stage, 1)
    until(lambda: worker.documents() == 1, "the second file is thrown away")
    assert_once(stage, worker, 1)


def test_the_broker_is_wiped(committed: Committed, stage: Stage, worker: Worker) -> None:
    """While two are made, the others wait; what waits is lost."""
    worker.hold()
    worker.start()
    for _ in range(4):
        stage.place()
    worker.wait_for_rendering(2)
    worker.wipe_broker()
    worker.release()
    sweep_until_done(stage, 4)
    assert_once(stage, worker, 4)


def test_the_mail_server_refuses(committed: Committed, stage: Stage, worker: Worker) -> None:
    wall = worker.folder / "mail"
    if wall.exists():
        wall.rmdir()
    wall.touch()
    worker.start()
    stage.place()
    until(lambda: documents(stage) == [("ready", 1)] and mails(stage) == ["queued"] * 2, "two refusals")
    with inside(stage.issuer):
        until(lambda: Message.objects.get().attempts == 1, "the refusal is counted")
    wall.unlink()
    later(committed)
    sweep_until_done(stage, 1)
    assert_once(stage, worker, 1)
