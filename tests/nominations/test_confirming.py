"""The provider confirms: what was held becomes an order like any other, once, or ends with the reason told."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.http import Http404

from catalog.nominations import confirming, ending, refusals
from catalog.nominations.models import Nominee
from catalog.orders import accept, codes
from catalog.orders.models import Order, Voucher
from catalog.plans.models import Budget
from catalog.shelf.models import ShelfItem
from members.models import Member
from providers.bookings.models import Booking
from providers.bookings.services import person_of
from providers.models import Fulfilment, Offer, Provider
from tests import make
from tests.conftest import inside
from tests.nominations.stage import SWIMMING, Scene, nomination
from welfare import clock
from welfare.clock import today

PRICE = Decimal("300.00")


def confirm(scene: Scene, nominee: Nominee, provider: Provider, offer: Offer, price: Decimal = PRICE) -> uuid.UUID:
    """Beta's manager confirms."""
    with inside(scene.stage.supplier):
        return confirming.confirm(nominee.pk, offer.pk, price, provider=provider, actor=scene.manager)


def test_the_hold_becomes_an_order_with_its_voucher(scene: Scene) -> None:
    nominee = scene.name(relative_id=scene.stage.leo.pk)
    provider, offer = scene.joined()
    key = confirm(scene, nominee, provider, offer)
    assert (nomination(nominee).state, nomination(nominee).fulfilment_id) == ("confirmed", key)
    assert scene.stage.lots() == [Decimal("542.50")]
    assert scene.held() == PRICE
    with inside(scene.stage.issuer):
        order = Order.objects.get()
        assert (order.price, order.relative, order.state) == (PRICE, scene.stage.leo, "placed")
        assert Voucher.objects.filter(order=order).exists()
        assert Nominee.objects.get().order == order
    assert scene.news() == ["confirmed"]
    with inside(scene.stage.supplier):
        booking = Booking.objects.get(fulfilment_id=key)
        assert (person_of(booking).name, booking.age) == (scene.stage.leo.full_name, order.beneficiary_age)


