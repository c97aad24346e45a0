"""The fixture of committing tests really empties everything, and the lists of tables are complete."""

import pytest
from django.db import connection, transaction

from members.models import Category
from tenants import isolation
from tenants.audit import trail
from tenants.audit.models import Record
from tenants.models import Organization, Status
from tests.committed import (
    EMPTIED_IN_PUBLIC,
    EMPTIED_IN_TENANT,
    KEPT_IN_PUBLIC,
    KEPT_IN_TENANT,
    REGISTRY,
    Committed,
)
from tests.conftest import inside


def tables_of(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {str(name) for (name,) in cursor.fetchall()}


def test_every_table_of_a_tenant_is_emptied_or_kept_on_purpose(alfa: Organization) -> None:
    assert tables_of(alfa.schema_name) == set(EMPTIED_IN_TENANT) | KEPT_IN_TENANT


@pytest.mark.django_db
def test_public_holds_these_tables_and_no_other() -> None:
    """No personal data can be in `public`: adding a table there is a decision, written here."""
    assert tables_of("public") == set(EMPTIED_IN_PUBLIC) | set(REGISTRY) | KEPT_IN_PUBLIC


@pytest.mark.parametrize("run", ["first", "second"])
def test_each_run_begins_empty(committed: Committed, run: str) -> None:
    assert committed.alfa.status == Status.ACTIVE
    with inside(committed.alfa), transaction.atomic():
        assert list(Category.objects.all()) == []
        assert Record.objects.count() == 0
        Category.objects.create(name=run)
        trail.record(isolation.SYSTEM, run)
    Organization.objects.update(status=Status.SUSPENDED)
