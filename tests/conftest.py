"""The database of the tests: two organizations that collide, a network, and roles as in service.

Each worker gets a database of its own, made by the owner's role and used by the serving role, so that
a missing right fails here and not in service. Ordinary tests roll back.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import dj_database_url
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from members import notices
from members.models import Member
from tenants import isolation
from tenants.identity import middleware
from tenants.identity.models import User
from tenants.models import Organization
from tests import databases, make
from tests.committed import committed, registry, switch_role  # noqa: F401  (fixtures)
from welfare.celery import application

# On a busy machine an example may be slow for reasons of its own; what it finds is told with its seed.
hypothesis_settings.register_profile(
    "suite", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")

Built = TypeVar("Built")
# The methods with which it begins and ends a test's transaction carry no types.
TRANSACTION: Any = TestCase


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: looking through it for garbage is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    """The name of this worker's database; runs at the same time have different addresses, so different names."""
    return f"test_{dj_database_url.parse(os.environ['DATABASE_URL'])['NAME']}_{worker_id}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the database with the registry and the organizations; leave with the serving role."""
    with django_db_blocker.unblock():
        databases.remake(database_name)
        switch_role("DATABASE_URL", database_name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        databases.drop(database_name)


@pytest.fixture(autouse=True, scope="session")
def eager_tasks() -> None:
    """Tasks run where they are sent, but for the tests of the queue itself (they start a real worker)."""
    application.conf.update(task_always_eager=True, task_eager_propagates=True)


@pytest.fixture(autouse=True, scope="session")
def cheap_hashes() -> Iterator[None]:
    """Real Argon2 at its lowest cost: what is tested is who gets in, not how long a guess takes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, cost in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, name, cost)
        yield


@pytest.fixture(autouse=True)
def in_public() -> Iterator[None]:
    """Every test begins outside all organizations, in the language of the site, whatever the last one asked for."""
    translation.deactivate()
    isolation.restore(None)
    yield
    isolation.restore(None)
    translation.deactivate()


def lasting(build: Callable[[], Built], blocker: DjangoDbBlocker) -> Iterator[Built]:
    """For a fixture of a whole file: what it writes stands until the file's end, and its tests roll back to it."""
    with ExitStack() as undone:
        with blocker.unblock():
            isolation.restore(None)
            undone.callback(take_back, TRANSACTION._enter_atomics(), blocker)
            made = build()
        yield made


def take_back(opened: Any, blocker: DjangoDbBlocker) -> None:
    """Roll back what a file's tests stood on."""
    with blocker.unblock():
        TRANSACTION._rollback_atomics(opened)


def organization(slug: str) -> Organization:
    """An organization of the tests by slug."""
    found: Organization = Organization.objects.get(slug=slug)
    return found


@pytest.fixture
def alfa(db: None) -> Organization:
    """The first organization: a cooperative."""
    return organization("alfa")


@pytest.fixture
def beta(db: None) -> Organization:
    """The second organization: another cooperative, with the same keys."""
    return organization("beta")


@pytest.fixture
def rete(db: None) -> Organization:
    """The network."""
    return organization("rete")


@contextmanager
def inside(where: Organization) -> Iterator[None]:
    """Work in an organization's schema."""
    with isolation.enter(where, reason="test"):
        yield


def browse(where: Organization, user: User | None = None) -> Client:
    """A browser on an organization's host, signed in as `user` if given.

    The person has read the privacy notice and has the second factor that staff need.
    """
    client = Client(SERVER_NAME=f"{where.slug}.localhost")
    if user is not None:
        with inside(where):
            client.force_login(user)
            session = client.session
            session.update({notices.FLAG: notices.VERSION, middleware.FLAG: True})
            session.save()
    return client


@pytest.fixture
def irene(alfa: Organization) -> Member:
    """Who cares for Alfa's people: a member of it who has HR's role."""
    with inside(alfa):
        return make.member("Irene", "member", "hr")


@pytest.fixture
def browser(alfa: Organization, irene: Member) -> Client:
    """Irene's browser."""
    return browse(alfa, irene.user)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Static files under their own names: nothing has to be collected before a test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield
