"""A provider accepts while the member cancels, and two desks accept at once: exactly one wins, the other is told."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders import accept, refusals
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from members.ledger import queries
from members.ledger.models import Entry
from providers import fulfilments
from providers.bookings.models import Booking
from providers.models import Fulfilment, Slot
from tenants.isolation import SYSTEM
from tests.accept.desk import balances, code_of
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.races.together import Meeting, at_once

Job = Callable[[], Any]


def accepting(stage: Stage, code: str) -> Job:
    """Beta accepts."""

    def job() -> accept.Acceptance:
        with inside(stage.supplier):
            return accept.accept(code, actor=SYSTEM)

    return job


def cancelling(stage: Stage, order: Order) -> Job:
    """Anna cancels."""

    def job() -> Any:
        with inside(stage.issuer):
            return cancel_order(order, actor=stage.actor)

    return job


def states(stage: Stage, order: Order) -> set[str]:
    """What order, fulfilment and booking say; one word when they agree."""
    with inside(stage.issuer):
        found = {Order.objects.get(pk=order.pk).state, Fulfilment.objects.get(pk=order.fulfilment_id).state}
    with inside(stage.supplier):
        return found | {Booking.objects.get(fulfilment_id=order.fulfilment_id).state}


def test_exactly_one_of_acceptance_and_cancellation_wins(stage: Stage) -> None:
    orders = [stage.place() for _ in range(6)]
    jobs: list[Job] = []
    for order in orders:
        jobs += [accepting(stage, code_of(stage, order)), cancelling(stage, order)]
    outcomes = at_once(jobs)
    accepted = 0
    for order, won, lost in zip(orders, outcomes[::2], outcomes[1::2], strict=True):
        if isinstance(won, accept.Acceptance):
            accepted += 1
            assert isinstance(lost, refusals.AlreadyUsed), lost
            assert states(stage, order) == {"accepted"}
        else:
            assert isinstance(won, accept.Over), won
            assert states(stage, order) == {"cancelled"}
    after = balances(stage)
    assert after["held"] == 0 and after.get("owed", Decimal(0)) == 140 * accepted
    assert after["wallet"] == Decimal("842.50") - 140 * accepted
    assert Slot.objects.get(pk=stage.slot.pk).taken == accepted


def test_two_desks_at_once_accept_once(stage: Stage) -> None:
    order = stage.place()
    outcomes = at_once([accepting(stage, code_of(stage, order))] * 5)
    assert sorted(done.is_new for done in outcomes if isinstance(done, accept.Acceptance)) == [False] * 4 + [True]
    assert balances(stage)["owed"] == 140
    with inside(stage.issuer):
        assert Entry.objects.filter(key__startswith="accept:").count() == 1


def test_control_without_lock_and_condition_both_get_through_to_the_order(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race is real: only the order's own state, or the database, stops the second one here."""
    order = stage.place()
    meeting = Meeting(2)

    def move_unasked(fulfilment: Fulfilment, to: str) -> None:
        meeting.wait()
        Fulfilment.objects.filter(pk=fulfilment.pk).update(state=to)

    monkeypatch.setattr(fulfilments, "locking", Fulfilment.objects.all)
    monkeypatch.setattr(fulfilments, "move", move_unasked)
    outcomes = at_once([accepting(stage, code_of(stage, order)), cancelling(stage, order)])
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert not any(isinstance(error, accept.Over | refusals.AlreadyUsed) for error in errors), outcomes
    with inside(stage.issuer):
        assert queries.is_balanced()
