"""What ends by itself: quotes past their day, requests of leavers; and what is erased 30 days after the end."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from catalog.orders.cancel import cancel_order
from catalog.quotes import closing
from catalog.quotes.models import AskedProvider, QuoteLine, Request, RequestPhoto
from catalog.quotes.queries import written_of
from catalog.quotes.tasks import tend_everywhere
from members.models import Member, Relative
from providers.enquiries import services
from providers.enquiries.models import Enquiry, Photo
from providers.enquiries.tasks import erase_enquiries_due
from providers.quoting import moves
from providers.quoting.models import Quote
from tenants.messages.models import Message
from tenants.models import FailedTask
from tests import make
from tests.conftest import inside
from tests.orders.stage import in_days
from tests.quotes.scene import Scene, photo
from tests.quotes.test_disputes import complain
from welfare.clock import today

State = Quote.State


def tend(scene: Scene, days: int = 0) -> None:
    """The nightly round of Alfa, in some days."""
    with inside(scene.issuer):
        closing.tend(in_days(days))


def told(scene: Scene) -> list[str]:
    """What the member was told."""
    with inside(scene.issuer):
        return sorted(message.context["news"] for message in Message.objects.filter(kind="quote_news"))


def test_answers_and_requests_expire_at_their_day_and_both_are_told(scene: Scene) -> None:
    with inside(scene.supplier):
        make.user("Marta", "provider_manager")
    request = scene.ask()
    answered, unanswered = scene.asked(request), scene.asked(request, scene.other)
    scene.answer(answered, valid=10)
    tend(scene, 10)
    assert scene.quote(answered).state == State.QUOTED
    tend(scene, 15)
    assert {scene.quote(each).state for each in (answered, unanswered)} == {State.EXPIRED}
    assert told(scene) == ["answered", "expired", "unanswered"]
    with inside(scene.supplier):
        assert Message.objects.filter(context__news="expired").count() == 1


def test_one_that_cannot_be_ended_keeps_none_of_the_others(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    request = scene.ask()
    broken = min(quote.pk for quote in Quote.objects.all())
    expire = moves.expire

    def fail_once(quote: Quote, on: Any) -> bool:
        if quote.pk == broken:
            raise RuntimeError("no")
        return expire(quote, on)

    monkeypatch.setattr(moves, "expire", fail_once)
    with pytest.raises(ExceptionGroup):
        tend(scene, 15)
    states = dict(Quote.objects.filter(request=request.pk).values_list("pk", "state"))
    assert states.pop(broken) == State.ASKED
    failed = FailedTask.objects.get()
    assert (failed.kind, failed.reference, failed.organization) == ("quote_end", broken, scene.issuer)
    assert set(states.values()) == {State.EXPIRED}
    monkeypatch.undo()
    tend(scene, 15)
    assert FailedTask.objects.get().resolved_at is not None


def test_requests_of_who_left_and_for_who_left_the_family_are_closed(scene: Scene) -> None:
    scene.ask()
    with inside(scene.issuer):
        bruno = make.member("Bruno")
        nina = make.relative(bruno, "Nina")
        rows = Request.objects.all()
        first = rows.get()
        second = Request.objects.create(key="2", member=bruno, relative=nina, service_type="caregiver", type_label="x")
        Member.objects.filter(pk=scene.stage.anna.pk).update(left_on=in_days(-1))
        Relative.objects.filter(pk=nina.pk).update(closed_on=today())
    tend(scene)
    with inside(scene.issuer):
        assert {row.state for row in rows.filter(pk__in=[first.pk, second.pk])} == {Request.State.CLOSED}
    assert set(Quote.objects.values_list("state", flat=True)) == {State.CLOSED}


def files_of(scene: Scene) -> list[Path]:
    """The sealed files of both sides."""
    folders = [Path(settings.PRIVATE_FILES) / each.key for each in (scene.issuer, scene.supplier)]
    return [path for folder in folders if folder.exists() for path in folder.glob("*.sealed")]


def test_thirty_days_after_the_end_nothing_of_it_is_left_on_either_side(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    before = len(files_of(scene))
    request = scene.ask(photos=[photo()])
    asked = scene.asked(request)
    scene.answer(asked)
    assert len(files_of(scene)) == before + 2
    with inside(scene.issuer):
        closing.close(request.pk, actor=scene.stage.actor)
    with django_capture_on_commit_callbacks(execute=True):
        tend(scene, 29)
        with inside(scene.supplier):
            services.note_ends()
            assert services.erase_due(in_days(29)) == 0
            assert services.erase_due(in_days(31)) == 1
            assert (Photo.objects.count(), bytes(Enquiry.objects.get().sealed)) == (0, b"")
    with inside(scene.issuer):
        assert written_of(Request.objects.get()).need.what
    with django_capture_on_commit_callbacks(execute=True):
        tend(scene, 31)
    with inside(scene.issuer):
        row = Request.objects.get()
        assert row.erased_at is not None
        assert (written_of(row).need.what, written_of(row).contact.address) == ("", "")
        assert not RequestPhoto.objects.exists()
        assert not QuoteLine.objects.exists()
        assert {bytes(each.sealed) for each in AskedProvider.objects.all()} == {b""}
    assert len(files_of(scene)) == before


def test_what_was_agreed_is_kept_while_its_voucher_stands_or_somebody_disputes_it(scene: Scene) -> None:
    asked = scene.accepted()
    tend(scene)
    with inside(scene.issuer):
        assert Request.objects.get().erase_after is None
    dispute = complain(scene, asked)
    assert asked.order is not None
    with inside(scene.issuer):
        cancel_order(asked.order, actor=scene.stage.actor)
    tend(scene)
    with inside(scene.supplier):
        services.note_ends()
        assert Enquiry.objects.get(pk=asked.pk).erase_after is None
    dispute.state, dispute.outcome = "closed", "settled"
    dispute.save()
    tend(scene)
    with inside(scene.supplier):
        services.note_ends()
        assert Enquiry.objects.get(pk=asked.pk).erase_after == in_days(30)
    with inside(scene.issuer):
        assert Request.objects.get().erase_after == in_days(30)


def test_the_nightly_tasks_visit_everybody(scene: Scene) -> None:
    request = scene.ask()
    Quote.objects.update(reply_by=in_days(-1))
    tend_everywhere()
    erase_enquiries_due()
    assert set(Quote.objects.filter(request=request.pk).values_list("state", flat=True)) == {State.EXPIRED}
    with inside(scene.supplier):
        assert Enquiry.objects.get().erase_after == in_days(30)


def test_days_are_those_of_rome() -> None:
    late = datetime.datetime(2026, 11, 26, 23, 30, tzinfo=datetime.UTC)
    assert closing.closing_day(Request(closed_at=late)) == [datetime.date(2026, 11, 27)]
