"""Preparing and opening a window: what the law and the calendar refuse, and the premiums in it."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from catalog.conversion import premiums, windows
from catalog.conversion.models import Premium, Window
from catalog.conversion.premiums import Amount, CannotWrite
from catalog.conversion.windows import CannotOpen
from catalog.fiscal import SwitchCode
from catalog.plans import law_switches
from catalog.plans.models import Budget, Plan
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.conversion import people

D = datetime.date


@pytest.fixture(autouse=True)
def in_june(alfa: Organization) -> Iterator[None]:
    with inside(alfa), people.on(people.TODAY):
        yield


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("has_clause", {"has_clause": False}),
        ("has_increase", {"has_increase": False}),
        ("deposited_on", {"deposited_on": D(2026, 6, 11)}),
        ("closes_on", {"closes_on": D(2026, 6, 9)}),
        ("closes_on", {"opens_on": D(2026, 6, 1), "closes_on": D(2026, 6, 9)}),
        ("closes_on", {"closes_on": D(2026, 12, 31), "paid_in": D(2026, 12, 1)}),
        ("paid_in", {"paid_in": D(2026, 5, 1)}),
        ("opens_on", {"paid_in": D(2027, 1, 1)}),
        ("paid_in", {"paid_in": D(2028, 1, 1)}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(field: str, changed: dict[str, Any]) -> None:
    of = people.budget()
    with pytest.raises(CannotOpen) as refusal:
        windows.write_window(None, people.terms(of, **changed), actor=people.actor())
    assert refusal.value.field == field
    assert not Window.objects.exists()


def test_credit_of_another_source_and_of_a_plan_that_is_not_open_is_refused() -> None:
    of = people.budget()
    Plan.objects.update(state=Plan.State.DRAFT)
    with pytest.raises(CannotOpen):
        windows.write_window(None, people.terms(of), actor=people.actor())
    Plan.objects.update(state=Plan.State.OPEN)
    Budget.objects.update(source="VOLUNTARY")
    with pytest.raises(CannotOpen):
        windows.write_window(None, people.terms(of), actor=people.actor())


def test_two_windows_of_one_budget_may_not_share_a_day_but_one_may_be_written_again() -> None:
    of = people.budget()
    first = people.window(of)
    with pytest.raises(CannotOpen) as refusal:
        people.window(of, opens_on=people.LAST, closes_on=D(2026, 7, 5))
    assert refusal.value.field == "opens_on"
    people.window(of, opens_on=people.AFTER, closes_on=D(2026, 7, 5))
    windows.write_window(first, people.terms(of, agreement="Premio 2025 bis"), actor=people.actor())
    assert Window.objects.get(pk=first.pk).agreement == "Premio 2025 bis"


def test_the_cap_is_the_one_that_stood_when_the_window_was_opened() -> None:
    found = people.window()
    assert found.terms.cap == Decimal("3000.00")
    rita = make.user("Rita", "hr")
    law_switches.turn(SwitchCode.CONVERSION_OVER_BASE, "Studio Neri", user=rita, actor=people.actor(rita))
    assert windows.write_window(found, people.terms(found.budget), actor=people.actor()).terms.cap == Decimal("5000.00")
    people.premium(found, make.member("Anna"))
    opened = windows.open_window(Window.objects.get(pk=found.pk), actor=people.actor())
    law_switches.turn_back(SwitchCode.CONVERSION_OVER_BASE, user=rita, actor=people.actor(rita))
    assert Window.objects.get(pk=opened.pk).terms.cap == Decimal("5000.00")


def test_a_window_without_premiums_does_not_open_and_an_open_one_is_not_changed() -> None:
    found = people.window()
    with pytest.raises(CannotOpen):
        windows.open_window(found, actor=people.actor())
    people.premium(found, make.member())
    assert windows.open_window(found, actor=people.actor()).state == Window.State.OPEN
    with pytest.raises(CannotOpen):
        windows.write_window(found, people.terms(found.budget, agreement="Altro"), actor=people.actor())
    assert not windows.erase_draft(found, actor=people.actor())
    assert Window.objects.get().agreement == "Premio 2025"


def test_a_draft_goes_with_its_premiums() -> None:
    found = people.window()
    people.premium(found, make.member())
    assert windows.erase_draft(found, actor=people.actor())
    assert (Window.objects.count(), Premium.objects.count()) == (0, 0)


def test_more_days_may_be_given_never_fewer() -> None:
    found = people.opened(make.member())
    windows.extend(found, D(2026, 6, 30), actor=people.actor())
    found.refresh_from_db()
    assert found.closes_on == D(2026, 6, 30)
    for day in (D(2026, 6, 20), D(2026, 8, 1)):
        with pytest.raises(CannotOpen):
            windows.extend(found, day, actor=people.actor())
    with people.on(D(2026, 7, 1)), pytest.raises(CannotOpen):
        windows.extend(found, D(2026, 7, 5), actor=people.actor())


def test_the_same_premium_for_a_category_leaves_out_the_others_and_who_has_chosen() -> None:
    office = make.category("Impiegati")
    anna, leo, eva = make.member("Anna", category=office), make.member("Leo", category=office), make.member("Eva")
    found = people.window()
    assert premiums.give_each(found, None, Decimal("1000.00"), actor=people.actor()) == 3
    windows.open_window(found, actor=people.actor())
    Premium.objects.filter(member=anna).update(prior_year_income=Decimal("20000.00"))
    people.chosen(Premium.objects.get(member=anna), "500.00")
    assert premiums.give_each(found, office, Decimal("1200.00"), actor=people.actor()) == 1
    amounts = {each.member_id: each.amount for each in Premium.objects.all()}
    assert amounts == {anna.pk: Decimal("1000.00"), leo.pk: Decimal("1200.00"), eva.pk: Decimal("1000.00")}


def test_a_category_of_nobody_and_a_closed_window_are_refused() -> None:
    found = people.window()
    with pytest.raises(CannotWrite):
        premiums.give_each(found, make.category("Dirigenti"), Decimal("1.00"), actor=people.actor())
    anna = make.member()
    people.premium(found, anna)
    windows.open_window(found, actor=people.actor())
    Window.objects.update(state=Window.State.CLOSED)
    with pytest.raises(CannotWrite):
        premiums.write(found, {anna.pk: Amount(Decimal("1.00"))})
