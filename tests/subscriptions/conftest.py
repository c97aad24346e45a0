"""The stage of the subscription tests, on its day."""

from collections.abc import Iterator

import pytest

from tenants.models import Organization
from tests.orders.stage import Stage
from tests.subscriptions import stage as stages
from welfare.clock import pretend


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """It is 10 February 2026."""
    with pretend(stages.DAY):
        yield


@pytest.fixture
def stage(the_day: None, alfa: Organization, beta: Organization) -> Stage:
    """Anna of Alfa with 842,50, her son Leo, and Beta's after-school club."""
    return stages.set_up(alfa, beta)
