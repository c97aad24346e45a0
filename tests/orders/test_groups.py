"""Several weeks and several children in one order: all or nothing, each an order of its own."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from catalog.orders import refusals, sheets, waiting
from catalog.orders.cancel import cancel_order
from catalog.orders.cancel_group import cancel_group
from catalog.orders.grouping import GroupChoice
from catalog.orders.groups import group_key, shown_group
from catalog.orders.models import GroupSheet, Order, Voucher
from catalog.orders.place_group import place_group
from catalog.orders.preview_group import preview_group
from catalog.orders.purchase import Choice
from catalog.plans.models import Budget
from members.ledger import queries
from providers import reserving
from providers.bookings.models import Booking
from providers.models import Fulfilment, Offer, Slot, Waiting
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tests import make
from tests.conftest import inside
from tests.orders import weeks
from tests.orders.stage import Stage, grant, in_days
from tests.orders.weeks import Camp, euro
from tests.orders.years import declare


@pytest.fixture
def camp(stage: Stage) -> Camp:
    """Three weeks at 140,00; Leo and Sara; Anna has 842,50."""
    return weeks.set_up(stage)


def managed(camp: Camp) -> None:
    """Somebody of the provider's to tell."""
    with inside(camp.stage.supplier):
        make.user("Carla", "provider_manager")


def test_each_week_of_each_child_is_an_order_of_its_own_with_its_voucher(camp: Camp) -> None:
    orders = camp.place((0, camp.leo), (1, camp.leo), (0, camp.sara))
    assert [(o.beneficiary_name, o.slot_id) for o in orders] == [
        ("Leo Bianchi", camp.weeks[0].pk), ("Leo Bianchi", camp.weeks[1].pk), ("Sara Bianchi", camp.weeks[0].pk),
    ]  # fmt: skip
    [group] = {order.group for order in orders}
    assert camp.taken() == [2, 1, 0]
    assert Fulfilment.objects.filter(group=group, pk__in=[o.fulfilment_id for o in orders]).count() == 3
    with inside(camp.stage.issuer):
        assert Voucher.objects.filter(order__in=orders, document="unmade").count() == 3
        assert GroupSheet.objects.get().pk == group
        assert queries.is_balanced()
    with inside(camp.stage.supplier):
        assert Booking.objects.count() == 3
    assert sum(camp.stage.lots()) == Decimal("422.50")


def test_the_lots_are_used_up_in_turn_over_all_lines(camp: Camp) -> None:
    orders = camp.place((0, camp.leo), (1, camp.leo))
    paid = [[(part["name"], part["amount"]) for part in order.snapshot["credit"]] for order in orders]
    assert paid == [[("Contratto", "140.00")], [("Contratto", "70.00"), ("Piano 2026", "70.00")]]


def test_the_same_form_again_finds_the_same_orders(camp: Camp) -> None:
    command = camp.command((0, camp.leo), (0, camp.sara))
    with inside(camp.stage.issuer):
        first, again = place_group(command), place_group(command)
    assert {o.pk for o in first} == {o.pk for o in again}
    other = camp.command((1, camp.leo), key=command.key)
    with inside(camp.stage.issuer), pytest.raises(refusals.KeyReused):
        place_group(other)
    assert camp.taken() == [2, 0, 0]


def test_when_one_week_is_full_nothing_is_placed_and_the_line_is_named(camp: Camp) -> None:
    Slot.objects.filter(pk=camp.weeks[1].pk).update(capacity=1)
    before = camp.stage.traces()
    with pytest.raises(refusals.LinesRefused) as refused:
        camp.place((0, camp.leo), (1, camp.leo), (1, camp.sara))
    named = {problem.line for problem in refused.value.problems}
    assert named == {(camp.weeks[1].pk, camp.leo.pk), (camp.weeks[1].pk, camp.sara.pk)}
    assert all(isinstance(problem.refusal, refusals.SoldOut) for problem in refused.value.problems)
    assert camp.stage.traces() == before


