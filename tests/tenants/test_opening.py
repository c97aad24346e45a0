"""Opening an organization from the console: in steps, each safe to repeat, seen by operators when it stops."""

import datetime
import threading
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from tenants import failures, isolation, opening, provisioning, tasks
from tenants.audit.models import Record
from tenants.identity.models import Invitation, User
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import FailedTask, Kind, Organization, Provisioning, Status
from tests.committed import Committed, owner_role
from tests.conftest import inside
from welfare.clock import now

ANNA = opening.FirstPerson("anna@gamma.example", "Anna", "Verdi")
OPERATOR = Actor(organization_id=str(uuid.uuid4()), user_id=1)


@pytest.fixture
def gamma(committed: Committed, database_name: str) -> Iterator[Organization]:
    """An organization asked for, with the owner's role in force for the work."""
    with inside(committed.rete):
        organization = opening.request_opening(ANNA, actor=OPERATOR, slug="gamma", kind=Kind.COMPANY, name="Gamma")
    with owner_role(database_name):
        yield organization
        connection.cursor().execute(f"DROP SCHEMA IF EXISTS {organization.schema_name} CASCADE")


def row_of(organization: Organization) -> Provisioning:
    return Provisioning.objects.select_related("organization").get(pk=organization.pk)


def make_due() -> None:
    Provisioning.objects.update(since=now() - datetime.timedelta(seconds=1))


def test_asking_writes_a_draft_without_personal_data(gamma: Organization, committed: Committed) -> None:
    row = row_of(gamma)
    assert (row.step, row.organization.status) == ("queued", Status.DRAFT)
    assert b"anna" not in bytes(row.first_person)
    assert b"Verdi" not in bytes(row.first_person)
    assert opening.FirstPerson.unsealed(gamma, row.first_person) == ANNA
    with inside(committed.rete):
        assert [(r.action, r.subject) for r in Record.objects.all()] == [("organization.requested", gamma.key)]


def test_the_work_opens_it_and_invites_one_person(gamma: Organization) -> None:
    assert opening.due() == [gamma.pk]
    assert opening.carry_on(gamma.pk) is True
    row = row_of(gamma)
    assert (row.step, row.organization.status, bytes(row.first_person)) == ("done", Status.ACTIVE, b"")
    assert opening.due() == []
    with inside(gamma):
        user = User.objects.get()
        assert (user.email, user.roles, user.has_usable_password()) == ("anna@gamma.example", ["hr"], False)
        assert Invitation.objects.get().user == user
        assert Message.objects.get().recipient == user


def test_doing_it_twice_changes_nothing(gamma: Organization) -> None:
    opening.carry_on(gamma.pk)
    assert opening.carry_on(gamma.pk) is False
    with inside(gamma):
        assert (User.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("where", ["provisioning.create_schema", "provisioning.activate", "invitations.invite_by_mail"])
def test_a_stop_anywhere_is_made_good_by_the_next_attempt(
    gamma: Organization, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise OSError(5, "disk of Anna Verdi")

    with monkeypatch.context() as broken:
        broken.setattr(f"tenants.opening.{where}", stop)
        assert opening.carry_on(gamma.pk) is False
    row = row_of(gamma)
    assert (row.step, row.attempts, row.error) == ("queued", 1, "OSError 5")
    assert row.organization.status == Status.DRAFT
    assert opening.due() == []
    make_due()
    assert opening.carry_on(gamma.pk) is True
    with inside(gamma):
        assert User.objects.count() == 1


def test_after_five_attempts_an_operator_sees_it_and_can_try_again(
    gamma: Organization, monkeypatch: pytest.MonkeyPatch, committed: Committed
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(provisioning, "create_schema", lambda _: 1 / 0)
        for _ in range(6):
            make_due()
            opening.carry_on(gamma.pk)
    assert (row_of(gamma).step, row_of(gamma).attempts) == ("failed", 5)
    failed = FailedTask.objects.get()
    assert (failed.kind, failed.reference, failed.error) == ("provisioning", gamma.pk, "ZeroDivisionError")
    with inside(committed.rete):
        assert failures.retry(failed.pk, actor=OPERATOR) is True
    assert opening.carry_on(gamma.pk) is True


def test_two_workers_do_not_work_on_the_same_one(gamma: Organization) -> None:
    results = []

    def other() -> None:
        results.append(opening.carry_on(gamma.pk))
        connections.close_all()

    with opening.alone(gamma.pk) as ours:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert (ours, results) == (True, [False])
    assert opening.carry_on(gamma.pk) is True


def test_the_tasks_do_the_work_and_refuse_without_an_organization(gamma: Organization) -> None:
    for nonsense in ("", "nonsense", str(uuid.uuid4()), None):
        with pytest.raises(isolation.NoOrganization):
            tasks.open_organization.delay(nonsense)
    tasks.carry_openings_on.delay()
    assert row_of(gamma).step == "done"
    tasks.open_organization.delay(gamma.key)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_first_roles(kind: Kind) -> None:
    assert opening.FIRST_ROLES[kind]
