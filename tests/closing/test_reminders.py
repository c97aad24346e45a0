"""Reminders before credit expires: at six weeks, three weeks and three days, once each, to who has some left."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.closing import tasks
from catalog.closing.models import Reminder
from catalog.closing.reminders import remind
from catalog.plans.models import Budget
from catalog.plans.wallets import member_lots
from catalog.shelf.models import ShelfItem
from catalog.shelf.suggestions import fitting_cards
from members.models import Member
from providers.models import Delivery
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.people import day
from tests.shelf.shelves import listed
from welfare import clock

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def anna(alfa: Organization) -> Iterator[Member]:
    """A member of the first organization."""
    with inside(alfa):
        yield make.member("Anna")


def with_credit(member: Member, days: int, amount: str = "100.00", **terms: Any) -> Budget:
    """A budget that expires in `days` days, with credit of it."""
    budget = people.budget(people.plan(ends_on=day(200)), days, **terms)
    people.credit(member, budget, amount)
    return budget


def on(days: int) -> int:
    """What the daily task does in `days` days."""
    with clock.pretend(day(days)):
        return remind(clock.today())


def steps() -> list[tuple[int, Decimal]]:
    """The reminders that were written."""
    return list(Reminder.objects.order_by("-step").values_list("step", "amount"))


def test_each_step_is_told_once_even_if_the_task_runs_twice(anna: Member) -> None:
    with_credit(anna, 50)
    assert [on(days) for days in (0, 7, 8, 8, 9, 28, 29, 30, 46, 47, 47, 50, 51)] == [
        0,
        0,
        1,
        0,
        0,
        0,
        1,
        0,
        0,
        1,
        0,
        0,
        0,
    ]
    assert steps() == [(42, Decimal("100.00")), (21, Decimal("100.00")), (3, Decimal("100.00"))]
    assert Message.objects.filter(kind="credit_expiring").count() == 3


def test_a_missed_day_catches_up_and_what_is_stale_is_not_told(anna: Member) -> None:
    with_credit(anna, 50)
    assert [on(days) for days in (12, 40, 41)] == [1, 1, 0]
    assert [step for step, _ in steps()] == [42, 21]


def test_who_spent_it_all_is_left_alone_and_who_gained_more_is_told_what_there_is(anna: Member) -> None:
    bruno = make.member("Bruno")
    budget = with_credit(anna, 42)
    people.credit(bruno, budget, "30.00")
    assert on(0) == 2
    people.spend(bruno, budget, "30.00")
    people.credit(anna, budget, "50.00")
    assert on(21) == 1
    assert steps()[-1] == (21, Decimal("150.00"))
    people.credit(bruno, budget, "20.00")
    assert on(22) == 1
    assert on(23) == 0


def test_one_mail_tells_all_lots_with_amount_date_and_what_becomes_of_the_rest(anna: Member) -> None:
    with_credit(anna, 3, "20.00", residual="pool")
    with_credit(anna, 40, "100.00", residual="next", carried_until=day(90))
    assert on(0) == 1
    mail = compose(Message.objects.get(kind="credit_expiring"))
    assert "20,00" in mail.subject
    assert "va al fondo di solidarietà" in mail.body
    assert "100,00" in mail.body
    assert "lo puoi usare fino al" in mail.body


def test_who_has_left_and_plans_that_have_not_begun_are_not_told(anna: Member) -> None:
    left = make.member("Bruno", user=make.user("Bruno", is_active=False))
    with_credit(left, 10)
    later = people.budget(people.plan(starts_on=day(5)), 10)
    people.credit(anna, later, "10.00")
    people.credit(anna, people.budget(people.plan(state="draft"), 10), "10.00")
    assert on(0) == 0


def test_who_has_no_address_reads_it_on_the_home(alfa: Organization, anna: Member) -> None:
    bruno = make.member("Bruno", user=make.user("Bruno", email=None, member_number="77"))
    with_credit(bruno, 10, residual="employer")
    assert on(0) == 1
    assert not Message.objects.exists()
    page = browse(alfa, bruno.user).get("/", headers=ENGLISH).content.decode()
    assert "100,00" in page
    assert "goes back to your organization" in page


def test_it_suggests_what_the_credit_pays_for_the_family_the_near_first(alfa: Organization, beta: Organization) -> None:
    far = listed(
        alfa, beta, "Lontano", service_type="gym", delivery=Delivery.VOUCHER, price=Decimal("60.00"), town="Reggio"
    )
    near = listed(
        alfa, beta, "Vicino", service_type="gym", delivery=Delivery.VOUCHER, price=Decimal("60.00"), town="Carpi"
    )
    dear = listed(alfa, beta, "Caro", service_type="gym", delivery=Delivery.VOUCHER, price=Decimal("160.00"))
    closed = listed(alfa, beta, "Altro piano", service_type="gym", delivery=Delivery.VOUCHER, price=Decimal("60.00"))
    teens = listed(alfa, beta, "Ragazzi", age_min=12, age_max=17, price=Decimal("50.00"))
    make.slot(teens)
    full = listed(alfa, beta, "Pieno", age_min=3, age_max=11, price=Decimal("50.00"))
    make.slot(full, capacity=0)
    with inside(alfa):
        anna = make.member("Anna", site="Stabilimento di Carpi")
        make.relative(anna, "Leo", birth_date=day(0) - datetime.timedelta(days=6 * 366))
        budget = with_credit(anna, 20)
        for offer in (far, near, dear, teens, full):
            ShelfItem.objects.get(offer_id=offer.pk).plans.add(budget.plan)
        lots = member_lots(anna)
        assert [card.title for card in fitting_cards(anna, lots, 3)] == ["Vicino", "Lontano"]
        assert [card.title for card in fitting_cards(anna, lots, 1)] == ["Vicino"]
        assert fitting_cards(anna, [], 3) == []
        Budget.objects.filter(pk=budget.pk).update(opens=["another_area"])
        assert fitting_cards(anna, member_lots(anna), 3) == []
        Budget.objects.filter(pk=budget.pk).update(opens=[], source="RISTORNO")
        assert fitting_cards(anna, member_lots(anna), 3) == []
        Budget.objects.filter(pk=budget.pk).update(source="CONTRACT_CCNL")
        assert on(0) == 1
        body = compose(Message.objects.get(kind="credit_expiring")).body
    assert [name for name in ("Vicino", "Lontano", closed.title, dear.title) if name in body] == ["Vicino", "Lontano"]


def test_what_it_costs_does_not_grow_with_people(anna: Member) -> None:
    budget = with_credit(anna, 10)

    def cost(days: int) -> int:
        with CaptureQueriesContext(connection) as work:
            on(days)
        return len([q for q in work.captured_queries if "search_path" not in q["sql"]])

    at_one = cost(0)
    for _ in range(29):
        people.credit(make.member("Bruno"), budget, "1.00")
    assert cost(8) == at_one == 9


def test_the_task_reaches_every_active_organization(alfa: Organization, beta: Organization) -> None:
    for organization in (alfa, beta):
        with inside(organization):
            with_credit(make.member("Anna"), 10)
    tasks.remind_everywhere()
    for organization in (alfa, beta):
        with inside(organization):
            assert len(steps()) == 1
