"""Closing a month: each accepted fulfilment in exactly one statement, what comes late in the next."""

import datetime
import uuid
from decimal import Decimal

import pytest

from catalog.orders.models import Order
from catalog.settlement import closing, tasks, telling
from providers.models import Fulfilment, Offer
from providers.statements.models import MonthClosing, Statement, StatementLine
from providers.statements.queries import last_month
from tenants.messages.models import Message
from tenants.models import Organization, Status
from tests import make
from tests.conftest import inside
from tests.settlement import month as months
from tests.settlement.month import Month, lines
from welfare import clock
from welfare.clock import today


def test_a_statement_sums_what_was_accepted_in_the_month(month: Month) -> None:
    month.used(3)
    statement = month.close()
    assert (statement.accepted, statement.corrected, statement.total) == (
        Decimal("60.00"), Decimal("0.00"), Decimal("60.00"),
    )  # fmt: skip
    assert statement.total == month.owed()
    assert statement.confirm_by == today() + datetime.timedelta(days=15)
    assert statement.number == f"{month.first:%Y%m}-{statement.pk.hex[:8].upper()}"
    first = lines(statement)[0]
    assert (first.accepted_on, first.title, first.amount, first.vat_rate) == (
        month.first.replace(day=10), "Estate al Mulino", Decimal("20.00"), Decimal("5.00"),
    )  # fmt: skip


def test_a_line_says_what_was_agreed_whatever_became_of_the_offer(month: Month) -> None:
    month.used()
    Offer.objects.filter(pk=month.stage.offer.pk).update(title="Altro", vat_rate=22)
    line = lines(month.close())[0]
    assert (line.title, line.vat_rate) == ("Estate al Mulino", Decimal("5.00"))


def test_an_order_that_the_issuer_has_lost_is_stated_as_the_offer_says(month: Month) -> None:
    order = month.used()[0]
    with inside(month.stage.issuer):
        Order.objects.filter(pk=order.pk).update(fulfilment_id=order.pk)
    assert lines(month.close())[0].title == "Estate al Mulino"


def test_the_last_second_of_the_month_in_italy_is_in_it_and_the_next_is_not(month: Month) -> None:
    inside_it, outside = month.used(2)
    end = datetime.datetime.combine(today().replace(day=1), datetime.time(), clock.ROME)
    for order, moment in ((inside_it, end - datetime.timedelta(seconds=1)), (outside, end)):
        Fulfilment.objects.filter(pk=order.fulfilment_id).update(accepted_at=moment)
    assert [line.fulfilment_id for line in lines(month.close())] == [inside_it.fulfilment_id]


def test_what_comes_late_goes_into_the_next_month(month: Month) -> None:
    month.used(2)
    first = month.close()
    late = month.used()[0]
    with inside(month.stage.issuer):
        assert not closing.carry_on(closing.ask(month.first).pk)
    following = (month.first + datetime.timedelta(days=70)).replace(day=2)
    with clock.pretend(following), inside(month.stage.issuer):
        assert closing.carry_on(closing.ask(last_month()).pk)
    second = Statement.objects.exclude(pk=first.pk).get()
    assert [line.fulfilment_id for line in lines(second)] == [late.fulfilment_id]
    assert lines(second)[0].accepted_on == month.first.replace(day=10)
    assert StatementLine.objects.count() == 3


def test_a_month_that_is_not_over_is_not_closed(month: Month) -> None:
    with inside(month.stage.issuer), pytest.raises(closing.NotOver):
        closing.ask(today().replace(day=1))
    assert not MonthClosing.objects.exists()


def test_nothing_is_stated_of_what_was_not_accepted(month: Month) -> None:
    with clock.pretend(month.first):
        month.stage.place(slot_id=None)
    with inside(month.stage.issuer):
        assert closing.carry_on(closing.ask(month.first).pk)
    assert not Statement.objects.exists()


def test_a_later_month_waits_for_an_earlier_one(month: Month) -> None:
    month.used()
    earlier = (month.first - datetime.timedelta(days=1)).replace(day=1)
    with inside(month.stage.issuer):
        before, after = closing.ask(earlier), closing.ask(month.first)
        assert not closing.carry_on(after.pk)
        assert closing.carry_on(before.pk)
        assert closing.carry_on(after.pk)


def test_a_worker_that_died_midway_is_followed_by_one_that_goes_on(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.used(2)

    def die(*_: object) -> None:
        raise OSError("killed")

    with inside(month.stage.issuer):
        row = closing.ask(month.first)
        with monkeypatch.context() as patch:
            patch.setattr(telling, "tell_statement", die)
            assert not closing.carry_on(row.pk)
        assert not Statement.objects.exists()
        MonthClosing.objects.update(since=clock.now())
        assert closing.carry_on(row.pk)
    assert StatementLine.objects.count() == 2


def test_one_provider_that_cannot_be_stated_keeps_no_other_waiting(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.used(2)
    broken, whole = uuid.UUID(int=0), closing.close_one

    def stumble(row: MonthClosing, provider_id: uuid.UUID) -> Statement | None:
        if provider_id == broken:
            raise KeyError("vat_rate")
        return whole(row, provider_id)

    monkeypatch.setattr(closing, "providers_left", lambda _row: [broken, month.provider.pk])
    monkeypatch.setattr(closing, "close_one", stumble)
    with inside(month.stage.issuer):
        row = closing.ask(month.first)
        assert not closing.carry_on(row.pk)
    row.refresh_from_db()
    assert (row.work, row.attempts) == (MonthClosing.Work.QUEUED, 1)
    assert StatementLine.objects.count() == 2


def test_what_people_buy_from_their_own_cooperative_is_paid_to_nobody(alfa: Organization) -> None:
    own = months.set_up(alfa, alfa)
    own.used()
    statement = own.close()
    assert (statement.state, own.owed(), own.settled()) == ("cleared", Decimal("0.00"), Decimal("20.00"))
    with inside(alfa):
        assert not Message.objects.filter(kind="statement_ready").exists()


def test_every_issuer_is_asked_even_one_that_is_suspended(month: Month) -> None:
    month.used()
    Organization.objects.filter(pk=month.stage.issuer.pk).update(status=Status.SUSPENDED)
    tasks.close_everywhere()
    tasks.close_everywhere()
    assert Statement.objects.count() == 1


def test_who_runs_the_provider_is_told_once(month: Month) -> None:
    month.used()
    with inside(month.stage.supplier):
        make.user("Rita", "provider_manager")
    month.close()
    with inside(month.stage.supplier):
        assert [row.kind for row in Message.objects.filter(kind="statement_ready")] == ["statement_ready"]
