"""The trail only grows, whoever asks."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from tenants import isolation
from tenants.audit import trail
from tenants.audit.models import Record
from tenants.models import Organization
from tests.committed import Committed
from tests.conftest import inside

CHANGES = ["UPDATE {} SET action = 'other'", "DELETE FROM {}", "TRUNCATE {}"]


@pytest.mark.parametrize("change", CHANGES)
def test_the_serving_role_cannot_change_it(alfa: Organization, change: str) -> None:
    with inside(alfa):
        trail.record(isolation.SYSTEM, "test")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change.format("audit_record"))
        assert [record.action for record in Record.objects.all()] == ["test"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("slug", ["alfa", "beta"])
def test_not_even_its_owner_can(committed: Committed, slug: str, change: str) -> None:
    organization: Organization = getattr(committed, slug)
    table = sql.Identifier(organization.schema_name, "audit_record")
    committed.superuser.execute("SET session_replication_role = origin")
    with pytest.raises(psycopg.errors.RestrictViolation, match=organization.schema_name):
        committed.superuser.execute(sql.SQL(change).format(table))
    committed.superuser.execute("SET session_replication_role = replica")


def test_a_record_names_the_actor_by_code(alfa: Organization) -> None:
    with inside(alfa):
        trail.record(isolation.Actor(alfa.key, 7, "Anna"), "read", person_id=3, details={"page": 1})
        record = Record.objects.get()
    assert (record.actor, record.action, record.person_id) == (f"{alfa.key}:7", "read", 3)
    assert "Anna" not in str(record.__dict__)
