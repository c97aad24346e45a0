"""Vouchers that nobody used: the hold returns, the booking expires, the member is told."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.orders.expiry import expire_overdue
from catalog.orders.models import Order
from catalog.orders.tasks import expire_everywhere
from catalog.plans.refunds import refund_order
from members.ledger import queries
from members.ledger.models import Entry
from providers.bookings.models import Booking
from providers.models import Fulfilment, Slot
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import FailedTask
from tests.conftest import inside
from tests.orders.stage import Stage, in_days
from welfare.clock import today


def overdue_order(stage: Stage) -> Order:
    """An order whose last day was yesterday."""
    order = stage.place()
    Fulfilment.objects.filter(pk=order.fulfilment_id).update(valid_until=in_days(-1))
    return order


def test_what_is_overdue_expires_and_the_credit_returns(stage: Stage) -> None:
    order = overdue_order(stage)
    with inside(stage.issuer):
        assert expire_overdue(today()) == 1
        order.refresh_from_db()
        assert order.state == "expired"
        assert sum(total.balance for total in queries.trial_balance()) == 0
        assert "140,00" in compose(Message.objects.get(kind="order_expired", reference=order.pk)).body
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    assert Fulfilment.objects.get(pk=order.fulfilment_id).state == "expired"
    with inside(stage.supplier):
        assert Booking.objects.get(fulfilment_id=order.fulfilment_id).state == "expired"


def test_the_place_stays_taken_its_days_have_passed(stage: Stage) -> None:
    overdue_order(stage)
    with inside(stage.issuer):
        expire_overdue(today())
    assert Slot.objects.get(pk=stage.slot.pk).taken == 1


def test_one_that_cannot_be_expired_keeps_no_other_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [overdue_order(stage), overdue_order(stage)]
    tried: list[Entry] = []

    def refuse_first(entry: Entry, **terms: Any) -> Any:
        tried.append(entry)
        if len(tried) == 1:
            raise LookupError("no fund")
        return refund_order(entry, **terms)

    monkeypatch.setattr("catalog.orders.ending.refund_order", refuse_first)
    with inside(stage.issuer), pytest.raises(ExceptionGroup):
        expire_overdue(today())
    with inside(stage.issuer):
        assert sorted(Order.objects.get(pk=order.pk).state for order in orders) == ["expired", "placed"]


def test_operators_see_what_could_not_be_expired_once_and_until_it_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = overdue_order(stage)

    def refuse(*_args: Any, **_terms: Any) -> Any:
        raise LookupError("no fund")

    with monkeypatch.context() as broken:
        broken.setattr("catalog.orders.ending.refund_order", refuse)
        for _ in range(2):
            with inside(stage.issuer), pytest.raises(ExceptionGroup):
                expire_overdue(today())
    failed = FailedTask.objects.get()
    assert (failed.kind, failed.reference, failed.organization) == (
        "voucher_expiry", order.fulfilment_id, stage.issuer
    )  # fmt: skip
    with inside(stage.issuer):
        assert expire_overdue(today()) == 1
    assert FailedTask.objects.get().resolved_at is not None


def test_the_last_day_is_still_valid(stage: Stage) -> None:
    order = stage.place()
    Fulfilment.objects.filter(pk=order.fulfilment_id).update(valid_until=today())
    before = stage.traces()
    with inside(stage.issuer):
        assert expire_overdue(today()) == 0
    assert stage.traces() == before


def test_a_second_run_finds_nothing(stage: Stage) -> None:
    overdue_order(stage)
    with inside(stage.issuer):
        expire_overdue(today())
        after = stage.traces()
    with inside(stage.issuer):
        assert expire_overdue(today()) == 0
    assert stage.traces() == after


def test_other_organizations_vouchers_are_left_to_them(stage: Stage) -> None:
    order = overdue_order(stage)
    with inside(stage.supplier):
        assert expire_overdue(today()) == 0
    assert Fulfilment.objects.get(pk=order.fulfilment_id).state == "issued"


def test_the_daily_task_visits_every_active_organization(stage: Stage) -> None:
    order = overdue_order(stage)
    expire_everywhere()
    with inside(stage.issuer):
        order.refresh_from_db()
    assert order.state == "expired"
