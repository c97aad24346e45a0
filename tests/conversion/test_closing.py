"""When the days are over: what each person has, once, the credit of it, and what payroll reads."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from catalog.conversion import closing, reminding
from catalog.conversion.models import Premium, Result, Window
from catalog.conversion.results import results
from catalog.fiscal import has_premium_right, rule_book
from catalog.orders.year import year_facts, year_facts_by_member
from catalog.plans import grant_run
from catalog.plans.models import Grant, Plan
from catalog.plans.wallets import credit_of
from members.declarations import revoke
from members.models import Declaration, Member
from tenants.identity.models import User
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.conversion import people
from tests.queries import counted


@pytest.fixture(autouse=True)
def in_june(alfa: Organization) -> Iterator[None]:
    with inside(alfa), people.on(people.TODAY):
        yield


@pytest.fixture
def three() -> list[Member]:
    """Anna, Leo and Eva, each with 2,000.00 in an open window."""
    found = [make.member("Anna"), make.member("Leo"), make.member("Eva")]
    people.opened(*found)
    return found


def premium_of(member: Member) -> Premium:
    """A person's premium."""
    return Premium.objects.select_related("window__budget", "member__user").get(member=member)


def close() -> int:
    """The work of the night after the last day."""
    with people.on(people.AFTER, datetime.time(5, 30)):
        return closing.close_due()


def test_the_last_choice_becomes_credit_and_the_rest_is_paid_in_money(three: list[Member]) -> None:
    anna, leo, eva = three
    people.chosen(premium_of(anna), "2000.00")
    people.chosen(premium_of(anna), "1000.00")
    people.chosen(premium_of(leo), "0.00")
    assert close() == 1
    found = {each.member_id: each for each in results(2026, 7)}
    assert {key: (each.converted, each.cash) for key, each in found.items()} == {
        anna.pk: (Decimal("1000.00"), Decimal("1000.00")),
        leo.pk: (Decimal("0.00"), Decimal("2000.00")),
        eva.pk: (Decimal("0.00"), Decimal("2000.00")),
    }
    one = found[anna.pk]
    assert (one.contributions, one.substitute_tax_base, one.substitute_tax) == (
        Decimal("91.90"), Decimal("908.10"), Decimal("9.08"),
    )  # fmt: skip
    assert one.income_condition_met
    assert (one.member_uuid, one.ordinary_base) == (anna.uuid, Decimal("0.00"))
    assert (results(2026, 6), results(2027, 7)) == ([], [])


def test_the_credit_is_granted_once_however_often_the_night_comes(three: list[Member]) -> None:
    anna = three[0]
    people.chosen(premium_of(anna), "1000.00")
    close()
    run = Grant.objects.get()
    with people.on(people.AFTER):
        assert grant_run.carry_on(run.pk)
        assert close() == 0
        closing.give(Window.objects.select_related("budget__plan").get())
        assert not grant_run.carry_on(run.pk)
        credit = credit_of(anna)
    assert (credit.total, [lot.budget_name for lot in credit.lots]) == (Decimal("1000.00"), ["Premio convertito"])
    assert Window.objects.get().grant == run
    assert (run.people, run.total, Grant.objects.count()) == (1, Decimal("1000.00"), 1)


def test_credit_that_payroll_knows_may_be_converted_can_be_spent_without_a_declaration(three: list[Member]) -> None:
    anna, leo, _eva = three
    people.chosen(premium_of(anna), "1000.00")
    close()
    with people.on(people.AFTER):
        assert grant_run.carry_on(Grant.objects.get().pk)
    told = year_facts_by_member(Member.objects.all(), 2026)
    for member, may in ((anna, True), (leo, False)):
        facts = year_facts(member, 2026)
        assert (has_premium_right(rule_book(), facts), told[member.uuid]) == (may, facts)
    people.declare(anna, "80000.01")
    facts = year_facts(anna, 2026)
    assert not has_premium_right(rule_book(), facts), "the person says that they earned more"
    assert year_facts_by_member([anna], 2026) == {anna.uuid: facts}


