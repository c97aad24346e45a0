"""The host of a request decides who answers."""

import pytest
from django.test import Client

from tenants import isolation
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside


@pytest.mark.django_db
def test_unknown_host_is_not_found() -> None:
    assert Client(SERVER_NAME="nobody.localhost").get("/").status_code == 404


@pytest.mark.django_db
def test_bare_domain_answers_even_with_a_stale_session_cookie() -> None:
    client = Client(SERVER_NAME="localhost")
    client.cookies["scaffale_session"] = "stale"
    assert client.get("/").status_code == 200
    assert client.get("/hr/").status_code == 404


def test_suspended_organization_answers_503(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    assert browse(alfa).get("/").status_code == 503


def test_the_connection_is_in_public_after_a_request(alfa: Organization) -> None:
    browse(alfa).get("/accedi/")
    assert isolation.current_or_none() is None


def test_accounts_of_two_organizations_have_the_same_keys(alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        anna = make.user("Anna")
    with inside(beta):
        bruno = make.user("Bruno", pk=anna.pk)
    assert anna.pk == bruno.pk
    assert anna.given_name != bruno.given_name
