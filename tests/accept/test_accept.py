"""Accepting a voucher: hold, order, booking and fulfilment move together, once."""

import datetime
from decimal import Decimal

import pytest
from pytest_django import Settings

from catalog.orders import accept, codes
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.orders.refusals import AlreadyUsed
from members.ledger import accounts, queries
from members.ledger.models import Entry
from providers.bookings.models import Booking
from providers.models import Fulfilment
from tenants import isolation
from tenants.audit.models import Record
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization, Status
from tests.accept.desk import ANSWERS, balances, code_of
from tests.conftest import inside
from tests.orders.stage import Stage
from welfare.clock import today


def take(stage: Stage, code: str, actor: Actor) -> accept.Acceptance:
    """Accept at Beta's."""
    with inside(stage.supplier):
        return accept.accept(code, actor=actor)


def states(stage: Stage, order: Order) -> tuple[str, str, str]:
    """The order's, the fulfilment's and the booking's."""
    with inside(stage.issuer):
        theirs = Order.objects.get(pk=order.pk).state
    with inside(stage.supplier):
        booking = Booking.objects.get(fulfilment_id=order.fulfilment_id).state
        return theirs, Fulfilment.objects.get(pk=order.fulfilment_id).state, booking


def test_what_was_held_becomes_owed_to_the_cent(stage: Stage, code: str, actor: Actor) -> None:
    before = balances(stage)
    done = take(stage, code, actor)
    after = balances(stage)
    assert done.is_new
    assert (before["held"], after["held"], after["owed"]) == (Decimal("140.00"), Decimal(0), Decimal("140.00"))
    assert after["wallet"] == before["wallet"] == Decimal("702.50")
    with inside(stage.issuer):
        assert queries.balance(accounts.owed(stage.offer.provider_id).pk) == Decimal("140.00")


def test_a_hold_over_two_budgets_leaves_both(stage: Stage, actor: Actor) -> None:
    stage.place(answers=ANSWERS)
    second = stage.place(answers=ANSWERS)
    take(stage, code_of(stage, second), actor)
    assert balances(stage)["owed"] == Decimal("140.00")
    with inside(stage.issuer):
        entry = Entry.objects.get(key=f"accept:{second.pk}")
        assert sorted(leg.debit for leg in entry.legs.exclude(debit=0)) == [Decimal("70.00"), Decimal("70.00")]


def test_order_fulfilment_and_booking_follow(stage: Stage, order: Order, code: str, actor: Actor) -> None:
    assert states(stage, order) == ("placed", "issued", "expected")
    take(stage, code, actor)
    assert states(stage, order) == ("accepted", "accepted", "accepted")


def test_the_second_time_answers_as_the_first_and_writes_nothing(stage: Stage, code: str, actor: Actor) -> None:
    first = take(stage, code, actor)
    traces = stage.traces()
    again = take(stage, code, actor)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.presented.fulfilment.accepted_at == first.presented.fulfilment.accepted_at
    assert stage.traces() == traces


def test_both_sides_have_it_in_their_audit_trail(stage: Stage, order: Order, code: str, actor: Actor) -> None:
    take(stage, code, actor)
    with inside(stage.issuer):
        theirs = Record.objects.get(action="voucher_accepted")
        assert (theirs.actor, theirs.person_id, theirs.subject) == (actor.code, stage.anna.user_id, str(order.pk))
    with inside(stage.supplier):
        ours = Record.objects.get(action="voucher_accepted")
        assert (ours.actor, ours.person_id, ours.subject) == (actor.code, None, str(order.fulfilment_id))


def test_the_member_is_told(stage: Stage, order: Order, code: str, actor: Actor) -> None:
    take(stage, code, actor)
    with inside(stage.issuer):
        told = Message.objects.get(kind="voucher_used")
        assert (told.recipient, told.reference) == (stage.anna.user, order.pk)


