"""One form sent many times at once: one order, and everybody gets the same answer."""

from collections.abc import Callable

import pytest

from catalog.orders import place
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_order
from members.ledger.models import Entry
from providers.models import Slot
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.races.together import at_once

REPEATS = 12


def placing(stage: Stage, command: PlaceOrder) -> Callable[[], Order]:
    def submit() -> Order:
        with inside(stage.issuer):
            return place_order(command)

    return submit


def test_repeats_of_one_form_make_one_order(stage: Stage) -> None:
    command = stage.command()
    outcomes = at_once([placing(stage, command) for _ in range(REPEATS)])
    assert {getattr(outcome, "pk", outcome) for outcome in outcomes} == {order_of(stage).pk}
    assert Slot.objects.get(pk=stage.slot.pk).taken == 1
    with inside(stage.issuer):
        assert Entry.objects.filter(reason="order").count() == 1


def order_of(stage: Stage) -> Order:
    with inside(stage.issuer):
        return Order.objects.get()


def test_control_with_a_fresh_key_each_submit_is_an_order_of_its_own(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look-up by key the repeats would be orders: what stops them is the key alone."""
    monkeypatch.setattr(place, "first_order", lambda command: None)
    outcomes = at_once([placing(stage, stage.command()) for _ in range(3)])
    assert len({outcome.pk for outcome in outcomes if isinstance(outcome, Order)}) == 3
