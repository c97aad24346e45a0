"""Places kept for one organization: others cannot have them before the day, its people use them first."""

import uuid

import pytest

from catalog.shelf.queries import slots_to_come
from providers import fulfilments, places, reserving, slots, waiting, waiting_due
from providers.models import Fulfilment, Slot, SlotReserve, Waiting
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders.stage import in_days
from welfare.clock import today


@pytest.fixture
def slot(beta: Organization) -> Slot:
    """Four places of Beta's camp."""
    return make.slot(make.offer(make.provider(beta)), capacity=4)


def supplier_of(slot: Slot) -> Organization:
    """Beta."""
    supplier: Organization = Organization.objects.get(provider__offers__slots=slot)
    return supplier


def keep(slot: Slot, whose: Organization, seats: int, days: int = 10) -> SlotReserve:
    """Beta keeps places for somebody."""
    with inside(supplier_of(slot)):
        return reserving.reserve([slot], whose, seats=seats, until=in_days(days), actor=SYSTEM)[0]


def book(slot: Slot, whose: Organization, n: int = 1) -> list[Fulfilment]:
    """As an order does: the shared half, then the place."""
    with inside(whose):
        [seen] = slots_to_come(slot.offer)
        made = [
            fulfilments.issue(
                offer=slot.offer, slot=slot, issuer=whose, amount=slot.offer.price, valid_until=in_days(99)
            )
            for _ in range(n)
        ]
        reserving.take(seen, n)
        return made


def give_back(booked: Fulfilment) -> list[Waiting]:
    """As a cancellation does."""
    fulfilments.move(booked, Fulfilment.State.CANCELLED)
    return waiting.free(booked.slot_id or uuid.uuid4())


def stand(slot: Slot) -> tuple[int, int]:
    """Taken, and reserved."""
    found = Slot.objects.get(pk=slot.pk)
    kept = sum(each.unused for each in SlotReserve.objects.filter(slot=slot))
    assert kept == found.reserved
    return found.taken, found.reserved


def its_day_comes(slot: Slot) -> None:
    SlotReserve.objects.filter(slot=slot).update(until=today())


def wait_for(slot: Slot, whose: Organization) -> uuid.UUID:
    reference = uuid.uuid4()
    with inside(whose):
        waiting.join(slot.pk, reference)
    return reference


def state_of(reference: uuid.UUID) -> str:
    return Waiting.objects.get(pk=reference).state


def test_others_cannot_have_what_is_kept(slot: Slot, alfa: Organization, rete: Organization) -> None:
    keep(slot, alfa, 3)
    book(slot, rete)
    with pytest.raises(places.SoldOut):
        book(slot, rete)
    assert stand(slot) == (1, 3)


def test_each_organization_sees_what_it_can_have(slot: Slot, alfa: Organization, beta: Organization) -> None:
    keep(slot, alfa, 3)
    for organization, left in ((alfa, 4), (beta, 1)):
        with inside(organization):
            assert [each.left for each in slots_to_come(slot.offer)] == [left]


def test_its_people_use_the_kept_places_first_then_those_of_all(slot: Slot, alfa: Organization) -> None:
    keep(slot, alfa, 2)
    book(slot, alfa, 3)
    assert stand(slot) == (3, 0)


def test_places_that_its_people_have_already_count(slot: Slot, alfa: Organization) -> None:
    book(slot, alfa)
    assert keep(slot, alfa, 2).taken == 1
    assert stand(slot) == (1, 1)


def test_what_the_organization_gives_back_is_kept_for_it_again_its_last_place_for_all(
    slot: Slot, alfa: Organization
) -> None:
    keep(slot, alfa, 2)
    first, second, _ = book(slot, alfa, 3)
    give_back(first)
    assert stand(slot) == (2, 0)
    give_back(second)
    assert stand(slot) == (1, 1)


def test_what_others_give_back_is_nobody_s(slot: Slot, alfa: Organization, rete: Organization) -> None:
    keep(slot, alfa, 2)
    book(slot, alfa, 2)
    [theirs] = book(slot, rete)
    give_back(theirs)
    assert stand(slot) == (2, 0)


