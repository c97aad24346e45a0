"""The month of the settlement tests."""

import pytest

from tenants.models import Organization
from tests.settlement import month as months
from tests.settlement.month import Month


@pytest.fixture
def month(alfa: Organization, beta: Organization) -> Month:
    """Anna of Alfa, Beta's vouchers of 20,00, and the month that ended last."""
    return months.set_up(alfa, beta)
