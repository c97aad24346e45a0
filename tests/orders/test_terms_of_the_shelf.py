"""What the shelf adds to an offer: limits for one person, and prices that change under people's hands."""

from decimal import Decimal

import pytest

from catalog.orders import refusals
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.orders.outlook import outlook
from catalog.shelf import looks
from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import get_offer
from catalog.shelf.reader import Reader
from catalog.shelf.service_page import service_page
from providers.models import Fulfilment, Offer, Slot
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside
from tests.orders import weeks
from tests.orders.stage import Stage
from tests.providers.versions import published
from welfare.money import format_euro


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


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [({"most_a_year": 2}, refusals.TooManyThisYear), ({"most_at_once": 2}, refusals.TooManyAtOnce)],
)
def test_weeks_asked_for_together_count_each(
    stage: Stage, limits: dict[str, int], refusal: type[refusals.Refusal]
) -> None:
    camp = weeks.set_up(stage)
    limit(camp.stage, **limits)
    before = camp.stage.traces()
    with pytest.raises(refusal) as refused:
        camp.place((0, camp.leo), (1, camp.leo), (2, camp.leo))
    assert "2" in refused.value.heading
    assert refused.value.facts["left"] == 2
    assert camp.stage.traces() == before
    assert len(camp.place((0, camp.leo), (1, camp.leo))) == 2


def test_the_page_of_the_service_says_that_the_limit_is_reached(stage: Stage) -> None:
    limit(stage, most_at_once=1)
    stage.place()
    with inside(stage.issuer):
        [prospect] = outlook(stage.anna, get_offer(stage.offer.pk), [stage.slot])
    assert prospect.title == refusals.TooManyAtOnce(1).heading


def test_the_page_of_the_service_says_what_dates_cost_here(stage: Stage) -> None:
    """What the organization has agreed holds for dates with a price of their own, as it does for their orders."""
    camp = weeks.set_up(stage)
    Slot.objects.filter(pk=camp.weeks[1].pk).update(price=Decimal("112.00"))
    Slot.objects.filter(pk=camp.weeks[2].pk).update(price=Decimal("165.00"))
    with inside(stage.issuer):
        ShelfItem.objects.filter(offer_id=stage.offer.pk).update(price_agreed=Decimal("120.00"))
        page = service_page(get_offer(stage.offer.pk), Reader(), stage.issuer)
        prospects = outlook(stage.anna, page.offer, page.slots)
    said = " ".join(each.where for each in page.dates)
    assert format_euro(Decimal("112.00")) in said
    assert format_euro(Decimal("165.00")) not in said
    assert sum(part.amount for each in prospects for part in each.parts) == Decimal("112.00")


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
