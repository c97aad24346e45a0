"""Second factors: asked of staff outside the demo, usable by all, kept encrypted."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members import notices
from members.models import Notice
from tenants.identity.models import STAFF_ROLES, Role, User
from tenants.models import Organization
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD, account, sign_in, signed_in_as

SET_UP = "/profilo/secondo-fattore/"
NOON = 1_795_348_800


@pytest.fixture(autouse=True)
def clocks_that_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The half minute of a code does not pass between reading and typing it."""
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: float(NOON)))


def staff(where: Organization, *roles: str, **fields: Any) -> tuple[User, Client]:
    """Somebody of HR, signed in with a password, who has read the privacy notice."""
    user = account(where, *(roles or (Role.HR,)), **fields)
    client = browse(where)
    with inside(where):
        Notice.objects.create(user=user, version=notices.VERSION)
    sign_in(client)
    return user, client


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, NOON // 30)))


def activate(client: Client) -> str:
    """Set an authenticator app up, as a person does; returns its secret."""
    client.post("/profilo/conferma/", {"password": PASSWORD})
    page = client.get("/profilo/secondo-fattore/app/")
    secret = str(page.context["form"].secret)
    answer = client.post("/profilo/secondo-fattore/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/profilo/secondo-fattore/codici/", answer.content
    return secret


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_staff_role_is_sent_to_set_one_up(alfa: Organization, role: str) -> None:
    _, client = staff(alfa, role)
    assert client.get("/scaffale/")["Location"] == f"{SET_UP}?next=%2Fscaffale%2F"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMITTEE])
def test_members_are_not_asked(alfa: Organization, role: str) -> None:
    _, client = staff(alfa, role)
    assert client.get("/profilo/").status_code == 200


def test_the_demo_does_not_ask(alfa: Organization, settings: Any) -> None:
    settings.SCAFFALE_DEMO = True
    _, client = staff(alfa)
    assert client.get("/profilo/").status_code == 200


def test_the_way_there_never_loops(alfa: Organization) -> None:
    user = account(alfa, Role.HR)
    client = browse(alfa)
    sign_in(client)
    page = client.get("/", follow=True)
    assert page.status_code == 200
    client.post("/privacy/presa-visione/", {"next": "/"})
    page = client.get("/", follow=True)
    assert page.request["PATH_INFO"] == SET_UP
    page = client.get("/profilo/secondo-fattore/app/", follow=True)
    assert page.request["PATH_INFO"] == "/profilo/conferma/"
    assert signed_in_as(client, alfa) == user.pk


def test_once_set_up_staff_go_on_and_it_costs_no_query(alfa: Organization) -> None:
    _, client = staff(alfa)
    activate(client)
    assert client.get("/profilo/").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get("/privacy/presa-visione/")
    assert not [query for query in queries if "mfa_authenticator" in query["sql"]]


def test_the_next_sign_in_asks_for_it(alfa: Organization) -> None:
    user, client = staff(alfa)
    secret = activate(client)
    later = browse(alfa)
    assert sign_in(later)["Location"] == "/accedi/secondo-fattore/"
    assert signed_in_as(later, alfa) is None
    assert later.get("/accedi/secondo-fattore/").status_code == 200
    assert later.post("/accedi/secondo-fattore/", {"code": "000000"}).status_code == 200
    assert signed_in_as(later, alfa) is None
    later.post("/accedi/secondo-fattore/", {"code": fresh_code(alfa, secret)})
    assert signed_in_as(later, alfa) == user.pk


def fresh_code(where: Organization, secret: str) -> str:
    """A code that has not been used: allauth remembers the last one in the cache."""
    with inside(where):
        cache.clear()
    return code_of(secret)


def test_a_recovery_code_works_once(alfa: Organization) -> None:
    user, client = staff(alfa)
    activate(client)
    shown = client.get("/profilo/secondo-fattore/codici/")
    code = shown.context["unused_codes"][0]
    first, second = browse(alfa), browse(alfa)
    for browser in (first, second):
        sign_in(browser)
        browser.post("/accedi/secondo-fattore/", {"code": code})
    assert signed_in_as(first, alfa) == user.pk
    assert signed_in_as(second, alfa) is None


def test_secrets_lie_encrypted_for_this_organization(alfa: Organization) -> None:
    _, client = staff(alfa)
    secret = activate(client)
    with inside(alfa):
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_staff_cannot_take_the_last_one_away(alfa: Organization) -> None:
    user, client = staff(alfa)
    activate(client)
    client.post("/profilo/secondo-fattore/app/togli/")
    with inside(alfa):
        assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_half_signed_in_person_reaches_nothing(alfa: Organization) -> None:
    _, client = staff(alfa)
    activate(client)
    later = browse(alfa)
    sign_in(later)
    assert later.get("/profilo/")["Location"].startswith("/accedi/")


def test_guesses_at_the_second_factor_are_limited(alfa: Organization) -> None:
    _, client = staff(alfa)
    activate(client)
    later = browse(alfa)
    sign_in(later)
    for _ in range(8):
        answer = later.post("/accedi/secondo-fattore/", {"code": "000000"})
    assert answer.context["form"].errors.as_data()["code"][0].code == "too_many_login_attempts"


def test_passkeys_are_offered_on_the_organization_s_own_host(alfa: Organization) -> None:
    user = account(alfa)
    client = browse(alfa, user)
    client.post("/profilo/conferma/", {"password": PASSWORD})
    page = client.get("/profilo/passkey/nuova/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert (options["rp"]["id"], options["rp"]["name"]) == ("alfa.localhost", "Alfa")


def test_a_passkey_sign_in_can_begin_without_an_account(alfa: Organization) -> None:
    answer = browse(alfa).get("/accedi/passkey/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["request_options"]["publicKey"]["rpId"] == "alfa.localhost"
    assert browse(alfa).post("/accedi/passkey/", {"credential": "{}"}).status_code in (200, 302)
    assert browse(alfa).post("/accedi/passkey/", {"credential": "not json"}).status_code in (200, 302)
