"""Limits on guessing hold over hosts, spellings and forged headers."""

from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage
from django.test import Client

from tenants.identity.limits import CODE_REQUESTS
from tenants.models import Organization
from tests.conftest import browse
from tests.identity.people import ANNA, account, sign_in

Outbox = list[EmailMessage]
Attempt = Callable[[Client], Any]


def tries_before_refusal(clients: list[Client], attempt: Attempt, refused: Callable[[Any], bool]) -> int:
    """How many tries pass when the browsers take turns."""
    for count in range(60):
        if refused(attempt(clients[count % len(clients)])):
            return count
    return 60


def too_many(answer: Any) -> bool:
    """Whether an answer refuses for the number of tries."""
    if answer.status_code == 429:
        return True
    form = answer.context.get("form") if answer.context is not None else None
    found = [error.code for errors in form.errors.as_data().values() for error in errors] if form is not None else []
    return bool({"too_many", "too_many_login_attempts"} & set(found))


def guess(client: Client, login: str = ANNA, **headers: str) -> Any:
    """A wrong password."""
    return client.post("/accedi/", {"login": login, "password": "wrong"}, **headers)  # type: ignore[arg-type]


def test_two_hosts_give_no_more_guesses_than_one(alfa: Organization, beta: Organization) -> None:
    account(alfa)
    account(beta)
    one = tries_before_refusal([browse(alfa)], lambda c: guess(c, "one@example.org"), too_many)
    from_elsewhere: Attempt = lambda c: guess(c, "two@example.org", REMOTE_ADDR="192.0.2.7")  # noqa: E731
    two = tries_before_refusal([browse(alfa), browse(beta)], from_elsewhere, too_many)
    assert (one, two) == (5, 5)


def test_guesses_at_many_logins_are_limited_by_address_over_hosts(alfa: Organization, beta: Organization) -> None:
    logins = iter(f"person{n}@example.org" for n in range(100))
    clients = [browse(alfa), browse(beta)]
    assert tries_before_refusal(clients, lambda c: guess(c, next(logins)), too_many) == 10


def test_another_spelling_or_a_forged_header_is_no_fresh_allowance(alfa: Organization) -> None:
    account(alfa)
    spellings = iter([ANNA, ANNA.upper(), "ànna.verdi@example.org", f" {ANNA} ", "Anna.Verdi@example.org", ANNA, ANNA])
    addresses = iter(f"203.0.113.{n}" for n in range(100))
    attempt: Attempt = lambda c: guess(c, next(spellings), HTTP_X_FORWARDED_FOR=next(addresses))  # noqa: E731
    assert tries_before_refusal([browse(alfa)], attempt, too_many) == 5


def test_a_good_sign_in_does_not_reset_the_count_of_others(alfa: Organization) -> None:
    account(alfa)
    account(alfa, email="mine@example.org")
    client = browse(alfa)
    for _ in range(4):
        guess(client)
        sign_in(browse(alfa), "mine@example.org")
    guess(client)
    assert too_many(guess(client))


def test_codes_asked_for_are_counted_over_hosts_and_spellings(
    alfa: Organization, beta: Organization, mailoutbox: Outbox
) -> None:
    spellings = iter([ANNA, ANNA.upper(), f" {ANNA} ", ANNA.title()] * 3)
    attempt: Attempt = lambda c: c.post("/password/dimenticata/", {"email": next(spellings)})  # noqa: E731
    assert tries_before_refusal([browse(alfa), browse(beta)], attempt, too_many) == CODE_REQUESTS
    assert len(mailoutbox) == CODE_REQUESTS


def test_over_allauth_s_limit_the_plain_page_says_when_to_come_back(alfa: Organization) -> None:
    client = browse(alfa)
    limited = [client.post("/accedi/passkey/", {}) for _ in range(12)][-1]
    assert (limited.status_code, limited["Retry-After"]) == (429, "60")
    assert "errors/429.html" in [template.name for template in limited.templates]
