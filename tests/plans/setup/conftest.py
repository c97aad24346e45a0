"""HR of the first organization, on the way."""

import pytest

from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans.setup.walk import Walk


@pytest.fixture
def hr(alfa: Organization) -> Walk:
    """HR with one colleague, Anna, in service since 2020."""
    with inside(alfa):
        user = make.user("Rita", "hr")
        make.member("Anna")
    return Walk(browse(alfa, user), alfa)
