"""Two enrolments at once, two contributions at once: one cover, and never over the cap of the year."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest

from catalog.enrolments import enrolling, pension, proposal, refusals
from catalog.enrolments.models import Contribution, Enrolment
from catalog.orders import refusals as of_orders
from catalog.orders import writing
from catalog.orders.models import Order
from members.ledger import locks
from members.ledger.models import Account
from tests.committed import Committed
from tests.conftest import inside
from tests.enrolments.stage import FundStage, set_up
from tests.orders.stage import grant
from tests.orders.years import given
from tests.races.together import Meeting, at_once


@pytest.fixture
def fund(committed: Committed) -> FundStage:
    """Anna, 500,00 of room under the cap of pension funds."""
    stage = set_up(committed.alfa, committed.beta)
    with inside(stage.issuer):
        given(stage.anna, "4800.00", category="H_PENSION_FUND", mode="fund_contribution")
        stage.converted.source = "COMPANY_AGREEMENT"
        stage.converted.save()
        grant(stage.anna, stage.voluntary, "1000.00")
    return stage


def unlocked_wallets(owner: UUID) -> list[Account]:
    """What `lock_wallets` reads, without the lock."""
    return list(Account.objects.filter(kind="wallet", owner=owner).order_by("pk"))


def counts(stage: FundStage) -> tuple[int, int]:
    with inside(stage.issuer):
        return Enrolment.objects.count(), Order.objects.count()


def enrolling_in(stage: FundStage, level: str) -> Callable[[], Enrolment]:
    return lambda: stage.enrol(level=getattr(stage, level))


def paying(stage: FundStage) -> Callable[[], Contribution]:
    return lambda: stage.pay("300.00")


def test_of_two_enrolments_at_once_one_stands(fund: FundStage) -> None:
    outcomes = at_once([enrolling_in(fund, "basic"), enrolling_in(fund, "family")])
    [refused] = [one for one in outcomes if not isinstance(one, Enrolment)]
    assert isinstance(refused, refusals.AlreadyEnrolled), refused
    assert counts(fund) == (1, 1)


def test_control_without_the_lock_the_constraint_still_keeps_one(
    fund: FundStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find nobody enrolled; the second row is refused by the database, with its order."""
    meeting, plain = Meeting(2), proposal.proposal_of

    def together(*args: object) -> object:
        meeting.wait()
        return plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(enrolling, "proposal_of", together)
    outcomes = at_once([enrolling_in(fund, "basic"), enrolling_in(fund, "family")])
    assert len([one for one in outcomes if isinstance(one, refusals.AlreadyEnrolled)]) == 1, outcomes
    assert counts(fund) == (1, 1)


def test_the_same_form_at_once_enrols_once(fund: FundStage) -> None:
    with inside(fund.issuer):
        command = fund.command(fund.wish(), key="a" * 32)

    def send() -> Enrolment:
        with inside(fund.issuer):
            return enrolling.enrol(command)

    first, second = at_once([send, send])
    assert isinstance(first, Enrolment) and isinstance(second, Enrolment), (first, second)
    assert first.pk == second.pk
    assert counts(fund) == (1, 1)


def test_two_contributions_at_once_do_not_cross_the_cap_together(fund: FundStage) -> None:
    outcomes = at_once([paying(fund), paying(fund)])
    [refused] = [one for one in outcomes if not isinstance(one, Contribution)]
    assert isinstance(refused, of_orders.OverLimit), refused
    assert refused.crossing.fits == Decimal("200.00")


def test_control_without_the_lock_both_are_paid(fund: FundStage, monkeypatch: pytest.MonkeyPatch) -> None:
    fund.pay("1.00")
    meeting, plain_hold = Meeting(2), writing.hold

    def hold_together(*args: object) -> None:
        meeting.wait()
        plain_hold(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(writing, "hold", hold_together)
    outcomes = at_once([paying(fund), paying(fund)])
    assert all(isinstance(one, Contribution) for one in outcomes), outcomes


def test_a_months_contribution_is_paid_once_by_two_workers(fund: FundStage) -> None:
    made = fund.pay("10.00", "monthly")
    with inside(fund.issuer):
        Contribution.objects.filter(pk=made.pk).update(through="2026-01-01")
        period = made.through.replace(day=1)

    def work() -> bool:
        with inside(fund.issuer):
            # The month has its payment: a second one would meet the constraint.
            return pension.pay_month(made.pk, period.replace(year=period.year + 1))

    assert sorted(map(str, at_once([work, work]))) == ["False", "True"]
