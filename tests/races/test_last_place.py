"""Many want the last places of a slot: as many win as there are places, whoever comes first."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.orders.place import place_order
from members.ledger import accounts, queries
from members.models import Member
from providers import places
from providers.bookings.models import Booking
from providers.models import Fulfilment, Slot
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.races.together import Meeting, at_once
from welfare.clock import today

BUYERS = 8


@pytest.fixture
def buyers(stage: Stage) -> list[Member]:
    """Eight members with credit and no family: each goes in person."""
    with inside(stage.issuer):
        made = [make.member(f"Anna{number}") for number in range(BUYERS)]
        for member in made:
            stages.grant(member, stage.voluntary, "200.00")
        # Made once per budget: the first buyer of all would let the others wait for it.
        accounts.held(stage.voluntary.pk)
    return made


def buying(stage: Stage, member: Member) -> Callable[[], Order]:
    def buy() -> Order:
        with inside(stage.issuer):
            command = stage.command(relative_id=None, member=member)
            return place_order(command)

    return buy


def with_places(stage: Stage, capacity: int) -> None:
    # A service that the law opens to the member in person, whatever the age.
    stage.offer.service_type, stage.offer.area = "gym", "tempo_libero"
    stage.offer.save()
    Slot.objects.filter(pk=stage.slot.pk).update(capacity=capacity)


@pytest.mark.parametrize("capacity", [1, 3])
def test_as_many_win_as_there_are_places(stage: Stage, buyers: list[Member], capacity: int) -> None:
    with_places(stage, capacity)
    outcomes = at_once([buying(stage, member) for member in buyers])
    won = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Order)]
    assert len(won) == capacity, outcomes
    assert all(isinstance(error, refusals.SoldOut) for error in lost), lost
    assert_nothing_is_left_of_the_losers(stage, buyers, capacity)


def assert_nothing_is_left_of_the_losers(stage: Stage, buyers: list[Member], capacity: int) -> None:
    assert Slot.objects.get(pk=stage.slot.pk).taken == capacity
    assert Fulfilment.objects.count() == capacity
    with inside(stage.supplier):
        assert Booking.objects.count() == capacity
    with inside(stage.issuer):
        assert Order.objects.count() == capacity
        spent = [m for m in buyers if queries.lots(m.uuid, on=today())[0].balance != 200]
        assert len(spent) == capacity
        assert queries.is_balanced()


def test_control_without_the_condition_the_slot_would_be_overbooked(
    stage: Stage, buyers: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count, then take: the race is real, and only the database's own check stops it here."""
    with_places(stage, 1)
    meeting = Meeting(BUYERS)

    def take_after_counting(slot_id: uuid.UUID, n: int = 1) -> None:
        slot = Slot.objects.get(pk=slot_id)
        meeting.wait()
        if slot.left < n:
            raise places.SoldOut
        with connection.cursor() as cursor:
            cursor.execute("UPDATE providers_slot SET taken = %s WHERE id = %s", [slot.taken + n, slot_id])

    monkeypatch.setattr(places, "take_place", take_after_counting)
    outcomes = at_once([buying(stage, member) for member in buyers])
    won = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    assert len(won) > 1, outcomes
