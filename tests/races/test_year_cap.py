"""Two orders at once, each within a cap of the year and together over it: one is sold."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest

from catalog.orders import refusals, writing
from catalog.orders.models import Order
from catalog.orders.year import held_benefits
from catalog.plans.models import Budget, Plan
from members.ledger import locks
from members.ledger.models import Account
from providers.models import Offer
from tests.conftest import inside
from tests.orders.stage import Stage, grant, in_days
from tests.orders.years import CAP, YEAR, given, shopping, take
from tests.races.together import Meeting, at_once


@pytest.fixture
def vouchers(stage: Stage) -> tuple[Offer, Offer]:
    """Two vouchers that two plans open, so that no wallet pays for both; 100,00 of room for 60,00 each."""
    with inside(stage.issuer):
        other = Plan.objects.create(
            name="Altro", year=YEAR, starts_on=in_days(-50), ends_on=in_days(300), state=Plan.State.OPEN
        )
        budget = Budget.objects.create(plan=other, source="VOLUNTARY", name="Altro", expires_on=in_days(200))
        grant(stage.anna, budget, "500.00")
        given(stage.anna, str(CAP - 100))
    return shopping(stage, "60.00"), shopping(stage, "60.00", other)


def taking(stage: Stage, offer: Offer) -> Callable[[], Order]:
    return lambda: take(stage, offer)


def pooled(stage: Stage) -> Decimal:
    """What the year holds of fringe benefits."""
    with inside(stage.issuer):
        return sum((each.amount for each in held_benefits(stage.anna, YEAR)), Decimal(0))


def test_two_orders_at_once_do_not_cross_a_cap_together(stage: Stage, vouchers: tuple[Offer, Offer]) -> None:
    outcomes = at_once([taking(stage, offer) for offer in vouchers])
    [refused] = [outcome for outcome in outcomes if not isinstance(outcome, Order)]
    assert isinstance(refused, refusals.OverLimit), refused
    assert refused.crossing.fits == Decimal("40.00")
    assert pooled(stage) == CAP - 40


def test_control_without_the_lock_both_are_sold(
    stage: Stage, vouchers: tuple[Offer, Offer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read the year before either has written: together they cross the cliff."""
    meeting, plain_hold = Meeting(2), writing.hold

    def hold_together(*args: object) -> None:
        meeting.wait()
        plain_hold(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(writing, "hold", hold_together)
    outcomes = at_once([taking(stage, offer) for offer in vouchers])
    assert all(isinstance(outcome, Order) for outcome in outcomes), outcomes
    assert pooled(stage) == CAP + 20


def unlocked_wallets(owner: UUID) -> list[Account]:
    """What `lock_wallets` reads, without the lock."""
    return list(Account.objects.filter(kind="wallet", owner=owner).order_by("pk"))
