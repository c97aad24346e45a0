"""Citizens register themselves in a territory, and nobody does anywhere else."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import gettext

from members.models import Member
from tenants.identity.models import Role, User
from tenants.models import Kind, Organization
from tests.conftest import browse, inside
from tests.identity.people import code_in, sign_in, signed_in_as

Outbox = list[EmailMessage]
TYPED = {
    "given_name": "Carla",
    "family_name": "Neri",
    "email": "carla@example.org",
    "password1": "una-parola-molto-lunga",
}


@pytest.fixture
def valle(alfa: Organization) -> Organization:
    """A territory."""
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY)
    alfa.refresh_from_db()
    return alfa


def register(client: Client, **typed: str) -> Any:
    """Send the form."""
    return client.post("/registrati/", TYPED | typed)


def test_a_citizen_is_a_member_once_the_address_is_proved(valle: Organization, mailoutbox: Outbox) -> None:
    client = browse(valle)
    assert register(client)["Location"] == "/account/verifica/"
    assert signed_in_as(client, valle) is None
    client.post("/account/verifica/", {"code": code_in(mailoutbox[-1])})
    with inside(valle):
        member = Member.objects.select_related("user").get()
        assert (member.user.full_name, member.user.roles) == ("Carla Neri", [Role.MEMBER])
        assert member.number == member.user.member_number == f"C{member.user.pk:06d}"
    assert signed_in_as(client, valle) == member.user.pk


def test_without_the_code_nobody_signs_in(valle: Organization, mailoutbox: Outbox) -> None:
    register(browse(valle))
    client = browse(valle)
    assert sign_in(client, TYPED["email"], TYPED["password1"]).status_code in (302, 429)
    assert signed_in_as(client, valle) is None


def test_nobody_makes_themselves_staff(valle: Organization) -> None:
    register(browse(valle), roles="operator", is_active="1", member_number="1", number="1", is_staff="1")
    with inside(valle):
        assert User.objects.get().roles == [Role.MEMBER]


def test_a_known_address_gets_the_same_answer_and_no_second_account(valle: Organization, mailoutbox: Outbox) -> None:
    register(browse(valle))
    answer = register(browse(valle), given_name="Other")
    assert answer["Location"] == "/account/verifica/"
    with inside(valle):
        assert [user.given_name for user in User.objects.all()] == ["Carla"]
    assert mailoutbox[-1].subject.endswith(gettext("you already have an account"))


@pytest.mark.parametrize(
    "typed",
    [
        {"given_name": ""},
        {"family_name": "x" * 200},
        {"email": "not-an-address"},
        {"password1": "short"},
        {"email": "a\0b@example.org"},
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(valle: Organization, typed: dict[str, str]) -> None:
    answer = register(browse(valle), **typed)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(typed)
    with inside(valle):
        assert not User.objects.exists()


def test_elsewhere_sign_up_is_closed_and_says_where_to_ask(beta: Organization) -> None:
    client = browse(beta)
    assert client.get("/registrati/").status_code == 200
    assert register(client).status_code == 200
    with inside(beta):
        assert not User.objects.exists()
