"""Mending an account: identity check recorded, old ways in dead, both addresses told."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage

from tenants.audit.models import Record
from tenants.identity import invitations
from tenants.identity.models import IdentityCheck, Invitation, Role, User
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import ANNA, PASSWORD, account, sign_in, signed_in_as

Outbox = list[EmailMessage]
RIGHT = "anna.right@example.org"


def hr_of(where: Organization) -> User:
    """Who mends."""
    with inside(where):
        return make.user("Hilda", Role.HR)


def mend(where: Organization, hilda: User, user: User, **typed: str) -> Any:
    """Send the form."""
    form = {"act": "lost_factor", "means": "document", "note": "Carta d'identità", "new_email": ""} | typed
    return browse(where, hilda).post(f"/identita/{user.pk}/ripara/", form)


def with_phone(where: Organization) -> User:
    """Anna, with an authenticator app that is lost."""
    anna = account(where)
    with inside(where):
        Authenticator.objects.create(user=anna, type="totp", data={"secret": "x"})
    return anna


def test_a_lost_phone_is_taken_off_and_the_password_stays(
    alfa: Organization, mailoutbox: Outbox, django_capture_on_commit_callbacks: Any
) -> None:
    anna, hilda = with_phone(alfa), hr_of(alfa)
    device = browse(alfa, anna)
    with django_capture_on_commit_callbacks(execute=True):
        assert mend(alfa, hilda, anna)["Location"] == f"/identita/{anna.pk}/"
    assert device.get("/profilo/").status_code == 302
    client = browse(alfa)
    sign_in(client)
    assert signed_in_as(client, alfa) == anna.pk
    assert [mail.to for mail in mailoutbox] == [[ANNA]]
    with inside(alfa):
        check = IdentityCheck.objects.get()
        assert (check.user, check.checked_by, check.act, check.means) == (anna, hilda, "lost_factor", "document")
        record = Record.objects.get(action="account.mended")
        assert (record.person_id, record.actor) == (anna.pk, f"{alfa.key}:{hilda.pk}")
        assert "Carta" not in str(record.details)


def test_a_wrong_e_mail_is_replaced_and_nothing_of_the_old_works(
    alfa: Organization, mailoutbox: Outbox, django_capture_on_commit_callbacks: Any
) -> None:
    anna, hilda = with_phone(alfa), hr_of(alfa)
    with django_capture_on_commit_callbacks(execute=True):
        mend(alfa, hilda, anna, act="wrong_email", new_email=RIGHT.upper())
    assert sorted(mail.to[0] for mail in mailoutbox) == [RIGHT, RIGHT, ANNA]
    client = browse(alfa)
    for login in (ANNA, RIGHT):
        sign_in(client, login)
    assert signed_in_as(client, alfa) is None
    with inside(alfa):
        anna.refresh_from_db()
        assert (anna.email, anna.has_usable_password()) == (RIGHT, False)
        assert not Authenticator.objects.exists()
        assert Invitation.objects.get().state == Invitation.State.SENT


def test_a_forgotten_password_opens_the_way_for_a_letter(alfa: Organization) -> None:
    anna, hilda = account(alfa, email=None, member_number="42"), hr_of(alfa)
    mend(alfa, hilda, anna, act="forgotten")
    answer = browse(alfa, hilda).post(f"/identita/{anna.pk}/lettera/")
    assert answer["Content-Type"] == "application/pdf"


def test_open_invitations_die(alfa: Organization) -> None:
    hilda = hr_of(alfa)
    with inside(alfa):
        bruna = make.user("Bruna")
        code = invitations.invite_by_code(bruna, actor=SYSTEM)
    mend(alfa, hilda, bruna)
    assert browse(alfa).post(f"/attiva/{code}/").status_code == 410


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"act": ""}, "act"),
        ({"act": "everything"}, "act"),
        ({"means": ""}, "means"),
        ({"means": "guess"}, "means"),
        ({"act": "wrong_email"}, "new_email"),
        ({"act": "wrong_email", "new_email": "nonsense"}, "new_email"),
        ({"act": "wrong_email", "new_email": ANNA}, "new_email"),
        ({"act": "wrong_email", "new_email": "TAKEN@example.org"}, "new_email"),
        ({"note": "x" * 300}, "note"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(alfa: Organization, typed: dict[str, str], field: str) -> None:
    anna, hilda = with_phone(alfa), hr_of(alfa)
    with inside(alfa):
        make.user("Other", email="taken@example.org")
    answer = mend(alfa, hilda, anna, **typed)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    with inside(alfa):
        assert not IdentityCheck.objects.exists()
        assert Authenticator.objects.count() == 1
        assert User.objects.get(pk=anna.pk).check_password(PASSWORD)


def test_nobody_mends_their_own_account(alfa: Organization) -> None:
    hilda = hr_of(alfa)
    assert mend(alfa, hilda, hilda).status_code == 404
    with inside(alfa):
        assert not IdentityCheck.objects.exists()