def test_who_turns_three_between_two_weeks_is_refused_for_the_first_alone(camp: Camp) -> None:
    camp.grant(age_min=3)
    first, second = camp.weeks[0].starts_on, camp.weeks[1].starts_on
    with inside(camp.stage.issuer):
        nina = make.relative(camp.stage.anna, "Nina", birth_date=(second - datetime.timedelta(days=1)).replace(
            year=second.year - 3
        ))  # fmt: skip
    with pytest.raises(refusals.LinesRefused) as refused:
        camp.place((0, nina), (1, nina), (2, nina))
    assert first < second
    assert [(p.line, type(p.refusal)) for p in refused.value.problems] == [
        ((camp.weeks[0].pk, nina.pk), refusals.TooYoung)
    ]
    assert len(camp.place((1, nina), (2, nina))) == 2


def test_a_child_of_another_family_is_not_found(camp: Camp) -> None:
    with inside(camp.stage.issuer):
        theirs = make.relative(make.member("Bruno"), "Ugo")
    with inside(camp.stage.issuer), pytest.raises(Http404):
        preview_group(camp.stage.anna, camp.choice((0, theirs)))


def test_the_same_week_twice_and_a_week_of_another_offer_are_not_found(camp: Camp) -> None:
    other = make.slot(make.offer(camp.stage.offer.provider, "Altro"))
    for choice in (
        camp.choice((0, camp.leo), (0, camp.leo)),
        GroupChoice(camp.stage.offer.pk, ((other.pk, camp.leo.pk),)),
    ):
        with inside(camp.stage.issuer), pytest.raises(Http404):
            preview_group(camp.stage.anna, choice)


def test_what_the_sum_is_short_of_is_told(camp: Camp) -> None:
    camp.grant(price=Decimal("300.00"))
    with inside(camp.stage.issuer), pytest.raises(refusals.NotEnoughCredit) as refused:
        preview_group(camp.stage.anna, camp.choice((0, camp.leo), (1, camp.leo), (0, camp.sara)))
    assert (refused.value.missing, refused.value.available) == (Decimal("57.50"), Decimal("842.50"))


def test_a_cap_of_the_year_sees_the_sum_and_says_what_would_still_fit(camp: Camp) -> None:
    """Each week alone would fit: 3.000,00 of converted bonus, 842,50 of the rest."""
    camp.grant(price=Decimal("1400.00"))
    with inside(camp.stage.issuer):
        declare(camp.stage.anna, "prior_year_income", {"amount": "28000.00"})
        premium = Budget.objects.create(
            plan=camp.stage.plan, source="PDR_CONVERSION", basis="COMPANY_AGREEMENT", name="Premio",
            expires_on=in_days(10),
        )  # fmt: skip
        grant(camp.stage.anna, premium, "9000.00")
    before = camp.stage.traces()
    with pytest.raises(refusals.OverLimit) as refused:
        camp.place((0, camp.leo), (1, camp.leo), (0, camp.sara))
    crossing = refused.value.crossing
    assert (crossing.price, crossing.fits) == (Decimal("4200.00"), Decimal("3842.50"))
    assert camp.stage.traces() == before
    assert len(camp.place((0, camp.leo), (1, camp.leo))) == 2
    with pytest.raises(refusals.OverLimit):
        camp.place((0, camp.sara))


def test_a_price_raised_between_page_and_confirmation_is_asked_again(camp: Camp) -> None:
    command = camp.command((0, camp.leo), (1, camp.leo))
    camp.grant(price=Decimal("150.00"))
    before = camp.stage.traces()
    with inside(camp.stage.issuer), pytest.raises(refusals.OfferChanged) as changed:
        place_group(command)
    assert (changed.value.old.price, changed.value.new.price) == (Decimal("280.00"), Decimal("300.00"))
    assert camp.stage.traces() == before


