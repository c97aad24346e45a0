"""A person's choice: made, changed, refused; what stays of each."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from catalog.conversion import windows
from catalog.conversion.choosing import CannotChoose, NoRight, OverCap, TooLate
from catalog.conversion.models import Choice, Premium, Window
from members.declarations import revoke
from members.models import Declaration
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.conversion import people


@pytest.fixture(autouse=True)
def in_june(alfa: Organization) -> Iterator[None]:
    with inside(alfa), people.on(people.TODAY):
        yield


@pytest.fixture
def anna() -> Premium:
    """Anna's 2,000.00 in an open window; payroll knows her income."""
    people.opened(make.member("Anna"))
    return Premium.objects.select_related("window__budget", "member__user").get()


def test_each_choice_has_a_receipt_and_a_mail_and_the_last_counts(anna: Premium) -> None:
    first, second = people.chosen(anna, "1000.00"), people.chosen(anna, "500.00")
    assert (first.receipt_number, second.receipt_number) == ("2026-07/1", "2026-07/2")
    assert list(anna.choices.order_by("-number").values_list("converted", flat=True)) == [
        Decimal("500.00"), Decimal("1000.00"),
    ]  # fmt: skip
    mails = Message.objects.filter(kind="premium_chosen").values_list("reference", flat=True)
    assert set(mails) == {first.pk, second.pk}


def test_the_same_choice_again_is_that_choice(anna: Premium) -> None:
    first = people.chosen(anna, "1000.00")
    assert people.chosen(anna, "1000.00").pk == first.pk
    assert people.chosen(anna, "0.00").number == 2
    assert people.chosen(anna, "1000.00").number == 3
    assert (Choice.objects.count(), Message.objects.count()) == (3, 3)


def test_what_was_chosen_is_never_changed_or_deleted(anna: Premium) -> None:
    choice = people.chosen(anna, "1000.00")
    for act in (lambda: Choice.objects.filter(pk=choice.pk).update(converted=0), choice.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Choice.objects.get().converted == Decimal("1000.00")


@pytest.mark.parametrize("amount", ["-0.01", "2000.01"])
def test_an_amount_that_is_not_of_the_premium_is_refused(anna: Premium, amount: str) -> None:
    with pytest.raises(CannotChoose):
        people.chosen(anna, amount)
    assert (Choice.objects.count(), Window.objects.get().last_number) == (0, 0)


def test_over_the_cap_is_refused_with_what_would_fit(anna: Premium) -> None:
    Premium.objects.update(amount=Decimal("4000.00"))
    with pytest.raises(OverCap) as refusal:
        people.chosen(anna, "3000.01")
    assert refusal.value.most == Decimal("3000.00")
    assert "3.000,00" in str(refusal.value)
    assert people.chosen(anna, "3000.00").converted == Decimal("3000.00")


def test_what_other_premiums_of_the_year_convert_counts_in_the_cap(anna: Premium) -> None:
    other = people.window(anna.window.budget, opens_on=people.AFTER, closes_on=datetime.date(2026, 7, 5))
    people.chosen(anna, "2000.00")
    second = people.premium(other, anna.member, "1500.00")
    from_then_on = datetime.date(2026, 6, 26)
    windows.open_window(other, actor=people.actor())
    with people.on(from_then_on):
        with pytest.raises(OverCap) as refusal:
            people.chosen(second, "1000.01")
        assert refusal.value.most == Decimal("1000.00")
        assert people.chosen(second, "1000.00").converted_before == Decimal("2000.00")


def test_who_has_not_said_what_they_earned_may_convert_nothing_until_they_sign(anna: Premium) -> None:
    Premium.objects.update(prior_year_income=None)
    with pytest.raises(NoRight):
        people.chosen(anna, "0.01")
    assert people.chosen(anna, "0.00").income is None
    people.declare(anna.member, "80000.00")
    assert people.chosen(anna, "2000.00").income == Decimal("80000.00")


def test_over_80000_nothing_is_converted_whoever_says_it(anna: Premium) -> None:
    people.declare(anna.member, "80000.01")
    with pytest.raises(NoRight):
        people.chosen(anna, "1.00")
    revoke(Declaration.objects.get(), actor=people.actor())
    Premium.objects.update(prior_year_income=Decimal("80000.01"))
    people.declare(anna.member, "10.00")
    with pytest.raises(NoRight):
        people.chosen(anna, "1.00")


@pytest.mark.parametrize("day", [datetime.date(2026, 6, 9), people.AFTER])
def test_before_the_first_day_and_after_the_last_nobody_chooses(anna: Premium, day: datetime.date) -> None:
    with people.on(day), pytest.raises(TooLate):
        people.chosen(anna, "1000.00")
    with people.on(people.LAST, datetime.time(23, 59, 59)):
        assert people.chosen(anna, "1000.00").number == 1


def test_who_has_left_is_paid_in_money(anna: Premium) -> None:
    anna.member.left_on = datetime.date(2026, 6, 9)
    anna.member.save()
    with pytest.raises(CannotChoose):
        people.chosen(anna, "1000.00")
    assert not Choice.objects.exists()
