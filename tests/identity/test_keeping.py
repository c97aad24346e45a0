"""Accounts as HR and the office keep them: list, invitations, letters, closing."""

from typing import Any

import pytest
from django.core.mail import EmailMessage

from tenants.audit.models import Record
from tenants.identity import invitations
from tenants.identity.mending import MENDERS
from tenants.identity.models import Invitation, Role, User
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD
from tests.queries import counted

Outbox = list[EmailMessage]


def keeper(where: Organization, role: str = Role.HR) -> User:
    """Who keeps the accounts."""
    with inside(where):
        return make.user("Hilda", role)


def person(where: Organization, *roles: str, **fields: Any) -> User:
    """Whose account is kept."""
    with inside(where):
        return make.user("Bruna", *roles, **fields)


def test_the_list_shows_how_each_stands_and_not_oneself(alfa: Organization) -> None:
    hilda, bruna = keeper(alfa), person(alfa)
    with inside(alfa):
        invitations.invite_by_code(bruna, actor=SYSTEM)
    page = browse(alfa, hilda).get("/identita/")
    assert [(user.pk, str(situation)) for user, situation in page.context["lines"]] == [
        (bruna.pk, str(invitations.SITUATIONS[Invitation.State.SENT]))
    ]


@pytest.mark.parametrize("people", [1, 24])
def test_the_list_costs_the_same_for_one_and_for_many(alfa: Organization, people: int) -> None:
    hilda = keeper(alfa)
    for _ in range(people):
        person(alfa)
    client = browse(alfa, hilda)
    with counted() as queries:
        assert client.get("/identita/").status_code == 200
    assert len(queries) == 5


def test_inviting_mails_a_link(alfa: Organization, django_capture_on_commit_callbacks: Any, mailoutbox: Outbox) -> None:
    hilda, bruna = keeper(alfa), person(alfa)
    client = browse(alfa, hilda)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/identita/{bruna.pk}/invita/")["Location"] == f"/identita/{bruna.pk}/"
    assert [mail.to for mail in mailoutbox] == [[bruna.email]]
    with inside(alfa):
        assert Invitation.objects.get().state == Invitation.State.SENT
        assert Record.objects.get(action="invitation.mailed").actor == f"{alfa.key}:{hilda.pk}"


def test_a_refusal_is_told_on_the_page(alfa: Organization) -> None:
    hilda, bruna = keeper(alfa), person(alfa, password=PASSWORD)
    page = browse(alfa, hilda).post(f"/identita/{bruna.pk}/invita/", follow=True)
    assert len(list(page.context["messages"])) == 1
    with inside(alfa):
        assert not Invitation.objects.exists()


def test_letters_come_as_a_download(alfa: Organization) -> None:
    hilda = keeper(alfa)
    bruna = person(alfa, email=None, member_number="1")
    person(alfa)
    client = browse(alfa, hilda)
    for path in (f"/identita/{bruna.pk}/lettera/", "/identita/lettere/"):
        answer = client.post(path)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "no-store, private"
        assert answer.content.startswith(b"%PDF")
    with inside(alfa):
        assert Invitation.objects.exclude(user=bruna).count() == 0


def test_opening_an_account_is_written_for_its_person_to_read(alfa: Organization) -> None:
    hilda, bruna = keeper(alfa), person(alfa)
    browse(alfa, hilda).get(f"/identita/{bruna.pk}/")
    page = browse(alfa, bruna).get("/profilo/letture/")
    assert [line.who for line in page.context["lines"]] == [hilda.full_name]


@pytest.mark.parametrize("role", sorted(set(Role.values) - set(MENDERS)))
def test_other_roles_may_not(alfa: Organization, role: str) -> None:
    stranger, bruna = keeper(alfa, role), person(alfa)
    client = browse(alfa, stranger)
    assert client.get("/identita/").status_code == 403
    for act in ("", "invita/", "lettera/", "ripara/", "chiudi/", "riapri/"):
        assert client.post(f"/identita/{bruna.pk}/{act}").status_code == 403
    with inside(alfa):
        bruna.refresh_from_db()
        assert bruna.is_active
        assert not Invitation.objects.exists()


def test_oneself_and_those_above_are_not_found(rete: Organization) -> None:
    office = keeper(rete, Role.OFFICE)
    operator = person(rete, Role.OPERATOR)
    client = browse(rete, office)
    absent = client.get("/identita/999999/")
    assert absent.status_code == 404
    for pk in (office.pk, operator.pk):
        answer = client.get(f"/identita/{pk}/")
        assert (answer.status_code, answer.content) == (404, absent.content)
        assert client.post(f"/identita/{pk}/chiudi/").status_code == 404
    with inside(rete):
        operator.refresh_from_db()
        assert operator.is_active


def test_a_get_closes_nothing(alfa: Organization) -> None:
    hilda, bruna = keeper(alfa), person(alfa)
    client = browse(alfa, hilda)
    assert client.get(f"/identita/{bruna.pk}/chiudi/").status_code == 200
    assert client.get(f"/identita/{bruna.pk}/invita/").status_code == 405
    with inside(alfa):
        bruna.refresh_from_db()
        assert bruna.is_active
