"""A stage whose rows are committed, for threads to fight over."""

import pytest

from tests.committed import Committed
from tests.orders import stage as stages
from tests.orders.stage import Stage


@pytest.fixture
def stage(committed: Committed) -> Stage:
    """Anna of Alfa with 842,50, her son Leo, and Beta's summer camp at 140,00."""
    return stages.set_up(committed.alfa, committed.beta)
