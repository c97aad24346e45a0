"""Starting a subscription: what is written, what is refused and leaves nothing, what happens twice."""

import datetime
from decimal import Decimal

import pytest

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.orders.refusals import Terms
from catalog.shelf.models import ShelfItem
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.refusals import AlreadySubscribed, MonthPast, StillRunning, TermsChanged
from catalog.subscriptions.rule import StopRule
from catalog.subscriptions.start import Asked, preview, start
from catalog.subscriptions.stop import stop
from providers.bookings.models import Booking
from providers.bookings.services import person_of
from providers.models import Fulfilment, Offer, Question, SharedSubscription
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, grant
from tests.subscriptions.stage import APR, AUG, DAY, FEB, FEE, JUN, MAR, begin, command, mails, months, night
from welfare.clock import pretend


def test_a_month_whose_day_has_come_is_drawn_at_once(stage: Stage) -> None:
    subscription = begin(stage)
    assert (subscription.state, subscription.next_draw) == ("active", datetime.date(2026, 3, 5))
    assert months(stage) == [(FEB, "placed")]
    assert stage.lots() == [Decimal("110.00"), Decimal("632.50")]
    fulfilment = Fulfilment.objects.get()
    assert (fulfilment.subscription_id, fulfilment.period, fulfilment.code_hash) == (subscription.pk, FEB, None)
    half = SharedSubscription.objects.get()
    assert (half.pk, half.price, half.issuer_id) == (subscription.pk, FEE, stage.issuer.pk)


def test_a_later_month_takes_nothing_before_its_day(stage: Stage) -> None:
    subscription = begin(stage, APR)
    assert subscription.next_draw == datetime.date(2026, 4, 5)
    assert (months(stage), stage.lots()) == ([], [Decimal("210.00"), Decimal("632.50")])


def test_who_has_it_is_booked_once_under_its_own_id(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(questions=[Question.ALLERGIES])
    subscription = begin(stage, answers={"allergies": "latte", "notes": "not asked"})
    with inside(stage.supplier):
        booking = Booking.objects.get()
        assert (booking.fulfilment_id, booking.age) == (subscription.pk, 6)
        assert person_of(booking).name == "Leo Bianchi"
        assert person_of(booking).answers == {"allergies": "latte"}


def test_both_sides_are_told_and_the_employer_is_not(stage: Stage) -> None:
    with inside(stage.supplier):
        make.user("Gina", "provider_manager")
    with inside(stage.issuer):
        make.user("Hanna", "hr")
    begin(stage)
    assert mails(stage.issuer) == ["subscription_started"]
    assert mails(stage.supplier) == ["subscriber_new"]


def test_the_same_form_twice_starts_it_once(stage: Stage) -> None:
    first, again = begin(stage, key="a" * 32), begin(stage, key="a" * 32)
    assert first.pk == again.pk
    assert (SharedSubscription.objects.count(), Fulfilment.objects.count()) == (1, 1)
    with pytest.raises(refusals.KeyReused):
        begin(stage, MAR, key="a" * 32)


def test_the_same_service_for_the_same_person_is_had_once(stage: Stage) -> None:
    begin(stage)
    with pytest.raises(AlreadySubscribed):
        begin(stage)


def test_who_has_stopped_it_is_told_until_when_it_goes_on(stage: Stage) -> None:
    with inside(stage.issuer):
        stop(begin(stage), actor=stage.actor)
    with pytest.raises(StillRunning) as refused:
        begin(stage)
    assert refused.value.heading == "Leo ha questo servizio fino a febbraio 2026"


def test_a_brother_has_one_of_his_own(stage: Stage) -> None:
    with inside(stage.issuer):
        nina = make.relative(stage.anna, "Nina")
    begin(stage)
    begin(stage, relative_id=nina.pk)
    assert SharedSubscription.objects.count() == 2


def test_the_months_of_a_subscription_are_one_request_of_the_limits(stage: Stage) -> None:
    """Each begun one counts, months that are drawn or still to come alike; HR's limits are for the family."""
    with inside(stage.issuer):
        nina, ugo = make.relative(stage.anna, "Nina"), make.relative(stage.anna, "Ugo")
        ShelfItem.objects.update(most_a_year=2, most_at_once=2)
    begin(stage)
    with pretend(datetime.date(2026, 5, 6)):
        night(stage, datetime.date(2026, 5, 6))
        begin(stage, JUN, relative_id=nina.pk)
        with pytest.raises(refusals.TooManyAtOnce):
            begin(stage, JUN, relative_id=ugo.pk)
        with inside(stage.issuer):
            ShelfItem.objects.update(most_at_once=None)
        with pytest.raises(refusals.TooManyThisYear):
            begin(stage, JUN, relative_id=ugo.pk)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"first": datetime.date(2026, 1, 1)}, MonthPast),
        ({"first": datetime.date(2026, 9, 1)}, MonthPast),
        ({"terms": Terms(1, Decimal("90.00"))}, refusals.OfferChanged),
        ({"rule": StopRule(1, 10, 1)}, TermsChanged),
        ({"relative_id": None}, refusals.TaxRefusal),
    ],
)
def test_what_is_refused_leaves_nothing(
    stage: Stage, change: dict[str, object], refusal: type[refusals.Refusal]
) -> None:
    before = stage.traces()
    with pytest.raises(refusal):
        begin(stage, **change)  # type: ignore[arg-type]
    assert stage.traces() == before
    assert not SharedSubscription.objects.exists()
    with inside(stage.issuer):
        assert not Subscription.objects.exists()


