"""Placing an order: credit, place, voucher and booking move together, once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import Http404

from catalog.orders import codes, refusals
from catalog.orders.models import Order, Voucher
from catalog.orders.place import place_order
from members.ledger import queries
from members.ledger.models import Account, AccountKind
from providers.bookings.models import Booking
from providers.bookings.services import person_of
from providers.models import Fulfilment, Slot
from tenants.audit.models import Record
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from welfare.clock import today


def test_the_lot_that_expires_first_pays(stage: Stage) -> None:
    stage.place()
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]


def test_a_price_over_the_first_lot_goes_on_to_the_next(stage: Stage) -> None:
    stage.place(), stage.place()
    assert stage.lots() == [Decimal("562.50")]


def test_what_leaves_the_lots_is_held_budget_by_budget(stage: Stage) -> None:
    stage.place(), stage.place()
    with inside(stage.issuer):
        held = Account.objects.filter(kind=AccountKind.HELD)
        by_source = {a.source: queries.balance(a.pk) for a in held}
        assert by_source == {stage.contract.pk: Decimal("210.00"), stage.voluntary.pk: Decimal("70.00")}
        assert queries.is_balanced()
        assert sum(total.balance for total in queries.trial_balance()) == 0


def test_the_order_keeps_what_was_agreed(stage: Stage) -> None:
    order = stage.place()
    assert (order.state, order.price, order.member) == ("placed", Decimal("140.00"), stage.anna)
    assert (order.beneficiary_name, order.relative) == ("Leo Bianchi", stage.leo)
    assert order.cancel_until == stage.slot.starts_on - (in_days(14) - today())
    assert order.snapshot["title"] == "Estate al Mulino"
    assert order.snapshot["provider"]["name"] == "Primavera"
    assert order.snapshot["slot"]["starts_on"] == stage.slot.starts_on.isoformat()
    assert order.snapshot["credit"] == [
        {"name": "Contratto", "amount": "140.00", "expires_on": stage.contract.expires_on.isoformat()}
    ]
    assert order.verdict["decision"] == "exempt"
    assert order.verdict["reasons"][0]["law"]


def test_the_voucher_opens_the_fulfilment_by_its_code(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        voucher = Voucher.objects.get(order=order)
        code = codes.unseal_code(stage.issuer.key, voucher.sealed_code)
    fulfilment = Fulfilment.objects.get(code_hash=codes.code_hash(code))
    assert fulfilment.pk == order.fulfilment_id
    assert (fulfilment.amount, fulfilment.state, fulfilment.slot) == (order.price, "issued", stage.slot)
    assert (fulfilment.issuer, fulfilment.provider) == (stage.issuer, stage.offer.provider)
    assert voucher.last_four == fulfilment.last_four == code[-4:]
    assert voucher.valid_until == fulfilment.valid_until == stage.slot.ends_on + (in_days(60) - today())
    assert voucher.document == "queued"


def test_the_provider_learns_name_age_and_its_own_answers_alone(stage: Stage) -> None:
    stage.offer.questions = ["allergies", "phone"]
    stage.offer.save()
    order = stage.place(answers={"allergies": "noci", "phone": "333 1234567", "notes": "not asked"})
    with inside(stage.supplier):
        booking = Booking.objects.get(fulfilment_id=order.fulfilment_id)
        person = person_of(booking)
    assert (person.name, booking.age) == ("Leo Bianchi", order.beneficiary_age)
    assert person.answers == {"allergies": "noci", "phone": "333 1234567"}
    assert b"noci" not in bytes(booking.sealed)


def test_one_place_is_taken(stage: Stage) -> None:
    stage.place()
    assert Slot.objects.get(pk=stage.slot.pk).taken == 1


def test_the_trail_says_that_it_happened_and_not_what(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        line = Record.objects.get(action="order_placed")
    assert (line.actor, line.person_id, line.subject) == (
        stage.actor.code,
        stage.anna.user_id,
        str(order.pk),
    )
    assert line.details == {}


def test_a_voucher_has_no_slot_and_lives_as_long_as_the_offer_says(stage: Stage) -> None:
    nursery = make.offer(stage.offer.provider, "Nido", service_type="nursery", delivery="voucher", validity_days=90)
    with inside(stage.issuer):
        stages.list_on_shelf(nursery, stage.plan)
    order = stage.place(offer_id=nursery.pk, slot_id=None)
    with inside(stage.issuer):
        assert order.slot_id is None
        assert order.voucher.valid_until == in_days(90)
        assert order.cancel_until == in_days(14)
    assert Slot.objects.get(pk=stage.slot.pk).taken == 0


def test_a_member_orders_in_person_where_the_law_says_so(stage: Stage) -> None:
    care = make.offer(stage.offer.provider, "Un aiuto in casa", service_type="elder_home_care", delivery="voucher")
    with inside(stage.issuer):
        stages.list_on_shelf(care, stage.plan)
    order = stage.place(offer_id=care.pk, slot_id=None, relative_id=None)
    assert (order.relative, order.beneficiary_name) == (None, "Anna Bianchi")


def test_the_price_agreed_with_the_provider_is_the_one_paid(stage: Stage) -> None:
    cheap = make.offer(stage.offer.provider, "Convenzione")
    slot = make.slot(cheap)
    with inside(stage.issuer):
        stages.list_on_shelf(cheap, stage.plan, price_agreed=Decimal("99.90"))
    terms = refusals.Terms(1, Decimal("99.90"))
    assert stage.place(offer_id=cheap.pk, slot_id=slot.pk, terms=terms).price == Decimal("99.90")


def test_only_budgets_of_plans_that_open_the_offer_pay(stage: Stage) -> None:
    with inside(stage.issuer):
        other, contract, _ = stages.open_plan()
        stages.grant(stage.anna, contract, "500.00", expires_on=in_days(1))
    stage.place()
    assert stage.lots() == [Decimal("500.00"), Decimal("70.00"), Decimal("632.50")]
    assert other.state == "open"


def test_an_expired_lot_pays_nothing(stage: Stage) -> None:
    with inside(stage.issuer):
        stages.grant(stage.anna, stage.contract, "50.00", expires_on=in_days(-1))
    stage.place()
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]


def test_the_same_form_again_answers_the_first_order(stage: Stage) -> None:
    command = stage.command()
    with inside(stage.issuer):
        first = place_order(command)
        after = stage.traces()
    with inside(stage.issuer):
        again = place_order(command)
    assert again.pk == first.pk
    assert stage.traces() == after


def test_the_same_form_answers_the_first_order_even_when_nothing_is_left(stage: Stage) -> None:
    Slot.objects.filter(pk=stage.slot.pk).update(capacity=1)
    command = stage.command()
    with inside(stage.issuer):
        first = place_order(command)
        stage.leo.closed_on = today()
        stage.leo.save()
        assert place_order(command).pk == first.pk


def test_the_same_form_for_something_else_is_refused(stage: Stage) -> None:
    command = stage.command()
    other = make.slot(stage.offer, days=70)
    with inside(stage.issuer):
        place_order(command)
        before = stage.traces()
    changed = replace(command, choice=replace(command.choice, slot_id=other.pk))
    with inside(stage.issuer), pytest.raises(refusals.KeyReused):
        place_order(changed)
    assert stage.traces() == before


def test_a_form_of_somebody_else_finds_nothing(stage: Stage) -> None:
    command = stage.command()
    with inside(stage.issuer):
        bruno = make.member("Bruno")
        mia = make.relative(bruno, "Mia")
        stages.grant(bruno, stage.contract, "200.00")
        first = place_order(command)
        theirs = replace(command, member=bruno, choice=replace(command.choice, relative_id=mia.pk))
        assert place_order(theirs).pk != first.pk
        assert Order.objects.count() == 2


@pytest.mark.parametrize("field", ["offer_id", "slot_id", "relative_id"])
def test_forged_ids_are_not_found(stage: Stage, field: str) -> None:
    before = stage.traces()
    with pytest.raises(Http404):
        stage.place(**{field: stage.anna.uuid})
    assert stage.traces() == before


def test_a_slot_of_another_offer_is_not_found(stage: Stage) -> None:
    other = make.slot(make.offer(stage.offer.provider, "Altro"))
    with pytest.raises(Http404):
        stage.place(slot_id=other.pk)


def test_an_offer_off_this_shelf_is_not_found(stage: Stage) -> None:
    hidden = make.offer(stage.offer.provider, "Altrove")
    with pytest.raises(Http404):
        stage.place(offer_id=hidden.pk, slot_id=make.slot(hidden).pk)


def test_relatives_closed_or_of_others_are_not_found(stage: Stage) -> None:
    with inside(stage.issuer):
        mia = make.relative(make.member("Bruno"), "Mia")
        ugo = make.relative(stage.anna, "Ugo", closed_on=today())
    for relative in (mia, ugo):
        with pytest.raises(Http404):
            stage.place(relative_id=relative.pk)
