"""Who waits, in which order, and who is offered what becomes free."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import Http404

from catalog.orders import refusals
from catalog.orders.models import Order, WaitingRequest
from catalog.orders.purchase import Choice
from catalog.orders.waiting import join
from catalog.orders.waiting_shown import get_waiting_for, waiting_of
from members.ledger import queries
from providers import offers, slots, waiting
from providers.models import Offer, Slot, Suspension, Waiting
from tenants import registry
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Organization, Status
from tests import make
from tests.conftest import inside
from tests.waiting.line import Line, is_closed, is_sound, mails, run_late, state, sweep
from welfare.clock import ROME, now, today


def test_joining_twice_is_joining_once(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.bruno)
    assert first.pk == second.pk
    assert Waiting.objects.count() == 1
    assert waiting.counts(line.slot.pk) == (1, 0)


def test_nothing_is_held_and_nobody_is_named_outside(line: Line) -> None:
    request = line.join(line.bruno)
    with inside(line.bruno.where):
        assert queries.lots(line.bruno.member.uuid, on=today())[0].balance == 500
        assert queries.held_total(line.stage.voluntary.pk) == 0
    row = Waiting.objects.filter(pk=request.reference).values().get()
    assert set(row) == {
        "reference", "slot_id", "organization_id", "since", "state", "reason", "offered_until", "is_news"
    }  # fmt: skip


def test_with_a_free_place_there_is_nothing_to_wait_for(line: Line) -> None:
    Slot.objects.filter(pk=line.slot.pk).update(capacity=2)
    with pytest.raises(refusals.PlacesLeft):
        line.join(line.bruno)
    with inside(line.bruno.where):
        assert not WaitingRequest.objects.exists()
    assert not Waiting.objects.exists()


def test_who_has_a_place_does_not_wait_for_another(line: Line) -> None:
    stage = line.stage
    with inside(stage.issuer), pytest.raises(refusals.AlreadyBooked):
        join(stage.anna, Choice(stage.offer.pk, stage.slot.pk, stage.leo.pk), actor=stage.actor)


def test_who_may_not_come_does_not_wait(line: Line) -> None:
    Offer.objects.filter(pk=line.stage.offer.pk).update(age_min=14)
    with pytest.raises(refusals.TooYoung):
        line.join(line.bruno)


@pytest.mark.parametrize("change", [{"state": "closed"}, {"state": "cancelled"}, {"starts_on": today()}])
def test_dates_that_take_nobody_have_no_line(line: Line, change: dict[str, object]) -> None:
    Slot.objects.filter(pk=line.slot.pk).update(**change)
    with pytest.raises((refusals.SlotClosed, refusals.SlotPast)):
        line.join(line.bruno)


def test_a_place_that_becomes_free_is_kept_for_the_first_over_all_organizations(line: Line) -> None:
    carla, bruno = line.join(line.carla), line.join(line.bruno)
    line.cancel()
    assert (state(carla), state(bruno)) == ("offered", "waiting")
    assert (line.slot.taken, line.slot.left) == (1, 0)
    assert is_sound(line.slot)
    with pytest.raises(refusals.SoldOut):
        line.book(line.bruno)


def test_two_free_places_are_offered_to_two(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    change = {"capacity": 3, "starts_on": line.slot.starts_on, "ends_on": line.slot.ends_on, "hours": "", "place": ""}
    with inside(line.stage.supplier):
        slots.change_slot(line.slot, change, actor=SYSTEM)
    assert (state(first), state(second)) == ("offered", "offered")
    assert line.slot.taken == 3
    assert is_sound(line.slot)


def test_a_raised_capacity_goes_to_the_line_before_the_public(line: Line) -> None:
    request = line.join(line.bruno)
    change = {"capacity": 2, "starts_on": line.slot.starts_on, "ends_on": line.slot.ends_on, "hours": "", "place": ""}
    with inside(line.stage.supplier):
        slots.change_slot(line.slot, change, actor=SYSTEM)
    with pytest.raises(refusals.SoldOut):
        line.book(line.carla)
    assert state(request) == "offered"


def test_the_kept_place_becomes_a_booking_once(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    order = line.book(line.bruno)
    assert (order.state, state(request)) == ("placed", "taken")
    assert is_closed(line.bruno, request)
    assert line.slot.taken == 1
    assert is_sound(line.slot)
    with pytest.raises(refusals.SoldOut):
        line.book(line.bruno)


def test_the_kept_place_is_for_whom_it_was_asked(line: Line) -> None:
    line.join(line.bruno)
    with inside(line.bruno.where):
        brother = make.relative(line.bruno.member, "Ivo")
    line.cancel()
    with pytest.raises(refusals.SoldOut):
        line.book(replace(line.bruno, child=brother))


def test_credit_age_and_law_are_looked_at_again(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    Offer.objects.filter(pk=line.stage.offer.pk).update(age_min=14)
    with pytest.raises(refusals.TooYoung):
        line.book(line.bruno)
    Offer.objects.filter(pk=line.stage.offer.pk).update(age_min=None, price="800.00")
    with pytest.raises(refusals.NotEnoughCredit):
        line.book(line.bruno, terms=refusals.Terms(line.stage.offer.revision, Decimal("800.00")))
    assert state(request) == "offered"
    assert is_sound(line.slot)


def test_a_place_that_nobody_confirms_goes_to_the_next(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    sweep()
    assert state(first) == "offered"
    run_late(first)
    with pytest.raises(refusals.SoldOut):
        line.book(line.bruno)
    sweep()
    assert (state(first), state(second)) == ("lapsed", "offered")
    assert is_sound(line.slot)


def test_the_last_in_line_lapses_and_the_place_is_free_for_everybody(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    run_late(request)
    sweep()
    assert line.slot.left == 1
    assert line.book(line.carla).state == "placed"


def test_who_was_too_late_and_joins_again_stands_at_the_end(line: Line) -> None:
    """Also before the sweep has seen that the time is over."""
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    run_late(first)
    again = line.join(line.bruno)
    assert again.pk != first.pk
    assert (state(first), state(second), state(again)) == ("lapsed", "offered", "waiting")
    assert is_closed(line.bruno, first)
    assert is_sound(line.slot)


def test_who_was_too_late_and_alone_finds_the_place_free(line: Line) -> None:
    first = line.join(line.bruno)
    line.cancel()
    run_late(first)
    with pytest.raises(refusals.PlacesLeft):
        line.join(line.bruno)
    assert line.book(line.bruno).state == "placed"
    assert is_sound(line.slot)


def test_dates_that_somebody_waits_for_stay(line: Line) -> None:
    line.join(line.bruno)
    with inside(line.stage.supplier):
        slots.close_slot(line.slot, actor=SYSTEM)
    line.cancel()
    assert line.slot.taken == 0
    change = {"starts_on": line.slot.starts_on + datetime.timedelta(days=1)}
    with inside(line.stage.supplier), pytest.raises(slots.DatesTaken):
        slots.change_slot(line.slot, {"capacity": 1} | change, actor=SYSTEM)


def test_who_gives_up_the_place_leaves_it_to_the_next(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    assert line.leave(line.bruno, first)
    assert not line.leave(line.bruno, first)
    assert (state(first), state(second)) == ("left", "offered")
    assert is_closed(line.bruno, first)
    assert is_sound(line.slot)


def test_who_leaves_the_line_can_join_again_at_its_end(line: Line) -> None:
    first = line.join(line.bruno)
    line.join(line.carla)
    line.leave(line.bruno, first)
    again = line.join(line.bruno)
    assert again.pk != first.pk
    with inside(line.bruno.where):
        (shown,) = waiting_of(line.bruno.member)
    assert "1" in shown.place_in_line


def test_people_of_a_suspended_organization_are_passed_over_and_keep_their_turn(line: Line) -> None:
    first, second = line.join(line.carla), line.join(line.bruno)
    Organization.objects.filter(pk=line.carla.where.pk).update(status=Status.SUSPENDED)
    line.cancel()
    # Beta is the provider, too: nobody can confirm a place of a suspended provider's.
    assert (state(first), state(second)) == ("waiting", "waiting")
    Organization.objects.filter(pk=line.carla.where.pk).update(status=Status.ACTIVE)
    Organization.objects.filter(pk=line.bruno.where.pk).update(status=Status.SUSPENDED)
    sweep()
    assert (state(first), state(second)) == ("offered", "waiting")


def test_a_place_offered_just_before_a_suspension_goes_on_before_it_is_told(line: Line) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    Organization.objects.filter(pk=line.bruno.where.pk).update(status=Status.SUSPENDED)
    sweep()
    assert (state(first), state(second)) == ("waiting", "offered")
    assert is_sound(line.slot)


def test_closed_dates_offer_nothing_until_they_open_again(line: Line) -> None:
    request = line.join(line.bruno)
    with inside(line.stage.supplier):
        slots.close_slot(line.slot, actor=SYSTEM)
    line.cancel()
    sweep()
    assert (state(request), line.slot.left) == ("waiting", 1)
    with inside(line.stage.supplier):
        slots.reopen_slot(line.slot, actor=SYSTEM)
    assert state(request) == "offered"


def test_a_place_kept_before_the_dates_were_closed_can_be_confirmed(line: Line) -> None:
    line.join(line.bruno)
    line.cancel()
    with inside(line.stage.supplier):
        slots.close_slot(line.slot, actor=SYSTEM)
    assert line.book(line.bruno).state == "placed"


def test_when_the_dates_begin_the_line_ends(line: Line) -> None:
    request = line.join(line.bruno)
    Slot.objects.filter(pk=line.slot.pk).update(starts_on=today())
    sweep()
    assert state(request) == "ended"
    line.tell(line.bruno, request)
    assert mails(line.bruno) == ["waiting_ended"]
    assert is_closed(line.bruno, request)


@pytest.mark.parametrize(
    ("hours_left", "hours_kept"), [(240, 24), (24, 24), (23, 11.5), (3, 1.5), (1.5, 1), (0.5, 0.5)]
)
def test_near_the_beginning_a_place_is_kept_for_less(line: Line, hours_left: float, hours_kept: float) -> None:
    begins = datetime.datetime.combine(line.slot.starts_on, datetime.time(), tzinfo=ROME)
    at = begins - datetime.timedelta(hours=hours_left)
    assert waiting.answer_by(line.slot, at) - at == datetime.timedelta(hours=hours_kept)


def test_a_reference_of_one_organization_says_nothing_in_another(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    with inside(line.carla.where):
        with pytest.raises(Http404):
            get_waiting_for(line.carla.member.user, request.reference)
        with pytest.raises(waiting.NotOpen):
            waiting.leave(request.reference)
        with pytest.raises(waiting.OfferGone):
            waiting.take_offered(request.reference, line.slot.pk)
        assert waiting.claim_news(request.reference) is None
    assert state(request) == "offered"


def test_nobody_elses_request_can_be_read_or_left(line: Line) -> None:
    request = line.join(line.bruno)
    with inside(line.bruno.where), pytest.raises(Http404):
        get_waiting_for(line.stage.anna.user, request.reference)


def test_a_booking_in_the_ordinary_way_takes_the_place_that_is_kept(line: Line) -> None:
    """With other places free, who waited must not take two."""
    request = line.join(line.bruno)
    line.cancel()
    Slot.objects.filter(pk=line.slot.pk).update(capacity=5)
    line.book(line.bruno)
    assert (state(request), line.slot.taken) == ("taken", 1)


def test_offered_until_is_a_day_from_now(line: Line) -> None:
    request = line.join(line.bruno)
    line.cancel()
    until = Waiting.objects.get(pk=request.pk).offered_until
    assert until is not None
    assert datetime.timedelta(hours=23, minutes=59) < until - now() <= datetime.timedelta(hours=24)


def test_the_first_order_of_all_is_found_by_its_form_again(line: Line) -> None:
    line.join(line.bruno)
    line.cancel()
    key = line.stage.command().key
    first = line.book(line.bruno, key=key)
    assert line.book(line.bruno, key=key).pk == first.pk
    with inside(line.bruno.where):
        assert Order.objects.filter(member=line.bruno.member).count() == 1


def pauses(line: Line, kind: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """A way to suspend the camp, and to let it go on."""
    offer, supplier = line.stage.offer, line.stage.supplier

    def act(where: Organization, work: Callable[..., object], *given: object) -> None:
        with inside(where):
            work(*given, actor=SYSTEM)

    return {
        "provider": (lambda: act(supplier, offers.suspend, offer), lambda: act(supplier, offers.publish, offer)),
        "network": (
            lambda: act(line.bruno.where, offers.hold, offer, Suspension.CHECK),
            lambda: act(line.bruno.where, offers.let_go_on, offer),
        ),
        "organization": (
            lambda: act(line.bruno.where, registry.suspend, supplier, registry.Reason.CHECK),
            lambda: act(line.bruno.where, registry.resume, supplier),
        ),
    }[kind]


@pytest.mark.parametrize("kind", ["provider", "network", "organization"])
def test_after_a_suspension_nobody_overtakes_who_waits(line: Line, kind: str) -> None:
    request = line.join(line.bruno)
    suspend, resume = pauses(line, kind)
    suspend()
    line.cancel()
    assert (state(request), line.slot.left) == ("waiting", 1)
    resume()
    # In the transaction of the move, before any sweep.
    assert (state(request), line.slot.left) == ("offered", 0)
    assert is_sound(line.slot)


@pytest.mark.parametrize("kind", ["provider", "network", "organization"])
def test_a_place_kept_when_it_is_suspended_goes_back_to_the_head_of_the_line(line: Line, kind: str) -> None:
    first, second = line.join(line.bruno), line.join(line.carla)
    line.cancel()
    line.tell(line.bruno, first)
    with inside(line.bruno.where):
        Message.objects.update(state=Message.State.SENT)
    suspend, resume = pauses(line, kind)
    suspend()
    sweep()
    assert (state(first), state(second), line.slot.left) == ("waiting", "waiting", 1)
    assert is_sound(line.slot)
    resume()
    assert (state(first), state(second), line.slot.left) == ("offered", "waiting", 0)
    line.tell(line.bruno, first)
    with inside(line.bruno.where):
        # Told again: the first mail named a time that is over.
        assert Message.objects.get(kind="waiting_offered").state == Message.State.QUEUED


def test_when_their_own_organization_goes_on_people_are_not_overtaken(line: Line) -> None:
    request = line.join(line.bruno)
    alfa = line.bruno.where
    with inside(line.carla.where):
        registry.suspend(alfa, registry.Reason.CHECK, actor=SYSTEM)
    line.cancel()
    assert (state(request), line.slot.left) == ("waiting", 1)
    with inside(line.carla.where):
        registry.resume(alfa, actor=SYSTEM)
    assert (state(request), line.slot.left) == ("offered", 0)
