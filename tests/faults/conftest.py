"""A worker, a broker of files that the test writes to, and a committed stage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import pools
from pytest_django import Settings

from tenants.identity.models import Role
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.faults.worker import Worker
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.celery import application
from welfare.icons import fill_vendor


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory, database_name: str, django_db_setup: None) -> Iterator[Worker]:
    """The worker and its folder; tasks sent by the tests go there. One for all: starting takes seconds."""
    made = Worker(tmp_path_factory.mktemp("faults"), database_name)
    messages, control = (str(made.folder / "broker" / name) for name in ("messages", "control"))
    if not Path("static/vendor/fonts/titillium-700.woff2").exists():
        fill_vendor(Path("static"))
    application.conf.update(
        broker_url="filesystem://",
        broker_transport_options={
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": control,
        },
    )
    forget_connections()
    yield made
    made.stop()


def forget_connections() -> None:
    """Let no connection that an earlier test opened to another folder be used again."""
    pools.reset()  # type: ignore[no-untyped-call]
    application._pool = None
    application.amqp._producer_pool = None


@pytest.fixture
def worker(broker: Worker, settings: Settings) -> Iterator[Worker]:
    """A worker without work; tasks that the test sends really wait for it."""
    broker.clear()
    settings.PRIVATE_FILES = broker.folder / "files"
    application.conf.update(task_always_eager=False)
    yield broker
    broker.release()
    application.conf.update(task_always_eager=True)


@pytest.fixture
def stage(committed: Committed) -> Stage:
    """Anna of Alfa, her son Leo, Beta's summer camp, and Rita who runs Beta."""
    made = stages.set_up(committed.alfa, committed.beta)
    with inside(made.supplier):
        make.user("Rita", Role.PROVIDER_MANAGER)
    return made
