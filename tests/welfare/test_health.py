"""What /healthz and the system checks name."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from tenants.models import Organization, Status
from tests.committed import Committed, owner_role
from tests.conftest import browse
from welfare import checks, health, pdf


def asked(client: Client) -> tuple[int, list[str]]:
    response = client.get("/healthz")
    return response.status_code, response.json()["missing"]


@pytest.fixture(autouse=True)
def libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the libraries of PDFs were installed."""
    monkeypatch.setattr(pdf, "missing_libraries", list)


def test_all_is_well_on_the_bare_domain_and_on_a_host(alfa: Organization) -> None:
    assert asked(Client(SERVER_NAME="localhost")) == (200, [])
    assert asked(browse(alfa)) == (200, [])


@pytest.mark.django_db
def test_a_missing_library_is_named_and_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "missing_libraries", lambda: ["pango"])
    assert asked(Client(SERVER_NAME="localhost")) == (200, ["pdf: pango"])


def test_an_organization_behind_is_named(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(migrations_applied=3)
    assert asked(Client(SERVER_NAME="localhost")) == (503, ["migrations"])
    Organization.objects.filter(pk=alfa.pk).update(status=Status.CLOSED)
    assert asked(Client(SERVER_NAME="localhost")) == (200, [])


def test_a_role_that_could_create_is_named(committed: Committed, database_name: str) -> None:
    assert committed.alfa.is_active
    with owner_role(database_name):
        assert asked(Client(SERVER_NAME="localhost")) == (503, ["database role"])
        assert [found.id for found in checks.check_database(databases=["default"])] == ["welfare.E003"]


@pytest.mark.django_db
def test_a_database_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "TOO_MUCH", "SELECT * FROM no_such_table")
    assert health.lacking_in_database() == ["database"]


@pytest.mark.django_db
def test_it_is_cheap(django_assert_num_queries: object) -> None:
    connection.cursor().execute("SELECT 1")
    with django_assert_num_queries(2):  # type: ignore[operator]
        health.lacking_in_database()


def test_a_weak_key_is_refused(settings: Settings) -> None:
    settings.SCAFFALE_KEYS = ("a1" * 20, "kZ3vQ9xLw2Nf8RtYb6Hc1Ms5Pd7Gj4Ue0")
    assert [found.msg for found in checks.check_keys()] == ["Key 1 of SCAFFALE_KEYS is weak."]


def test_deployment_says_what_is_only_for_the_demo(settings: Settings) -> None:
    settings.SCAFFALE_HTTPS, settings.SCAFFALE_DEMO = False, True
    assert [found.id for found in checks.check_hosts()] == ["welfare.W003", "welfare.W004"]
    settings.SCAFFALE_HTTPS, settings.SCAFFALE_DEMO = True, False
    assert checks.check_hosts() == []
