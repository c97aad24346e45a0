"""A worker killed in the middle of an import: nothing of it is written, and another does it once."""

import os
import signal

from catalog.orders import sweeper
from members.imports import runs, works
from members.models import ImportRun, Member
from members.tasks import carry_import_on
from tenants.audit.models import Record
from tenants.identity.models import User
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, later, sweep_until, until
from tests.members.people_import.files import ANNA, BRUNO, HEADING


def run_of(committed: Committed) -> ImportRun:
    """The one import."""
    with inside(committed.alfa):
        return ImportRun.objects.get()


def uploaded(committed: Committed, worker: Worker) -> None:
    """Irene's list, checked by the worker and confirmed."""
    path = worker.folder / "elenco.csv"
    path.write_text("\n".join([HEADING, ANNA, BRUNO]))
    with inside(committed.alfa):
        run = runs.keep(path, "elenco.csv", kind="people", user=make.user("Irene", "hr"))
    carry_import_on.delay(committed.alfa.key, str(run.pk))
    until(lambda: run_of(committed).state == "checked", "the file is checked")
    worker.hold()
    with inside(committed.alfa):
        runs.confirm(run_of(committed), digest=run_of(committed).digest, skips_errors=False, user=User.objects.get())
    carry_import_on.delay(committed.alfa.key, str(run.pk))


def counts(committed: Committed) -> tuple[int, int, int]:
    """Accounts, people, and records of people who were added."""
    with inside(committed.alfa):
        return (
            User.objects.count(),
            Member.objects.count(),
            Record.objects.filter(action__in=["person_added", "file_imported"]).count(),
        )


def test_the_child_is_killed_between_accounts_and_records(committed: Committed, worker: Worker) -> None:
    worker.start()
    uploaded(committed, worker)
    (child,) = worker.wait_for_rendering()
    os.kill(child, signal.SIGKILL)
    worker.release()
    assert counts(committed) == (1, 0, 0)
    later(committed, "members_importrun", works.SILENCE)
    sweep_until(lambda: run_of(committed).state == "done", lambda: run_of(committed).state)
    assert counts(committed) == (3, 2, 3)
    assert sweeper.sweep_all() == 0


def test_an_orphan_and_the_next_worker_write_once(committed: Committed, worker: Worker) -> None:
    worker.start()
    uploaded(committed, worker)
    worker.wait_for_rendering()
    worker.kill()
    later(committed, "members_importrun", works.SILENCE)
    worker.start()
    sweeper.sweep_all()
    worker.wait_for_rendering(2)
    worker.release()
    until(lambda: run_of(committed).state not in runs.WAITING, "one of the two has ended")
    assert run_of(committed).state == "done"
    assert counts(committed) == (3, 2, 3)
