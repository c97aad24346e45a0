"""What is agreed apart from an offer's terms: its own price, no voucher where a list is confirmed, one booking."""

from decimal import Decimal

import pytest

from catalog.orders import accept, refusals
from catalog.orders.models import Order, Voucher
from catalog.orders.purchase import Agreed
from catalog.orders.refusals import Terms
from members.ledger.models import AccountKind, Leg
from providers.bookings.models import Booking
from providers.models import Delivery, Fulfilment
from tenants.isolation import Actor
from tenants.models import Organization
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.clock import today

FEE = Decimal("35.00")


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    """The stage with an after-school club that is paid month by month."""
    return stages.set_up(alfa, beta, delivery=Delivery.SUBSCRIPTION, service_type="after_school")


def place_month(stage: Stage, *, is_renewal: bool = False) -> Order:
    agreed = Agreed(FEE, period=today().replace(day=1), is_renewal=is_renewal)
    return stage.place(slot_id=None, agreed=agreed, terms=Terms(stage.offer.revision, FEE))


def test_a_month_is_held_at_the_agreed_price_without_a_voucher(stage: Stage) -> None:
    order = place_month(stage)
    assert (order.price, order.period) == (FEE, today().replace(day=1))
    fulfilment = Fulfilment.objects.get(pk=order.fulfilment_id)
    assert (fulfilment.code_hash, fulfilment.last_four, fulfilment.period) == (None, "", order.period)
    with inside(stage.issuer):
        assert not Voucher.objects.exists()
        held = Leg.objects.filter(entry__key=f"order:{order.pk}", account__kind=AccountKind.HELD)
        assert sum(leg.credit for leg in held) == FEE


def test_who_comes_is_booked_once(stage: Stage) -> None:
    first = place_month(stage)
    place_month(stage, is_renewal=True)
    with inside(stage.supplier):
        assert [booking.fulfilment_id for booking in Booking.objects.all()] == [first.fulfilment_id]


def test_without_an_agreement_the_order_form_does_not_sell_it(stage: Stage) -> None:
    before = stage.traces()
    with pytest.raises(refusals.OfferClosed):
        stage.place(slot_id=None)
    assert stage.traces() == before


def test_what_the_order_form_sells_takes_no_agreement(alfa: Organization, beta: Organization) -> None:
    stage = stages.set_up(alfa, beta)
    with pytest.raises(refusals.OfferClosed):
        stage.place(agreed=Agreed(FEE), terms=Terms(stage.offer.revision, FEE))


def test_its_provider_confirms_it_by_its_place_in_the_list_once(stage: Stage) -> None:
    order = place_month(stage)
    actor = Actor(stage.supplier.key, 1, "provider_staff")
    with inside(stage.supplier):
        assert accept.confirm(order.fulfilment_id, actor=actor).is_new
        assert not accept.confirm(order.fulfilment_id, actor=actor).is_new
    with inside(stage.issuer):
        owed = Leg.objects.filter(account__kind=AccountKind.OWED)
        assert [leg.credit for leg in owed] == [FEE]
        assert Order.objects.get(pk=order.pk).state == Order.State.ACCEPTED


def test_another_provider_finds_nothing_to_confirm(stage: Stage) -> None:
    order = place_month(stage)
    with inside(stage.issuer), pytest.raises(accept.Unknown):
        accept.confirm(order.fulfilment_id, actor=Actor(stage.issuer.key, 1, "provider_staff"))


def test_what_has_a_voucher_is_not_confirmed_without_its_code(alfa: Organization, beta: Organization) -> None:
    stage = stages.set_up(alfa, beta)
    order = stage.place()
    with inside(stage.supplier), pytest.raises(accept.Unknown):
        accept.confirm(order.fulfilment_id, actor=Actor(stage.supplier.key, 1, "provider_staff"))


def test_the_same_form_with_another_agreement_is_refused(stage: Stage) -> None:
    terms = Terms(stage.offer.revision, FEE)
    stage.place(key="form", slot_id=None, agreed=Agreed(FEE, today().replace(day=1)), terms=terms)
    with pytest.raises(refusals.KeyReused):
        stage.place(key="form", slot_id=None, agreed=Agreed(FEE), terms=terms)
