"""A schema that is dropped or renamed while we serve: nobody is answered, nothing is written to `public`."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError
from django.test import Client

from tenants import isolation
from tenants.identity.models import User
from tenants.messages.tasks import send_message
from tenants.models import Organization
from tests import make
from tests.committed import Committed
from tests.conftest import browse, inside

PAGES = ("/accedi/", "/", "/scaffale/", "/conto/", "/profilo/")


@pytest.fixture
def renamed(committed: Committed) -> Iterator[tuple[Committed, Client]]:
    """Alfa's schema has been renamed after a person of alfa had signed in."""
    with inside(committed.alfa):
        client = browse(committed.alfa, make.member("Anna").user)
    client.raise_request_exception = False
    name = committed.alfa.schema_name
    committed.superuser.execute(f"ALTER SCHEMA {name} RENAME TO gone")
    yield committed, client
    committed.superuser.execute(f"ALTER SCHEMA gone RENAME TO {name}")


def rows_of_public(committed: Committed) -> dict[str, int]:
    """How many rows each table of `public` has."""
    tables = committed.superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    counts = {}
    for (table,) in tables:
        row = committed.superuser.execute(f'SELECT count(*) FROM public."{table}"').fetchone()
        counts[str(table)] = int(str(row[0])) if row else 0
    return counts


def test_no_page_is_shown_and_nothing_is_written(renamed: tuple[Committed, Client]) -> None:
    committed, client = renamed
    before = rows_of_public(committed)
    for path in PAGES:
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"login": "x", "password": "y"}).status_code == 404, path
    assert rows_of_public(committed) == before
    assert browse(committed.beta).get("/accedi/").status_code == 200


def test_no_task_runs(renamed: tuple[Committed, Client]) -> None:
    committed, _ = renamed
    before = rows_of_public(committed)
    with pytest.raises(isolation.NoOrganization):
        send_message.run(committed.alfa.key, str(committed.alfa.pk))
    assert rows_of_public(committed) == before


def test_what_had_entered_before_raises_and_writes_nothing(renamed: tuple[Committed, Client]) -> None:
    committed, _ = renamed
    before = rows_of_public(committed)
    with inside(committed.alfa):
        with pytest.raises(DatabaseError):
            User.objects.count()
        with pytest.raises(DatabaseError):
            make.user("Anna")
    assert rows_of_public(committed) == before


def test_it_answers_again_when_the_schema_is_back(renamed: tuple[Committed, Client]) -> None:
    committed, _ = renamed
    name = Organization.objects.get(slug="alfa").schema_name
    committed.superuser.execute(f"ALTER SCHEMA gone RENAME TO {name}")
    assert browse(committed.alfa).get("/accedi/").status_code == 200
    committed.superuser.execute(f"ALTER SCHEMA {name} RENAME TO gone")
