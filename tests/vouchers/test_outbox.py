"""The row is the outbox: a document is made once, tried five times, and nobody is told twice."""

import datetime
import uuid

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.closing import tasks  # noqa: F401 - hands its table down
from catalog.orders import documents, sweeper
from catalog.orders.models import Voucher
from catalog.orders.tasks import render_voucher
from tenants import isolation
from tenants.identity.models import Role
from tenants.messages.models import Message
from tenants.models import FailedTask, Organization, Status
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.queries import counted
from welfare import files
from welfare.celery import application
from welfare.clock import now


def row(stage: Stage) -> Voucher:
    """The only voucher, read anew."""
    with inside(stage.issuer):
        return Voucher.objects.get()


def age(stage: Stage, seconds: int) -> None:
    """Let time pass for the row."""
    with inside(stage.issuer):
        Voucher.objects.update(since=now() - datetime.timedelta(seconds=seconds))


def make_it(stage: Stage, voucher: Voucher) -> bool:
    """One try."""
    with inside(stage.issuer):
        return documents.make_document(voucher.pk)


def told(stage: Stage) -> list[tuple[str, str]]:
    """Who is mailed what, at the issuer's and at the provider's."""
    found: list[tuple[str, str]] = []
    for organization in (stage.issuer, stage.supplier):
        with inside(organization):
            messages = Message.objects.select_related("recipient").order_by("pk")
            found += [(message.recipient.given_name, message.kind) for message in messages]
    return found


@pytest.fixture
def manager(stage: Stage) -> None:
    """Rita runs Beta."""
    with inside(stage.supplier):
        make.user("Rita", Role.PROVIDER_MANAGER)


