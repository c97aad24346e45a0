"""Signing in with a password: e-mail or member number, spelled somehow; where one lands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tenants.identity.models import Role, Session
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD, account, sign_in, signed_in_as, without_what_was_typed


@pytest.mark.parametrize(
    "typed",
    [
        "anna.verdi@example.org",
        "ANNA.Verdi@Example.ORG",
        " anna.verdi@example.org ",
        "ànna.verdi@example.org",
        "M-0042",
        "m-0042",
        " m -0042",
    ],
)
def test_e_mail_and_member_number_are_forgiven_their_spelling(alfa: Organization, typed: str) -> None:
    anna = account(alfa, member_number="M-0042")
    client = browse(alfa)
    answer = sign_in(client, typed)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in_as(client, alfa) == anna.pk


def test_of_two_accounts_that_an_accent_tells_apart_the_exact_one_signs_in(alfa: Organization) -> None:
    account(alfa, email="nicolo@example.org")
    with inside(alfa):
        accented = make.user("Nicolò", email="nicolò@example.org", password=PASSWORD)
    client = browse(alfa)
    sign_in(client, "nicolò@example.org")
    assert signed_in_as(client, alfa) == accented.pk


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("anna.verdi@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("M-9999", PASSWORD),
        ("", ""),
        ("anna.verdi@example.org", ""),
        ("\0", "x"),
        ("a" * 5000, "b" * 5000),
        ("anna.verdi@example.org\0", PASSWORD),
    ],
)
def test_wrong_credentials_are_told_on_the_form(alfa: Organization, login: str, password: str) -> None:
    account(alfa)
    client = browse(alfa)
    answer = sign_in(client, login, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert signed_in_as(client, alfa) is None


def test_known_and_unknown_people_get_the_same_answer(alfa: Organization) -> None:
    account(alfa, member_number="M-0042")
    bodies = {
        without_what_was_typed(sign_in(browse(alfa), login, "wrong").content, login)
        for login in ("anna.verdi@example.org", "nobody.here@example.org", "M-0042", "M-9999")
    }
    assert len(bodies) == 1


def counting(work: Callable[..., Any], calls: list[str]) -> Callable[..., Any]:
    """`work`, noted down each time it is called."""

    def noted(*args: Any, **kwargs: Any) -> Any:
        calls.append(work.__name__)
        return work(*args, **kwargs)

    return noted


@pytest.mark.parametrize("login", ["anna.verdi@example.org", "nobody@example.org", "M-0042", "M-9999"])
def test_a_try_costs_one_hash_whoever_is_asked_for(
    alfa: Organization, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(alfa, member_number="M-0042")
    hashes: list[str] = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counting(getattr(Argon2PasswordHasher, name), hashes))
    sign_in(browse(alfa), login, "wrong")
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("next_page", "landing"),
    [
        ("/scaffale/", "/scaffale/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("http://beta.localhost/", "/"),
        ("http://localhost/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("http://alfa.localhost/scaffale/", "http://alfa.localhost/scaffale/"),
    ],
)
def test_next_stays_on_this_host(alfa: Organization, next_page: str, landing: str) -> None:
    account(alfa)
    assert sign_in(browse(alfa), "anna.verdi@example.org", next=next_page)["Location"] == landing


def test_the_session_is_renewed_at_sign_in(alfa: Organization) -> None:
    account(alfa)
    client = browse(alfa)
    client.post("/accedi/codice/", {"email": "anna.verdi@example.org"})
    before = client.cookies["scaffale_session"].value
    sign_in(client, "anna.verdi@example.org")
    assert client.cookies["scaffale_session"].value != before
    with inside(alfa):
        assert not Session.objects.filter(session_key=before).exists()


def test_extra_fields_change_nothing(alfa: Organization) -> None:
    anna = account(alfa)
    sign_in(browse(alfa), "anna.verdi@example.org", roles="operator", is_active="", email="other@example.org")
    with inside(alfa):
        anna.refresh_from_db()
    assert (anna.roles, anna.is_active, anna.email) == ([Role.MEMBER], True, "anna.verdi@example.org")


def test_signing_out_takes_a_sign_in(alfa: Organization) -> None:
    anna = account(alfa)
    client = browse(alfa, anna)
    assert client.get("/esci/").status_code == 200
    assert signed_in_as(client, alfa) == anna.pk
    assert client.post("/esci/")["Location"] == "/accedi/"
    assert signed_in_as(client, alfa) is None


def test_a_closed_account_cannot_sign_in(alfa: Organization) -> None:
    account(alfa, is_active=False)
    client = browse(alfa)
    assert sign_in(client, "anna.verdi@example.org")["Location"] == "/account/chiuso/"
    assert signed_in_as(client, alfa) is None
    assert client.get("/account/chiuso/").status_code == 200


def test_people_without_e_mail_sign_in_by_number(alfa: Organization) -> None:
    anna = account(alfa, email=None, member_number="0042")
    client = browse(alfa)
    sign_in(client, "0042")
    assert signed_in_as(client, alfa) == anna.pk


def test_the_page_shows_whose_it_is_and_whom_to_call(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(help_phone="800 123 456")
    page = browse(alfa).get("/accedi/").content.decode()
    assert "Alfa" in page
    assert "800 123 456" in page
