"""The monthly draw: once a month, in order, also late; what becomes of it when credit ends, and when it comes back."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders import conditions, expiry
from catalog.orders.models import Order
from catalog.orders.refusals import NoRules
from catalog.shelf.models import ShelfItem
from catalog.subscriptions import draw, nightly, stop
from catalog.subscriptions.ahead import covers_of
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.shown import gap_words
from members.ledger import queries
from members.models import Relative
from providers.bookings.models import Booking
from providers.models import Fulfilment, Offer, SharedSubscription
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, grant
from tests.subscriptions.stage import APR, FEB, MAR, MAY, begin, draws, mails, months, night, on, set_up


@pytest.fixture
def food(the_day: None, alfa: Organization, beta: Organization) -> Stage:
    """A box of food for Anna at 300,00 a month, which counts as a fringe benefit, and credit enough for years."""
    stage = set_up(alfa, beta, price=Decimal("300.00"))
    Offer.objects.filter(pk=stage.offer.pk).update(service_type="food_basket", area="consumo")
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "9000.00", expires_on=datetime.date(2027, 12, 31))
    return stage


def day(month: int, number: int = 5) -> datetime.date:
    return datetime.date(2026, month, number)


def test_nothing_is_drawn_before_its_day(stage: Stage) -> None:
    begin(stage)
    assert draws(stage, day(3, 4)) == 0
    assert draws(stage, day(3)) == 1
    assert months(stage) == [(FEB, "placed"), (MAR, "placed")]


def test_a_second_run_draws_nothing_more(stage: Stage) -> None:
    begin(stage)
    assert (draws(stage, day(3)), draws(stage, day(3))) == (1, 0)
    assert months(stage) == [(FEB, "placed"), (MAR, "placed")]


def test_after_days_without_work_each_month_is_drawn_in_order(stage: Stage) -> None:
    begin(stage)
    assert draws(stage, day(5, 20)) == 3
    assert months(stage) == [(FEB, "placed"), (MAR, "placed"), (APR, "placed"), (MAY, "placed")]
    with inside(stage.issuer):
        keys = Order.objects.order_by("placed_at", "period").values_list("period", flat=True)
        assert list(keys) == [FEB, MAR, APR, MAY]


def test_each_month_has_a_key_of_its_own(stage: Stage) -> None:
    subscription = begin(stage)
    with inside(stage.issuer):
        assert Order.objects.get().key == f"{stage.anna.pk}:subscription:{subscription.pk}:2026-02"


def test_one_that_fails_keeps_no_other_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside(stage.issuer):
        nina = make.relative(stage.anna, "Nina")
    first = begin(stage)
    second = begin(stage, relative_id=nina.pk)
    real = draw.place_month

    def broken(subscription: Subscription, *rest: Any) -> Order:
        if subscription.pk == first.pk:
            raise RuntimeError("out of order")
        return real(subscription, *rest)

    monkeypatch.setattr(draw, "place_month", broken)
    with on(day(3), stage), pytest.raises(ExceptionGroup):
        draw.draw_due(day(3))
    with inside(stage.issuer):
        assert Subscription.objects.get(pk=second.pk).next_draw == day(4)
        assert Subscription.objects.get(pk=first.pk).next_draw == day(3)
    monkeypatch.undo()
    assert draws(stage, day(3)) == 1


def test_a_step_of_the_night_that_fails_keeps_no_other_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(stage)
    monkeypatch.setattr(stop, "follow_leavers", lambda: 1 / 0)
    with on(day(3), stage), pytest.raises(ExceptionGroup):
        nightly.go_through(day(3))
    assert months(stage) == [(FEB, "placed"), (MAR, "placed")]


def test_without_credit_nothing_is_drawn_and_it_pauses(stage: Stage) -> None:
    with inside(stage.supplier):
        make.user("Gina", "provider_manager")
    begin(stage)
    draws(stage, day(8))
    before = stage.lots()
    found = night(stage, day(9))
    assert (found.state, found.hindrance, found.missed) == ("paused", "credit", 1)
    assert months(stage)[-1] == (day(9, 1), "credit")
    assert stage.lots() == before
    assert "subscription_paused" in mails(stage.issuer)
    assert "subscriber_paused" in mails(stage.supplier)
    assert SharedSubscription.objects.get().state == "paused"


def test_the_third_month_without_credit_ends_it(stage: Stage) -> None:
    begin(stage)
    draws(stage, day(8))
    assert night(stage, day(9)).state == "paused"
    assert night(stage, day(10)).state == "paused"
    found = night(stage, day(11))
    assert (found.state, found.end) == ("ended", "credit")
    assert mails(stage.issuer).count("subscription_paused") == 1
    assert mails(stage.issuer)[-1] == "subscription_ended"
    with inside(stage.supplier):
        assert Booking.objects.get().erase_after is not None


def test_three_months_in_which_nobody_could_book_it_are_not_laid_to_the_credit(stage: Stage) -> None:
    begin(stage)
    Offer.objects.filter(pk=stage.offer.pk).update(state=Offer.State.SUSPENDED)
    for month in (3, 4, 5):
        found = night(stage, day(month))
    assert (found.state, found.end) == ("ended", "service")


def test_with_new_credit_it_goes_on_by_itself_at_the_next_draw(stage: Stage) -> None:
    begin(stage)
    draws(stage, day(8))
    night(stage, day(9))
    with on(day(9, 20), stage):
        grant(stage.anna, stage.voluntary, "500.00", expires_on=day(12, 31))
    # What was missed is not taken afterwards.
    assert night(stage, day(9, 21)).state == "paused"
    found = night(stage, day(10))
    assert (found.state, found.missed, found.hindrance) == ("active", 0, "")
    assert months(stage)[-2:] == [(day(9, 1), "credit"), (day(10, 1), "placed")]
    assert "subscription_goes_on" in mails(stage.issuer)


def test_credit_that_expires_before_the_day_does_not_count(stage: Stage) -> None:
    begin(stage)
    draws(stage, day(3))
    with on(day(3), stage):
        # The contract's 110,00 expired on 2 March: March came out of the plan.
        assert [lot.balance for lot in queries.lots(stage.anna.uuid, on=day(3))] == [Decimal("532.50")]


def test_a_month_that_would_cross_a_cap_is_not_drawn(food: Stage) -> None:
    """One cent over the limit of fringe benefits taxes all of it: 1.000,00 € in 2026 without declared children."""
    begin(food, relative_id=None)
    draws(food, day(4))
    before = food.lots()
    found = night(food, day(5))
    assert (found.state, found.hindrance) == ("paused", "limit")
    assert months(food) == [(FEB, "placed"), (MAR, "placed"), (APR, "placed"), (MAY, "limit")]
    assert food.lots() == before


def test_the_cap_is_told_a_month_before(food: Stage) -> None:
    subscription = begin(food, relative_id=None)
    assert night(food, day(4, 3)).warned_for is None
    assert night(food, day(4, 4)).warned_for == MAY
    with on(day(4, 4), food):
        cover = covers_of(food.anna)[subscription.pk]
        assert cover.gap is not None
        assert "1.000,00" in gap_words(cover.gap)
        assert "100,00" in gap_words(cover.gap)


def test_a_month_that_nobody_confirms_expires_like_any_order(stage: Stage) -> None:
    begin(stage)
    until = Fulfilment.objects.get().valid_until
    with on(until + datetime.timedelta(days=1), stage):
        assert expiry.expire_overdue(until + datetime.timedelta(days=1)) == 1
    assert months(stage) == [(FEB, "expired")]


def test_a_service_that_its_provider_suspends_pauses(stage: Stage) -> None:
    begin(stage)
    Offer.objects.filter(pk=stage.offer.pk).update(state=Offer.State.SUSPENDED)
    assert night(stage, day(3)).hindrance == "service"
    Offer.objects.filter(pk=stage.offer.pk).update(state=Offer.State.PUBLISHED)
    assert night(stage, day(4)).state == "active"


def test_an_offer_off_the_shelf_pauses(stage: Stage) -> None:
    begin(stage)
    with inside(stage.issuer):
        ShelfItem.objects.all().delete()
    assert night(stage, day(3)).hindrance == "service"


def test_a_child_that_outgrows_the_service_pauses_then_ends(stage: Stage) -> None:
    begin(stage)
    Offer.objects.filter(pk=stage.offer.pk).update(age_max=5)
    assert night(stage, day(3)).hindrance == "age"


def test_a_relative_who_is_closed_ends_it(stage: Stage) -> None:
    begin(stage)
    with inside(stage.issuer):
        Relative.objects.update(closed_on=day(2, 20))
    found = night(stage, day(3))
    assert (found.state, found.end) == ("ended", "family")
    assert months(stage) == [(FEB, "placed")]


def test_a_month_that_fails_for_want_of_rules_stays_due(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(stage)

    def no_rules(*_: object) -> None:
        raise NoRules

    monkeypatch.setattr(conditions, "check", no_rules)
    with on(day(3), stage), pytest.raises(ExceptionGroup):
        draw.draw_due(day(3))
    with inside(stage.issuer):
        assert (Subscription.objects.get().state, Subscription.objects.get().next_draw) == ("active", day(3))
