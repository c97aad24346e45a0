"""One request a year for each person, asked for twice at once: one order."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.orders.place import place_order
from catalog.shelf.models import ShelfItem
from members.ledger import locks, posting
from providers.models import Offer
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.races.test_last_cent import unlocked_wallets
from tests.races.together import Meeting, at_once

# The lot that pays first, of 210,00, is enough for two: nothing but the limit is in the way.
TERMS = refusals.Terms(1, Decimal("100.00"))


def asking(stage: Stage) -> Callable[[], Order]:
    """A form of its own, so that nothing but the limit stops the second."""

    def ask() -> Order:
        with inside(stage.issuer):
            return place_order(stage.command(terms=TERMS))

    return ask


def limited(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=TERMS.price)
    with inside(stage.issuer):
        ShelfItem.objects.filter(offer_id=stage.offer.pk).update(most_a_year=1)


def test_the_limit_holds_for_two_at_once(stage: Stage) -> None:
    limited(stage)
    outcomes = at_once([asking(stage) for _ in range(4)])
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Order)]
    assert len(lost) == 3, outcomes
    assert all(isinstance(error, refusals.TooManyThisYear) for error in lost), lost


def test_control_without_the_lock_both_count_none(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(stage)
    meeting = Meeting(2)
    plain = posting.post

    def post_together(*args: object, **kwargs: object) -> object:
        meeting.wait()
        return plain(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(posting, "post", post_together)
    outcomes = at_once([asking(stage), asking(stage)])
    assert sum(isinstance(outcome, Order) for outcome in outcomes) == 2, outcomes
