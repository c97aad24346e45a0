"""Mails: written with what they tell, sent once, tried again with growing waits, never lost."""

import datetime
import smtplib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from tenants import failures, isolation
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.messages import outbox, sending
from tenants.messages.models import Message
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import inside
from welfare import files
from welfare.clock import now

TEXT = """{% load i18n %}{% translate "Password" %} {{ what }}
{{ organization.name }}: {{ address }}/x/ {{ secret }}
"""


@pytest.fixture(autouse=True)
def mail_templates(settings: Settings, tmp_path: Path) -> None:
    """One kind of mail with text alone, another with HTML of its own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "plain.txt").write_text(TEXT)
    (folder / "rich.txt").write_text(TEXT)
    (folder / "rich.html").write_text("<h1>{{ subject }}</h1>")
    engines: list[dict[str, Any]] = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.TEMPLATES = engines


@pytest.fixture
def anna(alfa: Organization) -> Iterator[User]:
    """An account of alfa, with alfa entered."""
    with inside(alfa):
        yield make.user("Anna", email="anna@example.org")


def queue(recipient: User, **fields: Any) -> Message:
    message = outbox.queue(recipient, fields.pop("kind", "plain"), context={"what": "nuova"}, **fields)
    assert message is not None
    return message


def refusing(*_: Any, **__: Any) -> int:
    raise smtplib.SMTPServerDisconnected("anna@example.org unknown")


def make_due(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(since=now() - datetime.timedelta(seconds=61))


def test_a_mail_is_sent_once_with_links_of_the_organization(anna: User) -> None:
    message = queue(anna)
    assert sending.pending_ids() == [message.pk]
    assert sending.send(message.pk) is True
    assert sending.send(message.pk) is False
    assert sending.pending_ids() == []
    [sent] = mail.outbox
    assert sent.to == ["anna@example.org"]
    assert sent.body == "Alfa: http://alfa.localhost/x/\n"
    assert sent.extra_headers["Message-ID"] == f"<{message.pk}@alfa.localhost>"
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.sent_at is not None


def test_port_and_scheme_of_links_are_settings(anna: User, settings: Settings) -> None:
    settings.SCAFFALE_PORT, settings.SCAFFALE_HTTPS = "8443", True
    sending.send(queue(anna).pk)
    assert "https://alfa.localhost:8443/x/" in mail.outbox[0].body


def test_html_and_attachment(anna: User, alfa: Organization) -> None:
    name = files.write(alfa.key, b"%PDF-", "pdf")
    sending.send(queue(anna, kind="rich", attachment=name).pk)
    [sent] = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    assert sent.alternatives[0][0] == f"<h1>{sent.subject}</h1>"
    assert [(each[0], each[1]) for each in sent.attachments] == [("rich.pdf", b"%PDF-")]


def test_a_kind_with_text_alone_is_dressed_in_the_common_page(anna: User, alfa: Organization) -> None:
    sending.send(queue(anna).pk)
    [sent] = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    page = str(sent.alternatives[0][0])
    assert f"{alfa.name}: <a href=" in page
    assert alfa.palette.brand in page


def test_an_attachment_of_another_organization_is_not_sent(anna: User, beta: Organization) -> None:
    name = files.write(beta.key, b"%PDF-", "pdf")
    assert sending.send(queue(anna, attachment=name).pk) is False
    assert mail.outbox == []


def test_a_kind_adds_what_only_the_mail_may_know(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sending.preparers, "plain", lambda message: {"secret": f"for {message.recipient.given_name}"})
    message = queue(anna)
    sending.send(message.pk)
    assert "for Anna" in mail.outbox[0].body
    assert "secret" not in message.context


def test_one_mail_a_reference_and_none_without_address(anna: User) -> None:
    reference = uuid.uuid4()
    assert queue(anna, reference=reference).pk == queue(anna, reference=reference).pk
    assert outbox.queue(make.user("Bruno", email=None, member_number="B1"), "plain") is None


def test_a_refused_mail_waits_longer_each_time_then_an_operator_sees_it(
    anna: User, alfa: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue(anna)
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refusing)
    waits = []
    for _ in range(4):
        assert sending.send(message.pk) is False
        message.refresh_from_db()
        assert sending.pending_ids() == []
        waits.append(round((message.since - now()).total_seconds()))
        make_due(message)
    assert waits == [30, 120, 600, 3600]
    assert sending.send(message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.FAILED, 5)
    failed = FailedTask.objects.get()
    assert (failed.organization, failed.kind, failed.reference) == (alfa, "message", message.pk)
    assert failed.error == "SMTPServerDisconnected"


def test_an_operator_tries_again_once(anna: User, alfa: Organization) -> None:
    message = queue(anna)
    Message.objects.update(state=Message.State.FAILED, attempts=5)
    failures.give_up(alfa, "message", message.pk, "refused")
    failures.give_up(alfa, "message", message.pk, "refused")
    failed = FailedTask.objects.get()
    with isolation.leave(reason="test"):
        assert failures.retry(failed.pk, actor=Actor()) is True
        assert failures.retry(failed.pk, actor=Actor()) is False
    assert sending.send(message.pk) is True


def test_a_mail_whose_worker_died_is_taken_up_after_a_minute(anna: User) -> None:
    message = queue(anna)
    assert sending.OUTBOX.claim(message.pk) is not None
    assert sending.pending_ids() == []
    assert sending.send(message.pk) is False
    make_due(message)
    assert sending.pending_ids() == [message.pk]
    assert sending.send(message.pk) is True


def test_a_mail_that_kills_its_worker_is_given_up_after_five(anna: User) -> None:
    message = queue(anna)
    for _ in range(5):
        assert sending.OUTBOX.claim(message.pk) is not None
        make_due(message)
    assert sending.OUTBOX.claim(message.pk) is None
    assert FailedTask.objects.get().error == "stopped at each attempt"


def test_a_slow_process_cannot_undo_what_its_successor_did(anna: User) -> None:
    message = queue(anna)
    slow = sending.OUTBOX.claim(message.pk)
    make_due(message)
    successor = sending.OUTBOX.claim(message.pk)
    assert slow is not None
    assert successor is not None
    assert sending.OUTBOX.finish(slow, Message.State.SENT) is False
    sending.OUTBOX.refuse(slow, ValueError())
    assert sending.OUTBOX.finish(successor, Message.State.SENT) is True


def test_a_recipient_who_left_gets_nothing(anna: User) -> None:
    message = queue(anna)
    User.objects.update(is_active=False)
    assert sending.send(message.pk) is False
    assert mail.outbox == []


CaptureCommits = Callable[..., Any]


def test_it_goes_at_once_when_the_transaction_is_committed(
    anna: User, django_capture_on_commit_callbacks: CaptureCommits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue(anna)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_a_broker_that_is_away_does_not_fail_the_request(
    anna: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: CaptureCommits
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError("broker")

    monkeypatch.setattr("tenants.messages.tasks.send_message.delay", away)
    with django_capture_on_commit_callbacks(execute=True) as hints:
        message = queue(anna)
    assert len(hints) == 1
    assert sending.pending_ids() == [message.pk]