def test_credit_that_does_not_reach_the_first_month_is_refused_with_the_figure(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("700.00"))
    with pytest.raises(refusals.NotEnoughCredit) as found:
        begin(stage, MAR)
    # The contract's 210,00 expire on 2 March, three days before the draw.
    assert (found.value.missing, found.value.available) == (Decimal("67.50"), Decimal("632.50"))


def test_the_preview_says_until_when_credit_lasts(stage: Stage) -> None:
    with inside(stage.issuer):
        seen = preview(stage.anna, command(stage).asked)
    assert (seen.cover.last, len(seen.cover.periods), seen.cover.total) == (AUG, 7, Decimal("700.00"))
    gap = seen.cover.gap
    assert gap is not None
    assert (gap.day, gap.missing, gap.available) == (datetime.date(2026, 9, 5), FEE, Decimal("0.00"))


def test_what_one_has_already_counts_in_how_long_credit_lasts(stage: Stage) -> None:
    with inside(stage.issuer):
        nina = make.relative(stage.anna, "Nina")
    begin(stage)
    with inside(stage.issuer):
        asked = command(stage, relative_id=nina.pk).asked
        seen = preview(stage.anna, asked)
    # Two at 100,00 out of 110,00 and 632,50: February of the contract, then three months of both.
    assert seen.cover.periods == [FEB, MAR, APR, datetime.date(2026, 5, 1)]


def test_credit_of_a_plan_that_begins_by_then_pays(stage: Stage) -> None:
    with inside(stage.issuer):
        stage.plan.starts_on = datetime.date(2026, 3, 1)
        stage.plan.save()
        seen = preview(stage.anna, Asked(command(stage).asked.choice, MAR))
        assert seen.cover.periods[0] == MAR
        with pytest.raises(refusals.Refusal):
            start(command(stage, FEB))


def test_no_order_of_a_subscription_is_cancelled_by_its_member(stage: Stage) -> None:
    begin(stage)
    with inside(stage.issuer):
        order = Order.objects.get()
        assert order.cancel_until < DAY
        assert Month.objects.get().order == order


def test_more_credit_lasts_longer(stage: Stage) -> None:
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "5000.00", expires_on=datetime.date(2028, 1, 1))
        cover = preview(stage.anna, command(stage).asked).cover
    # The law of 2028 is not on record: nothing is said of it.
    assert (cover.gap, cover.last) == (None, datetime.date(2027, 12, 1))


def test_a_stop_rule_that_was_agreed_stays(stage: Stage) -> None:
    subscription = begin(stage)
    Offer.objects.filter(pk=stage.offer.pk).update(notice_days=60, draw_day=20, minimum_months=12)
    with inside(stage.issuer):
        found = Subscription.objects.get(pk=subscription.pk)
    assert (found.notice_days, found.draw_day, found.minimum_months) == (10, 5, 1)
