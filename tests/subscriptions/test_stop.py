"""Stopping: the last month by the rule, whoever asks for it."""

import datetime
from decimal import Decimal

import pytest

from catalog.subscriptions.models import Subscription
from catalog.subscriptions.rule import StopRule, months_after, months_between
from catalog.subscriptions.stop import end_by_provider, stop
from members.models import Member
from providers.bookings.models import Booking
from providers.models import Offer, SharedSubscription
from tenants.isolation import Actor
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.subscriptions.stage import APR, AUG, FEB, JUN, MAR, MAY, begin, draws, mails, months, night, on

RULE = StopRule(draw_day=5, notice_days=10, minimum_months=3)


@pytest.mark.parametrize(
    ("said_on", "last"),
    [
        # 10 days before 5 June is 26 May: on that day June is still spared.
        (datetime.date(2026, 5, 26), MAY),
        (datetime.date(2026, 5, 27), JUN),
        # Three months at least: February, March, April.
        (datetime.date(2026, 2, 12), APR),
    ],
)
def test_the_last_month_follows_notice_and_least_duration(said_on: datetime.date, last: datetime.date) -> None:
    following = months_after(said_on.replace(day=1)) if said_on.day > 5 else said_on.replace(day=1)
    assert RULE.last_if_stopped(FEB, following, said_on) == last


def test_what_has_not_begun_need_not(stage: Stage) -> None:
    assert RULE.last_if_stopped(JUN, JUN, datetime.date(2026, 5, 26)) == MAY
    assert RULE.last_if_stopped(JUN, JUN, datetime.date(2026, 5, 27)) == AUG


def test_months_are_counted_over_the_year() -> None:
    assert months_after(datetime.date(2026, 11, 1), 3) == datetime.date(2027, 2, 1)
    assert months_after(datetime.date(2026, 1, 1), -1) == datetime.date(2025, 12, 1)
    assert months_between(datetime.date(2026, 11, 1), datetime.date(2027, 2, 1)) == 4


def stop_on(stage: Stage, subscription: Subscription, day: datetime.date) -> Subscription:
    with on(day, stage):
        return stop(subscription, actor=stage.actor)


def test_stopping_in_time_leaves_the_next_month_out(stage: Stage) -> None:
    subscription = begin(stage)
    found = stop_on(stage, subscription, datetime.date(2026, 2, 23))
    assert (found.state, found.end, found.last_period) == ("stopping", "member", FEB)
    assert night(stage, datetime.date(2026, 3, 5)).state == "ended"
    assert months(stage) == [(FEB, "placed")]


def test_stopping_late_takes_the_next_month_and_no_more(stage: Stage) -> None:
    subscription = begin(stage)
    found = stop_on(stage, subscription, datetime.date(2026, 2, 24))
    assert found.last_period == MAR
    draws(stage, datetime.date(2026, 6, 1))
    assert months(stage) == [(FEB, "placed"), (MAR, "placed")]
    with inside(stage.issuer):
        assert Subscription.objects.get().state == "ended"


def test_stopping_twice_changes_nothing_and_tells_once(stage: Stage) -> None:
    subscription = begin(stage)
    for _ in range(2):
        found = stop_on(stage, subscription, datetime.date(2026, 2, 12))
    assert found.last_period == FEB
    assert mails(stage.issuer).count("subscription_stopped") == 1


def test_what_never_began_ends_at_once_and_takes_nothing(stage: Stage) -> None:
    subscription = begin(stage, APR)
    found = stop_on(stage, subscription, datetime.date(2026, 3, 1))
    assert (found.state, months(stage)) == ("ended", [])
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]


def test_what_is_paused_ends_at_once(stage: Stage) -> None:
    subscription = begin(stage)
    Offer.objects.filter(pk=stage.offer.pk).update(state=Offer.State.SUSPENDED)
    night(stage, datetime.date(2026, 3, 5))
    assert stop_on(stage, subscription, datetime.date(2026, 3, 6)).state == "ended"


