"""Places of a slot: taken while there are any, given back, never more than there are."""

import pytest

from providers.models import Slot
from providers.places import PlaceNotTaken, SoldOut, free_place, take_place
from tenants.models import Organization
from tests import make


@pytest.fixture
def slot(alfa: Organization) -> Slot:
    """Two places."""
    return make.slot(make.offer(make.provider(alfa)), capacity=2)


def taken(slot: Slot) -> int:
    """The places taken, as the database says."""
    return Slot.objects.get(pk=slot.pk).taken


def test_the_last_place_can_be_taken_once(slot: Slot) -> None:
    take_place(slot.pk)
    take_place(slot.pk)
    with pytest.raises(SoldOut):
        take_place(slot.pk)
    assert taken(slot) == 2


def test_two_places_are_taken_together_or_not_at_all(slot: Slot) -> None:
    take_place(slot.pk)
    with pytest.raises(SoldOut):
        take_place(slot.pk, 2)
    assert taken(slot) == 1


@pytest.mark.parametrize("state", [Slot.State.CLOSED, Slot.State.CANCELLED])
def test_a_slot_that_is_not_open_takes_nobody(slot: Slot, state: str) -> None:
    Slot.objects.filter(pk=slot.pk).update(state=state)
    with pytest.raises(SoldOut):
        take_place(slot.pk)
    assert taken(slot) == 0


def test_a_place_given_back_can_be_taken_again(slot: Slot) -> None:
    take_place(slot.pk, 2)
    free_place(slot.pk)
    take_place(slot.pk)
    assert taken(slot) == 2


def test_a_closed_slot_takes_back_its_places(slot: Slot) -> None:
    take_place(slot.pk)
    Slot.objects.filter(pk=slot.pk).update(state=Slot.State.CLOSED)
    free_place(slot.pk)
    assert taken(slot) == 0


def test_no_more_places_come_back_than_were_taken(slot: Slot) -> None:
    take_place(slot.pk)
    with pytest.raises(PlaceNotTaken):
        free_place(slot.pk, 2)
    assert taken(slot) == 1


@pytest.mark.parametrize("n", [0, -1])
def test_fewer_than_one_place_makes_no_sense(slot: Slot, n: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        take_place(slot.pk, n)
    with pytest.raises(ValueError, match="at least one"):
        free_place(slot.pk, n)
    assert taken(slot) == 0
