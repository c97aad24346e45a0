"""Accepting: one order, one provider who learns who it is, the others told; and all that stands against it."""

from decimal import Decimal

import pytest

from catalog.orders import refusals as orders
from catalog.orders.accept import accept as accept_voucher
from catalog.orders.models import Order, Voucher
from catalog.quotes import accepting, answering, closing, conversing, refusals
from catalog.quotes.accepting import Seen
from catalog.quotes.answering import NewPrice
from catalog.quotes.models import AskedProvider, Request
from members.ledger import queries as ledger
from providers.bookings.models import Booking
from providers.enquiries import reading
from providers.models import Fulfilment, Offer
from providers.quoting.models import Quote, Side, Variation
from tenants.messages.models import Message
from tenants.models import Organization, Status
from tests import make
from tests.accept.desk import code_of
from tests.conftest import inside
from tests.orders.stage import in_days
from tests.quotes.scene import Scene

State = Quote.State


def news(organization: Organization, kind: str) -> list[str]:
    """What the mails of a kind say."""
    with inside(organization):
        return [message.context["news"] for message in Message.objects.filter(kind=kind).order_by("since")]


def test_an_accepted_quote_is_an_order_at_its_price_with_a_voucher(scene: Scene) -> None:
    asked = scene.accepted("120.00")
    order = asked.order
    assert order is not None
    assert (order.price, order.state, order.snapshot["vat_rate"]) == (Decimal("120.00"), "placed", "22.00")
    quote = scene.quote(asked)
    assert (quote.state, quote.fulfilment_id) == (State.ACCEPTED, order.fulfilment_id)
    with inside(scene.issuer):
        assert Voucher.objects.filter(order=order).exists()
        assert Request.objects.get().state == Request.State.CHOSEN
        assert ledger.is_balanced()


def test_who_it_is_reaches_the_chosen_one_alone(scene: Scene) -> None:
    asked = scene.accepted()
    other = scene.asked(asked.request, scene.other)
    with inside(scene.supplier):
        contact = reading.open_enquiry(asked.pk, actor=scene.staff).contact
    assert (contact.name, contact.address, contact.phone) == ("Anna Bianchi", "Via Roma 12", "059 123456")
    with inside(scene.other_organization):
        assert reading.open_enquiry(other.pk, actor=scene.staff).contact.name == ""
    assert scene.quote(other).state == State.NOT_CHOSEN


def test_the_others_are_told_kindly(scene: Scene) -> None:
    with inside(scene.other_organization):
        make.user("Marta", "provider_manager")
    scene.accepted()
    assert news(scene.other_organization, "enquiry_news") == ["asked", "not_chosen"]


def test_accepted_twice_is_one_order(scene: Scene) -> None:
    asked = scene.accepted()
    assert scene.accept(asked) == asked.order
    with inside(scene.issuer):
        assert Order.objects.count() == 1


def test_a_second_quote_of_the_same_request_is_refused(scene: Scene) -> None:
    request = scene.ask()
    first, second = scene.asked(request), scene.asked(request, scene.other)
    scene.answer(first)
    scene.answer(second, "90.00")
    scene.accept(first)
    with pytest.raises(refusals.AnotherChosen):
        scene.accept(second, Seen(1, Decimal("90.00")))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"valid_until": in_days(-1)}, refusals.QuoteExpired),
        ({"state": State.EXPIRED}, refusals.QuoteExpired),
        ({"state": State.WITHDRAWN}, refusals.QuoteWithdrawn),
        ({"price": Decimal("130.00")}, refusals.QuoteChanged),
        ({"revision": 2}, refusals.QuoteChanged),
        ({"state": State.DECLINED}, refusals.NotAnswered),
    ],
)
def test_what_holds_no_more_is_not_accepted(
    scene: Scene, values: dict[str, object], refusal: type[refusals.QuoteRefusal]
) -> None:
    asked = scene.asked(scene.ask())
    scene.answer(asked)
    Quote.objects.filter(pk=asked.pk).update(**values)
    before = scene.stage.traces()
    with pytest.raises(refusal):
        scene.accept(asked, Seen(1, Decimal("120.00")))
    assert scene.stage.traces() == before


