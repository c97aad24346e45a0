"""Invitations: a link or a code that opens one account, once, on its own host, for a while."""

import datetime
import io
import re
from typing import Any

import pypdf
import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tenants.audit.models import Record
from tenants.identity import accounts, invitations, letters
from tenants.identity.models import Invitation, User
from tenants.isolation import SYSTEM, Actor
from tenants.messages import sending
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD, sign_in, signed_in_as
from welfare.clock import now

Outbox = list[EmailMessage]
State = Invitation.State


def newcomer(where: Organization, **fields: Any) -> User:
    """Bruna, whom nobody has given a way in yet."""
    fields.setdefault("email", "bruna@example.org")
    with inside(where):
        return make.user("Bruna", **fields)


def mailed(where: Organization, user: User, outbox: Outbox) -> str:
    """The token of the link in the mail that an invitation sends."""
    with inside(where):
        invitation = invitations.invite_by_mail(user, actor=SYSTEM)
        assert sending.send(Message.objects.get(reference=invitation.pk).pk)
    found = re.search(rf"http://{where.slug}\.localhost\S*/attiva/(\S+)/", str(outbox[-1].body))
    assert found
    return found.group(1)


def printed(where: Organization, user: User) -> str:
    """The code that a letter shows."""
    with inside(where):
        return invitations.invite_by_code(user, actor=SYSTEM)


def start(client: Client, token: str) -> Any:
    """Press Start on the page of a link."""
    return client.post(f"/attiva/{token}/")


def choose(client: Client, password: str = PASSWORD) -> Any:
    """Choose the password."""
    return client.post("/attiva/password/", {"password1": password})


def state_of(where: Organization, user: User) -> str:
    """Where the newest invitation of a person stands."""
    with inside(where):
        return invitations.latest_of([user])[user.pk].state


def test_a_mailed_link_lets_the_person_in(alfa: Organization, mailoutbox: Outbox) -> None:
    bruna = newcomer(alfa)
    token = mailed(alfa, bruna, mailoutbox)
    assert mailoutbox[-1].to == ["bruna@example.org"]
    client = browse(alfa)
    assert start(client, token)["Location"] == "/attiva/password/"
    assert client.get("/attiva/password/").status_code == 200
    assert choose(client)["Location"] == "/"
    assert signed_in_as(client, alfa) == bruna.pk
    other = browse(alfa)
    sign_in(other, "bruna@example.org")
    assert signed_in_as(other, alfa) == bruna.pk


def test_the_state_goes_from_queued_to_sent_opened_used(alfa: Organization, mailoutbox: Outbox) -> None:
    bruna = newcomer(alfa)
    with inside(alfa):
        invitation = invitations.invite_by_mail(bruna, actor=SYSTEM)
    seen = [state_of(alfa, bruna)]
    with inside(alfa):
        sending.send(Message.objects.get(reference=invitation.pk).pk)
    seen.append(state_of(alfa, bruna))
    found = re.search(r"/attiva/(\S+)/", str(mailoutbox[-1].body))
    assert found
    client = browse(alfa)
    client.get(f"/attiva/{found.group(1)}/")
    seen.append(state_of(alfa, bruna))
    start(client, found.group(1))
    seen.append(state_of(alfa, bruna))
    choose(client)
    assert [*seen, state_of(alfa, bruna)] == [State.QUEUED, State.SENT, State.SENT, State.OPENED, State.USED]


def test_the_token_is_kept_only_as_a_hash_once_it_is_sent(alfa: Organization, mailoutbox: Outbox) -> None:
    token = mailed(alfa, newcomer(alfa), mailoutbox)
    with inside(alfa):
        row = Invitation.objects.get()
        assert bytes(row.sealed_token) == b""
        assert token.encode() not in bytes(row.token_hash)
        assert token not in str(Message.objects.values().get())
    assert len(token) >= 32


@pytest.mark.parametrize("typed", ["{}", " {} ", "spaced", "lower", "misread"])
def test_a_printed_code_is_forgiven_its_spelling(alfa: Organization, typed: str) -> None:
    bruna = newcomer(alfa, email=None, member_number="77")
    code = printed(alfa, bruna)
    spellings = {"spaced": " - ".join(code[i : i + 4] for i in range(0, 16, 4)), "lower": code.lower()}
    text = spellings.get(typed, code.replace("1", "l").replace("0", "o") if typed == "misread" else typed.format(code))
    client = browse(alfa)
    assert client.post("/attiva/", {"code": text})["Location"] == "/attiva/password/"
    choose(client)
    assert signed_in_as(client, alfa) == bruna.pk


@pytest.mark.parametrize("kind", ["mail", "letter"])
@pytest.mark.parametrize("moment", ["use", "expiry", "a new one", "another password", "another e-mail", "closing"])
def test_a_spent_invitation_opens_nothing(alfa: Organization, mailoutbox: Outbox, kind: str, moment: str) -> None:
    bruna = newcomer(alfa)
    token = mailed(alfa, bruna, mailoutbox) if kind == "mail" else printed(alfa, bruna)
    if moment == "use":
        first = browse(alfa)
        start(first, token)
        choose(first)
    with inside(alfa):
        spend(bruna, moment)
    client = browse(alfa)
    assert start(client, token).status_code == 410
    choose(client)
    assert signed_in_as(client, alfa) is None


