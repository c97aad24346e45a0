"""The stage of the order tests."""

import pytest

from tenants.models import Organization
from tests.orders import stage as stages
from tests.orders.stage import Stage


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    """Anna of Alfa with 842,50, her son Leo, and Beta's summer camp at 140,00."""
    return stages.set_up(alfa, beta)
