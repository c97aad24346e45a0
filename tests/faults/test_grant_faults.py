"""A worker killed in the middle of a grant: another goes on where it was, and nobody has anything twice."""

import os
import signal
from collections import Counter
from decimal import Decimal

from psycopg import sql

from catalog.orders import sweeper
from catalog.plans import grants
from catalog.plans.grants import Terms
from catalog.plans.models import Grant
from catalog.plans.tasks import post_grant
from members.ledger.models import Entry
from tenants import sweep
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, waited
from tests.plans import people

PEOPLE = 5


def later(committed: Committed) -> None:
    """Let pass what a worker may be silent."""
    name = sql.Identifier(committed.alfa.schema_name, "plans_grant")
    query = sql.SQL("UPDATE {} SET since = since - interval '1 second' * {}")
    committed.superuser.execute(query.format(name, sweep.SILENCE.total_seconds() + 1))


def grant_of(committed: Committed) -> Grant:
    """The one grant."""
    with inside(committed.alfa):
        return Grant.objects.get()


def test_a_grant_killed_in_the_middle_is_posted_exactly_once(committed: Committed, worker: Worker) -> None:
    worker.start()
    worker.hold()
    with inside(committed.alfa):
        for number in range(PEOPLE):
            make.member("Anna", number=str(number))
        budget, actor = people.budget(people.plan()), people.actor()
        given = grants.prepare(budget, Terms(Decimal("10.00")), key="k", actor=actor)
        grants.confirm(given, digest=given.digest, actor=actor)
    post_grant.delay(committed.alfa.key, str(given.pk))
    (child,) = worker.wait_for_rendering()
    assert grant_of(committed).rows_done == 2
    os.kill(child, signal.SIGKILL)
    worker.release()
    later(committed)
    for _attempt in range(20):
        sweeper.sweep_all()
        if waited(lambda: grant_of(committed).state == "done", seconds=3):
            break
    with inside(committed.alfa):
        keys = Counter(Entry.objects.values_list("key", flat=True))
        assert (len(keys), set(keys.values())) == (PEOPLE, {1})
    assert grant_of(committed).rows_done == PEOPLE
    assert sweeper.sweep_all() == 0
