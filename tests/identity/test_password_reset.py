"""A forgotten password: a mailed code lets a new one be chosen, and ends what the old one had opened."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import gettext

from tenants.identity import accounts
from tenants.identity.models import Session, User
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import browse, inside
from tests.identity.people import ANNA, account, code_in, let_codes_expire, sign_in, signed_in_as

Outbox = list[EmailMessage]
NEW = "nuova-parola-molto-lunga"


def asked(where: Organization, outbox: Outbox, email: str = ANNA) -> tuple[Client, str]:
    """A browser that asked for a reset, and the code."""
    client = browse(where)
    answer = client.post("/password/dimenticata/", {"email": email})
    assert answer["Location"] == "/password/dimenticata/codice/"
    return client, code_in(outbox[-1])


def use(client: Client, code: str, password: str = NEW) -> Any:
    """Type the code, then the new password."""
    client.post("/password/dimenticata/codice/", {"code": code})
    return client.post("/password/nuova/", {"password1": password, "password2": password})


def knows(where: Organization, password: str) -> bool:
    """Whether Anna's password is this one."""
    with inside(where):
        return User.objects.get(email=ANNA).check_password(password)


def test_a_new_password_is_chosen_and_other_sessions_end(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    phone = browse(alfa)
    sign_in(phone)
    client, code = asked(alfa, mailoutbox)
    assert use(client, code).status_code == 302
    assert knows(alfa, NEW)
    assert signed_in_as(phone, alfa) is None
    with inside(alfa):
        assert Session.objects.count() == 1
    assert mailoutbox[-1].subject == f"Alfa: {gettext('your password has changed')}"


def test_the_code_works_on_no_other_host(alfa: Organization, beta: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    account(beta)
    _, code = asked(alfa, mailoutbox)
    elsewhere, _ = asked(beta, mailoutbox)
    use(elsewhere, code)
    assert not knows(beta, NEW)
    assert not knows(alfa, NEW)


def test_the_cookie_of_a_reset_is_worth_nothing_elsewhere(
    alfa: Organization, beta: Organization, mailoutbox: Outbox
) -> None:
    account(alfa)
    account(beta)
    client, code = asked(alfa, mailoutbox)
    elsewhere = browse(beta)
    elsewhere.cookies = client.cookies
    use(elsewhere, code)
    assert not knows(beta, NEW)


@pytest.mark.parametrize("moment", ["use", "expiry", "another password", "another e-mail", "closing"])
def test_a_spent_code_changes_nothing(
    alfa: Organization, mailoutbox: Outbox, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = account(alfa)
    client, code = asked(alfa, mailoutbox)
    if moment == "use":
        use(client, code, "prima-parola-nuova-lunga")
    elif moment == "expiry":
        let_codes_expire(monkeypatch)
    with inside(alfa):
        changed(anna, moment)
    use(client, code)
    with inside(alfa):
        anna.refresh_from_db()
    assert not anna.check_password(NEW)


def changed(user: User, moment: str) -> None:
    """One of the changes that end what had begun."""
    if moment == "another password":
        accounts.secret_changed(user)
    elif moment == "another e-mail":
        accounts.replace_email(user, "new@example.org")
    elif moment == "closing":
        accounts.deactivate(user, SYSTEM)


@pytest.mark.parametrize("password", ["", "corta", "12345678901", "password123", "anna.verdi@example.org"])
def test_a_weak_password_is_refused_with_a_reason(alfa: Organization, mailoutbox: Outbox, password: str) -> None:
    account(alfa)
    client, code = asked(alfa, mailoutbox)
    answer = use(client, code, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not knows(alfa, password)


def test_the_new_password_cannot_be_set_before_the_code(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    client, _ = asked(alfa, mailoutbox)
    client.post("/password/nuova/", {"password1": NEW, "password2": NEW})
    assert not knows(alfa, NEW)


def test_known_and_unknown_addresses_get_the_same_answer(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    known, unknown = (browse(alfa).post("/password/dimenticata/", {"email": e}) for e in (ANNA, "nobody@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mailoutbox) == 2
