"""The turn of the year: told at 60 and 15 days, renewed or ended once."""

import datetime
from decimal import Decimal

import pytest

from catalog.enrolments import enrolling, family, renewing
from catalog.enrolments.models import Ending, Enrolment
from catalog.orders.models import Order
from catalog.plans.models import Budget, Plan
from members.models import Member, Relative
from providers.models import FundLevel
from tenants.messages.models import Message
from tests.conftest import inside
from tests.enrolments.stage import FundStage
from welfare.clock import pretend, today

NEW_YEAR = datetime.date(today().year + 1, 1, 1)


def long_credit(stage: FundStage) -> None:
    """Credit of the contract that lasts into the new year."""
    with inside(stage.issuer):
        Plan.objects.update(ends_on=NEW_YEAR + datetime.timedelta(days=300))
        Budget.objects.filter(pk=stage.contract.pk).update(source="FRINGE")
        Budget.objects.filter(pk=stage.voluntary.pk).update(source="COMPANY_AGREEMENT")


def at_new_year(stage: FundStage, days: int = 0) -> int:
    day = NEW_YEAR + datetime.timedelta(days=days)
    with inside(stage.issuer), pretend(day):
        return renewing.renew_due(day)


def news(stage: FundStage) -> list[str]:
    with inside(stage.issuer):
        return [m.context["what"] for m in Message.objects.filter(kind="fund_news").order_by("pk")]


def test_it_renews_by_itself_once_where_the_price_did_not_rise(stage: FundStage) -> None:
    long_credit(stage)
    first = stage.enrol(stage.leo, renews=True)
    assert (at_new_year(stage), at_new_year(stage)) == (1, 0)
    with inside(stage.issuer):
        second = Enrolment.objects.get(previous=first)
        first.refresh_from_db()
        assert (first.state, first.ending) == (Enrolment.State.ENDED, Ending.RENEWED)
        assert (second.starts_on, second.order.price) == (NEW_YEAR, Decimal("260.00"))
        assert second.consented_at == first.consented_at
        assert Order.objects.count() == 2
        assert [one.relative_id for one in second.covered.all()] == [stage.leo.pk]


def test_a_higher_price_asks_first(stage: FundStage) -> None:
    long_credit(stage)
    enrolment = stage.enrol(renews=True)
    FundLevel.objects.filter(pk=stage.family.pk).update(fee="201.00")
    at_new_year(stage)
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.ending) == (Enrolment.State.ENDED, Ending.OVER)
        assert Order.objects.count() == 1
    assert "over_price" in news(stage)


def test_who_says_yes_to_the_new_price_goes_on(stage: FundStage) -> None:
    long_credit(stage)
    enrolment = stage.enrol()
    FundLevel.objects.filter(pk=stage.family.pk).update(fee="210.00")
    with inside(stage.issuer):
        enrolling.agree_to_renew(enrolment, Decimal("210.00"), stage.actor)
    at_new_year(stage)
    with inside(stage.issuer):
        assert Enrolment.objects.get(previous=enrolment).order.price == Decimal("210.00")


def test_without_a_word_it_ends_and_the_person_is_told(stage: FundStage) -> None:
    long_credit(stage)
    stage.enrol()
    at_new_year(stage)
    assert "over" in news(stage)


def test_it_waits_for_the_credit_of_the_new_year_then_ends(stage: FundStage) -> None:
    # The credit of the stage is over by then.
    with inside(stage.issuer):
        Plan.objects.update(ends_on=NEW_YEAR + datetime.timedelta(days=300))
        Budget.objects.filter(source="PDR_CONVERSION").update(source="RISTORNO")
    enrolment = stage.enrol(renews=True)
    assert at_new_year(stage) == 0
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert enrolment.state == Enrolment.State.ACTIVE
    assert at_new_year(stage, days=16) == 1
    assert "over_credit" in news(stage)
    with inside(stage.issuer):
        assert Order.objects.count() == 1


def test_a_leaver_is_not_renewed(stage: FundStage) -> None:
    long_credit(stage)
    enrolment = stage.enrol(renews=True)
    with inside(stage.issuer):
        Member.objects.filter(pk=stage.anna.pk).update(left_on=today())
    at_new_year(stage)
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert enrolment.ending == Ending.LEFT


def test_who_moved_out_is_not_renewed_nor_paid_for(stage: FundStage) -> None:
    long_credit(stage)
    first = stage.enrol(stage.leo, renews=True)
    with inside(stage.issuer):
        Relative.objects.update(is_cohabiting=False)
    at_new_year(stage)
    with inside(stage.issuer):
        assert Enrolment.objects.get(previous=first).order.price == Decimal("200.00")


def test_people_are_told_twice_with_the_new_price_however_often_the_work_is_done(stage: FundStage) -> None:
    enrolment = stage.enrol()
    FundLevel.objects.filter(pk=stage.family.pk).update(fee="210.00")
    for days in (70, 60, 59, 15, 14, 1):
        with inside(stage.issuer):
            renewing.tell_due(enrolment.ends_on - datetime.timedelta(days=days))
    with inside(stage.issuer):
        told = Message.objects.filter(kind="fund_news", context__what="asks")
        assert [m.context["new_price"] for m in told] == ["210.00", "210.00"]


def test_one_that_fails_holds_up_none_of_the_others(stage: FundStage, monkeypatch: pytest.MonkeyPatch) -> None:
    long_credit(stage)
    enrolment = stage.enrol()

    def broken(*_: object) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(renewing, "settle", broken)
    with pytest.raises(ExceptionGroup):
        at_new_year(stage)
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert enrolment.state == Enrolment.State.ACTIVE


def test_a_relative_is_added_at_the_price_shown_and_taken_out_at_the_months_end(stage: FundStage) -> None:
    enrolment = stage.enrol()
    with inside(stage.issuer):
        add = {"fee": Decimal("60.00"), "key": "a" * 32, "actor": stage.actor}
        one = family.add(stage.anna, enrolment.pk, stage.leo.pk, **add)
        assert family.add(stage.anna, enrolment.pk, stage.leo.pk, **add).pk == one.pk
        assert one.order is not None and one.order.price == Decimal("60.00")
        assert Order.objects.count() == 2
        found = family.take_out(stage.anna, enrolment.pk, one.pk, actor=stage.actor)
        assert found.until is not None and found.until.month == today().month
        enrolment.refresh_from_db()
        assert enrolling.next_price(enrolment) == Decimal("200.00")
