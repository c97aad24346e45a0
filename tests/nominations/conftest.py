"""The scene of providers that people name."""

import pytest

from tenants.models import Organization
from tests.conftest import inside
from tests.nominations import stage as scenes
from tests.nominations.stage import Scene
from tests.orders import stage as stages
from tests.orders.stage import Stage


@pytest.fixture
def scene(alfa: Organization, beta: Organization, rete: Organization) -> Scene:
    """Anna of Alfa with 210,00 that expires first and 632,50; her plan may wait for providers."""
    stage = stages.set_up(alfa, beta)
    with inside(alfa):
        scenes.allow(stage.plan)
    return Scene(stage)


@pytest.fixture
def stage(scene: Scene) -> Stage:
    """The same, without the network's part."""
    return scene.stage