def test_nothing_is_closed_before_the_last_day_is_over(three: list[Member]) -> None:
    with people.on(people.LAST, datetime.time(23, 59)):
        assert closing.close_due() == 0
    assert not Result.objects.exists()


def test_where_nobody_converts_there_is_nothing_to_grant(three: list[Member]) -> None:
    close()
    assert (Result.objects.count(), Grant.objects.count(), closing.to_grant()) == (3, 0, [])


def test_who_leaves_or_takes_the_declaration_back_is_paid_in_money(three: list[Member]) -> None:
    anna, leo, eva = three
    Premium.objects.update(prior_year_income=None)
    for each in three:
        people.declare(each, "30000.00")
        people.chosen(premium_of(each), "2000.00")
    Member.objects.filter(pk=anna.pk).update(left_on=people.LAST)
    revoke(Declaration.objects.get(member=leo), actor=people.actor())
    close()
    found = {each.member_id: each for each in results(2026, 7)}
    assert {key: each.converted for key, each in found.items()} == {
        anna.pk: Decimal("0.00"), leo.pk: Decimal("0.00"), eva.pk: Decimal("2000.00"),
    }  # fmt: skip
    # Anna's premium has the substitute tax; of Leo nobody knows what he earned, so his is pay.
    assert (found[anna.pk].substitute_tax_base, found[leo.pk].substitute_tax_base) == (
        Decimal("1816.20"), Decimal("0.00"),
    )  # fmt: skip
    assert found[leo.pk].ordinary_base == Decimal("1816.20")
    assert not found[leo.pk].income_condition_met


def test_credit_that_cannot_be_granted_waits_and_the_results_stand(three: list[Member]) -> None:
    people.chosen(premium_of(three[0]), "1000.00")
    Plan.objects.update(state=Plan.State.CLOSED)
    assert close() == 1
    assert (Window.objects.get().grant, Result.objects.count()) == (None, 3)
    Plan.objects.update(state=Plan.State.OPEN)
    close()
    assert Window.objects.get().grant is not None


def test_results_are_never_changed(three: list[Member]) -> None:
    close()
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.update(has_chosen=True)


def test_everybody_is_told_once_of_the_opening_the_end_and_the_result(three: list[Member]) -> None:
    people.chosen(premium_of(three[0]), "1000.00")
    for day in (people.TODAY, datetime.date(2026, 6, 20), datetime.date(2026, 6, 21), people.LAST):
        with people.on(day):
            reminding.tell_due()
    close()
    close()
    counts = {kind: Message.objects.filter(kind=f"premium_{kind}").count() for kind in KINDS}
    assert counts == {"window_opened": 3, "reminder": 2, "window_closed": 3}


def test_who_has_no_address_is_not_written_to(three: list[Member]) -> None:
    User.objects.filter(pk=three[0].user_id).update(email=None, member_number="M-1")
    reminding.tell_due()
    assert Message.objects.filter(kind="premium_window_opened").count() == 2


def test_a_window_that_cannot_be_closed_keeps_none_of_the_others_open(
    three: list[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Window.objects.get()
    people.opened(make.member("Pia"), of=people.budget())
    fix = closing.results_of

    def results_of(window: Window) -> Iterator[Result]:
        if window == first:
            raise LookupError("a premium is gone")
        return fix(window)

    monkeypatch.setattr(closing, "results_of", results_of)
    with pytest.raises(ExceptionGroup):
        close()
    assert Window.objects.get(pk=first.pk).state == Window.State.OPEN
    assert Window.objects.exclude(pk=first.pk).get().state == Window.State.CLOSED


KINDS = ("window_opened", "reminder", "window_closed")


@pytest.mark.parametrize("others", [0, 27])
def test_closing_asks_the_database_the_same_for_three_people_and_for_thirty(three: list[Member], others: int) -> None:
    window = Window.objects.select_related("budget__plan").get()
    for number in range(others):
        people.premium(window, make.member(f"Persona{number}"))
    actor = people.actor()
    with people.on(people.AFTER), counted() as statements:
        closing.close(window, actor=actor)
    assert len(statements) == 11, "\n".join(statements)
