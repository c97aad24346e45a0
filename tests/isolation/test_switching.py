"""Whatever happens to the transaction or the connection, a statement reads the organization in force."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from psycopg import pq

from members.models import Category
from tenants import isolation
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.models import Organization
from tests.committed import Committed
from tests.conftest import inside


class Stop(Exception):
    """Ends a block."""


@contextmanager
def stopped() -> Iterator[None]:
    """A transaction, or a savepoint in one, that is rolled back at the end of the block."""
    with contextlib.suppress(Stop), transaction.atomic():
        yield
        raise Stop


def names() -> list[str]:
    return list(Category.objects.order_by("name").values_list("name", flat=True))


@pytest.fixture
def both(alfa: Organization, beta: Organization) -> tuple[Organization, Organization]:
    """Two organizations whose categories have the same keys and different names."""
    for organization in (alfa, beta):
        with inside(organization):
            Category.objects.create(pk=900, name=organization.slug)
    return alfa, beta


@pytest.fixture
def committed_both(committed: Committed) -> Committed:
    """The same, committed."""
    for organization in (committed.alfa, committed.beta):
        with inside(organization):
            Category.objects.create(pk=900, name=organization.slug)
    return committed


def test_each_reads_its_own_under_the_same_key(both: tuple[Organization, Organization]) -> None:
    for organization in both:
        with inside(organization):
            assert Category.objects.get(pk=900).name == organization.slug


def test_coming_back_restores_where_one_was(both: tuple[Organization, Organization]) -> None:
    alfa, beta = both
    with inside(alfa):
        with inside(beta):
            with isolation.leave(reason="test"):
                assert isolation.current_or_none() is None
            assert names() == ["beta"]
        assert names() == ["alfa"]
        with pytest.raises(Stop), inside(beta):
            raise Stop
        assert names() == ["alfa"]
    assert isolation.current_or_none() is None


def test_after_a_savepoint_is_rolled_back(both: tuple[Organization, Organization]) -> None:
    alfa, beta = both
    with inside(alfa):
        assert names() == ["alfa"]
        with stopped(), inside(beta):
            assert names() == ["beta"]
        assert names() == ["alfa"]
        with inside(beta):
            with stopped(), inside(alfa):
                assert names() == ["alfa"]
            assert names() == ["beta"]


def test_after_an_error_in_the_other_organization(both: tuple[Organization, Organization]) -> None:
    alfa, beta = both
    with inside(alfa):
        with pytest.raises(DatabaseError), transaction.atomic(), inside(beta):
            Category.objects.create(pk=900, name="again")
        assert names() == ["alfa"]


def test_after_a_whole_transaction_is_rolled_back(committed_both: Committed) -> None:
    with inside(committed_both.alfa):
        with stopped(), inside(committed_both.beta):
            Category.objects.create(name="lost")
        assert names() == ["alfa"]
    with inside(committed_both.beta):
        assert names() == ["beta"]


def test_one_transaction_over_two_organizations_is_all_or_nothing(committed_both: Committed) -> None:
    def write() -> None:
        for organization in (committed_both.alfa, committed_both.beta):
            with inside(organization):
                Category.objects.create(name="zeta")

    with stopped():
        write()
    with transaction.atomic():
        write()
    for organization in (committed_both.alfa, committed_both.beta):
        with inside(organization):
            assert names() == [organization.slug, "zeta"]


def test_after_the_connection_was_lost(committed_both: Committed) -> None:
    with inside(committed_both.beta):
        assert names() == ["beta"]
        connection.close()
        assert names() == ["beta"]
        committed_both.superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with pytest.raises(DatabaseError):
            names()
        connection.close_if_unusable_or_obsolete()
        assert names() == ["beta"]


def test_django_s_raw_cursor_and_copy_read_the_organization_in_force(both: tuple[Organization, Organization]) -> None:
    for organization in both:
        with inside(organization), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM members_category")
            assert cursor.fetchall() == [(organization.slug,)]
            with cursor.copy("COPY members_category (name) TO STDOUT") as copied:
                assert b"".join(copied).decode().split() == [organization.slug]


def test_a_cursor_on_the_server_reads_the_organization_in_force(both: tuple[Organization, Organization]) -> None:
    for organization in both:
        with inside(organization):
            assert [each.name for each in Category.objects.iterator(chunk_size=1)] == [organization.slug]


def test_outside_nothing_of_people_can_be_read_or_written(both: tuple[Organization, Organization]) -> None:
    assert len(both) == 2
    attempts: list[Any] = [names, User.objects.count, lambda: Category.objects.create(name="x")]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
            attempt()
    with pytest.raises(isolation.NoOrganization):
        isolation.current()


def test_a_bare_thread_raises_instead_of_reading(committed_both: Committed) -> None:
    caught: list[BaseException] = []

    def work() -> None:
        try:
            names()
        except DatabaseError as error:
            caught.append(error)
        connections.close_all()

    with inside(committed_both.alfa):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert len(caught) == 1
        assert names() == ["alfa"]


def test_a_person_who_enters_another_organization_leaves_a_record_there(
    both: tuple[Organization, Organization],
) -> None:
    alfa, beta = both
    anna = Actor(alfa.key, 7, "Anna")
    with isolation.enter(alfa, actor=anna, reason="own"):
        assert Record.objects.count() == 0
    with isolation.enter(beta, actor=anna, reason="accept"):
        record = Record.objects.get()
    assert (record.actor, record.action, record.details) == (f"{alfa.key}:7", "entered", {"reason": "accept"})
    with isolation.enter(beta, reason="system"):
        assert Record.objects.count() == 1


def test_the_log_of_entries_holds_no_name(alfa: Organization, caplog: pytest.LogCaptureFixture) -> None:
    anna = Actor(alfa.key, 7, "Anna Bianchi")
    with caplog.at_level("INFO", logger="tenants.isolation"), isolation.enter(alfa, actor=anna, reason="look"):
        assert isolation.current() == alfa
    assert alfa.key in caplog.text
    assert "Anna" not in caplog.text


def test_only_an_organization_can_be_entered() -> None:
    with pytest.raises(isolation.NoOrganization), isolation.enter("alfa", reason="test"):  # type: ignore[arg-type]
        pass


def test_the_driver_is_the_one_these_promises_were_tried_on() -> None:
    assert pq.version() >= 150_000