@pytest.mark.parametrize("wrong", ["0000000000000000", "foreign"])
def test_another_provider_learns_nothing_and_changes_nothing(
    stage: Stage, code: str, actor: Actor, rete: Organization, wrong: str
) -> None:
    before = stage.traces()
    with inside(rete), pytest.raises(accept.Unknown):
        accept.accept(code if wrong == "foreign" else wrong, actor=actor)
    with inside(stage.issuer), pytest.raises(accept.Unknown):
        accept.check(code, actor=actor)
    assert {**stage.traces(), "audit": 0} == {**before, "audit": 0}


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_an_ended_voucher_says_why_and_changes_nothing(stage: Stage, code: str, actor: Actor, state: str) -> None:
    Fulfilment.objects.update(state=state)
    before = stage.traces()
    with pytest.raises(accept.Over) as refusal:
        take(stage, code, actor)
    assert (refusal.value.state, stage.traces()) == (state, before)


def test_a_voucher_past_its_day_is_expired_before_the_nightly_task(stage: Stage, code: str, actor: Actor) -> None:
    Fulfilment.objects.update(valid_until=today() - datetime.timedelta(days=1))
    with pytest.raises(accept.Over) as refusal:
        take(stage, code, actor)
    assert refusal.value.state == "expired"
    Fulfilment.objects.update(valid_until=today())
    assert take(stage, code, actor).is_new


def test_cancelling_after_acceptance_is_refused(stage: Stage, order: Order, code: str, actor: Actor) -> None:
    take(stage, code, actor)
    with inside(stage.issuer), pytest.raises(AlreadyUsed):
        cancel_order(order, actor=stage.actor)
    assert balances(stage)["owed"] == Decimal("140.00")


def test_accepting_after_cancellation_is_refused(stage: Stage, order: Order, code: str, actor: Actor) -> None:
    with inside(stage.issuer):
        cancel_order(order, actor=stage.actor)
    with pytest.raises(accept.Over):
        take(stage, code, actor)
    assert balances(stage).get("owed", 0) == 0
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]


def test_vouchers_of_a_suspended_issuer_stay_acceptable(stage: Stage, code: str, actor: Actor) -> None:
    Organization.objects.filter(pk=stage.issuer.pk).update(status=Status.SUSPENDED)
    assert take(stage, code, actor).is_new
    assert balances(stage)["owed"] == Decimal("140.00")


def test_a_missing_schema_is_out_of_reach_and_nothing_moves(
    stage: Stage, order: Order, code: str, actor: Actor
) -> None:
    Organization.objects.filter(pk=stage.issuer.pk).update(schema_name="t_000000000000")
    with pytest.raises(accept.OutOfReach):
        take(stage, code, actor)
    assert Fulfilment.objects.get(pk=order.fulfilment_id).state == "issued"


def test_an_order_that_its_issuer_does_not_know_is_not_accepted(
    stage: Stage, order: Order, code: str, actor: Actor
) -> None:
    """The issuer was restored from an older backup."""
    with inside(stage.issuer):
        Order.objects.filter(pk=order.pk).update(fulfilment_id=stage.offer.pk)
    with pytest.raises(accept.OutOfReach):
        take(stage, code, actor)
    assert Fulfilment.objects.get(pk=order.fulfilment_id).state == "issued"


def test_a_code_sealed_under_an_older_key_is_still_found(
    stage: Stage, code: str, actor: Actor, settings: Settings
) -> None:
    settings.SCAFFALE_KEYS = ("n" * 40, *settings.SCAFFALE_KEYS)
    assert codes.code_hash(code) != codes.code_hashes(code)[-1]
    assert take(stage, code, actor).is_new


def test_the_schema_in_force_is_the_providers_again(stage: Stage, code: str, actor: Actor) -> None:
    with inside(stage.supplier):
        accept.accept(code, actor=actor)
        assert isolation.current() == stage.supplier
