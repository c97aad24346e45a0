"""A browser, the application it looks at, and the people of the order tests, committed."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser
from pytest_django import Settings

from providers.models import Question
from tests import make
from tests.browser import serving
from tests.browser.demo_network import browser
from tests.browser.network import PASSWORD, Network
from tests.committed import Committed
from tests.conftest import inside
from tests.orders import stage as stages


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files, once for all browser tests of a worker."""
    folder = tmp_path_factory.mktemp("static")
    serving.collect(folder)
    return folder


@pytest.fixture(scope="session")
def port(static_folder: Path) -> Iterator[int]:
    """Where the application answers."""
    with serving.serving(static_folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests of a worker; each test has sessions of its own in it."""
    with pytest.MonkeyPatch.context() as patch, browser() as started:
        # Playwright keeps an event loop in this thread, and Django would refuse to query in its sight.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


@pytest.fixture
def network(
    committed: Committed, chromium: Browser, port: int, static_folder: Path, settings: Settings, tmp_path: Path
) -> Iterator[Network]:
    """Anna of Alfa with a son and a daughter; Beta's camp at 250,00, of which her contract pays 210,00."""
    settings.PRIVATE_FILES = tmp_path / "files"
    stage = stages.set_up(
        committed.alfa,
        committed.beta,
        price=Decimal("250.00"),
        summary="Settimane al mulino, tra orto e fiume.",
        questions=[Question.ALLERGIES, Question.PHONE, Question.PHOTOS],
    )
    make.slot(stage.offer, days=90)
    gym = make.offer(
        stage.offer.provider, "Palestra Ercole", service_type="gym", area="tempo_libero", type_label="Palestra"
    )
    with inside(stage.issuer):
        stages.list_on_shelf(gym, stage.plan)
        make.relative(stage.anna, "Mia")
        stage.anna.user.set_password(PASSWORD)
        stage.anna.user.save()
    with serving.static_files(static_folder):
        yield (made := Network(stage, committed.rete, chromium, port))
        made.close()
        hang_up(committed)


def hang_up(committed: Committed) -> None:
    """End every connection but the superuser's: a thread of the server may not have noticed that its browser left."""
    connections.close_all()
    committed.superuser.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
