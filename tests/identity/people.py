"""What the tests of accounts share: people with a password, browsers that sign in, mails read."""

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows import code_verification
from django.core.mail import EmailMessage
from django.test import Client

from tenants.identity.models import User
from tenants.identity.sessions import SessionStore
from tenants.models import Organization
from tests import make
from tests.conftest import inside

PASSWORD = "quattro-gatti-al-mulino"
ANNA = "anna.verdi@example.org"


def account(where: Organization, *roles: str, **fields: Any) -> User:
    """Anna, who knows her password."""
    fields.setdefault("email", ANNA)
    with inside(where):
        return make.user("Anna", *roles, password=PASSWORD, **fields)


def sign_in(client: Client, login: str = ANNA, password: str = PASSWORD, **extra: Any) -> Any:
    """Send the sign-in form."""
    return client.post("/accedi/", {"login": login, "password": password, **extra})


def signed_in_as(client: Client, where: Organization) -> int | None:
    """Whose account the browser's session is, if anybody's."""
    cookie = client.cookies.get("scaffale_session")
    with inside(where):
        data = SessionStore(cookie.value if cookie else None).load()
        user = User.objects.filter(pk=data.get("_auth_user_id") or 0).first()
        is_valid = user is not None and user.is_active and data["_auth_user_hash"] == user.get_session_auth_hash()
        return user.pk if user is not None and is_valid else None


def code_in(mail: EmailMessage) -> str:
    """The code of a mail: a line of its own."""
    found = re.search(r"^ +([A-Z0-9-]{6,})$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found.group(1)


def let_codes_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a quarter of an hour pass for the codes that have been mailed."""
    later = time.time() + 901
    monkeypatch.setattr(code_verification, "time", SimpleNamespace(time=lambda: later))


def without_what_was_typed(content: bytes, login: str) -> str:
    """A page without the login it repeats and its CSRF tokens."""
    return re.sub(r"[A-Za-z0-9]{64}", "TOKEN", content.decode().replace(login, "LOGIN"))
