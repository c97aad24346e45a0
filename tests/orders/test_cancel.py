"""Cancelling: the credit goes back to its lots, the place is free, and it happens once."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from catalog.orders import refusals
from catalog.orders.cancel import cancel_order
from catalog.orders.cancellable import can_cancel
from catalog.orders.ending import Ending
from catalog.orders.models import Order
from catalog.plans.models import Budget
from members.ledger import queries
from providers.bookings.models import Booking
from providers.models import Fulfilment, Slot
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, in_days


def cancel(stage: Stage, order: Order) -> Ending:
    """Anna cancels."""
    with inside(stage.issuer):
        return cancel_order(order, actor=stage.actor)


def set_order(stage: Stage, order: Order, **fields: object) -> Order:
    """Change an order behind everybody's back."""
    with inside(stage.issuer):
        Order.objects.filter(pk=order.pk).update(**fields)
        return Order.objects.get(pk=order.pk)


def test_the_credit_goes_back_to_the_lots_it_came_from(stage: Stage) -> None:
    stage.place()
    second = stage.place()
    assert stage.lots() == [Decimal("562.50")]
    cancel(stage, second)
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]
    with inside(stage.issuer):
        assert queries.held_total(stage.contract.pk) == Decimal("140.00")
        assert queries.held_total(stage.voluntary.pk) == 0
        assert sum(total.balance for total in queries.trial_balance()) == 0


def test_order_fulfilment_booking_and_place_follow(stage: Stage) -> None:
    order = stage.place()
    ending = cancel(stage, order)
    assert ending.is_new
    assert (ending.order.state, ending.order.snapshot["returned"]["amount"]) == ("cancelled", "140.00")
    assert Fulfilment.objects.get(pk=order.fulfilment_id).state == "cancelled"
    assert Slot.objects.get(pk=stage.slot.pk).taken == 0
    with inside(stage.supplier):
        assert Booking.objects.get(fulfilment_id=order.fulfilment_id).state == "cancelled"
    with inside(stage.issuer):
        assert Record.objects.filter(action="order_cancelled", subject=str(order.pk)).count() == 1


def test_the_second_time_answers_the_first_result(stage: Stage) -> None:
    order = stage.place()
    first = cancel(stage, order)
    after = stage.traces()
    second = cancel(stage, order)
    assert (second.is_new, second.order.pk, second.order.closed_at) == (
        False,
        first.order.pk,
        first.order.closed_at,
    )
    assert stage.traces() == after


def test_member_and_managers_are_told_once(stage: Stage) -> None:
    with inside(stage.supplier):
        mara = make.user("Mara", "provider_manager")
        make.user("Sara", "provider_staff")
        make.user("Zoe", "provider_manager", is_active=False)
    order = stage.place()
    cancel(stage, order), cancel(stage, order)
    with inside(stage.issuer):
        mine = Message.objects.get(kind="order_cancelled")
        assert (mine.recipient, mine.reference) == (stage.anna.user, order.pk)
        body = compose(mine).body
    with inside(stage.supplier):
        theirs = Message.objects.get(kind="booking_cancelled")
        assert (theirs.recipient, theirs.reference) == (mara, order.fulfilment_id)
        assert "Leo" not in compose(theirs).body
    assert "140,00" in body
    assert "Estate al Mulino" in body


def test_the_last_day_is_still_in_time(stage: Stage) -> None:
    order = set_order(stage, stage.place(), cancel_until=in_days(0))
    assert can_cancel(order)
    assert cancel(stage, order).is_new


REFUSED: list[tuple[type[refusals.CancelRefusal], dict[str, object]]] = [
    (refusals.TooLate, {"cancel_until": in_days(-1)}),
    (refusals.AlreadyUsed, {"state": "accepted"}),
    (refusals.AlreadyExpired, {"state": "expired"}),
]


@pytest.mark.parametrize(("kind", "fields"), REFUSED)
def test_what_cannot_be_cancelled_stays_as_it_is(
    stage: Stage, kind: type[refusals.CancelRefusal], fields: dict[str, object]
) -> None:
    order = set_order(stage, stage.place(), **fields)
    before = stage.traces()
    assert not can_cancel(order)
    with pytest.raises(kind) as caught:
        cancel(stage, order)
    with translation.override("en"):
        assert caught.value.heading
        assert caught.value.advice
    assert stage.traces() == before


def test_credit_whose_lot_expired_follows_the_budget(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    order = stage.place()
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.contract.pk).update(refund_days=30)
    later = stage.contract.expires_on + datetime.timedelta(days=1)
    monkeypatch.setattr("catalog.plans.refunds.today", lambda: later)
    ending = cancel(stage, order)
    assert ending.order.snapshot["returned"] == {
        "amount": "140.00",
        "lost": "",
        "until": (later + datetime.timedelta(days=30)).isoformat(),
        "given": {},
    }


def test_credit_that_is_lost_is_said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    order = stage.place()
    later = stage.contract.expires_on + datetime.timedelta(days=1)
    monkeypatch.setattr("catalog.plans.refunds.today", lambda: later)
    ending = cancel(stage, order)
    assert ending.order.snapshot["returned"]["lost"] == "140.00"
    with inside(stage.issuer):
        assert "140,00" in compose(Message.objects.get(kind="order_cancelled")).body
        assert sum(total.balance for total in queries.trial_balance()) == 0
