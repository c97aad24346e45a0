"""Error pages say what to do, in the organization's dress, and ask neither database nor session."""

import pytest
from django.test import RequestFactory

from tenants import context
from tenants.models import Organization, Status
from tests.conftest import browse
from welfare import errors

HANDLERS = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    500: errors.server_error,
    503: errors.unavailable,
}


@pytest.mark.parametrize(("status", "handler"), HANDLERS.items())
def test_drawn_without_a_database(status: int, handler: object) -> None:
    request = RequestFactory().get("/x/")
    request.shell = context.shell(Organization(name="Officine Riva", colour="#7b2d8b"))  # type: ignore[attr-defined]
    assert callable(handler)
    answer = handler(request)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "Officine Riva" in page
    assert page.count("<h1") == 1


def test_drawn_where_no_organization_is_known() -> None:
    page = errors.not_found(RequestFactory().get("/x/")).content.decode()
    assert "Scaffale" in page


def test_a_busy_page_says_when_to_come_back() -> None:
    answer = errors.busy(RequestFactory().post("/x/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_an_address_that_is_nowhere_has_the_organizations_name(alfa: Organization) -> None:
    answer = browse(alfa).get("/nowhere/")
    assert answer.status_code == 404
    assert alfa.name in answer.content.decode()


def test_a_form_without_its_token_is_told_to_start_again(alfa: Organization) -> None:
    client = browse(alfa)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/accedi/", {"login": "anna", "password": "x"})
    assert answer.status_code == 403
    assert "/accedi/" in answer.content.decode()


def test_a_suspended_organization_is_told_so(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    assert browse(alfa).get("/").status_code == 503
