"""A new organization's schema: replayed from a dump, the same as migrations make, quick at any number."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants import isolation, migration_state, provisioning, template
from tenants.identity.models import User
from tenants.models import Kind, Organization, new_schema_name
from tests.committed import Committed, owner_role, switch_role
from tests.conftest import browse

# The migration that makes the audit trail insert-only, and what came after it.
FORGET_THE_TRIGGERS = "DELETE FROM django_migrations WHERE app = 'audit' AND name >= '0002'"


@pytest.fixture
def owner(committed: Committed, database_name: str) -> Iterator[Committed]:
    """Commit with the owner's role; schemas made by the test are dropped."""
    known = {organization.schema_name for organization in Organization.objects.all()}
    with owner_role(database_name):
        yield committed
        for name in set(schemas()) - known:
            connection.cursor().execute(f"DROP SCHEMA {name} CASCADE")


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'")
        return [str(name) for (name,) in cursor.fetchall()]


def dump(schema_name: str) -> list[str]:
    """What a schema holds, as lines that do not depend on its name or on when it was made."""
    text = template.run_pg_dump(template.pg_dump(), schema_name).replace(schema_name, "SCHEMA")
    # PostgreSQL writes an index's condition back with other casts and brackets than it was given.
    text = re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+00", "WHEN", text)
    return [line for line in text.splitlines() if not line.startswith("\\")]


def opened(slug: str) -> Organization:
    return provisioning.open_organization(slug=slug, kind=Kind.COMPANY, name=slug.title())


def test_a_new_organization_serves_and_holds_no_account(owner: Committed, database_name: str) -> None:
    gamma = opened("gamma")
    with isolation.enter(gamma, reason="test"):
        assert User.objects.count() == 0
        assert Permission.objects.count() > 0
    assert isolation.current_or_none() is None
    switch_role("DATABASE_URL", database_name)
    assert browse(gamma).get("/healthz").status_code == 200
    switch_role("DATABASE_OWNER_URL", database_name)


def test_identity_columns_go_on_after_a_replay(owner: Committed) -> None:
    with isolation.enter(opened("gamma"), reason="test"):
        first = Permission.objects.order_by("-pk")[0]
        again = Permission.objects.create(content_type=first.content_type, codename="new", name="new")
        assert again.pk > first.pk


def test_a_creation_asks_the_same_of_the_database_however_many_there_are(owner: Committed) -> None:
    """How long it takes is shown by `python -m bench tenants`: a machine that is busy proves nothing here."""
    script, asked = template.prepared(), []
    for _ in range(4):
        with CaptureQueriesContext(connection) as queries:
            template.replay(script, new_schema_name())
        asked.append(sum(len(query["sql"]) for query in queries.captured_queries))
    assert len(set(asked)) == 1, asked


def test_a_failed_replay_leaves_nothing(owner: Committed) -> None:
    name = new_schema_name()
    with pytest.raises(Exception, match="no_such_table"):
        template.replay(template.prepared() + "\nSELECT * FROM no_such_table;", name)
    assert name not in schemas()
    assert isolation.current_or_none() is None


def test_a_server_newer_than_pg_dump_is_migrated_instead(
    owner: Committed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(template, "server_version", lambda: 99)
    gamma = opened("gamma")
    assert gamma.schema_name in schemas()
    assert "newer than pg_dump" in caplog.text
    assert migration_state.behind() == []


def test_a_schema_begun_and_not_finished_is_finished_by_migrations_which_make_what_a_replay_makes(
    owner: Committed,
) -> None:
    gamma = provisioning.register(slug="gamma", kind=Kind.COMPANY, name="Gamma")
    connection.cursor().execute(f"CREATE SCHEMA {gamma.schema_name}")
    assert migration_state.behind() == [gamma]
    provisioning.create_schema(gamma)
    assert migration_state.behind() == []
    replayed = new_schema_name()
    template.replay(template.prepared(), replayed)
    assert dump(replayed) == dump(gamma.schema_name)


def test_the_serving_role_cannot_make_a_schema(committed: Committed) -> None:
    with pytest.raises(Exception, match="permission denied"):
        opened("gamma")


def test_migrate_all_repairs_those_behind_and_only_those(owner: Committed) -> None:
    with isolation.enter_schema(owner.alfa.schema_name, reason="test"), connection.cursor() as cursor:
        cursor.execute(FORGET_THE_TRIGGERS)
        cursor.execute("DROP FUNCTION audit_refuse CASCADE")
    assert [each.slug for each in migration_state.behind()] == ["alfa"]
    with pytest.raises(CommandError, match="alfa"):
        call_command("migrate_all", check=True)
    call_command("migrate_all")
    assert migration_state.behind() == []
    call_command("migrate_all", check=True)


def test_migrate_all_goes_on_after_one_that_fails_and_names_it(owner: Committed) -> None:
    for organization in (owner.alfa, owner.beta):
        with isolation.enter_schema(organization.schema_name, reason="test"), connection.cursor() as cursor:
            cursor.execute(FORGET_THE_TRIGGERS)
    with isolation.enter_schema(owner.beta.schema_name, reason="test"):
        connection.cursor().execute("DROP FUNCTION audit_refuse CASCADE")
    with pytest.raises(CommandError, match=r"alfa: \w+") as failed:
        call_command("migrate_all")
    assert "beta" not in str(failed.value)
    assert migration_state.behind() == [owner.alfa]
    with isolation.enter_schema(owner.alfa.schema_name, reason="test"):
        connection.cursor().execute("DROP FUNCTION audit_refuse CASCADE")
    call_command("migrate_all")
    assert migration_state.behind() == []


def test_an_organization_that_is_behind_is_not_served(alfa: Organization) -> None:
    assert browse(alfa).get("/accedi/").status_code != 503
    Organization.objects.filter(pk=alfa.pk).update(migrations_applied=1)
    assert browse(alfa).get("/accedi/").status_code == 503


def test_pg_dump_gets_no_password_on_its_command_line(monkeypatch: pytest.MonkeyPatch, owner: Committed) -> None:
    seen: list[list[str]] = []

    def note(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        seen.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    with monkeypatch.context() as changed:
        changed.setattr(subprocess, "run", note)
        changed.setitem(connection.settings_dict, "PASSWORD", "very-secret")
        template.run_pg_dump("pg_dump", owner.alfa.schema_name)
    assert "very-secret" not in " ".join(seen[0])
