"""The serving role can neither create tables nor change what is written once."""

import pytest
from django.db import DatabaseError, connection, transaction

from tenants.grants import INSERT_ONLY
from tenants.models import Organization
from tests.conftest import inside

CREATING = [
    "CREATE TABLE x (id int)",
    "CREATE SCHEMA x",
    "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE VIEW x AS SELECT 1",
    "ALTER TABLE identity_user ADD COLUMN x int",
    "DROP TABLE identity_user",
    "ALTER TABLE audit_record DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_record_insert_only ON audit_record",
    "SET session_replication_role = replica",
    "CREATE TABLE public.x (id int)",
    "DROP TABLE public.tenants_organization",
    "CREATE EXTENSION hstore",
    "SET ROLE scaffale_owner",
]


def refused(statement: str) -> bool:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return "permission denied" in str(error.value) or "must be owner" in str(error.value)


@pytest.mark.parametrize("statement", CREATING)
def test_it_creates_and_alters_nothing(statement: str, alfa: Organization) -> None:
    with inside(alfa):
        assert refused(statement)


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("slug", ["alfa", "beta"])
def test_it_does_not_change_what_is_written_once(table: str, change: str, slug: str, db: None) -> None:
    with inside(Organization.objects.get(slug=slug)):
        assert refused(change.format(table))


@pytest.mark.parametrize("schema", ["public", "alfa"])
def test_it_does_not_touch_the_list_of_migrations(schema: str, alfa: Organization) -> None:
    where = "public" if schema == "public" else alfa.schema_name
    assert refused(f"DELETE FROM {where}.django_migrations")
    assert refused(f"INSERT INTO {where}.django_migrations (app, name, applied) VALUES ('x', 'x', now())")


@pytest.mark.django_db
def test_it_is_neither_superuser_nor_owner_of_anything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