def test_discounts_are_taken_off_and_kept_with_the_order(camp: Camp) -> None:
    camp.grant(second_child=Decimal(10), many_weeks=Decimal(20), many_weeks_kind="amount", many_weeks_from=3)
    orders = camp.place((0, camp.leo), (1, camp.leo), (2, camp.leo), (0, camp.sara))
    assert [order.price for order in orders] == euro("140.00", "140.00", "120.00", "126.00")
    assert orders[3].snapshot["full_price"] == "140.00"
    assert orders[3].snapshot["discounts"] == [{"kind": "second_child", "amount": "14.00"}]
    assert "discounts" not in orders[0].snapshot


def test_a_sibling_booked_later_or_alone_costs_less_too(camp: Camp) -> None:
    camp.grant(second_child=Decimal(10))
    camp.place((0, camp.leo))
    [later] = camp.place((2, camp.sara))
    assert later.price == Decimal("126.00")
    alone = camp.stage.place(
        relative_id=camp.sara.pk, slot_id=camp.weeks[1].pk, terms=refusals.Terms(1, Decimal("126.00"))
    )
    assert alone.price == Decimal("126.00")


def test_cancelling_one_child_does_not_change_what_the_other_paid(camp: Camp) -> None:
    camp.grant(second_child=Decimal(10))
    leo, sara = camp.place((0, camp.leo), (0, camp.sara))
    with inside(camp.stage.issuer):
        cancel_order(leo, actor=camp.stage.actor)
        sara.refresh_from_db()
    assert (sara.state, sara.price) == ("placed", Decimal("126.00"))
    [again] = camp.place((0, camp.leo))
    assert again.price == Decimal("140.00")


def test_a_week_with_a_price_of_its_own_and_an_agreed_price(camp: Camp) -> None:
    Slot.objects.filter(pk=camp.weeks[1].pk).update(price=Decimal("112.00"))
    Slot.objects.filter(pk=camp.weeks[2].pk).update(price=Decimal("165.00"))
    three = [(number, camp.leo) for number in range(3)]
    with inside(camp.stage.issuer):
        plain = preview_group(camp.stage.anna, camp.choice(*three))
        camp.stage.plan.shelfitem_set.update(price_agreed=Decimal("120.00"))
        agreed = preview_group(camp.stage.anna, camp.choice(*three))
    assert [line.purchase.price for line in plain.lines] == euro("140.00", "112.00", "165.00")
    assert [line.purchase.price for line in agreed.lines] == euro("120.00", "112.00", "120.00")


def test_reserved_places_are_used_first_for_all_of_a_family(camp: Camp) -> None:
    Slot.objects.filter(pk=camp.weeks[0].pk).update(capacity=3)
    with inside(camp.stage.supplier):
        reserving.reserve([camp.weeks[0]], camp.stage.issuer, seats=1, until=in_days(5), actor=SYSTEM)
    camp.place((0, camp.leo), (0, camp.sara))
    found = Slot.objects.get(pk=camp.weeks[0].pk)
    assert (found.taken, found.reserved) == (2, 0)


def test_all_of_a_group_is_cancelled_at_once_each_back_to_its_lots(camp: Camp) -> None:
    before = camp.stage.lots()
    managed(camp)
    orders = camp.place((0, camp.leo), (1, camp.leo), (0, camp.sara))
    with inside(camp.stage.issuer):
        cancel_order(orders[1], actor=camp.stage.actor)
        gone = cancel_group(orders, actor=camp.stage.actor)
        assert cancel_group(orders, actor=camp.stage.actor) == []
        assert {order.pk for order in gone} == {orders[0].pk, orders[2].pk}
        assert set(Order.objects.values_list("state", flat=True)) == {"cancelled"}
        assert list(Message.objects.filter(kind="group_cancelled").values_list("reference", flat=True)) == [
            orders[0].group
        ]
    assert (camp.stage.lots(), camp.taken()) == (before, [0, 0, 0])
    with inside(camp.stage.supplier):
        kinds = Message.objects.order_by("kind").values_list("kind", flat=True)
        assert list(kinds) == ["booking_cancelled", "bookings_cancelled"]


