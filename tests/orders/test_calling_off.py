"""A provider cancels a slot: everybody is told and has the credit back, over all issuers, whoever is killed."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.orders import accept, calling_off, refusals, slot_cancellation, sweeper
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from catalog.orders.slot_cancellation import consequence_of
from members.ledger import queries
from providers import slots
from providers.bookings.models import Booking
from providers.models import Fulfilment, Slot, SlotCancellation
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.messages import sending
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import FailedTask, Organization, Status
from tests.accept.desk import balances, code_of
from tests.conftest import inside
from tests.waiting import line as lines
from tests.waiting.line import Line, is_sound
from welfare.clock import now, today

REASON = "Il Secchia è in piena: il Mulino resta chiuso."


@pytest.fixture
def line(alfa: Organization, beta: Organization) -> Line:
    """Leo, Mia of Alfa and Teo of Beta all have places."""
    line = lines.set_up(alfa, beta)
    Slot.objects.filter(pk=line.slot.pk).update(capacity=12)
    line.book(line.bruno), line.book(line.carla)
    return line


def start(line: Line) -> SlotCancellation:
    """Beta cancels."""
    with inside(line.stage.supplier):
        return slot_cancellation.start(line.slot, REASON, actor=SYSTEM)


def carry_on(line: Line) -> bool:
    """The work, in the provider's organization as the task does it."""
    with inside(line.stage.supplier):
        return calling_off.carry_on(line.slot.pk)


def work(line: Line) -> SlotCancellation:
    """The row of the cancellation."""
    return SlotCancellation.objects.get(pk=line.slot.pk)


def orders(line: Line) -> list[str]:
    """Where the orders of Alfa and Beta stand."""
    found: list[str] = []
    for organization in (line.stage.issuer, line.stage.supplier):
        with inside(organization):
            found += Order.objects.order_by("placed_at").values_list("state", flat=True)
    return found


def test_everybody_has_the_credit_back_and_is_told_why(line: Line) -> None:
    with inside(line.stage.issuer):
        # Past the offer's own rule.
        Order.objects.update(cancel_until=today() - datetime.timedelta(days=1))
    start(line)
    carry_on(line)
    assert orders(line) == ["cancelled"] * 3
    assert line.stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    assert balances(line.stage)["held"] == 0
    assert line.slot.taken == 0
    with inside(line.stage.issuer):
        User.objects.update(language="en")
        message = Message.objects.get(kind="order_called_off", recipient=line.stage.anna.user)
        mail = compose(message)
        assert "Primavera has cancelled Estate al Mulino" in mail.subject
        assert REASON in mail.body
        assert "140,00" in mail.body
        order = Order.objects.get(pk=line.order.pk)
        assert ShownOrder(order).called_off == REASON
        assert Record.objects.filter(action="order_called_off", person_id=line.stage.anna.user_id).count() == 1
    with inside(line.carla.where):
        assert Message.objects.filter(kind="order_called_off", recipient=line.carla.member.user).count() == 1
        assert queries.is_balanced()
        assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert work(line).work == "done"


def test_from_the_first_moment_nobody_books(line: Line) -> None:
    assert start(line).people == 3
    with pytest.raises(refusals.SlotClosed):
        line.book(line.bruno)
    with inside(line.stage.supplier), pytest.raises(slots.WrongMove):
        slot_cancellation.start(line.slot, REASON, actor=SYSTEM)


def test_a_voucher_accepted_before_stays(line: Line) -> None:
    with inside(line.stage.supplier):
        accept.accept(code_of_anna(line), actor=SYSTEM)
    concerned = consequence_of(line.slot)
    assert (concerned.booked, concerned.accepted, concerned.waiting) == (2, 1, 0)
    start(line)
    carry_on(line)
    assert orders(line) == ["accepted", "cancelled", "cancelled"]
    assert line.slot.taken == 1
    assert is_sound(line.slot)
    assert balances(line.stage)["owed"] == 140


def code_of_anna(line: Line) -> str:
    """The code of Anna's voucher."""
    return code_of(line.stage, line.order)


def test_what_a_member_cancelled_is_left_as_it_is(line: Line) -> None:
    with inside(line.stage.issuer):
        cancel_order(line.order, actor=line.stage.actor)
    start(line)
    carry_on(line)
    with inside(line.stage.issuer):
        assert ShownOrder(Order.objects.get(pk=line.order.pk)).called_off == ""
        assert not Message.objects.filter(kind="order_called_off", recipient=line.stage.anna.user).exists()
    assert line.slot.taken == 0


