"""The stage of the tests of enrolments."""

import pytest

from tenants.models import Organization
from tests.enrolments.stage import FundStage, set_up


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> FundStage:
    """A mutual society, a pension fund, Anna and Leo."""
    return set_up(alfa, beta)
