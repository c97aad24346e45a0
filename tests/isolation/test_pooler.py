"""Behind a pooler that mixes sessions nothing starts."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.isolation.pooler import transaction_pooler
from welfare import celery, checks, pooling


@pytest.fixture
def mixing(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """New connections go through a pooler in transaction mode."""
    server = connection.settings_dict
    with transaction_pooler(server["HOST"], int(server["PORT"])) as port:
        monkeypatch.setitem(server, "PORT", port)
        monkeypatch.setitem(server, "HOST", "127.0.0.1")
        yield


@pytest.mark.django_db
def test_a_direct_connection_is_fine() -> None:
    assert pooling.mixes_sessions() is False
    pooling.refuse_mixing()
    assert checks.check_database(databases=["default"]) == []


@pytest.mark.usefixtures("mixing")
def test_a_pooler_in_transaction_mode_is_found_out() -> None:
    assert pooling.mixes_sessions() is True
    assert [found.id for found in checks.check_database(databases=["default"])] == ["welfare.E002"]


@pytest.mark.usefixtures("mixing")
def test_neither_web_nor_worker_starts_behind_it() -> None:
    with pytest.raises(ImproperlyConfigured, match="session mode"):
        pooling.refuse_mixing()
    with pytest.raises(SystemExit):
        celery.refuse_mixing()


@pytest.mark.django_db
def test_a_database_that_is_away_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    pooling.refuse_mixing()
    assert [found.id for found in checks.check_database(databases=["default"])] == ["welfare.E004"]
