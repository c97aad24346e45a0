"""Anna, whose year is told to payroll, and Paola, who runs it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from members.models import Member
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences as the code writes them."""
    with translation.override("en"):
        yield


@pytest.fixture
def at_alfa(alfa: Organization) -> Iterator[None]:
    """Work in Alfa."""
    with inside(alfa):
        yield


@pytest.fixture
def paola(alfa: Organization) -> Member:
    """Who runs payroll."""
    with inside(alfa):
        return make.member("Paola", user=make.user("Paola", "member", "payroll", language="en"), tax_code="")


@pytest.fixture
def anna(alfa: Organization) -> Member:
    """Whose year it is."""
    with inside(alfa):
        return make.member("Anna", number="00123", tax_code="BNCNNA85C54F257W")


@pytest.fixture
def browser(alfa: Organization, paola: Member) -> Client:
    """Paola's browser."""
    client = browse(alfa, paola.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