def test_a_suspended_issuer_s_people_have_their_credit_back_too(line: Line) -> None:
    Organization.objects.filter(pk=line.stage.issuer.pk).update(status=Status.SUSPENDED)
    start(line)
    carry_on(line)
    assert orders(line) == ["cancelled"] * 3


def test_a_suspended_provider_s_cancellation_is_carried_through(line: Line) -> None:
    start(line)
    Organization.objects.filter(pk=line.stage.supplier.pk).update(status=Status.SUSPENDED)
    sweeper.sweep_all()
    assert orders(line) == ["cancelled"] * 3


def test_the_task_is_sent_at_once(
    line: Line, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        start(line)
    assert orders(line) == ["cancelled"] * 3


def test_a_killed_worker_s_successor_goes_on(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    start(line)
    call_off = calling_off.call_off
    done: list[Any] = []

    def die_at_the_second(*args: Any) -> bool:
        if done:
            raise SystemExit
        done.append(args)
        return call_off(*args)

    with monkeypatch.context() as patched:
        patched.setattr(calling_off, "call_off", die_at_the_second)
        with pytest.raises(SystemExit):
            carry_on(line)
    assert orders(line).count("cancelled") == 1
    # Nobody else takes the row while its worker may be alive.
    assert not carry_on(line)
    assert orders(line).count("cancelled") == 1
    SlotCancellation.objects.update(since=now() - datetime.timedelta(seconds=61))
    sweeper.sweep_all()
    assert orders(line) == ["cancelled"] * 3
    assert line.slot.taken == 0


def test_work_that_does_not_fit_in_the_time_goes_on_at_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    start(line)
    monkeypatch.setattr(calling_off, "SECONDS_AT_ONCE", -1)
    assert carry_on(line)
    assert (work(line).work, work(line).attempts) == ("queued", 0)
    monkeypatch.setattr(calling_off, "SECONDS_AT_ONCE", 40)
    assert not carry_on(line)
    assert orders(line) == ["cancelled"] * 3


def test_one_that_fails_does_not_hold_up_the_others_and_is_shown_to_operators(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(line.stage.issuer):
        # As after a restore of an older backup: the order of a fulfilment is gone.
        Order.objects.filter(pk=line.order.pk).update(fulfilment_id=line.slot.pk)
    start(line)
    for _ in range(5):
        SlotCancellation.objects.update(since=now() - datetime.timedelta(hours=2))
        carry_on(line)
    assert orders(line) == ["placed", "cancelled", "cancelled"]
    assert work(line).work == "failed"
    failed = FailedTask.objects.get()
    assert (failed.kind, failed.reference, failed.organization) == (
        "slot_cancellation", line.slot.pk, line.stage.supplier
    )  # fmt: skip
    with inside(line.stage.issuer):
        Order.objects.filter(pk=line.order.pk).update(fulfilment_id=line.order.fulfilment_id)
    with inside(line.stage.supplier):
        calling_off.try_again(line.slot.pk)
    carry_on(line)
    assert orders(line) == ["cancelled"] * 3


def test_dates_that_are_over_cannot_be_cancelled(line: Line) -> None:
    Slot.objects.filter(pk=line.slot.pk).update(
        starts_on=today() - datetime.timedelta(days=5), ends_on=today() - datetime.timedelta(days=1)
    )
    with pytest.raises(slots.WrongMove):
        start(line)
    assert Fulfilment.objects.filter(state="issued").count() == 3


def test_the_provider_s_trail_says_who_did_it(line: Line) -> None:
    start(line)
    with inside(line.stage.supplier):
        found = Record.objects.get(action="slot_cancelled")
    assert found.details == {"people": 3}


def test_who_has_left_is_told_where_there_is_an_address(line: Line, mailoutbox: list[EmailMessage]) -> None:
    with inside(line.stage.issuer):
        User.objects.filter(pk=line.stage.anna.user_id).update(is_active=False, language="en")
        User.objects.filter(pk=line.bruno.member.user_id).update(is_active=False, email=None, member_number="0815")
    start(line)
    carry_on(line)
    with inside(line.stage.issuer):
        message = Message.objects.get(kind="order_called_off")
        assert message.recipient == line.stage.anna.user
        assert sending.send(message.pk)
        told = mailoutbox[-1]
        assert told.to == [line.stage.anna.user.email]
        assert REASON in str(told.body)
        # Nobody is sent to a door that is closed.
        assert "/richieste/" not in str(told.body)
        message.kind = "order_placed"
        with pytest.raises(sending.Undeliverable):
            compose(message)
    assert not FailedTask.objects.exists()
