"""Two managers who close each other at the same moment: one stays."""

from collections.abc import Callable

import pytest

from tenants.identity import staff
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once

ROUNDS = 5


def closing(committed: Committed, user: User, keeper: User) -> Callable[[], None]:
    def close() -> None:
        with inside(committed.beta):
            staff.close(user, keeper=keeper, actor=SYSTEM)

    return close


def demoting(committed: Committed, user: User, keeper: User) -> Callable[[], None]:
    def demote() -> None:
        with inside(committed.beta):
            staff.give_roles(user, [Role.PROVIDER_STAFF], keeper=keeper, actor=SYSTEM)

    return demote


def managers(committed: Committed) -> tuple[User, User]:
    with inside(committed.beta):
        User.objects.all().update(roles=[])
        return make.user("Marta", Role.PROVIDER_MANAGER), make.user("Nora", Role.PROVIDER_MANAGER)


def left(committed: Committed) -> int:
    """How many managers can still come in."""
    with inside(committed.beta):
        return User.objects.filter(roles__contains=[Role.PROVIDER_MANAGER], is_active=True).count()


@pytest.mark.parametrize("ways", [(closing, closing), (closing, demoting), (demoting, demoting)])
def test_one_manager_stays(committed: Committed, ways: tuple[Callable[..., Callable[[], None]], ...]) -> None:
    for _ in range(ROUNDS):
        marta, nora = managers(committed)
        outcomes = at_once([ways[0](committed, nora, marta), ways[1](committed, marta, nora)])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastOne", "NoneType"]
        assert left(committed) == 1


def test_control_without_the_lock_none_stays(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, refuse_last = Meeting(2), staff.refuse_last

    def unlocked(keeper: User, user: User) -> User:
        return User.objects.get(pk=user.pk)

    def meeting_first(user: User, *, losing: set[str]) -> None:
        refuse_last(user, losing=losing)
        meeting.wait()

    monkeypatch.setattr(staff, "locked_for", unlocked)
    monkeypatch.setattr(staff, "refuse_last", meeting_first)
    marta, nora = managers(committed)
    at_once([closing(committed, nora, marta), closing(committed, marta, nora)])
    assert left(committed) == 0
