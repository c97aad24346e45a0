"""What the law lets go to a fund: which sources, how much in a year."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import YearWithoutRules
from catalog.plans import funds
from catalog.plans.models import Basis, Budget, Residual
from members.ledger import accounts, posting
from members.ledger.models import Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from welfare.clock import today

ZERO = Decimal("0.00")
PENSION, HEALTH = Residual.PENSION_FUND, Residual.HEALTH_FUND
CAPS = {PENSION: Decimal("5300.00"), HEALTH: Decimal("3615.20")}


@pytest.fixture
def anna(alfa: Organization) -> Iterator[Member]:
    """A member of the first organization."""
    with inside(alfa):
        yield make.member("Anna")


def budget(residual: str, source: str = "COMPANY_REGULATION", **terms: str) -> Budget:
    """A budget that is over."""
    return people.budget(people.plan(), -1, source, residual=residual, **terms)


@pytest.mark.parametrize(
    ("residual", "source", "terms", "is_admitted"),
    [
        (PENSION, "VOLUNTARY", {}, True),
        (HEALTH, "VOLUNTARY", {}, False),
        (HEALTH, "CONTRACT_CCNL", {}, True),
        (HEALTH, "PDR_CONVERSION", {}, True),
        (PENSION, "RISTORNO", {"basis": Basis.COMPANY_REGULATION}, True),
        (PENSION, "RISTORNO", {}, False),
        (HEALTH, "FRINGE", {"basis": Basis.COMPANY_REGULATION}, False),
        (PENSION, "CURRENCY", {"basis": Basis.COMPANY_REGULATION, "unit": "LBX"}, False),
    ],
)
def test_the_law_decides_by_source_and_unit(
    anna: Member, residual: str, source: str, terms: dict[str, str], is_admitted: bool
) -> None:
    over = budget(residual, source, **terms)
    assert funds.is_admitted(over, 2026) is is_admitted
    assert funds.rooms(over, [anna.uuid], today()) == {anna.uuid: CAPS[Residual(residual)] if is_admitted else ZERO}


def test_the_room_is_the_cap_less_what_the_year_has_had(anna: Member) -> None:
    bruno, over, other = make.member("Bruno"), budget(PENSION), budget(HEALTH)
    for fund in (accounts.pension, accounts.health):
        lines = [Line(accounts.granted(other.pk), debit=Decimal("5000.00"))]
        lines.append(Line(fund(anna.uuid, other.pk), credit=Decimal("5000.00")))
        posting.post(key=uuid.uuid4().hex, reason=Reason.FUND, lines=lines, actor=SYSTEM)
    outside(anna, "200.00")
    assert funds.rooms(over, [anna.uuid, bruno.uuid], today()) == {
        anna.uuid: Decimal("100.00"),
        bruno.uuid: CAPS[PENSION],
    }
    outside(anna, "900.00")
    assert funds.rooms(over, [anna.uuid], today()) == {anna.uuid: ZERO}


def outside(member: Member, amount: str) -> None:
    """What the employer paid to the pension fund by itself."""
    OutsideBenefit.objects.create(
        member=member,
        category="H_PENSION_FUND",
        mode="fund_contribution",
        source="CONTRACT_CCNL",
        amount=Decimal(amount),
        received_on=today(),
        recorded_by=make.user("Irene", "hr"),
        key=uuid.uuid4().hex,
    )


def test_a_year_without_rules_is_an_error(anna: Member) -> None:
    with pytest.raises(YearWithoutRules):
        funds.rooms(budget(PENSION), [anna.uuid], today().replace(year=2040))
