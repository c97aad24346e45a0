"""A price that its provider changes: never a higher one before it was told, a month ahead, with a way out."""

import datetime
from decimal import Decimal

from catalog.orders.models import Order
from catalog.shelf.models import ShelfItem
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.prices import agree
from catalog.subscriptions.stop import last_if_stopped, stop
from providers.models import Offer, SharedSubscription
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.subscriptions.stage import APR, FEB, FEE, MAR, begin, draws, mails, months, night, on

DEARER = Decimal("120.00")


def raise_to(stage: Stage, price: Decimal) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=price)


def prices_paid(stage: Stage) -> list[Decimal]:
    with inside(stage.issuer):
        return list(Order.objects.order_by("period").values_list("price", flat=True))


def test_the_agreed_price_holds_until_a_month_after_it_was_told(stage: Stage) -> None:
    begin(stage)
    raise_to(stage, DEARER)
    found = night(stage, datetime.date(2026, 2, 11))
    # 5 March is 22 days away: the first draw a month ahead is that of April.
    assert (found.price, found.new_price, found.new_price_from) == (FEE, DEARER, APR)
    assert mails(stage.issuer).count("subscription_new_price") == 1
    night(stage, datetime.date(2026, 2, 12))
    assert mails(stage.issuer).count("subscription_new_price") == 1
    draws(stage, datetime.date(2026, 4, 5))
    assert prices_paid(stage) == [FEE, FEE, DEARER]
    with inside(stage.issuer):
        found = Subscription.objects.get()
    assert (found.price, found.new_price, found.new_price_from) == (DEARER, None, None)
    assert SharedSubscription.objects.get().price == DEARER


def test_a_raise_that_nobody_was_told_of_is_not_taken(stage: Stage) -> None:
    begin(stage)
    raise_to(stage, DEARER)
    draws(stage, datetime.date(2026, 4, 5))
    assert prices_paid(stage) == [FEE, FEE, FEE]


def test_who_is_told_stops_before_it_whatever_the_rule_says(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(minimum_months=12, notice_days=60)
    subscription = begin(stage)
    raise_to(stage, DEARER)
    night(stage, datetime.date(2026, 2, 11))
    with on(datetime.date(2026, 4, 4), stage):
        subscription.refresh_from_db()
        assert last_if_stopped(subscription) == MAR
        stop(subscription, actor=stage.actor)
    draws(stage, datetime.date(2026, 6, 5))
    assert months(stage) == [(FEB, "placed"), (MAR, "placed")]


def test_agreeing_is_noted_once_and_only_for_the_price_that_was_shown(stage: Stage) -> None:
    subscription = begin(stage)
    raise_to(stage, DEARER)
    night(stage, datetime.date(2026, 2, 11))
    with inside(stage.issuer):
        assert not agree(subscription, Decimal("119.00"), actor=stage.actor)
        assert agree(subscription, DEARER, actor=stage.actor)
        first = Subscription.objects.get().new_price_agreed_at
        assert agree(subscription, DEARER, actor=stage.actor)
        assert Subscription.objects.get().new_price_agreed_at == first is not None


def test_a_second_raise_is_told_anew_and_asks_anew(stage: Stage) -> None:
    subscription = begin(stage)
    raise_to(stage, DEARER)
    night(stage, datetime.date(2026, 2, 11))
    with inside(stage.issuer):
        agree(subscription, DEARER, actor=stage.actor)
    raise_to(stage, Decimal("150.00"))
    found = night(stage, datetime.date(2026, 3, 10))
    assert (found.new_price, found.new_price_from) == (Decimal("150.00"), datetime.date(2026, 5, 1))
    assert found.new_price_agreed_at is None
    assert found.price == FEE


def test_a_raise_that_is_taken_back_is_off(stage: Stage) -> None:
    begin(stage)
    raise_to(stage, DEARER)
    night(stage, datetime.date(2026, 2, 11))
    raise_to(stage, FEE)
    found = night(stage, datetime.date(2026, 2, 12))
    assert (found.price, found.new_price) == (FEE, None)


def test_a_lower_price_holds_from_the_next_month(stage: Stage) -> None:
    begin(stage)
    raise_to(stage, Decimal("80.00"))
    assert night(stage, datetime.date(2026, 2, 11)).price == Decimal("80.00")
    assert "subscription_price_down" in mails(stage.issuer)
    draws(stage, datetime.date(2026, 3, 5))
    assert prices_paid(stage) == [FEE, Decimal("80.00")]


def test_the_price_agreed_for_the_organization_is_what_counts(stage: Stage) -> None:
    with inside(stage.issuer):
        ShelfItem.objects.update(price_agreed=FEE)
    begin(stage)
    raise_to(stage, DEARER)
    assert night(stage, datetime.date(2026, 2, 11)).new_price is None
