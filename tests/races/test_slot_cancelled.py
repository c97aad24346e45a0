"""A slot is cancelled while others accept, cancel, book and confirm: each booking ends once, and nothing is lost."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from catalog.orders import accept, calling_off, refusals, slot_cancellation
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from members.ledger import queries
from providers import fulfilments, slots
from providers.models import Fulfilment, Slot
from tenants.isolation import SYSTEM
from tests.accept.desk import balances, code_of
from tests.committed import Committed
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.races.together import Meeting, at_once
from tests.waiting import line as lines
from tests.waiting.line import is_sound, state

Job = Callable[[], Any]
REASON = "Il Secchia è in piena: il Mulino resta chiuso."


@pytest.fixture
def stage(committed: Committed) -> Stage:
    """Anna of Alfa with 842,50, and Beta's summer camp at 140,00."""
    return stages.set_up(committed.alfa, committed.beta)


def cancelling_all(stage: Stage) -> Job:
    """Beta cancels the dates, and the work is done."""

    def job() -> Any:
        with inside(stage.supplier):
            slot_cancellation.start(Slot.objects.get(pk=stage.slot.pk), REASON, actor=SYSTEM)
            return calling_off.carry_on(stage.slot.pk)

    return job


def accepting(stage: Stage, order: Order) -> Job:
    """Beta's desk accepts."""
    code = code_of(stage, order)

    def job() -> Any:
        with inside(stage.supplier):
            return accept.accept(code, actor=SYSTEM)

    return job


def cancelling(stage: Stage, order: Order) -> Job:
    """Anna cancels."""

    def job() -> Any:
        with inside(stage.issuer):
            return cancel_order(order, actor=stage.actor)

    return job


def assert_even(stage: Stage, accepted: int) -> None:
    """Credit, places and books agree with how many were accepted."""
    found = balances(stage)
    assert found.get("held", 0) == 0, found
    assert found.get("owed", 0) == 140 * accepted
    assert found["wallet"] == Decimal("842.50") - 140 * accepted
    assert Slot.objects.get(pk=stage.slot.pk).taken == accepted
    assert is_sound(stage.slot)


def test_each_booking_is_accepted_or_called_off(stage: Stage) -> None:
    orders = [stage.place() for _ in range(6)]
    outcomes = at_once([cancelling_all(stage), *(accepting(stage, order) for order in orders)])
    assert not isinstance(outcomes[0], Exception), outcomes[0]
    won = [outcome for outcome in outcomes[1:] if isinstance(outcome, accept.Acceptance)]
    assert all(isinstance(outcome, accept.Over) for outcome in outcomes[1:] if outcome not in won), outcomes
    assert not Fulfilment.objects.filter(state="issued").exists()
    assert_even(stage, len(won))


def test_a_member_who_cancels_at_the_same_time_has_the_credit_back_once(stage: Stage) -> None:
    orders = [stage.place() for _ in range(6)]
    outcomes = at_once([cancelling_all(stage), *(cancelling(stage, order) for order in orders)])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert_even(stage, 0)


def test_who_books_at_the_same_time_is_called_off_or_refused(stage: Stage) -> None:
    outcomes = at_once([cancelling_all(stage), *[stage.place] * 6])
    refused = [outcome for outcome in outcomes[1:] if isinstance(outcome, Exception)]
    assert all(isinstance(x, refusals.SlotClosed | refusals.SoldOut) for x in refused), refused
    with inside(stage.supplier):
        calling_off.carry_on(stage.slot.pk)
    assert not Fulfilment.objects.filter(state="issued").exists()
    assert_even(stage, 0)


def test_two_workers_at_once_call_each_booking_off_once(stage: Stage) -> None:
    orders = [stage.place() for _ in range(6)]
    with inside(stage.supplier):
        slots.cancel_slot(Slot.objects.get(pk=stage.slot.pk), REASON, actor=SYSTEM)
    outcomes = at_once([partial(calling_off.call_off, order.fulfilment_id, REASON) for order in orders] * 2)
    assert sorted(map(str, outcomes)) == ["False"] * 6 + ["True"] * 6, outcomes
    assert_even(stage, 0)


def test_control_without_lock_and_condition_acceptance_and_calling_off_both_get_through_to_the_order(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race is real: only the order's own state, or the database, stops the second one here."""
    order = stage.place()
    job = accepting(stage, order)
    meeting = Meeting(2)

    def move_unasked(fulfilment: Fulfilment, to: str) -> None:
        meeting.wait()
        Fulfilment.objects.filter(pk=fulfilment.pk).update(state=to)

    monkeypatch.setattr(fulfilments, "locking", Fulfilment.objects.all)
    monkeypatch.setattr(fulfilments, "move", move_unasked)
    outcomes = at_once([job, lambda: calling_off.call_off(order.fulfilment_id, REASON)])
    assert not any(isinstance(outcome, accept.Over) for outcome in outcomes), outcomes
    with inside(stage.issuer):
        assert queries.is_balanced()


def test_a_kept_place_is_confirmed_and_called_off_or_ended(committed: Committed) -> None:
    line = lines.set_up(committed.alfa, committed.beta)
    request = line.join(line.bruno)
    line.cancel()
    outcome, cancelled = at_once([lambda: line.book(line.bruno), cancelling_all(line.stage)])
    assert not isinstance(cancelled, Exception), cancelled
    with inside(line.stage.supplier):
        calling_off.carry_on(line.slot.pk)
    assert state(request) == ("taken" if isinstance(outcome, Order) else "ended"), outcome
    assert not Fulfilment.objects.filter(state="issued").exists()
    assert line.slot.taken == 0
    assert is_sound(line.slot)