def test_a_suspended_service_or_provider_is_not_accepted(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    scene.answer(asked)
    Organization.objects.filter(pk=scene.supplier.pk).update(status=Status.SUSPENDED)
    with pytest.raises(orders.ProviderAway):
        scene.accept(asked)
    Organization.objects.filter(pk=scene.supplier.pk).update(status=Status.ACTIVE)
    Offer.objects.filter(pk=scene.stage.offer.pk).update(state=Offer.State.SUSPENDED)
    with pytest.raises(orders.OfferClosed):
        scene.accept(asked)
    assert scene.quote(asked).state == State.QUOTED


def test_too_little_credit_says_how_much_is_missing_and_leaves_all_as_it_was(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    scene.answer(asked, "900.00")
    before = scene.stage.traces()
    with pytest.raises(orders.NotEnoughCredit) as caught:
        scene.accept(asked)
    assert (caught.value.missing, caught.value.available) == (Decimal("57.50"), Decimal("842.50"))
    assert scene.stage.traces() == before
    assert scene.quote(asked).state == State.QUOTED


def test_a_provider_withdraws_until_it_is_accepted(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    quote = scene.answer(asked)
    with inside(scene.supplier):
        answering.withdraw(quote, actor=scene.staff)
        with pytest.raises(refusals.NoLongerNeeded):
            answering.withdraw(quote, actor=scene.staff)
    assert news(scene.issuer, "quote_news") == ["answered", "withdrawn"]
    accepted = scene.accepted()
    with inside(scene.supplier), pytest.raises(refusals.NoLongerNeeded):
        answering.withdraw(scene.quote(accepted), actor=scene.staff)


def test_a_corrected_quote_has_to_be_seen_again(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    first = scene.answer(asked)
    scene.answer(asked, "110.00")
    assert news(scene.issuer, "quote_news") == ["answered", "corrected"]
    with pytest.raises(refusals.QuoteChanged):
        scene.accept(asked, Seen(first.revision, Decimal("120.00")))
    assert scene.accept(asked).price == Decimal("110.00")


def test_who_closes_the_request_is_answered_no_more(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    with inside(scene.issuer):
        assert closing.close(asked.request_id, actor=scene.stage.actor)
        assert not closing.close(asked.request_id, actor=scene.stage.actor)
    with pytest.raises(refusals.NoLongerNeeded):
        scene.answer(asked)


def test_messages_stand_on_both_sides_once(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    quote = scene.quote(asked)
    with inside(scene.supplier):
        conversing.write(quote, Side.PROVIDER, "Che rubinetto è?", actor=scene.staff)
        conversing.write(quote, Side.PROVIDER, "Che rubinetto è?", actor=scene.staff)
    with inside(scene.issuer):
        conversing.write(quote, Side.MEMBER, "A muro", actor=scene.stage.actor)
    with inside(scene.supplier):
        said = reading.open_enquiry(asked.pk, actor=scene.staff).said
    assert [(each.line.side, each.text) for each in said] == [
        ("provider", "Che rubinetto è?"),
        ("member", "A muro"),
    ]
    assert news(scene.issuer, "quote_news") == ["line"]


def propose(scene: Scene, asked: AskedProvider, price: str) -> Variation:
    """Beta finds more to do."""
    with inside(scene.supplier):
        new = NewPrice(Decimal(price), Decimal("22.00"), "Il tubo è marcio")
        return answering.propose(scene.quote(asked), new, actor=scene.staff)


def test_another_price_replaces_order_and_voucher_in_one_step(scene: Scene) -> None:
    asked = scene.accepted("120.00")
    old = asked.order
    variation = propose(scene, asked, "180.00")
    with inside(scene.issuer):
        new = accepting.accept_variation(asked, variation, actor=scene.stage.actor)
        assert accepting.accept_variation(asked, variation, actor=scene.stage.actor) == new
        assert old is not None
        old.refresh_from_db()
        assert (old.state, new.price, new.state) == ("cancelled", Decimal("180.00"), "placed")
        assert ledger.is_balanced()
    assert sum(scene.stage.lots()) == Decimal("842.50") - Decimal("180.00")
    assert scene.quote(asked).fulfilment_id == new.fulfilment_id
    with inside(scene.supplier):
        assert sorted(Booking.objects.values_list("state", flat=True)) == ["cancelled", "expected"]


def test_another_price_that_credit_does_not_reach_leaves_the_first_voucher(scene: Scene) -> None:
    asked = scene.accepted("120.00")
    variation = propose(scene, asked, "900.00")
    with inside(scene.issuer):
        with pytest.raises((orders.NotEnoughCredit, orders.OverLimit)):
            accepting.accept_variation(asked, variation, actor=scene.stage.actor)
        accepting.refuse_variation(asked, variation, actor=scene.stage.actor)
        with pytest.raises(refusals.VariationOver):
            accepting.accept_variation(asked, variation, actor=scene.stage.actor)
    order = scene.asked(asked.request).order
    assert order is not None and order.state == "placed"


def test_one_other_price_waits_at_a_time_and_none_once_the_voucher_is_used(scene: Scene) -> None:
    asked = scene.accepted()
    variation = propose(scene, asked, "180.00")
    with pytest.raises(refusals.VariationOver):
        propose(scene, asked, "190.00")
    assert asked.order is not None
    code = code_of(scene.stage, asked.order)
    with inside(scene.supplier):
        accept_voucher(code, actor=scene.staff)
        with pytest.raises(refusals.VoucherOver):
            answering.propose(scene.quote(asked), NewPrice(Decimal(5), Decimal(22), "x"), actor=scene.staff)
    with inside(scene.issuer), pytest.raises(refusals.VoucherOver):
        accepting.accept_variation(asked, variation, actor=scene.stage.actor)
    assert Fulfilment.objects.get(pk=asked.order.fulfilment_id).state == "accepted"
