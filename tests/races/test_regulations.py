"""Two taps at the same moment: a person takes note once, a plan has one proposal."""

from catalog.plans.models import Plan
from catalog.regulations import versions
from catalog.regulations.models import Acknowledgement, Version
from catalog.regulations.versions import Approved, CannotPropose
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.plans import people
from tests.races.together import at_once
from welfare.clock import today


def put_in_force(plan: Plan) -> Version:
    """Propose, approve and put in force."""
    version = versions.propose(plan, actor=people.actor())
    versions.approve(version, Approved("assembly", "Teresa Monti", today()), actor=people.actor())
    versions.put_in_force(version, actor=people.actor())
    return version


def test_two_taps_take_note_once(committed: Committed) -> None:
    with inside(committed.alfa):
        plan, anna = people.plan(regulation="Art. 1"), make.member("Anna")
        version, actor = put_in_force(plan), people.actor(anna.user)

    def tap() -> bool:
        with inside(committed.alfa):
            return versions.take_note(version, anna, actor=actor)

    noted = at_once([tap] * 4)
    assert sorted(map(str, noted)) == ["False", "False", "False", "True"]
    with inside(committed.alfa):
        assert Acknowledgement.objects.count() == 1


def test_two_who_propose_at_once_make_one_version(committed: Committed) -> None:
    with inside(committed.alfa):
        plan, actor = people.plan(regulation="Art. 1"), people.actor()

    def press() -> Version:
        with inside(committed.alfa):
            return versions.propose(plan, actor=actor)

    made = at_once([press] * 4)
    assert [type(each) for each in made].count(Version) == 1
    assert [type(each) for each in made].count(CannotPropose) == 3