def test_no_more_is_kept_than_is_free(slot: Slot, alfa: Organization, rete: Organization) -> None:
    book(slot, rete, 2)
    with pytest.raises(reserving.TooFewFree) as refused:
        keep(slot, alfa, 3)
    assert refused.value.free == 2
    assert stand(slot) == (2, 0)


def test_a_series_is_kept_whole_or_not_at_all(slot: Slot, alfa: Organization, beta: Organization) -> None:
    small = make.slot(slot.offer, days=70, capacity=1)
    with inside(beta), pytest.raises(reserving.TooFewFree):
        reserving.reserve([slot, small], alfa, seats=2, until=in_days(10), actor=SYSTEM)
    # In service the transaction takes back what was written; here the rows of the first are looked at after it.
    assert not SlotReserve.objects.filter(slot=small).exists()


def test_keeping_again_changes_what_is_kept(slot: Slot, alfa: Organization) -> None:
    keep(slot, alfa, 4)
    book(slot, alfa)
    changed = keep(slot, alfa, 2, days=20)
    assert (changed.seats, changed.taken, changed.until) == (2, 1, in_days(20))
    assert stand(slot) == (1, 1)


def test_two_organizations_have_their_own(slot: Slot, alfa: Organization, rete: Organization) -> None:
    keep(slot, alfa, 2)
    keep(slot, rete, 2)
    book(slot, rete, 2)
    with pytest.raises(places.SoldOut):
        book(slot, rete)
    book(slot, alfa, 2)
    assert stand(slot) == (4, 0)


def test_on_the_day_the_places_go_back_to_who_waits_first(slot: Slot, alfa: Organization, beta: Organization) -> None:
    keep(slot, alfa, 3, days=2)
    book(slot, beta)
    first, second = wait_for(slot, beta), wait_for(slot, beta)
    waiting_due.move_due()
    assert state_of(first) == "waiting"
    its_day_comes(slot)
    waiting_due.move_due()
    assert [state_of(each) for each in (first, second)] == ["offered", "offered"]
    assert stand(slot) == (3, 0)


def test_on_the_day_nobody_needs_the_sweep(slot: Slot, alfa: Organization, beta: Organization) -> None:
    keep(slot, alfa, 4, days=2)
    its_day_comes(slot)
    book(slot, beta, 2)
    assert stand(slot) == (2, 0)


def test_a_kept_place_goes_to_who_waits_of_its_organization(slot: Slot, alfa: Organization, beta: Organization) -> None:
    keep(slot, alfa, 2)
    mine = book(slot, alfa, 2)
    book(slot, beta, 2)
    theirs, ours = wait_for(slot, beta), wait_for(slot, alfa)
    give_back(mine[0])
    assert (state_of(theirs), state_of(ours)) == ("waiting", "offered")
    assert stand(slot) == (4, 0)
    give_back(mine[1])
    assert (state_of(theirs), stand(slot)) == ("waiting", (3, 1))


def test_who_has_a_kept_place_need_not_wait(slot: Slot, alfa: Organization, beta: Organization) -> None:
    keep(slot, alfa, 4)
    with pytest.raises(waiting.PlacesLeft):
        wait_for(slot, alfa)
    wait_for(slot, beta)


def test_given_back_by_the_provider_they_are_for_all(slot: Slot, alfa: Organization, beta: Organization) -> None:
    made = keep(slot, alfa, 4)
    waits = wait_for(slot, beta)
    with inside(beta):
        assert reserving.give_back(slot, made.pk, actor=SYSTEM)
        assert not reserving.give_back(slot, made.pk, actor=SYSTEM)
    assert (state_of(waits), stand(slot)) == ("offered", (1, 0))


def test_the_places_of_a_slot_cannot_go_under_what_is_taken_and_kept(slot: Slot, alfa: Organization) -> None:
    keep(slot, alfa, 2)
    book(slot, alfa)
    fields = {name: getattr(slot, name) for name in slots.SEEN_BY_BUYERS}
    with inside(supplier_of(slot)), pytest.raises(slots.FewerThanTaken) as refused:
        slots.change_slot(slot, fields | {"capacity": 1}, actor=SYSTEM)
    assert (refused.value.taken, refused.value.reserved) == (1, 1)
