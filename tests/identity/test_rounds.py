"""Everybody is invited a few at a time; a round that dies goes on where it was, and nobody is invited twice."""

import datetime
import uuid
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from catalog.orders import sweeper
from tenants import failures
from tenants.audit.models import Record
from tenants.identity import invitations, rounds
from tenants.identity.models import Invitation, InvitationRound, User
from tenants.isolation import SYSTEM, Actor
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted
from welfare.clock import now

PAGE = "/identita/inviti/"
Outbox = list[EmailMessage]


@pytest.fixture
def irene(alfa: Organization) -> User:
    with inside(alfa):
        return make.user("Irene", "hr")


@pytest.fixture
def browser(alfa: Organization, irene: User) -> Client:
    return browse(alfa, irene)


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)


def begin(irene: User, alfa: Organization) -> InvitationRound:
    return rounds.begin(uuid.uuid4(), irene, actor=Actor(alfa.key, irene.pk))


def make_due(row: InvitationRound) -> None:
    InvitationRound.objects.filter(pk=row.pk).update(since=now() - datetime.timedelta(seconds=61))


def invited() -> list[str]:
    """Who holds an invitation, by name."""
    return sorted(Invitation.objects.values_list("user__given_name", flat=True))


def test_everybody_with_an_address_who_was_never_invited_is_invited(
    alfa: Organization, irene: User, browser: Client, django_capture_on_commit_callbacks: Any, mailoutbox: Outbox
) -> None:
    with inside(alfa):
        anna, bea = make.user("Anna"), make.user("Bea")
        make.user("Byhand", email=None, member_number="77")
        make.user("Closed", is_active=False)
        make.user("Inside", password="a long password of theirs")
        invitations.invite_by_code(make.user("Lettered"), actor=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(PAGE, {"key": str(uuid.uuid4())})
    assert answer.headers["Location"] == PAGE
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(filter(None, [anna.email, bea.email]))
    with inside(alfa):
        assert invited() == ["Anna", "Bea", "Lettered"]
        assert Record.objects.filter(action="invitation.all", actor=f"{alfa.key}:{irene.pk}").count() == 1
        made = Record.objects.filter(action="invitation.mailed").values_list("actor", flat=True)
        assert set(made) == {f"{alfa.key}:{irene.pk}"}


@pytest.mark.usefixtures("few_at_once")
def test_a_few_at_a_time_with_a_pause_until_nobody_is_left(alfa: Organization, irene: User) -> None:
    with inside(alfa):
        for number in range(5):
            make.user(f"Anna{number}")
        row = begin(irene, alfa)
        assert rounds.carry_on(row.pk)
        row.refresh_from_db()
        assert (row.total, row.invited, row.state) == (5, 2, "queued")
        assert row.since > now() + datetime.timedelta(seconds=10)
        assert not rounds.carry_on(row.pk), "the pause holds"
        for _ in range(3):
            make_due(row)
            rounds.carry_on(row.pk)
        row.refresh_from_db()
        assert (row.invited, row.skipped, row.state) == (5, 0, "done")
        assert not rounds.carry_on(row.pk)


@pytest.mark.usefixtures("few_at_once")
def test_a_worker_that_dies_in_the_middle_loses_nobody_and_repeats_nobody(alfa: Organization, irene: User) -> None:
    with inside(alfa):
        people = [make.user(f"Anna{number}") for number in range(4)]
        row = begin(irene, alfa)
        claimed = rounds.OUTBOX.claim(row.pk)
        assert claimed is not None
        invitations.invite_by_mail(people[0], actor=SYSTEM)  # and then the process is killed
        assert not rounds.carry_on(row.pk), "another one may be at work"
        for _ in range(4):
            make_due(row)
            rounds.carry_on(row.pk)
        row.refresh_from_db()
        assert row.state == "done"
        assert invited() == ["Anna0", "Anna1", "Anna2", "Anna3"]
        assert Invitation.objects.filter(state="replaced").count() == 0


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": ["member"]}, {"roles": ["provider_manager"]}])
def test_it_ends_when_who_asked_may_invite_no_more(alfa: Organization, irene: User, change: dict[str, Any]) -> None:
    with inside(alfa):
        ida = make.user("Ida", "hr", password="a long password of theirs")
        for number in range(4):
            make.user(f"Anna{number}")
        row = begin(irene, alfa)
        rounds.carry_on(row.pk)
        User.objects.filter(pk=irene.pk).update(**change)
        make_due(row)
        assert not rounds.carry_on(row.pk)
        row.refresh_from_db()
        assert (row.invited, row.state, rounds.pending_ids()) == (2, "failed", [])
        assert invited() == ["Anna0", "Anna1"]
    assert not FailedTask.objects.exists()
    colleague = browse(alfa, ida)
    page = colleague.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "can no longer invite" in page and "Send " in page
    with inside(alfa):
        row = begin(ida, alfa)
        rounds.carry_on(row.pk)
        assert {"Anna2", "Anna3"} & set(invited())


def test_the_sweep_carries_it_on(alfa: Organization, irene: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside(alfa):
        make.user("Anna")
        begin(irene, alfa)
    assert sweeper.sweep_one(alfa) >= 1
    with inside(alfa):
        assert invited() == ["Anna"]


def test_two_forms_and_two_keepers_make_one_round(alfa: Organization, irene: User) -> None:
    with inside(alfa):
        make.user("Anna")
        first = begin(irene, alfa)
        second = begin(make.user("Ida", "hr"), alfa)
        assert first.pk == second.pk
        assert rounds.begin(first.pk, irene, actor=SYSTEM).pk == first.pk
        assert InvitationRound.objects.count() == 1


def test_the_database_holds_one_open_round(alfa: Organization, irene: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside(alfa):
        first = begin(irene, alfa)
        seen = [None, first]
        monkeypatch.setattr(rounds, "under_way", lambda: seen.pop(0))
        assert begin(irene, alfa).pk == first.pk


def test_what_fails_five_times_is_the_operators_and_can_be_tried_again(
    alfa: Organization, irene: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "of no interest")

    with inside(alfa):
        make.user("Anna")
        row = begin(irene, alfa)
        monkeypatch.setattr(invitations, "invite_by_mail", broken)
        for _ in range(5):
            make_due(row)
            InvitationRound.objects.filter(pk=row.pk).update(since=now() - datetime.timedelta(hours=2))
            rounds.carry_on(row.pk)
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("failed", 5)
    failed = FailedTask.objects.get(kind="invitations")
    monkeypatch.undo()
    assert failures.retry(failed.pk, actor=SYSTEM)
    with inside(alfa):
        rounds.carry_on(row.pk)
        assert invited() == ["Anna"]


def test_a_new_round_takes_over_from_one_that_was_given_up(alfa: Organization, irene: User) -> None:
    with inside(alfa):
        old = begin(irene, alfa)
        InvitationRound.objects.filter(pk=old.pk).update(state="failed")
    failures.give_up(alfa, "invitations", old.pk, "OSError")
    with inside(alfa):
        new = begin(irene, alfa)
        assert new.pk != old.pk
    assert FailedTask.objects.get().resolved_at is not None
    with inside(alfa):
        rounds.try_again(old.pk)
        assert [row.pk for row in InvitationRound.objects.filter(state="queued")] == [new.pk]


def test_the_page_asks_shows_progress_and_says_what_was_done(alfa: Organization, irene: User, browser: Client) -> None:
    with inside(alfa):
        for number in range(3):
            make.user(f"Anna{number}")
    english = {"accept-language": "en"}
    assert "Send 3 invitations" in browser.get(PAGE, headers=english).content.decode()
    with inside(alfa):
        row = begin(irene, alfa)
    page = browser.get(PAGE, headers=english).content.decode()
    assert "0 of 3 invitations on their way" in page and "Send 3" not in page
    assert browser.get(f"{PAGE}avanzamento/").headers["Location"] == PAGE
    waiting = browser.get(f"{PAGE}avanzamento/", headers={"hx-request": "true"})
    assert "hx-get" in waiting.content.decode() and "HX-Refresh" not in waiting.headers
    with inside(alfa):
        for _ in range(2):
            make_due(row)
            rounds.carry_on(row.pk)
    assert browser.get(f"{PAGE}avanzamento/", headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert "3 invitations went out" in browser.get(PAGE, headers=english).content.decode()


@pytest.mark.parametrize("key", ["", "x", "1", "'; --"])
def test_a_form_that_is_not_ours_invites_nobody(alfa: Organization, browser: Client, key: str) -> None:
    with inside(alfa):
        make.user("Anna")
    assert browser.post(PAGE, {"key": key}).status_code == 400
    with inside(alfa):
        assert (InvitationRound.objects.count(), invited()) == (0, [])


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(alfa: Organization, browser: Client, people: int) -> None:
    with inside(alfa):
        for number in range(people):
            make.user(f"Anna{number}")
    browser.get(PAGE)
    with counted() as statements:
        assert browser.get(PAGE).status_code == 200
    assert len(statements) == 5
