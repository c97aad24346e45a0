"""THE walk: every address, for a visitor, for each role, on right and wrong hosts, with every method.

When it fails for an address you added: write its row in tests/access/routes.py.
"""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.identity.models import Role, Session
from tenants.models import Kind, Organization
from tests import make
from tests.access.routes import BARE_ROUTES, PACKAGE_ROUTES, ROUTES
from tests.access.walk import Route, routes, rule_from
from tests.conftest import browse, inside
from welfare.access import rule_of

ALL = routes()
OWN = [route for route in ALL if route.is_own]
# A literal list: opening an address to visitors is a decision.
OPEN = {
    "healthz",
    "accedi/",
    "attiva/",
    "attiva/password/",
    "attiva/<str:token>/",
    "immagini/<slug:digest>.webp",
    "lingua/",
    "marchio/<slug:digest>.css",
    "privacy/",
    *(path for path in ROUTES if path.startswith("candidatura/")),
    "tessera/verifica/",
}
Host = Callable[[Kind], Organization]
CHANGING = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM)\s+"(?P<table>\w+)"')
# What reading may write: the session (that a notice was read), the trail (that a record was), counters.
MAY_BE_WRITTEN = {"identity_session", "audit_record", "django_cache", "tenants_throttle"}
NASTY = {
    "q": "\0'\"<x>%",
    "after": "eyJ" + "x" * 50,
    "area": "../..",
    "page": "-1",
    "_connector": "OR 1=1 --",
    "pk__regex": "(a+)+$",
    "sort": "password",
    "next": "https://evil.example/",
}


FORGED = NASTY | {"id": "1", "amount": "1e999", "date": "2026-02-30", "code": "0" * 5000}
Entitled = Callable[[Route], Client]


@pytest.fixture
def host(alfa: Organization) -> Host:
    """Alfa as an organization of the kind asked for."""

    def of_kind(kind: Kind) -> Organization:
        alfa.kind = kind
        Organization.objects.filter(pk=alfa.pk).update(kind=kind)
        return alfa

    return of_kind


def as_role(where: Organization, role: str) -> Client:
    """A browser of a person of the organization who has that one role; errors are answers, as in service."""
    with inside(where):
        user = make.member("Anna", role).user
    client = browse(where, user)
    client.raise_request_exception = False
    return client


@pytest.fixture
def entitled(host: Host) -> Entitled:
    """A browser of somebody who may open the route, on a host that has it; one person a role."""
    clients: dict[str, Client] = {}

    def of_route(route: Route) -> Client:
        where = host(route.kind())
        role = sorted(route.rule().roles or {Role.MEMBER.value})[0]
        if role not in clients:
            clients[role] = as_role(where, role)
        clients[role].handler.enforce_csrf_checks = False
        return signed_in_again(clients[role], where, role, clients)

    return of_route


def signed_in_again(client: Client, where: Organization, role: str, clients: dict[str, Client]) -> Client:
    """The client, or a new one when the walk itself has signed it out."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    with inside(where):
        is_signed_in = cookie is not None and Session.objects.filter(session_key=cookie.value, user_id__gt=0).exists()
    if not is_signed_in:
        clients[role] = as_role(where, role)
    return clients[role]


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert {route.path for route in OWN} == set(ROUTES)
    assert {route.path for route in ALL if not route.is_own} == set(PACKAGE_ROUTES)
    assert {route.path for route in routes("welfare.urls_bare")} == BARE_ROUTES


def test_these_are_open_to_anybody_and_no_other() -> None:
    assert {path for path in ROUTES if rule_from(ROUTES[path]).public} == OPEN


def test_the_views_declare_what_the_table_says() -> None:
    assert [route.path for route in OWN if rule_of(route.view) != route.rule()] == []


def test_a_visitor_is_sent_to_sign_in(host: Host) -> None:
    def is_let_in(route: Route) -> bool:
        response = browse(host(route.kind())).get(route.address())
        return response.status_code != 302 or not response.headers["Location"].startswith("/accedi/?next=")

    assert {route.path for route in OWN if is_let_in(route)} == OPEN
    let_in = {path for path, who in PACKAGE_ROUTES.items() if who == "public"}
    assert {route.path for route in ALL if not route.is_own and is_let_in(route)} == let_in


@pytest.mark.parametrize("role", Role.values)
def test_each_role_gets_what_the_table_says(role: str, host: Host) -> None:
    client = as_role(host(Kind.COOPERATIVE), role)

    def is_wrong(route: Route) -> bool:
        host(route.kind())
        status = client.get(route.address()).status_code
        rule = route.rule()
        if rule.roles and role not in rule.roles:
            return status != 403
        return status not in ((404, 405, 302) if route.has_key else (200, 302, 404, 405))

    assert [route.path for route in OWN if is_wrong(route)] == []


@pytest.mark.parametrize("kind", Kind)
def test_on_the_wrong_kind_of_host_there_is_no_such_page(kind: Kind, host: Host) -> None:
    where = host(kind)
    clients = [browse(where), *(as_role(where, role) for role in (Role.MEMBER, Role.HR, Role.OPERATOR))]
    elsewhere = [route for route in OWN if route.rule().kinds and kind not in route.rule().kinds]
    shown = [route.path for route in elsewhere for client in clients if client.get(route.address()).status_code != 404]
    assert shown == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_of_nothing_is_not_found(method: str, entitled: Entitled) -> None:
    def is_found(route: Route) -> bool:
        response = getattr(entitled(route), method)(route.address(), {}, follow=True)
        return response.status_code not in (404, 405)

    assert [route.path for route in OWN if route.has_key and is_found(route)] == []


def test_reading_changes_nothing(entitled: Entitled) -> None:
    def changed_by(route: Route) -> set[str]:
        client = entitled(route)
        with CaptureQueriesContext(connection) as captured:
            client.get(route.address())
        return {found["table"] for query in captured if (found := CHANGING.match(query["sql"]))} - MAY_BE_WRITTEN

    assert {route.path: changed for route in ALL if (changed := changed_by(route))} == {}


def test_a_post_without_the_form_s_secret_is_refused(entitled: Entitled) -> None:
    def is_taken(route: Route) -> bool:
        client = entitled(route)
        client.handler.enforce_csrf_checks = True
        return client.post(route.address(), {"code": "x"}).status_code != 403

    assert [route.path for route in ALL if is_taken(route)] == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "NONSENSE"])
def test_no_method_breaks_anything(method: str, entitled: Entitled, alfa: Organization) -> None:
    visitor = browse(alfa)
    visitor.raise_request_exception = False

    def breaks(route: Route) -> bool:
        clients = (entitled(route), visitor)
        return any(client.generic(method, route.address()).status_code >= 500 for client in clients)

    assert [route.path for route in ALL if breaks(route)] == []


def test_no_query_breaks_anything(entitled: Entitled) -> None:
    def breaks(route: Route) -> bool:
        response = entitled(route).get(route.address(), NASTY)
        return response.status_code >= 500 or "evil.example" in response.headers.get("Location", "")

    assert [route.path for route in ALL if breaks(route)] == []


@pytest.mark.parametrize("form", [{}, FORGED], ids=["empty", "forged"])
def test_no_form_breaks_anything(form: dict[str, str], entitled: Entitled) -> None:
    broken = [route.path for route in ALL if entitled(route).post(route.address(), form).status_code >= 500]
    assert broken == []
