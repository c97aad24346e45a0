"""A request belongs to its host: no cookie, header or failure moves it to another organization."""

import copy
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tenants import isolation
from tenants.identity.models import User
from tenants.middleware import OrganizationMiddleware
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside


@pytest.fixture
def clones(alfa: Organization, beta: Organization) -> tuple[User, User]:
    """The same account in both: same key, e-mail, hash and moment, as a careless copy would make it."""
    with inside(alfa):
        original = make.user("Anna", email="anna@example.org", pk=900_001, password="perla-caffe-nuvola")
        make.member(user=original)
    with inside(beta):
        clone = make.user("Anna", email="anna@example.org", pk=900_001)
        clone.password, clone.last_login = original.password, original.last_login
        clone.save()
        make.member(user=clone)
    assert (clone.pk, clone.password) == (original.pk, original.password)
    return original, clone


def test_a_session_of_alfa_is_nobody_at_beta_even_for_a_clone(
    clones: tuple[User, User], alfa: Organization, beta: Organization
) -> None:
    at_alfa = browse(alfa, clones[0])
    assert at_alfa.get("/profilo/").status_code == 200
    at_beta = Client(SERVER_NAME="beta.localhost")
    at_beta.cookies = copy.deepcopy(at_alfa.cookies)
    assert at_beta.get("/profilo/").headers["Location"].startswith("/accedi/")
    assert at_alfa.get("/profilo/").status_code == 200


def test_cookies_are_for_one_host_and_out_of_reach_of_scripts(alfa: Organization) -> None:
    with inside(alfa):
        make.member(user=make.user("Anna", email=None, member_number="A1", password="perla-caffe-nuvola"))
    client = browse(alfa)
    client.get("/accedi/")
    client.post("/accedi/", {"login": "A1", "password": "perla-caffe-nuvola"})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax"), name
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_DOMAIN is None


FORGED = [
    {"X-Forwarded-Host": "beta.localhost"},
    {"X-Host": "beta.localhost"},
    {"X-Original-Host": "beta.localhost"},
    {"Forwarded": "host=beta.localhost;proto=https"},
    {"X-Forwarded-Server": "beta.localhost"},
    {"X-Rewrite-URL": "http://beta.localhost/"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"},
    {"X-Forwarded-For": "192.0.2.99"},
    {"X-Tenant": "beta"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: next(iter(headers)))
def test_headers_from_outside_choose_nothing(headers: dict[str, str], alfa: Organization, beta: Organization) -> None:
    response = browse(alfa).get("/accedi/", headers=headers)
    plain = browse(alfa).get("/accedi/")
    assert response.context["organization"] == alfa
    assert (response.status_code, response.wsgi_request.is_secure()) == (plain.status_code, False)
    assert beta.name not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("alfa.localhost", 200),
        ("ALFA.localhost", 200),
        ("alfa.localhost:8000", 200),
        ("alfa.localhost.", 200),
        ("nobody.localhost", 404),
        ("x.alfa.localhost", 404),
        ("alfa.localhost.evil.example", 404),
        ("evil.example", 404),
        ("127.0.0.1", 404),
        ("[::1]", 404),
        ("alfa localhost", 404),
        ("alfa.localhost@evil.example", 404),
        ("t_%", 404),
        ("", 404),
        ("a" * 300 + ".localhost", 404),
        ("é.localhost", 404),
    ],
)
def test_the_host_alone_says_who_answers(host: str, status: int) -> None:
    client = Client()
    assert client.get("/accedi/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("path", ["/admin/", "/rete/", "/hr/", "/accedi/", "/scaffale/", "/conto/", "/static/../x"])
def test_the_bare_domain_has_no_page_of_an_organization(db: None, path: str) -> None:
    assert Client(SERVER_NAME="localhost").get(path).status_code == 404


def test_there_is_no_admin(alfa: Organization, rete: Organization) -> None:
    for organization in (alfa, rete):
        with inside(organization):
            operator = make.member("Olga", "operator").user
        assert browse(organization, operator).get("/admin/").status_code == 404


# allauth's middleware is a function and cannot be broken from outside; ours are outside of it.
CLASSES = [name for name in settings.MIDDLEWARE if "Organization" not in name and not name.startswith("allauth.")]
Layer = Callable[[HttpRequest], HttpResponse]


def ok(_: HttpRequest) -> HttpResponse:
    assert isolation.current_or_none() is not None
    return HttpResponse("ok")


def request_to(organization: Organization) -> HttpRequest:
    return RequestFactory().get("/", SERVER_NAME=f"{organization.slug}.localhost")


def test_a_failure_in_any_layer_leaves_the_connection_in_public(alfa: Organization, beta: Organization) -> None:
    def fails(_: HttpRequest) -> HttpResponse:
        raise RuntimeError

    def switches_and_fails(_: HttpRequest) -> HttpResponse:
        isolation.restore(beta)
        raise RuntimeError

    for layer in (fails, switches_and_fails):
        with pytest.raises(RuntimeError):
            OrganizationMiddleware(layer)(request_to(alfa))
        assert isolation.current_or_none() is None
        assert OrganizationMiddleware(ok)(request_to(alfa)).status_code == 200


@pytest.mark.parametrize("layer", CLASSES)
def test_the_next_request_is_right_after_each_layer_raised(
    layer: str, alfa: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, name = layer.rpartition(".")

    def fail(*_: Any, **__: Any) -> HttpResponse:
        raise RuntimeError(layer)

    client = Client(SERVER_NAME="alfa.localhost", raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr(f"{module}.{name}.__call__", fail)
        assert client.get("/accedi/").status_code == 500
    assert isolation.current_or_none() is None
    assert browse(beta).get("/accedi/").context["organization"] == beta
    assert browse(alfa).get("/accedi/").context["organization"] == alfa


def test_a_connection_left_elsewhere_does_not_reach_the_next_request(alfa: Organization, beta: Organization) -> None:
    isolation.restore(beta)
    assert browse(alfa).get("/accedi/").context["organization"] == alfa


def test_an_id_of_another_organization_is_as_absent_as_one_of_nobody(alfa: Organization, rete: Organization) -> None:
    with inside(rete):
        operator = make.member("Olga", "operator").user
    client = browse(rete, operator)
    assert client.get(f"/rete/organizzazioni/{uuid.uuid4()}/").status_code == 404
    assert browse(alfa).get("/rete/").status_code == 404
