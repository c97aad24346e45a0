"""A worker killed in the middle of a grant: another goes on where it was, and nobody has anything twice."""

from collections import Counter
from decimal import Decimal

from catalog.orders import sweeper
from catalog.plans import grants
from catalog.plans.grants import Terms
from catalog.plans.models import Grant
from catalog.plans.tasks import post_grant
from members.ledger.models import Entry
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker, kill_in_the_middle, sweep_until
from tests.plans import people

PEOPLE = 5


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
    worker.wait_for_rendering()
    assert grant_of(committed).rows_done == 2
    kill_in_the_middle(worker, committed, "plans_grant")
    sweep_until(lambda: grant_of(committed).state == "done", lambda: grant_of(committed).state)
    with inside(committed.alfa):
        keys = Counter(Entry.objects.values_list("key", flat=True))
        assert (len(keys), set(keys.values())) == (PEOPLE, {1})
    assert grant_of(committed).rows_done == PEOPLE
    assert sweeper.sweep_all() == 0
