"""After an import HR invites everybody who was never invited, once."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from catalog.orders import sweeper
from members.models import Member
from tenants.audit.models import Record
from tenants.identity import invitations
from tenants.identity.models import Invitation
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted
from welfare.clock import today

ADDRESS = "/hr/persone/inviti/"


@pytest.fixture
def browser(alfa: Organization) -> Client:
    with inside(alfa):
        irene = make.user("Irene", "hr", email="irene@example.org")
        irene.set_password("tutta un'altra cosa")
        irene.save()
        return browse(alfa, make.member("Irene", user=irene).user)


def newcomer(name: str, **fields: Any) -> Member:
    return make.member(name, user=make.user(name, email=fields.pop("email", f"{name.lower()}@example.org"), **fields))


def test_each_is_invited_once_and_the_mail_opens_the_account(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        anna, bruno = newcomer("Anna"), newcomer("Bruno")
        make.member("Carla", user=make.user("Carla", email=None, member_number="77"))
        newcomer("Dario", is_active=False)
        Member.objects.filter(pk=newcomer("Elena").pk).update(left_on=today())
        invitations.invite_by_mail(newcomer("Fabio").user, actor=SYSTEM)
    page = browser.get(ADDRESS, headers={"accept-language": "en"}).content.decode()
    assert "Invite 2 people by e-mail" in page
    for _press in range(2):
        assert browser.post(ADDRESS).status_code == 302
    with inside(alfa):
        invited = Invitation.objects.exclude(user__given_name="Fabio")
        assert set(invited.values_list("user_id", flat=True)) == {anna.user_id, bruno.user_id}
        assert Record.objects.filter(action="invitation.mailed", person_id=anna.user_id).count() == 1
    sweeper.sweep_all()
    assert {address for message in mail.outbox for address in message.to} >= {"anna@example.org", "bruno@example.org"}
    with inside(alfa):
        assert set(invited.values_list("state", flat=True)) == {Invitation.State.SENT}
        assert set(Message.objects.values_list("state", flat=True)) == {Message.State.SENT}


@pytest.mark.parametrize("people", [1, 30])
def test_it_asks_as_much_for_one_as_for_many(alfa: Organization, browser: Client, people: int) -> None:
    with inside(alfa):
        for number in range(people):
            newcomer(f"Anna{number}")
    with counted() as shown:
        browser.get(ADDRESS)
    with counted() as pressed:
        browser.post(ADDRESS)
    assert (len(shown), len(pressed)) == (5, 9)


def test_who_is_of_another_organization_is_not_invited(alfa: Organization, beta: Organization, browser: Client) -> None:
    with inside(beta):
        newcomer("Anna")
    browser.post(ADDRESS)
    with inside(beta):
        assert Invitation.objects.count() == 0
