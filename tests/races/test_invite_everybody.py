"""Two keepers press at once, two workers take the same round: one round, one invitation a person."""

import datetime
import uuid
from collections.abc import Callable

import pytest

from tenants.identity import invitations, rounds
from tenants.identity.models import Invitation, InvitationRound, User
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once
from welfare.clock import now

PEOPLE = 6


@pytest.fixture
def alfa(committed: Committed) -> Organization:
    """An organization with six people to invite."""
    with inside(committed.alfa):
        for number in range(PEOPLE):
            make.user(f"Anna{number}")
    return committed.alfa


def keeper(alfa: Organization, name: str) -> User:
    with inside(alfa):
        return make.user(name, "hr", password="a long password of theirs")


def begin(alfa: Organization, user: User) -> Callable[[], InvitationRound]:
    def press() -> InvitationRound:
        with inside(alfa):
            return rounds.begin(uuid.uuid4(), user, actor=Actor(alfa.key, user.pk))

    return press


def carry_on(alfa: Organization, row: InvitationRound) -> Callable[[], bool]:
    def work() -> bool:
        with inside(alfa):
            return rounds.carry_on(row.pk)

    return work


def test_two_keepers_make_one_round(alfa: Organization) -> None:
    keepers = [keeper(alfa, name) for name in ("Irene", "Ida", "Ivo", "Ines")]
    made = at_once([begin(alfa, user) for user in keepers])
    assert len({row.pk for row in made if isinstance(row, InvitationRound)}) == 1
    assert [row for row in made if isinstance(row, Exception)] == []
    with inside(alfa):
        assert InvitationRound.objects.count() == 1


def test_of_many_workers_one_invites(alfa: Organization) -> None:
    row = begin(alfa, keeper(alfa, "Irene"))()
    assert sorted(map(bool, at_once([carry_on(alfa, row)] * 4))) == [False, False, False, True]
    with inside(alfa):
        assert Invitation.objects.count() == PEOPLE


def test_without_the_claim_everybody_is_invited_twice(alfa: Organization) -> None:
    row = begin(alfa, keeper(alfa, "Irene"))()
    meeting = Meeting(2)
    real = rounds.waiting_for

    def both_read(user: User) -> list[User]:
        people = list(real(user))
        meeting.wait()
        return people

    def invite_all() -> int:
        with inside(alfa):
            actor = Actor(alfa.key, row.asked_by_id)
            return len([invitations.invite_by_mail(person, actor=actor) for person in both_read(row.asked_by)])

    assert at_once([invite_all, invite_all]) == [PEOPLE, PEOPLE]
    with inside(alfa):
        assert Invitation.objects.filter(state=Invitation.State.REPLACED).count() == PEOPLE


def test_a_worker_that_was_silent_may_not_mark_what_another_took_over(alfa: Organization) -> None:
    row = begin(alfa, keeper(alfa, "Irene"))()
    with inside(alfa):
        slow = rounds.OUTBOX.claim(row.pk)
        assert slow is not None
        InvitationRound.objects.filter(pk=row.pk).update(since=now() - datetime.timedelta(seconds=61))
        assert rounds.carry_on(row.pk)
        assert not rounds.OUTBOX.finish(slow, rounds.State.DONE)
        row.refresh_from_db()
        assert (row.state, row.invited) == ("queued", PEOPLE)