@pytest.mark.parametrize("moment", ["expiry", "a new one", "another password", "another e-mail", "closing"])
def test_a_started_invitation_dies_with_its_reason(alfa: Organization, moment: str) -> None:
    bruna = newcomer(alfa)
    client = browse(alfa)
    start(client, printed(alfa, bruna))
    with inside(alfa):
        spend(bruna, moment)
    choose(client)
    assert signed_in_as(client, alfa) is None
    with inside(alfa):
        assert not User.objects.get(pk=bruna.pk).check_password(PASSWORD)


def spend(user: User, moment: str) -> None:
    """One of the ways in which an invitation ends."""
    if moment == "expiry":
        Invitation.objects.update(expires_at=now() - datetime.timedelta(seconds=1))
    elif moment == "a new one":
        invitations.invite_by_code(user, actor=SYSTEM)
    elif moment == "another password":
        accounts.secret_changed(user)
    elif moment == "another e-mail":
        accounts.replace_email(user, "other@example.org")
    elif moment == "closing":
        accounts.deactivate(user, SYSTEM)


def test_an_invitation_is_worth_nothing_on_another_host(
    alfa: Organization, beta: Organization, mailoutbox: Outbox
) -> None:
    ours = newcomer(alfa)
    with inside(beta):
        clone = make.user("Bruna", email="bruna@example.org", id=ours.pk)
    token, code = mailed(alfa, ours, mailoutbox), printed(alfa, newcomer(alfa, email="carla@example.org"))
    with inside(beta):
        Invitation.objects.create(
            user=clone, channel="mail", state=State.SENT, token_hash=b"x" * 32, expires_at=now() + datetime.timedelta(9)
        )
    client = browse(beta)
    for text in (token, code):
        assert start(client, text).status_code == 410
        assert client.post("/attiva/", {"code": text}).status_code == 200
    assert state_of(beta, clone) == State.SENT
    choose(client)
    assert signed_in_as(client, beta) is None


@pytest.mark.parametrize("text", ["", "x", "\0", "a" * 4000, "0000 0000 0000 0000", "../../etc", "%00"])
def test_nonsense_is_answered_plainly(alfa: Organization, text: str) -> None:
    client = browse(alfa)
    answer = client.post("/attiva/", {"code": text})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)


def test_opening_the_link_changes_nothing(alfa: Organization, mailoutbox: Outbox) -> None:
    token = mailed(alfa, newcomer(alfa), mailoutbox)
    client = browse(alfa)
    known, unknown = client.get(f"/attiva/{token}/"), client.get("/attiva/nothing/")
    assert known.status_code == unknown.status_code == 200
    assert "scaffale_session" not in client.cookies


def test_three_mails_a_day_and_no_more(alfa: Organization) -> None:
    bruna = newcomer(alfa)
    with inside(alfa):
        for _ in range(3):
            invitations.invite_by_mail(bruna, actor=SYSTEM)
        with pytest.raises(invitations.CannotInvite, match=r"tomorrow|domani"):
            invitations.invite_by_mail(bruna, actor=SYSTEM)
        assert Invitation.objects.exclude(state=State.REPLACED).count() == 1
        assert Message.objects.count() == 1


@pytest.mark.parametrize("who", ["without e-mail", "closed", "in already"])
def test_who_cannot_be_mailed_is_refused_and_nothing_is_written(alfa: Organization, who: str) -> None:
    fields: dict[str, dict[str, Any]] = {
        "without e-mail": {"email": None, "member_number": "9"},
        "closed": {"is_active": False},
    }
    person = newcomer(alfa, **fields.get(who, {"password": PASSWORD}))
    with inside(alfa), pytest.raises(invitations.CannotInvite):
        invitations.invite_by_mail(person, actor=SYSTEM)
    with inside(alfa):
        assert not Invitation.objects.exists()
        assert not Message.objects.exists()


def test_a_weak_password_is_refused_and_the_invitation_stays_good(alfa: Organization) -> None:
    bruna = newcomer(alfa)
    client = browse(alfa)
    start(client, printed(alfa, bruna))
    assert choose(client, "bruna").status_code == 200
    assert choose(client)["Location"] == "/"


def test_a_passkey_may_stand_for_the_password(alfa: Organization) -> None:
    bruna = newcomer(alfa)
    client = browse(alfa)
    start(client, printed(alfa, bruna))
    assert client.post("/attiva/password/", {"passkey": "1"})["Location"] == "/profilo/passkey/nuova/"
    assert signed_in_as(client, alfa) == bruna.pk


def test_letters_hold_a_code_each_that_works(alfa: Organization) -> None:
    people = [newcomer(alfa, email=None, member_number=str(n), family_name=f"Riga {n}") for n in (1, 2)]
    already_in = newcomer(alfa, password=PASSWORD)
    with inside(alfa):
        content = letters.invite_by_letter([*people, already_in], actor=Actor(alfa.key, 5))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == 2
    for person, page in zip(people, pages, strict=True):
        assert person.full_name in page
        code = re.search(r"([0-9A-Z]{4} ){3}[0-9A-Z]{4}", page)
        assert code
        client = browse(alfa)
        client.post("/attiva/", {"code": code.group()})
        choose(client)
        assert signed_in_as(client, alfa) == person.pk
    with inside(alfa):
        assert Record.objects.filter(action="invitation.printed", actor=f"{alfa.key}:5").count() == 2


def test_letters_for_nobody_are_refused(alfa: Organization) -> None:
    person = newcomer(alfa, password=PASSWORD)
    with inside(alfa), pytest.raises(invitations.CannotInvite):
        letters.invite_by_letter([person], actor=SYSTEM)
