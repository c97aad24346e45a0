"""One wallet, many hands: it pays as often as it can and not once more."""

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import Error

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.orders.place import place_order
from members.ledger import locks, posting, queries
from members.ledger.models import Account
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.races.together import Meeting, at_once

CLIENTS = 10
# 842,50 pays six camps at 140,00.
AFFORDABLE = 6


def buying(stage: Stage) -> Callable[[], Order]:
    def buy() -> Order:
        with inside(stage.issuer):
            return place_order(stage.command())

    return buy


def test_a_wallet_pays_as_often_as_it_can(stage: Stage) -> None:
    outcomes = at_once([buying(stage) for _ in range(CLIENTS)])
    won = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Order)]
    assert len(won) == AFFORDABLE, outcomes
    assert all(isinstance(error, refusals.Refusal) for error in lost), lost
    assert stage.lots() == [Decimal("2.50")]
    with inside(stage.issuer):
        assert queries.is_balanced()


def unlocked_wallets(owner: uuid.UUID) -> list[Account]:
    """What `lock_wallets` reads, without the lock."""
    return list(Account.objects.filter(kind="wallet", owner=owner).order_by("pk"))


def test_control_without_the_lock_two_buyers_count_the_same_cent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read enough; one of them reaches the trigger, which is the last to say no."""
    meeting = Meeting(2)
    plain_post = posting.post_many

    def post_together(*args: object, **kwargs: object) -> object:
        meeting.wait()
        return plain_post(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(posting, "post_many", post_together)
    with inside(stage.issuer):
        for _ in range(AFFORDABLE - 1):
            monkeypatch.setattr(posting, "post_many", plain_post)
            place_order(stage.command())
    monkeypatch.setattr(posting, "post_many", post_together)
    outcomes = at_once([buying(stage), buying(stage)])
    assert sum(isinstance(outcome, Order) for outcome in outcomes) == 1
    refused = next(outcome for outcome in outcomes if not isinstance(outcome, Order))
    # With the lock it is a refusal in words; without it the race went as far as the trigger.
    assert isinstance(refused, Error), refused
    assert stage.lots() == [Decimal("2.50")]
