"""The scene of the quotes."""

import pytest

from tenants.models import Organization
from tests.quotes import scene as scenes
from tests.quotes.scene import Scene


@pytest.fixture
def scene(alfa: Organization, beta: Organization, rete: Organization) -> Scene:
    """Anna of Alfa; Beta and another supplier who work on a quote."""
    return scenes.set_up(alfa, beta, rete)
