"""Two workers draw the same month, a draw meets the member's stop: one month, one order; the control has two."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders.models import Order
from catalog.subscriptions import draw, shared
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.start import start
from catalog.subscriptions.stop import stop
from tests.committed import Committed
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.races.together import Meeting, at_once
from tests.subscriptions import stage as monthly
from tests.subscriptions.stage import FEB, MAR
from welfare.clock import pretend

Job = Callable[[], Any]
DUE = datetime.date(2026, 3, 5)


@pytest.fixture
def stage(committed: Committed) -> Stage:
    """Anna of Alfa, her son Leo, and Beta's after-school club; it is 10 February."""
    with pretend(monthly.DAY):
        return monthly.set_up(committed.alfa, committed.beta)


def on_the_day(stage: Stage, work: Job, day: datetime.date = DUE) -> Job:
    def job() -> Any:
        with pretend(day), inside(stage.issuer):
            return work()

    return job


def begun(stage: Stage) -> Subscription:
    with pretend(monthly.DAY):
        return monthly.begin(stage)


def periods(stage: Stage) -> list[datetime.date]:
    with inside(stage.issuer):
        return sorted(order.period for order in Order.objects.all() if order.period)


def test_two_workers_draw_a_month_once(stage: Stage) -> None:
    subscription = begun(stage)
    outcomes = at_once([on_the_day(stage, lambda: draw.draw_next(subscription.pk, DUE))] * 4)
    assert sorted(outcomes) == [False, False, False, True]  # type: ignore[type-var]
    assert periods(stage) == [FEB, MAR]
    with pretend(DUE):
        assert stage.lots() == [Decimal("532.50")]


def test_control_without_the_lock_both_would_draw(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read the row as due; then the unique month alone stands between them, and the second fails."""
    subscription, meeting = begun(stage), Meeting(2)

    def unlocked(key: Any) -> Subscription:
        found = Subscription.objects.select_related("member__user", "relative").get(pk=key)
        meeting.wait()
        return found

    monkeypatch.setattr(shared, "lock", unlocked)
    outcomes = at_once([on_the_day(stage, lambda: draw.draw_next(subscription.pk, DUE))] * 2)
    assert any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    assert periods(stage) == [FEB, MAR]


def test_a_stop_and_a_draw_at_once_agree_on_the_last_month(stage: Stage) -> None:
    subscription = begun(stage)
    day = datetime.date(2026, 3, 25)
    jobs = [
        on_the_day(stage, lambda: stop(subscription, actor=stage.actor), day),
        on_the_day(stage, lambda: draw.draw_due(day), day),
        on_the_day(stage, lambda: draw.draw_due(day), day),
    ]
    outcomes = at_once(jobs)
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    with inside(stage.issuer):
        found = Subscription.objects.get()
        assert found.last_period is not None
        # Said on 25 March, April (5 April, ten days of notice) is just spared.
        assert (found.last_period, Month.objects.filter(period__gt=found.last_period).count()) == (MAR, 0)


def test_one_form_at_once_starts_it_once(stage: Stage) -> None:
    with pretend(monthly.DAY), inside(stage.issuer):
        command = monthly.command(stage)
    outcomes = at_once([on_the_day(stage, lambda: start(command), monthly.DAY)] * 4)
    assert len({getattr(each, "pk", each) for each in outcomes}) == 1, outcomes
    assert periods(stage) == [FEB]
