"""What the shelf adds to an offer: limits for one person, and prices that change under people's hands."""

from decimal import Decimal

import pytest

from catalog.orders import refusals
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.shelf import looks
from catalog.shelf.models import ShelfItem
from providers.models import Fulfilment, Offer
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.providers.versions import published


def limit(stage: Stage, **limits: int) -> None:
    """HR's limits for the camp."""
    with inside(stage.issuer):
        ShelfItem.objects.filter(offer_id=stage.offer.pk).update(**limits)


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [({"most_a_year": 2}, refusals.TooManyThisYear), ({"most_at_once": 2}, refusals.TooManyAtOnce)],
)
def test_the_third_is_refused_in_words(stage: Stage, limits: dict[str, int], refusal: type[refusals.Refusal]) -> None:
    limit(stage, **limits)
    for _ in range(2):
        stage.place()
    before = stage.traces()
    with pytest.raises(refusal) as refused:
        stage.place()
    assert "2" in refused.value.heading
    assert refused.value.advice
    assert stage.traces() == before


def test_what_was_cancelled_does_not_count(stage: Stage) -> None:
    limit(stage, most_a_year=1, most_at_once=1)
    order = stage.place()
    with inside(stage.issuer):
        cancel_order(order, actor=stage.actor)
    assert stage.place().state == Order.State.PLACED


def test_what_was_used_counts_in_its_year_alone(stage: Stage) -> None:
    limit(stage, most_a_year=1, most_at_once=1)
    order = stage.place()
    with inside(stage.issuer):
        Order.objects.filter(pk=order.pk).update(state=Order.State.ACCEPTED)
        with pytest.raises(refusals.TooManyThisYear):
            stage.place()
        last_year = order.placed_at.replace(year=order.placed_at.year - 1)
        Order.objects.filter(pk=order.pk).update(placed_at=last_year)
    assert stage.place().state == Order.State.PLACED


def test_a_price_raised_after_booking_touches_nothing_booked(stage: Stage, rete: Organization) -> None:
    order = stage.place()
    Organization.objects.filter(pk=stage.supplier.pk).update(parent=rete)
    published(stage.supplier, stage.offer, rete, price="150,00", cancellation_days=1)
    with inside(stage.issuer):
        assert looks.keep(Offer.objects.get(pk=stage.offer.pk), 2, actor=SYSTEM)
        kept = Order.objects.get(pk=order.pk)
        assert (kept.price, kept.snapshot, kept.cancel_until) == (order.price, order.snapshot, order.cancel_until)
    assert Fulfilment.objects.get(pk=order.fulfilment_id).amount == Decimal("140.00")


def test_the_order_form_that_was_open_shows_the_new_terms(stage: Stage, rete: Organization) -> None:
    """Until HR has looked the price is the one from before, and the form says that something else has changed."""
    Organization.objects.filter(pk=stage.supplier.pk).update(parent=rete)
    published(stage.supplier, stage.offer, rete, price="150,00")
    with pytest.raises(refusals.OfferChanged) as changed:
        stage.place()
    assert changed.value.new == refusals.Terms(2, Decimal("140.00"))
    assert stage.place(terms=changed.value.new).price == Decimal("140.00")
    with inside(stage.issuer):
        looks.keep(Offer.objects.get(pk=stage.offer.pk), 2, actor=SYSTEM)
    with pytest.raises(refusals.OfferChanged) as again:
        stage.place(terms=changed.value.new)
    assert again.value.new == refusals.Terms(2, Decimal("150.00"))