def test_too_late_for_all_of_it_says_so(camp: Camp) -> None:
    orders = camp.place((0, camp.leo), (1, camp.leo))
    with inside(camp.stage.issuer):
        Order.objects.update(cancel_until=in_days(-1))
        with pytest.raises(refusals.TooLate):
            cancel_group(orders, actor=camp.stage.actor)


def test_one_document_and_one_mail_for_all_of_it(camp: Camp) -> None:
    managed(camp)
    orders = camp.place((0, camp.leo), (0, camp.sara))
    group = orders[0].group
    assert group is not None
    with inside(camp.stage.issuer):
        assert sheets.make_sheet(group)
        assert not sheets.make_sheet(group)
        [mail] = Message.objects.all()
        assert (mail.kind, mail.reference, bool(mail.attachment)) == ("group_placed", group, True)
        cancel_order(orders[0], actor=camp.stage.actor)
        sheet = GroupSheet.objects.get()
        assert sheet.document == "unmade"
        assert [voucher.order.pk for voucher in shown_group(group).usable] == [orders[1].pk]
        assert sheets.ask(sheet)
        assert sheets.make_sheet(group)
        assert Message.objects.filter(kind="group_placed").count() == 1
    with inside(camp.stage.supplier):
        told = Message.objects.values_list("kind", "reference").order_by("kind")
        assert list(told) == [("booking_cancelled", orders[0].fulfilment_id), ("bookings_placed", group)]


def test_the_mails_name_each_week_to_the_family_and_nobody_to_the_provider(camp: Camp) -> None:
    managed(camp)
    orders = camp.place((0, camp.leo), (1, camp.sara))
    with inside(camp.stage.issuer):
        assert sheets.make_sheet(group_key(orders[0]))
        cancel_group(orders, actor=camp.stage.actor)
        placed, cancelled = (compose(Message.objects.get(kind=kind)) for kind in ("group_placed", "group_cancelled"))
    assert placed.attachments[0][0] == "buoni.pdf"
    for words in ("Leo Bianchi", "Sara Bianchi", "140,00", "280,00", f"/buoni/insieme/{orders[0].group}/"):
        assert words in placed.body, words
    for words in ("Leo Bianchi", "Sara Bianchi", "280,00"):
        assert words in cancelled.body, words
    with inside(camp.stage.supplier):
        told = [compose(Message.objects.get(kind=kind)) for kind in ("bookings_placed", "bookings_cancelled")]
    for mail in told:
        assert "2 " in mail.body and "Bianchi" not in mail.body


def test_a_place_that_was_kept_for_who_waited_is_taken_with_the_others(camp: Camp) -> None:
    full = camp.weeks[1]
    Slot.objects.filter(pk=full.pk).update(capacity=1, taken=1)
    with inside(camp.stage.issuer):
        waits = waiting.join(camp.stage.anna, Choice(full.offer_id, full.pk, camp.leo.pk), actor=camp.stage.actor)
        with transaction.atomic():
            waiting.free_place(full.pk)
    orders = camp.place((0, camp.leo), (1, camp.leo))
    assert (len(orders), camp.taken()) == (2, [1, 1, 0])
    assert Waiting.objects.get(pk=waits.pk).state == "taken"
    with pytest.raises(refusals.LinesRefused):
        camp.place((1, camp.sara))


@pytest.mark.parametrize(("children", "most"), [(1, 30), (2, 55)])
def test_what_a_group_costs(camp: Camp, children: int, most: int) -> None:
    Offer.objects.filter(pk=camp.stage.offer.pk).update(price=Decimal("10.00"))
    family = [camp.leo, camp.sara][:children]
    camp.place((2, camp.leo))
    command = camp.command(*[(number, who) for number in range(3 if children == 2 else 2) for who in family])
    with inside(camp.stage.issuer), CaptureQueriesContext(connection) as captured:
        place_group(command)
    statements = [query for query in captured if "search_path" not in query["sql"]]
    assert len(statements) == most
