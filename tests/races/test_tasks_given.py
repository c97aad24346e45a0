"""HR and the network give tasks to one account at the same moment: neither undoes what the other gave."""

from collections.abc import Callable

import pytest

from members import people
from members.models import Member
from tenants.identity import staff
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once

ROUNDS = 5


def both(committed: Committed) -> list[Callable[[], None]]:
    """HR gives the payroll, an operator the office, to one who had read the account before."""
    with inside(committed.beta):
        keeper = make.user("Olga", Role.OPERATOR)
        member = make.member("Anna", "member")
        read_before = Member.objects.select_related("user").get(pk=member.pk)

    def by_hr() -> None:
        with inside(committed.beta):
            people.give_roles(read_before, [Role.PAYROLL], actor=SYSTEM)

    def by_operator() -> None:
        with inside(committed.beta):
            staff.give_roles(member.user, [Role.OFFICE], keeper=keeper, actor=SYSTEM)

    return [by_hr, by_operator]


def given(committed: Committed) -> set[str]:
    """What the newest Anna does besides being a member."""
    with inside(committed.beta):
        return set(User.objects.filter(given_name="Anna").latest("pk").roles) - {Role.MEMBER}


def test_both_tasks_are_there(committed: Committed) -> None:
    for _ in range(ROUNDS):
        assert at_once(both(committed)) == [None, None]
        assert given(committed) == {Role.PAYROLL, Role.OFFICE}


def test_control_without_the_lock_one_is_lost(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, save = Meeting(2), User.save

    def meeting_first(user: User, **fields: object) -> None:
        if fields.get("update_fields"):
            meeting.wait()
        save(user, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(User.objects, "select_for_update", lambda **_: User.objects.all())
    monkeypatch.setattr(staff, "locked_for", lambda _keeper, user: User.objects.get(pk=user.pk))
    jobs = both(committed)
    monkeypatch.setattr(User, "save", meeting_first)
    assert at_once(jobs) == [None, None]
    assert len(given(committed)) == 1
