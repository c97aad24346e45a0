"""The world of the attacks, with cheap hashes."""

import pytest

from tenants.models import Organization
from tests.badinput import world as worlds
from tests.badinput.world import World


@pytest.fixture
def world(alfa: Organization, beta: Organization, rete: Organization) -> World:
    """Anna and HR of Alfa, Beta's camp and its manager, the network's operator."""
    return worlds.build(alfa, beta, rete)