def test_confirming_again_is_the_same_order(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    assert confirm(scene, nominee, provider, offer) == confirm(scene, nominee, provider, offer)
    assert Fulfilment.objects.count() == 1


def test_what_the_price_leaves_over_stays_with_the_person(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    confirm(scene, nominee, provider, offer, Decimal("250.00"))
    assert scene.stage.lots() == [Decimal("592.50")]
    assert scene.held() == Decimal("250.00")


def test_it_is_paid_from_the_very_lots_past_their_day_too(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    with inside(scene.stage.issuer):
        Budget.objects.filter(pk=scene.stage.contract.pk).update(residual="lost", refund_days=0)
    # The contract's 210,00 expired on day 20.
    with clock.pretend(today() + datetime.timedelta(days=25)):
        confirm(scene, nominee, provider, offer)
        assert scene.stage.lots() == [Decimal("542.50")]
    assert scene.held() == PRICE


def test_the_rest_of_a_lot_past_its_day_follows_its_policy(scene: Scene) -> None:
    nominee = scene.name(amount=Decimal("200.00"))
    provider, offer = scene.joined()
    with inside(scene.stage.issuer):
        Budget.objects.filter(pk=scene.stage.contract.pk).update(residual="lost", refund_days=0)
    with clock.pretend(today() + datetime.timedelta(days=25)):
        confirm(scene, nominee, provider, offer, Decimal("150.00"))
        assert scene.stage.lots() == [Decimal("632.50")]
    assert scene.held() == Decimal("150.00")
    with inside(scene.stage.issuer):
        assert Nominee.objects.get().returned["lost"] == "50.00"


def test_it_stands_on_the_shelf_from_then_on(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    confirm(scene, nominee, provider, offer)
    with inside(scene.stage.issuer):
        assert list(ShelfItem.objects.get(offer_id=offer.pk).plans.all()) == [scene.stage.plan]


def test_a_service_that_is_there_keeps_its_plans(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    with inside(scene.stage.issuer):
        ShelfItem.objects.create(offer_id=offer.pk)
    confirm(scene, nominee, provider, offer)
    with inside(scene.stage.issuer):
        assert not ShelfItem.objects.get(offer_id=offer.pk).plans.exists()


def test_the_voucher_is_accepted_and_owed_like_any(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    key = confirm(scene, nominee, provider, offer)
    with inside(scene.stage.issuer):
        code = codes.unseal_code(scene.stage.issuer.key, Voucher.objects.get().sealed_code)
    with inside(scene.stage.supplier):
        accept.accept(code, actor=scene.manager)
    assert scene.held() == Decimal("0.00")
    assert Fulfilment.objects.get(pk=key).state == "accepted"


@pytest.mark.parametrize("price", ["300.01", "0.00", "-1.00"])
def test_a_price_that_is_not_held_is_refused(scene: Scene, price: str) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    with pytest.raises(refusals.OverHeld):
        confirm(scene, nominee, provider, offer, Decimal(price))
    assert (nomination(nominee).state, scene.held()) == ("open", PRICE)


@pytest.mark.parametrize(
    "fields", [{"state": "draft"}, {"service_type": "gym"}, {"delivery": "places"}], ids=["draft", "kind", "delivery"]
)
def test_only_a_published_service_of_the_kind_will_do(scene: Scene, fields: dict[str, str]) -> None:
    nominee = scene.name()
    provider, offer = scene.joined(**fields)
    with pytest.raises(refusals.NotYours):
        confirm(scene, nominee, provider, offer)
    assert nomination(nominee).state == "open"


def test_somebody_elses_service_will_not_do(scene: Scene) -> None:
    nominee = scene.name()
    provider, _offer = scene.joined()
    foreign = make.offer(make.provider(scene.stage.issuer, "Altra"), "Nuoto", **SWIMMING)
    with pytest.raises(refusals.NotYours):
        confirm(scene, nominee, provider, foreign)


def test_another_provider_finds_nothing(scene: Scene) -> None:
    nominee = scene.name()
    other = make.provider(scene.stage.issuer, "Altra")
    offer = make.offer(other, "Nuoto", **SWIMMING)
    with pytest.raises(Http404):
        confirm(scene, nominee, other, offer)
    with pytest.raises(Http404), inside(scene.stage.supplier):
        confirming.decline(nominee.pk, provider=other, actor=scene.manager)
    assert nomination(nominee).state == "open"


def test_ages_that_do_not_fit_leave_it_open(scene: Scene) -> None:
    nominee = scene.name(relative_id=scene.stage.leo.pk)
    provider, offer = scene.joined(age_min=18)
    with pytest.raises(refusals.DoesNotFit):
        confirm(scene, nominee, provider, offer)
    assert (nomination(nominee).state, scene.held()) == ("open", PRICE)


def test_after_the_end_there_is_nothing_to_confirm(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    with inside(scene.stage.issuer):
        ending.withdraw(nominee, actor=scene.stage.actor)
    with pytest.raises(refusals.NominationOver):
        confirm(scene, nominee, provider, offer)
    assert Fulfilment.objects.count() == 0


def test_who_left_meanwhile_has_the_credit_back_and_the_provider_learns_no_reason(scene: Scene) -> None:
    nominee = scene.name()
    provider, offer = scene.joined()
    with inside(scene.stage.issuer):
        Member.objects.filter(pk=scene.stage.anna.pk).update(left_on=today() - datetime.timedelta(days=1))
    with pytest.raises(refusals.NotPossible):
        confirm(scene, nominee, provider, offer)
    assert (nomination(nominee).state, scene.news()) == ("impossible", ["impossible"])
    assert (scene.held(), Fulfilment.objects.count()) == (Decimal("0.00"), 0)


def test_saying_no_to_one_leaves_the_other(scene: Scene) -> None:
    nominee, other = scene.name(), scene.name(amount=Decimal("50.00"))
    provider, _offer = scene.joined()
    with inside(scene.stage.supplier):
        assert confirming.decline(nominee.pk, provider=provider, actor=scene.manager)
        assert not confirming.decline(nominee.pk, provider=provider, actor=scene.manager)
    assert (nomination(nominee).state, nomination(other).state) == ("declined", "open")
    assert (scene.held(), scene.news()) == (Decimal("50.00"), ["declined"])
