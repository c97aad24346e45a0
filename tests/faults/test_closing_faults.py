"""A worker killed in the middle of a closing: another goes on where it was, nobody is settled or told twice."""

import uuid
from collections import Counter
from decimal import Decimal

from catalog.closing import run
from catalog.closing.models import Closing
from catalog.closing.preview import figures_of
from catalog.closing.tasks import carry_closing_on
from catalog.plans.models import Residual
from members.ledger import accounts, queries
from members.ledger.models import Entry
from tenants.messages.models import Message
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, kill_in_the_middle, sweep_until
from tests.plans import people
from welfare.clock import today

PEOPLE = 5


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
    worker.wait_for_rendering()
    assert closing_of(committed).people_done == 2
    kill_in_the_middle(worker, committed, "closing_closing")
    sweep_until(lambda: closing_of(committed).state == "done", lambda: closing_of(committed).state)
    with inside(committed.alfa):
        keys = Counter(Entry.objects.filter(reason="given_back").values_list("key", flat=True))
        assert (len(keys), set(keys.values())) == (PEOPLE, {1})
        assert queries.balance(accounts.employer(budget.pk).pk) == Decimal("50.00")
        assert Message.objects.filter(kind="credit_settled").count() == PEOPLE
    assert closing_of(committed).people_done == PEOPLE
