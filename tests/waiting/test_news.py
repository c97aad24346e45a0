"""What people are told of their waiting: once each, in words, whoever was killed in between."""

import datetime
import uuid
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.orders import sweeper, waiting_news
from catalog.orders.models import WaitingRequest
from providers import slots, waiting_due
from providers.models import Waiting
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization, Status, new_schema_name
from tests.conftest import inside
from tests.waiting.line import Line, Person, is_closed, is_sound, mails, run_late, state, sweep
from welfare.clock import now, today


def letter(person: Person, kind: str) -> tuple[str, str]:
    """Subject and text of a person's mail."""
    with inside(person.where):
        User.objects.filter(pk=person.member.user_id).update(language="en")
        mail = compose(Message.objects.get(recipient=person.member.user, kind=kind))
    return str(mail.subject), str(mail.body)


def test_the_offer_is_told_once(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    for _ in range(2):
        line.tell(line.bruno, request)
    assert mails(line.bruno) == ["waiting_offered"]
    subject, body = letter(line.bruno, "waiting_offered")
    assert subject == "A place has become free for Mia: Estate al Mulino"
    assert "We keep it for you until" in body
    assert "/richieste/attesa/" in body


def test_after_the_commit_the_organization_is_asked_to_tell(
    line: Line, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    line.join(line.carla)
    with django_capture_on_commit_callbacks(execute=True):
        line.cancel()
    assert mails(line.carla) == ["waiting_offered"]


def test_a_lost_task_is_made_good_by_the_sweep(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    assert Waiting.objects.get(pk=request.pk).is_news
    sweeper.sweep_all()
    assert mails(line.bruno) == ["waiting_offered"]
    assert not Waiting.objects.get(pk=request.pk).is_news


def test_a_worker_that_dies_while_telling_leaves_it_to_the_next(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    request = line.join(line.bruno)
    line.cancel()

    def die(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(waiting_news, "mail", die)
        with pytest.raises(SystemExit):
            line.tell(line.bruno, request)
    assert mails(line.bruno) == []
    line.tell(line.bruno, request)
    assert mails(line.bruno) == ["waiting_offered"]


def test_who_let_the_place_go_is_told_and_can_join_again(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    run_late(request)
    sweeper.sweep_all()
    assert mails(line.bruno) == ["waiting_lapsed"]
    assert is_closed(line.bruno, request)
    assert "You can join the waiting list again" in letter(line.bruno, "waiting_lapsed")[1]


def test_who_left_the_organization_is_passed_over(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    with inside(line.bruno.where):
        line.bruno.member.left_on = today() - datetime.timedelta(days=1)
        line.bruno.member.save()
        User.objects.filter(pk=line.bruno.member.user_id).update(is_active=False)
    line.cancel()
    sweeper.sweep_all()
    assert (state(first), state(second)) == ("ended", "offered")
    assert mails(line.bruno) == []
    sweeper.sweep_all()
    assert mails(line.carla) == ["waiting_offered"]
    assert is_sound(line.slot)


def test_a_relative_who_is_no_longer_in_the_family_is_passed_over_and_the_member_told(line: Line) -> None:
    request = line.join(line.bruno)
    with inside(line.bruno.where):
        line.bruno.child.closed_on = today()
        line.bruno.child.save()
    line.cancel()
    line.tell(line.bruno, request)
    assert (state(request), line.slot.left) == ("ended", 1)
    assert mails(line.bruno) == ["waiting_ended"]
    assert "no longer part of your family" in letter(line.bruno, "waiting_ended")[1]
    assert is_closed(line.bruno, request)


def test_a_request_that_an_older_backup_does_not_know_does_not_block_the_place(line: Line) -> None:
    request = line.join(line.bruno)
    with inside(line.bruno.where):
        WaitingRequest.objects.all().delete()
    line.cancel()
    line.tell(line.bruno, request)
    assert (state(request), line.slot.left) == ("ended", 1)


def test_cancelled_dates_end_the_line_and_everybody_is_told(line: Line) -> None:
    kept, waiting = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    with inside(line.stage.supplier):
        slots.cancel_slot(line.slot, "La strada è chiusa.", actor=SYSTEM)
    assert (state(kept), state(waiting), line.slot.taken) == ("ended", "ended", 0)
    sweeper.sweep_all()
    assert mails(line.bruno) == mails(line.carla) == ["waiting_ended"]
    assert "has cancelled these dates" in letter(line.carla, "waiting_ended")[1]


def test_a_suspended_organization_tells_when_it_is_released(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    run_late(request)
    Organization.objects.filter(pk=line.bruno.where.pk).update(status=Status.SUSPENDED)
    sweep()
    sweeper.sweep_all()
    assert mails(line.bruno) == []
    Organization.objects.filter(pk=line.bruno.where.pk).update(status=Status.ACTIVE)
    sweeper.sweep_all()
    assert mails(line.bruno) != []


def test_who_has_no_mail_finds_it_at_home(line: Line) -> None:
    with inside(line.bruno.where):
        User.objects.filter(pk=line.bruno.member.user_id).update(email=None, member_number="0815")
    request = line.join(line.bruno)
    line.cancel()
    line.tell(line.bruno, request)
    assert mails(line.bruno) == []
    assert not Waiting.objects.get(pk=request.pk).is_news


def test_organizations_that_cannot_tell_hold_up_no_other(line: Line) -> None:
    carlas = line.join(line.carla)
    line.cancel()
    alfa = line.bruno.where
    rows = [Waiting(reference=uuid.uuid4(), slot=line.slot, organization=alfa, is_news=True) for _ in range(5)]
    Waiting.objects.bulk_create(rows)
    Waiting.objects.filter(organization=alfa).update(since=now() - datetime.timedelta(days=1))
    # Alfa's are the oldest, and there again at each sweep: its schema is behind, say.
    assert carlas.reference in [reference for _organization, reference in waiting_due.news(2)]
    Organization.objects.filter(pk=alfa.pk).update(schema_name=new_schema_name())
    assert [reference for _organization, reference in waiting_due.news(2)] == [carlas.reference]