def break_rendering(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let every rendering fail."""

    def fail(shown: object) -> bytes:
        raise error

    monkeypatch.setattr(documents, "rendered", fail)


def test_an_order_is_followed_by_its_document_and_the_mails(
    stage: Stage, manager: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stage.place()
    assert row(stage).document == "ready"
    assert told(stage) == [("Anna", "order_placed"), ("Rita", "booking_placed")]
    with inside(stage.issuer):
        assert Message.objects.get().attachment == row(stage).file_name


def test_a_broker_that_is_away_is_not_the_requests_trouble(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def away(*args: object, **options: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(render_voucher, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        order = stage.place()
    assert (order.state, row(stage).document) == ("placed", "queued")


def test_a_second_call_does_nothing(stage: Stage, voucher: Voucher, manager: None) -> None:
    assert make_it(stage, voucher)
    before, mails = row(stage), told(stage)
    assert not make_it(stage, voucher)
    assert row(stage).rendered_at == before.rendered_at and told(stage) == mails


def test_what_somebody_is_at_is_left_alone_for_a_minute(stage: Stage, voucher: Voucher) -> None:
    with inside(stage.issuer):
        assert documents.OUTBOX.claim(voucher.pk)
    age(stage, 55)
    assert not make_it(stage, voucher)
    age(stage, 61)
    assert make_it(stage, voucher)
    assert row(stage).attempts == 2


def test_who_comes_second_throws_its_own_file_away(stage: Stage, voucher: Voucher, manager: None) -> None:
    with inside(stage.issuer):
        slow = documents.OUTBOX.claim(voucher.pk)
        assert slow is not None
        slow_name, slow_hash = documents.stored(slow)
    age(stage, 61)
    assert make_it(stage, voucher)
    with inside(stage.issuer):
        assert not documents.publish(slow, slow_name, slow_hash)
        kept = {path.name for path in files.folder_of(stage.issuer.key).iterdir()}
    assert kept == {row(stage).file_name.partition("/")[2]}
    assert told(stage) == [("Anna", "order_placed"), ("Rita", "booking_placed")]


@pytest.mark.parametrize("error", [OSError("disk full"), SoftTimeLimitExceeded()])
def test_a_failure_waits_and_is_given_up_after_the_fifth(
    stage: Stage, voucher: Voucher, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    break_rendering(monkeypatch, error)
    for attempt in range(1, 5):
        assert not make_it(stage, voucher)
        assert (row(stage).document, row(stage).attempts) == ("queued", attempt)
        assert not make_it(stage, voucher) and row(stage).attempts == attempt
        age(stage, 1)
    assert not make_it(stage, voucher)
    assert row(stage).document == "failed"
    failed = FailedTask.objects.get()
    assert (failed.organization, failed.kind, failed.reference) == (stage.issuer, "voucher", voucher.pk)
    assert failed.error == type(error).__name__ and told(stage) == []


def test_a_task_needs_an_organization_that_is_there_and_active(stage: Stage, voucher: Voucher) -> None:
    for nonsense in ("", "alfa", str(uuid.uuid4())):
        with pytest.raises(isolation.NoOrganization):
            render_voucher(nonsense, str(voucher.pk))
    Organization.objects.filter(pk=stage.issuer.pk).update(status=Status.SUSPENDED)
    with pytest.raises(isolation.Unavailable):
        render_voucher(stage.issuer.key, str(voucher.pk))
    assert row(stage).document == "queued"


def test_a_task_sent_to_the_wrong_organization_finds_nothing(stage: Stage, voucher: Voucher) -> None:
    render_voucher(stage.supplier.key, str(voucher.pk))
    assert (row(stage).document, row(stage).attempts) == ("queued", 0)


def test_the_sweeper_finds_what_the_broker_lost(stage: Stage, voucher: Voucher, manager: None) -> None:
    with inside(stage.issuer):
        assert documents.OUTBOX.claim(voucher.pk)
    assert sweeper.sweep_all() == 0
    age(stage, 61)
    # The mails are written while it sweeps: it finds them at once or in the next round.
    assert sum(sweeper.sweep_all() for _ in range(3)) == 3
    assert row(stage).document == "ready"
    for organization in (stage.issuer, stage.supplier):
        with inside(organization):
            assert Message.objects.get().state == "sent"
    assert sweeper.sweep_all() == 0


def test_an_organization_that_cannot_be_swept_keeps_no_other_waiting(
    stage: Stage, voucher: Voucher, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, swept = sweeper.sweep_one, []

    def sweep_one(organization: Organization) -> int:
        swept.append(organization)
        if len(swept) == 1:
            raise OSError("its disk is away")
        return first(organization)

    monkeypatch.setattr(sweeper, "sweep_one", sweep_one)
    with pytest.raises(ExceptionGroup):
        sweeper.sweep_all()
    assert {stage.issuer, stage.supplier} <= set(swept)


def test_the_sweeper_leaves_a_suspended_organization_alone(stage: Stage, voucher: Voucher) -> None:
    Organization.objects.filter(pk=stage.issuer.pk).update(status=Status.SUSPENDED)
    assert sweeper.sweep_all() == 0
    Organization.objects.filter(pk=stage.issuer.pk).update(status=Status.ACTIVE)
    assert sweeper.sweep_all() == 1


def test_the_sweeper_asks_one_query_a_table(stage: Stage) -> None:
    # As a worker does: what is swept besides is declared by the tasks of the rooms above, in the order of their import.
    application.loader.import_default_modules()
    with counted() as statements:
        sweeper.sweep_all()
    tables = [sql.split('FROM "')[1].split('"')[0] for sql in statements]
    organizations = Organization.objects.filter(status=Status.ACTIVE).count()
    # Of each organization; then, once for all of them, cancelled slots and what is due in waiting lists.
    own = [
        "orders_voucher",
        "orders_groupsheet",
        "tenant_messages_message",
        "members_importrun",
        "identity_invitationround",
    ]
    own += ["plans_grant", "regulations_version", "closing_closing"]
    own += ["home_reminderround", "home_yearstatement", "payroll_payrollrun", "statements_monthclosing"]
    own += ["applications_letter", "shelf_booklet", "nominating_nomination"]
    shared = ["providers_slotcancellation", "providers_slotchange", *["providers_waiting"] * 5, "providers_slotreserve"]
    assert sorted(tables) == sorted(["tenants_organization", *own * organizations, *shared])
