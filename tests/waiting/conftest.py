"""The stage of the waiting-list tests."""

import pytest

from tenants.models import Organization
from tests.waiting import line as lines
from tests.waiting.line import Line


@pytest.fixture
def line(alfa: Organization, beta: Organization) -> Line:
    """Beta's camp has one place, which Leo has; Bruno of Alfa and Carla of Beta would like it."""
    return lines.set_up(alfa, beta)
