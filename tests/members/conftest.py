"""Anna, of whom most tests of a member's own pages tell."""

import pytest

from members.models import Member
from tenants.models import Organization
from tests import make
from tests.conftest import inside


@pytest.fixture
def anna(alfa: Organization) -> Member:
    """A member of Alfa."""
    with inside(alfa):
        return make.member("Anna")
