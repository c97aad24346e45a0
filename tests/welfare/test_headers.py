"""The headers of every answer, to the letter, as an A+ asks for them; on HTTPS as in service."""

import pytest
from django.conf import settings as in_force
from django.test import Client
from pytest_django.fixtures import Settings

from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
EXPECTED = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
REVEALING = ("Server", "X-Powered-By", "X-Django-Version", "Access-Control-Allow-Origin")


@pytest.fixture(autouse=True)
def https(settings: Settings) -> None:
    """The transport as in service."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 31536000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True


def browser(host: str) -> Client:
    return Client(SERVER_NAME=host, raise_request_exception=False)


def wrong(client: Client, path: str, *, status: int, method: str = "get") -> dict[str, str]:
    """The headers of an answer that are not as they must be; empty when all are."""
    response = getattr(client, method)(path, secure=True)
    assert response.status_code == status
    found = {name: response.headers.get(name, "") for name in EXPECTED}
    differing = {name: value for name, value in found.items() if value != EXPECTED[name]}
    caching = response.headers.get("Cache-Control", "")
    if not {"no-store", "private"} <= {part.strip() for part in caching.split(",")}:
        differing["Cache-Control"] = caching
    policy = response.headers.get("Content-Security-Policy", "")
    if {part.strip() for part in policy.split(";")} != POLICY:
        differing["Content-Security-Policy"] = policy
    return differing | {name: response.headers[name] for name in REVEALING if name in response.headers}


@pytest.fixture
def signed_in(alfa: Organization) -> Client:
    """A member's browser on HTTPS."""
    with inside(alfa):
        user = make.member("Anna").user
    client = browse(alfa, user)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", ["/accedi/", "/privacy/", "/healthz"])
def test_open_pages(path: str, alfa: Organization) -> None:
    assert wrong(browser(f"{alfa.slug}.localhost"), path, status=200) == {}


def test_signed_in_pages_are_stored_nowhere(signed_in: Client) -> None:
    for path in ("/profilo/", "/conto/", "/famiglia/", "/buoni/"):
        assert wrong(signed_in, path, status=200) == {}, path


def test_error_pages(alfa: Organization, signed_in: Client) -> None:
    assert wrong(browser("nobody.localhost"), "/", status=404) == {}
    assert wrong(browser("localhost"), "/nothing/", status=404) == {}
    assert wrong(browser("localhost"), "/", status=200) == {}
    assert wrong(signed_in, "/nothing/", status=404) == {}
    signed_in.handler.enforce_csrf_checks = True
    assert wrong(signed_in, "/accedi/", status=403, method="post") == {}
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    assert wrong(browser("alfa.localhost"), "/accedi/", status=503) == {}


def test_a_failure_shows_the_plain_page_with_the_same_headers(
    alfa: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("welfare.health.lacking_in_database", fail)
    client = browser(f"{alfa.slug}.localhost")
    assert wrong(client, "/healthz", status=500) == {}
    page = client.get("/healthz", secure=True).content.decode()
    assert "secret of the inside" not in page
    assert "Traceback" not in page


@pytest.mark.django_db
def test_plain_http_is_sent_to_https_but_for_monitors() -> None:
    response = browser("alfa.localhost").get("/accedi/")
    assert (response.status_code, response.headers["Location"]) == (301, "https://alfa.localhost/accedi/")
    assert browser("localhost").get("/healthz").status_code == 200


def test_the_policy_allows_nothing_inline_and_no_other_origin() -> None:
    directives = in_force.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {str(source) for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]
