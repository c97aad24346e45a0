"""The pages of signing in wear the kit, and obey the policy on scripts and styles when drawn."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside

ANYBODY = (
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
    "account_inactive",
)
SIGNED_IN = ("account_logout", "account_change_password", "account_email", "mfa_index", "account_reauthenticate")
BEHIND_A_CHECK = ("mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn")
STOCK_WORDS = ("Menu:", "<strong>Messages:")


def assert_is_ours(answer: Any, organization: Organization) -> None:
    """One title, the organization's header, nothing inline, every field with its label."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert organization.name in page
    assert "css/components.css" in page
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script
    assert not any(words in page for words in STOCK_WORDS)
    for name in re.findall(r'<input type="(?:text|email|password)"[^>]*\sid="([^"]+)"', page):
        assert f'<label for="{name}"' in page


@pytest.mark.parametrize("name", ANYBODY)
def test_pages_for_anybody(name: str, alfa: Organization) -> None:
    assert_is_ours(browse(alfa).get(reverse(name)), alfa)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_an_account(name: str, alfa: Organization) -> None:
    with inside(alfa):
        anna = make.user("Anna", password="giardino-9-blu")
    assert_is_ours(browse(alfa, anna).get(reverse(name)), alfa)


@pytest.mark.parametrize("name", BEHIND_A_CHECK)
def test_pages_behind_a_check_of_the_password(name: str, alfa: Organization) -> None:
    with inside(alfa):
        anna = make.user("Anna", password="giardino-9-blu")
    client = browse(alfa, anna)
    asked = client.get(reverse(name), follow=True)
    if asked.redirect_chain:
        assert_is_ours(asked, alfa)
        asked = client.post(asked.redirect_chain[-1][0], {"password": "giardino-9-blu"}, follow=True)
    assert_is_ours(asked, alfa)
    assert asked.request["PATH_INFO"] == reverse(name)


def test_a_wrong_sign_in_keeps_what_was_typed_and_says_what_is_wrong(alfa: Organization) -> None:
    answer = browse(alfa).post("/accedi/", {"login": "anna@example.org", "password": ""})
    page = answer.content.decode()
    assert_is_ours(answer, alfa)
    assert 'value="anna@example.org"' in page
    assert 'class="error-summary"' in page
    assert 'href="#id_password"' in page
    assert 'aria-describedby="id_password_error"' in page
