"""What payroll is told of contributions: sums by kind of fund and source, each once, nothing of where or whom."""

from decimal import Decimal

from catalog.orders.cancel import cancel_order
from catalog.payroll.gathering import funds_of, gather
from catalog.payroll.models import Figure
from members.ledger import accounts, posting
from members.ledger.models import Reason
from tenants.isolation import SYSTEM
from tests.conftest import inside
from tests.enrolments.stage import FundStage
from tests.queries import counted
from welfare.clock import today

PENSION, HEALTH = str(Figure.PENSION), str(Figure.HEALTH)


def sums(stage: FundStage) -> dict[tuple[str, str], Decimal]:
    with inside(stage.issuer):
        return dict(funds_of(today().year, today()).get(stage.anna.uuid, {}))


def test_contributions_by_fund_and_source_beside_what_closing_sends(stage: FundStage) -> None:
    stage.enrol(stage.leo)
    stage.pay("4000.00")
    with inside(stage.issuer):
        lot = accounts.wallet(stage.anna.uuid, stage.voluntary.pk, stage.voluntary.expires_on)
        fund = accounts.pension(stage.anna.uuid, stage.voluntary.pk)
        posting.post(
            key="rest",
            reason=Reason.FUND,
            lines=[posting.Line(lot, debit=Decimal("30.00")), posting.Line(fund, credit=Decimal("30.00"))],
            actor=SYSTEM,
        )
    assert sums(stage) == {
        (HEALTH, "CONTRACT_CCNL"): Decimal("260.00"),
        (PENSION, "CONTRACT_CCNL"): Decimal("3740.00"),
        (PENSION, "VOLUNTARY"): Decimal("290.00"),
    }


def test_a_converted_bonus_has_its_own_line(stage: FundStage) -> None:
    stage.pay("4900.00")
    assert sums(stage)[PENSION, "PDR_CONVERSION"] == Decimal("267.50")


def test_what_was_called_off_is_not_told(stage: FundStage) -> None:
    enrolment = stage.enrol()
    with inside(stage.issuer):
        cancel_order(enrolment.order, actor=stage.actor)
    assert sums(stage) == {}


def test_a_run_holds_nothing_of_where_and_whom_and_costs_one_query_more(stage: FundStage) -> None:
    stage.enrol(stage.leo)
    with inside(stage.issuer):
        with counted() as statements:
            [person] = list(gather(today().year, today().month).people())
        assert {(line.figure, line.source) for line in person.lines if line.source} == {(HEALTH, "CONTRACT_CCNL")}
    assert len([sql for sql in statements if "orders_order" in sql and "fund_contribution" in sql]) == 1
