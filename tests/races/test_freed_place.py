"""Places that become free, offered and confirmed by many at once: never to two, never twice, never lost."""

import datetime
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from catalog.orders import refusals
from catalog.orders.models import Order, WaitingRequest
from providers import places, waiting, waiting_due
from providers.models import Slot, Waiting
from tests.committed import Committed
from tests.races.together import Meeting, at_once
from tests.waiting import line as lines
from tests.waiting.line import Line, Person, is_sound, run_late, state
from welfare.clock import now


@pytest.fixture
def line(committed: Committed) -> Line:
    """Leo has the one place; Bruno of Alfa and Carla of Beta would like it."""
    return lines.set_up(committed.alfa, committed.beta)


def joining(line: Line, person: Person) -> Callable[[], WaitingRequest]:
    return lambda: line.join(person)


def booking(line: Line, person: Person) -> Callable[[], Order]:
    return lambda: line.book(person)


def test_joining_many_times_at_once_is_joining_once(line: Line) -> None:
    outcomes = at_once([joining(line, line.bruno)] * 8 + [joining(line, line.carla)] * 8)
    assert len({getattr(outcome, "pk", outcome) for outcome in outcomes}) == 2, outcomes
    assert Waiting.objects.count() == 2


def test_one_freed_place_is_offered_to_one_though_many_look(line: Line) -> None:
    requests = [line.join(line.bruno), line.join(line.carla)]
    jobs: list[Callable[[], Any]] = [line.cancel, *[waiting_due.move_due] * 4]
    at_once(jobs)
    assert sorted(map(state, requests)) == ["offered", "waiting"]
    assert is_sound(line.slot)


def test_control_without_the_lock_one_place_would_be_offered_to_two(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read one free place and the first in line as it was; the slot's own check is the last to say no."""
    requests = [line.join(line.bruno), line.join(line.carla)]
    Slot.objects.filter(pk=line.slot.pk).update(taken=0)
    meeting, keys, lock = Meeting(2), iter(requests), threading.Lock()

    def read_unlocked(slot_id: uuid.UUID) -> Slot:
        slot = Slot.objects.select_related("offer__provider__organization").get(pk=slot_id)
        meeting.wait()
        return slot

    def different(slot_id: uuid.UUID) -> QuerySet[Waiting]:
        with lock:
            return Waiting.objects.filter(pk=next(keys).pk)

    def take_unasked(slot_id: uuid.UUID, n: int = 1) -> None:
        Slot.objects.filter(pk=slot_id).update(taken=1)

    monkeypatch.setattr(waiting, "lock_slot", read_unlocked)
    monkeypatch.setattr(places, "take_place", take_unasked)
    monkeypatch.setattr(waiting, "in_line", different)
    at_once([lambda: waiting.offer_places(line.slot.pk)] * 2)
    assert [state(request) for request in requests] == ["offered", "offered"]
    assert not is_sound(line.slot)


@pytest.mark.parametrize("milliseconds", [20, 60, 100, 140])
def test_confirming_against_lapsing_one_wins(line: Line, milliseconds: int) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    until = now() + datetime.timedelta(milliseconds=milliseconds)
    Waiting.objects.filter(pk=first.pk).update(offered_until=until)
    jobs: list[Callable[[], Any]] = [booking(line, line.bruno), lapsing(first)]
    outcome, _swept = at_once(jobs)
    if isinstance(outcome, Order):
        assert (state(first), state(second)) == ("taken", "waiting")
    else:
        assert isinstance(outcome, refusals.PlaceGone | refusals.SoldOut), outcome
        waiting_due.move_due()
        assert (state(first), state(second)) == ("lapsed", "offered")
    assert line.slot.taken == 1
    assert is_sound(line.slot)


def lapsing(request: WaitingRequest) -> Callable[[], int]:
    """A sweeper that looks until the time is over."""

    def look() -> int:
        done = 0
        while not done and state(request) == "offered":
            done = waiting_due.move_due()
        return done

    return look


def test_the_kept_place_is_confirmed_once_from_many_phones(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    outcomes = at_once([booking(line, line.bruno)] * 5)
    won = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    assert len(won) == 1, outcomes
    assert all(isinstance(x, refusals.PlaceGone | refusals.SoldOut) for x in outcomes if x not in won), outcomes
    assert state(request) == "taken"
    assert is_sound(line.slot)


def test_giving_up_against_lapsing_passes_the_place_on_once(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    run_late(first)
    jobs: list[Callable[[], Any]] = [lambda: line.leave(line.bruno, first), *[waiting_due.move_due] * 2]
    at_once(jobs)
    assert state(first) in ("left", "lapsed")
    assert state(second) == "offered"
    assert is_sound(line.slot)


def test_a_place_freed_while_somebody_joins_is_not_left_between_the_two(line: Line) -> None:
    """Who joins finds the free place, or is offered it: nobody waits beside it."""
    jobs: list[Callable[[], Any]] = [joining(line, line.bruno), line.cancel]
    outcome, _cancelled = at_once(jobs)
    if isinstance(outcome, WaitingRequest):
        assert state(outcome) == "offered"
    else:
        assert isinstance(outcome, refusals.PlacesLeft), outcome
        assert line.slot.left == 1
    assert is_sound(line.slot)
