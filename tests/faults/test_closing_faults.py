"""A worker killed in the middle of a closing: another goes on where it was, nobody is settled or told twice."""

import os
import signal
import uuid
from collections import Counter
from decimal import Decimal

from psycopg import sql

from catalog.closing import run
from catalog.closing.models import Closing
from catalog.closing.preview import figures_of
from catalog.closing.tasks import carry_closing_on
from catalog.orders import sweeper
from catalog.plans.models import Residual
from members.ledger import accounts, queries
from members.ledger.models import Entry
from tenants import sweep
from tenants.messages.models import Message
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, waited
from tests.plans import people
from welfare.clock import today

PEOPLE = 5


def later(committed: Committed) -> None:
    """Let pass what a worker may be silent."""
    name = sql.Identifier(committed.alfa.schema_name, "closing_closing")
    query = sql.SQL("UPDATE {} SET since = since - interval '1 second' * {}")
    committed.superuser.execute(query.format(name, sweep.SILENCE.total_seconds() + 1))


def closing_of(committed: Committed) -> Closing:
    """The one closing."""
    with inside(committed.alfa):
        return Closing.objects.get()


def test_a_closing_killed_in_the_middle_settles_everybody_once(committed: Committed, worker: Worker) -> None:
    worker.start()
    worker.hold()
    with inside(committed.alfa):
        budget = people.budget(people.plan(), -1, residual=Residual.EMPLOYER)
        for number in range(PEOPLE):
            people.credit(make.member("Anna", number=str(number)), budget, "10.00")
        digest = figures_of(budget, today()).digest
        closing = run.begin(budget, uuid.uuid4(), digest=digest, actor=people.actor())
    carry_closing_on.delay(committed.alfa.key, str(closing.pk))
    (child,) = worker.wait_for_rendering()
    assert closing_of(committed).people_done == 2
    os.kill(child, signal.SIGKILL)
    worker.release()
    later(committed)
    for _attempt in range(20):
        sweeper.sweep_all()
        if waited(lambda: closing_of(committed).state == "done", seconds=3):
            break
    with inside(committed.alfa):
        keys = Counter(Entry.objects.filter(reason="given_back").values_list("key", flat=True))
        assert (len(keys), set(keys.values())) == (PEOPLE, {1})
        assert queries.balance(accounts.employer(budget.pk).pk) == Decimal("50.00")
        assert Message.objects.filter(kind="credit_settled").count() == PEOPLE
    assert closing_of(committed).people_done == PEOPLE
