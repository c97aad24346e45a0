"""One-time codes by mail: they open one account, once, in the browser that asked, for a while."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tenants.identity import accounts
from tenants.identity.models import Session, User
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import browse, inside
from tests.identity.people import (
    ANNA,
    account,
    code_in,
    let_codes_expire,
    sign_in,
    signed_in_as,
    without_what_was_typed,
)

Outbox = list[EmailMessage]


def asked(where: Organization, outbox: Outbox, email: str = ANNA) -> tuple[Client, str]:
    """A browser that asked for a code, and the code."""
    client = browse(where)
    assert client.post("/accedi/codice/", {"email": email})["Location"] == "/accedi/codice/conferma/"
    return client, code_in(outbox[-1])


def type_code(client: Client, code: str) -> Any:
    """Type the code on the page that waits for it."""
    return client.post("/accedi/codice/conferma/", {"code": code})


def test_the_code_signs_in(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    client, code = asked(alfa, mailoutbox)
    assert mailoutbox[-1].to == [ANNA]
    assert type_code(client, code.lower().replace("-", " "))["Location"] == "/"
    assert signed_in_as(client, alfa) == anna.pk


def test_the_code_works_only_in_the_browser_that_asked(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    _, code = asked(alfa, mailoutbox)
    other = browse(alfa)
    type_code(other, code)
    assert signed_in_as(other, alfa) is None


def test_the_code_works_on_no_other_host(alfa: Organization, beta: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    account(beta)
    _, code = asked(alfa, mailoutbox)
    elsewhere, _ = asked(beta, mailoutbox)
    type_code(elsewhere, code)
    assert signed_in_as(elsewhere, beta) is None


def test_the_code_works_once(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    client, code = asked(alfa, mailoutbox)
    type_code(client, code)
    client.post("/esci/")
    type_code(client, code)
    assert signed_in_as(client, alfa) is None


def test_the_code_expires(alfa: Organization, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    account(alfa)
    client, code = asked(alfa, mailoutbox)
    let_codes_expire(monkeypatch)
    type_code(client, code)
    assert signed_in_as(client, alfa) is None


@pytest.mark.parametrize("change", ["password", "e-mail", "closed"])
def test_the_code_dies_when_the_account_changes(alfa: Organization, mailoutbox: Outbox, change: str) -> None:
    anna = account(alfa)
    client, code = asked(alfa, mailoutbox)
    with inside(alfa):
        changed(anna, change)
    type_code(client, code)
    assert signed_in_as(client, alfa) is None


def changed(user: User, change: str) -> None:
    """One of the changes that end what had begun."""
    if change == "password":
        user.set_password("un-altra-parola-lunga")
        user.save()
        accounts.secret_changed(user)
    elif change == "e-mail":
        accounts.replace_email(user, "new@example.org")
    else:
        accounts.deactivate(user, SYSTEM)


def test_a_wrong_code_may_be_typed_three_times(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    client, code = asked(alfa, mailoutbox)
    answers = [type_code(client, "BCDF-GHJK").status_code for _ in range(3)]
    assert answers == [200, 200, 302]
    type_code(client, code)
    assert signed_in_as(client, alfa) is None


def test_an_unknown_address_gets_the_same_answer_and_a_mail_too(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    answers = {}
    for email in (ANNA, "nobody@example.org"):
        client = browse(alfa)
        client.post("/accedi/codice/", {"email": email})
        page = client.get("/accedi/codice/conferma/")
        answers[email] = without_what_was_typed(page.content, email)
    assert len(mailoutbox) == 2
    assert len(set(answers.values())) == 1


def test_who_asked_for_a_code_may_still_use_the_password(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    client, _ = asked(alfa, mailoutbox)
    sign_in(client)
    assert signed_in_as(client, alfa) == anna.pk


def test_a_begun_sign_in_counts_as_the_person_s_session(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    asked(alfa, mailoutbox)
    with inside(alfa):
        assert list(Session.objects.values_list("user_id", flat=True)) == [anna.pk]


def test_mails_name_the_organization_and_hold_no_address(alfa: Organization, mailoutbox: Outbox) -> None:
    account(alfa)
    asked(alfa, mailoutbox)
    assert mailoutbox[-1].subject.startswith("Alfa: ")
    assert "http" not in str(mailoutbox[-1].body)
