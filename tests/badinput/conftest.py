"""The world of the attacks, built once for a file of tests."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.badinput import world as worlds
from tests.badinput.world import World
from tests.conftest import lasting, organization


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Anna and HR of Alfa, Beta's camp and its manager, the network's operator: as they stand before each test."""
    yield from lasting(lambda: worlds.build(*map(organization, ("alfa", "beta", "rete"))), django_db_blocker)


@pytest.fixture
def world(built: World, db: None) -> World:
    """The world, the test's own to change: its rows by the test's savepoint, the rest by a copy."""
    return built.copy()
