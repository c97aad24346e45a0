"""A base plan is a pattern for the network's members: nothing of its own organization is read from it."""

from collections.abc import Iterator

import pytest

from catalog.closing import daily, pools, run
from catalog.closing.models import Closing
from catalog.conversion import queries as conversion
from catalog.conversion.windows import CannotOpen, check_budget
from catalog.plans import expiring
from catalog.plans.lawful import has_premium_agreement
from catalog.plans.models import Plan, Residual, Source
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.people import day
from welfare.clock import today


@pytest.fixture
def base(alfa: Organization) -> Iterator[Plan]:
    """A base plan that is published."""
    with inside(alfa):
        yield people.plan("Piano base", is_base=True)


def test_it_turns_no_performance_bonus_into_credit(base: Plan) -> None:
    budget = people.budget(base, source=Source.PDR_CONVERSION)
    assert not has_premium_agreement(today().year)
    assert not conversion.budgets().exists()
    with pytest.raises(CannotOpen):
        check_budget(budget, day(10))


def test_its_sources_are_not_closed(alfa: Organization, base: Plan) -> None:
    people.budget(base, days=-1)
    pool = people.budget(base, days=-1, source=Source.VOLUNTARY, residual=Residual.SOLIDARITY)
    daily.settle_due(today())
    assert not Closing.objects.exists()
    assert run.closable() == []
    with pytest.raises(run.NotYet):
        run.refuse_closed(pool)
    hr = browse(alfa, make.user("Rita", "hr"))
    for address in (f"/hr/piani/{base.pk}/chiusura/", f"/hr/piani/{base.pk}/chiusura/{pool.pk}/"):
        assert hr.get(address).status_code == 404


def test_no_pool_is_granted_into_it_and_nothing_is_forecast_from_it(base: Plan) -> None:
    people.budget(base)
    pool = people.budget(people.plan(), days=-1)
    assert pools.targets_of(pool) == []
    last = people.plan("L'anno scorso", year=today().year - 1)
    mine, now = people.budget(last), people.budget(people.plan())
    people.budget(people.plan("Piano base", is_base=True, year=today().year - 1, starts_on=day(-90)))
    assert expiring.budgets_before([now]) == {now.source: mine}
