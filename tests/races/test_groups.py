"""Groups over several weeks, with places kept for one organization: never oversold, never locked against each other."""

import threading
import uuid
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from catalog.orders import refusals
from catalog.orders.grouping import GroupChoice
from catalog.orders.models import Order
from catalog.orders.place_group import PlaceGroup, place_group
from catalog.orders.refusals import Terms
from members.ledger import accounts
from members.models import Member
from providers import places, reserving
from providers.models import Fulfilment, Slot, SlotReserve
from tenants.isolation import SYSTEM
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from tests.races.together import Meeting, at_once

FAMILIES, WEEKS = 8, 3


@pytest.fixture
def weeks(stage: Stage) -> list[Slot]:
    """Three weeks of one series, of a service that anybody may have."""
    stage.offer.service_type, stage.offer.area = "gym", "tempo_libero"
    stage.offer.save()
    series = uuid.uuid4()
    Slot.objects.filter(pk=stage.slot.pk).update(series=series)
    others = [make.slot(stage.offer, days=60 + 7 * number, series=series) for number in range(1, WEEKS)]
    return [Slot.objects.get(pk=stage.slot.pk), *others]


@pytest.fixture
def families(stage: Stage) -> list[Member]:
    """Eight members with credit for all weeks."""
    with inside(stage.issuer):
        made = [make.member(f"Anna{number}") for number in range(FAMILIES)]
        for member in made:
            stages.grant(member, stage.voluntary, "900.00")
        accounts.held(stage.voluntary.pk)
    return made


def booking(stage: Stage, member: Member, slots: Sequence[Slot]) -> Callable[[], list[Order]]:
    """A member goes to these weeks, named in this order."""
    choice = GroupChoice(stage.offer.pk, tuple((slot.pk, None) for slot in slots))
    terms = Terms(stage.offer.revision, stage.offer.price * len(slots))
    command = PlaceGroup(uuid.uuid4().hex, member, stage.actor, choice, terms)

    def book() -> list[Order]:
        with inside(stage.issuer):
            return place_group(command)

    return book


def with_places(slots: Sequence[Slot], capacity: int) -> None:
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(capacity=capacity)


def test_groups_that_name_the_weeks_in_opposite_orders_do_not_lock_each_other(
    stage: Stage, weeks: list[Slot], families: list[Member]
) -> None:
    """As many win as there are places; the others are told which weeks are gone, and leave nothing."""
    with_places(weeks, 5)
    orders = [weeks, weeks[::-1]]
    outcomes = at_once([booking(stage, member, orders[n % 2]) for n, member in enumerate(families)])
    won = [found for found in outcomes if isinstance(found, list)]
    lost = [found for found in outcomes if not isinstance(found, list)]
    assert len(won) == 5, outcomes
    assert all(isinstance(found, refusals.LinesRefused) for found in lost), lost
    assert [Slot.objects.get(pk=week.pk).taken for week in weeks] == [5, 5, 5]
    assert Fulfilment.objects.count() == 5 * WEEKS


def test_control_in_the_order_of_the_form_they_would(
    stage: Stage, weeks: list[Slot], families: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two groups take one week each, then want the other's: the database has to stop one of them."""
    meeting, plain, met = Meeting(2), places.take_place, set[int]()

    def take_and_meet(slot_id: uuid.UUID, n: int = 1, *, of_reserve: int = 0) -> None:
        plain(slot_id, n, of_reserve=of_reserve)
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            meeting.wait()

    def as_named(purchases: Sequence[object]) -> dict[uuid.UUID, int]:
        return dict.fromkeys(named.pop(), 1)

    named = [[week.pk for week in weeks[:2]], [week.pk for week in weeks[1::-1]]]
    monkeypatch.setattr("catalog.orders.place_group.wanted_places", as_named)
    monkeypatch.setattr(places, "take_place", take_and_meet)
    outcomes = at_once([booking(stage, member, weeks[:2]) for member in families[:2]])
    assert any(not isinstance(found, list) for found in outcomes), outcomes


def reserved_week(stage: Stage, slot: Slot, seats: int, capacity: int) -> None:
    """Places of a week are kept for Beta, whose people do not come here."""
    with_places([slot], capacity)
    with inside(stage.supplier):
        reserving.reserve([slot], stage.supplier, seats=seats, until=in_days(9), actor=SYSTEM)


def test_what_is_kept_for_another_organization_is_sold_to_nobody_however_many_want_it(
    stage: Stage, weeks: list[Slot], families: list[Member]
) -> None:
    reserved_week(stage, weeks[0], seats=3, capacity=5)
    outcomes = at_once([booking(stage, member, weeks[:1]) for member in families])
    assert len([found for found in outcomes if isinstance(found, list)]) == 2, outcomes
    found = Slot.objects.get(pk=weeks[0].pk)
    assert (found.taken, found.reserved, SlotReserve.objects.get().taken) == (2, 3, 0)


def test_control_without_the_condition_kept_places_would_be_sold(
    stage: Stage, weeks: list[Slot], families: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count, then take: only the database's own check stops it here, and it counts no reserve that is not there."""
    with_places(weeks, 1)
    meeting = Meeting(FAMILIES)

    def take_after_counting(slot_id: uuid.UUID, n: int = 1, *, of_reserve: int = 0) -> None:
        slot = Slot.objects.get(pk=slot_id)
        meeting.wait()
        if slot.left < n:
            raise places.SoldOut
        with connection.cursor() as cursor:
            cursor.execute("UPDATE providers_slot SET taken = %s WHERE id = %s", [slot.taken + n, slot_id])

    monkeypatch.setattr(places, "take_place", take_after_counting)
    outcomes = at_once([booking(stage, member, weeks[:1]) for member in families])
    assert len([found for found in outcomes if isinstance(found, list)]) > 1, outcomes


def test_a_reserve_and_the_last_places_at_once_never_both(
    stage: Stage, weeks: list[Slot], families: list[Member]
) -> None:
    """The provider keeps two of three places while three families ask: whoever comes first, no place is given twice."""
    with_places(weeks[:1], 3)

    def keep() -> object:
        with inside(stage.supplier):
            return reserving.reserve([weeks[0]], stage.supplier, seats=2, until=in_days(9), actor=SYSTEM)

    outcomes = at_once([keep, *[booking(stage, member, weeks[:1]) for member in families[:3]]])
    found = Slot.objects.get(pk=weeks[0].pk)
    is_kept = not isinstance(outcomes[0], reserving.TooFewFree)
    assert (found.taken, found.reserved) in ([(1, 2)] if is_kept else [(2, 0), (3, 0)]), outcomes
    assert Fulfilment.objects.count() == found.taken