def test_the_provider_ends_it_with_the_notice_that_was_agreed(stage: Stage) -> None:
    begin(stage)
    actor = Actor(stage.supplier.key, 1, "provider_manager")
    half = SharedSubscription.objects.select_related("issuer").get()
    Offer.objects.filter(pk=stage.offer.pk).update(notice_days=0)
    with inside(stage.supplier):
        assert end_by_provider(half, "La sede chiude a fine marzo.", actor=actor)
        assert not end_by_provider(half, "Un altro motivo, più tardi.", actor=actor)
    with inside(stage.issuer):
        found = Subscription.objects.get()
    assert (found.state, found.end, found.last_period) == ("stopping", "provider", FEB)
    assert found.end_words == "La sede chiude a fine marzo."
    assert "subscription_ends" in mails(stage.issuer)
    assert SharedSubscription.objects.get().last_period == FEB


def test_a_provider_that_says_so_late_gives_the_next_month_too(stage: Stage) -> None:
    begin(stage)
    half = SharedSubscription.objects.select_related("issuer").get()
    with on(datetime.date(2026, 2, 24), stage):
        end_by_provider(half, "La sede chiude.", actor=Actor(stage.supplier.key, 1, "provider_manager"))
        assert Subscription.objects.get().last_period == MAR


def leave(stage: Stage, left_on: datetime.date, credit_until: datetime.date | None = None) -> None:
    with inside(stage.issuer):
        Member.objects.filter(pk=stage.anna.pk).update(left_on=left_on, credit_until=credit_until)


def test_who_leaves_has_it_for_as_long_as_the_credit_can_be_used(stage: Stage) -> None:
    begin(stage)
    leave(stage, datetime.date(2026, 2, 28), credit_until=datetime.date(2026, 4, 30))
    found = night(stage, datetime.date(2026, 2, 11))
    assert (found.state, found.end, found.last_period) == ("stopping", "left", APR)
    assert "subscription_ends" in mails(stage.issuer)
    for month in (3, 4, 5):
        draws(stage, datetime.date(2026, month, 5))
    assert [period for period, _ in months(stage)] == [FEB, MAR, APR]


def test_who_leaves_with_nothing_to_keep_has_no_month_more(stage: Stage) -> None:
    begin(stage)
    leave(stage, datetime.date(2026, 2, 28))
    night(stage, datetime.date(2026, 2, 11))
    assert night(stage, datetime.date(2026, 3, 5)).state == "ended"
    assert months(stage) == [(FEB, "placed")]


def test_who_stays_after_all_keeps_it(stage: Stage) -> None:
    begin(stage)
    leave(stage, datetime.date(2026, 2, 28))
    night(stage, datetime.date(2026, 2, 11))
    with inside(stage.issuer):
        Member.objects.filter(pk=stage.anna.pk).update(left_on=None)
    found = night(stage, datetime.date(2026, 2, 12))
    assert (found.state, found.last_period, found.end) == ("active", None, "")


def test_who_stopped_and_then_leaves_ends_by_the_earlier_month(stage: Stage) -> None:
    subscription = begin(stage)
    stop_on(stage, subscription, datetime.date(2026, 2, 24))
    leave(stage, datetime.date(2026, 6, 30))
    found = night(stage, datetime.date(2026, 2, 25))
    assert (found.end, found.last_period) == ("member", MAR)


def test_the_name_is_erased_thirty_days_after_the_end(stage: Stage) -> None:
    subscription = begin(stage)
    stop_on(stage, subscription, datetime.date(2026, 2, 12))
    with inside(stage.supplier):
        assert Booking.objects.get().erase_after is None
        make.user("Gina", "provider_manager")
    night(stage, datetime.date(2026, 3, 5))
    with inside(stage.supplier):
        assert Booking.objects.get().erase_after == datetime.date(2026, 4, 4)
    assert mails(stage.supplier) == ["subscriber_ended"]
