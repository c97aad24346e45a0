"""The year's use of credit as HR sees it: what was told of each month once it was over."""

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.plans.models import Budget, Source, UseTold
from catalog.plans.refunds import refund_order
from catalog.plans.takeup import take_up
from catalog.plans.telling import tell_months
from members.ledger import accounts, posting
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Category, Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from tests.queries import counted
from welfare import clock

SEPTEMBER, OCTOBER, NOVEMBER = (datetime.date(2026, month, 12) for month in (9, 10, 11))
YEAR = 2026


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget of the first organization, on a day of November."""
    with inside(alfa), clock.pretend(NOVEMBER):
        yield people.budget(people.plan())


def spend(member: Member, budget: Budget, amount: str = "10.00", on: datetime.date = OCTOBER) -> Entry:
    """An order of a member, on credit of its own."""
    value = Decimal(amount)
    with clock.pretend(on):
        people.credit(member, budget, amount)
        lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
        lines = [Line(lot, debit=value), Line(accounts.held(budget.pk), credit=value)]
        return posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM).entry


def staff(count: int, category: Category | None = None) -> list[Member]:
    """People of a category."""
    return [make.member("Anna", category=category) for _ in range(count)]


def months() -> list[tuple[int, int, Decimal]]:
    """What is told now, month by month."""
    tell_months()
    return [(span.first, span.last, span.amount) for span in take_up(YEAR).months]


def test_it_tells_what_stood_when_the_month_ended(budget: Budget) -> None:
    orders = [spend(one, budget) for one in staff(12)]
    with clock.pretend(OCTOBER):
        refund_order(orders[0], key="r", actor=SYSTEM)
    tell_months()
    found = take_up(YEAR)
    assert (found.spent, found.granted, found.percent) == (Decimal("110.00"), Decimal("120.00"), 91)
    assert found.as_of == datetime.date(2026, 10, 31)
    assert [(span.first, span.last, span.amount) for span in found.months] == [(10, 10, found.spent)]


def test_what_comes_back_later_changes_nothing_that_was_told(budget: Budget) -> None:
    orders = [spend(one, budget) for one in staff(12)]
    before = months()
    refund_order(orders[0], key="r", actor=SYSTEM)
    assert months() == before == [(10, 10, Decimal("120.00"))]
    with clock.pretend(datetime.date(2026, 12, 3)):
        assert months() == before


def test_what_is_spent_this_month_is_not_told_before_it_is_over(budget: Budget) -> None:
    members = staff(12)
    for one in members:
        spend(one, budget, on=NOVEMBER)
    assert months() == []
    with clock.pretend(datetime.date(2026, 12, 1)):
        assert months() == [(11, 11, Decimal("120.00"))]


def test_months_of_a_few_wait_for_the_next(budget: Budget) -> None:
    members = staff(14)
    for one in members[:9]:
        spend(one, budget, on=SEPTEMBER)
    with clock.pretend(OCTOBER):
        assert months() == []
    for one in members[9:]:
        spend(one, budget, on=OCTOBER)
    assert months() == [(9, 10, Decimal("140.00"))]
    assert take_up(YEAR).spent == Decimal("140.00")


def test_a_move_to_another_category_changes_nothing_that_was_told(budget: Budget) -> None:
    workers, clerks = make.category("Operai"), make.category("Impiegati")
    members = [*staff(15, workers), *staff(11, clerks)]
    for one in members:
        spend(one, budget)
    months()
    before = take_up(YEAR).categories
    assert [(each.label, each.amount) for each in before] == [("Impiegati", Decimal(110)), ("Operai", Decimal(150))]
    Member.objects.filter(pk=members[0].pk).update(category=clerks)
    months()
    assert take_up(YEAR).categories == before


def test_small_categories_are_told_as_a_rest(budget: Budget) -> None:
    workers, clerks, chiefs = (make.category(name) for name in ("Operai", "Impiegati", "Quadri"))
    for one in [*staff(15, workers), *staff(11, clerks), *staff(3, chiefs)]:
        spend(one, budget)
    months()
    found = take_up(YEAR)
    assert {each.label: each.amount for each in found.categories} == {"Operai": Decimal("150.00")}
    assert found.rest == Decimal("140.00")


def test_an_organization_under_ten_sees_the_total_alone_when_the_year_is_over(budget: Budget) -> None:
    for one in staff(9, make.category()):
        spend(one, budget)
    assert months() == []
    assert (take_up(YEAR).is_small, take_up(YEAR).spent) == (True, None)
    with clock.pretend(datetime.date(2027, 1, 1)):
        found = take_up(YEAR)
        assert (found.is_small, found.spent, found.months, found.categories) == (True, Decimal("90.00"), [], [])


def test_another_year_has_figures_of_its_own(budget: Budget) -> None:
    for one in staff(10):
        spend(one, budget)
    months()
    found = take_up(YEAR - 1)
    assert (found.granted, found.spent, found.months) == (Decimal("0.00"), None, [])


def test_telling_twice_writes_once(budget: Budget) -> None:
    for one in staff(10):
        spend(one, budget)
    assert (tell_months(), tell_months(), UseTold.objects.count()) == (1, 0, 1)


def test_its_cost_does_not_grow_with_people(budget: Budget) -> None:
    def cost(count: int) -> int:
        for one in staff(count, make.category(f"{count}")):
            spend(one, budget)
        tell_months()
        with counted() as statements:
            take_up(YEAR)
        return len(statements)

    assert (cost(1), cost(30)) == (3, 3)


def test_what_is_granted_in_another_unit_is_not_added_to_euro(budget: Budget) -> None:
    linx = people.budget(budget.plan, source=Source.CURRENCY, unit="LBX")
    anna = make.member("Anna")
    people.credit(anna, budget, "10.00")
    people.move(accounts.granted(linx.pk, "LBX"), accounts.wallet(anna.uuid, linx.pk, linx.expires_on, "LBX"), "70.00")
    assert take_up(YEAR).granted == Decimal("10.00")
