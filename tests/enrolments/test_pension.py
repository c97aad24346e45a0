"""Pension funds: one at a time, paid once or month by month, within the cap, a converted bonus on top."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.benefits.models import OutsideBenefit
from catalog.enrolments import pension, refusals
from catalog.enrolments.models import Contribution, Ending, Membership, Payment
from catalog.enrolments.reckoning import months_after
from catalog.orders import refusals as of_orders
from catalog.orders.models import Order
from catalog.plans.models import Budget
from members.models import Member
from providers.models import PensionFund
from tenants.messages.models import Message
from tenants.models import FailedTask
from tests.conftest import inside
from tests.enrolments.stage import FundStage
from tests.orders.stage import grant
from tests.orders.years import given as given_outside
from welfare.clock import pretend, today

CAP = Decimal("5300.00")


NEXT = months_after(today(), 1)
AFTER = months_after(today(), 2)


def rich(stage: FundStage) -> None:
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.converted.pk).update(source="COMPANY_AGREEMENT")
        grant(stage.anna, stage.voluntary, "6000.00")


def test_a_contribution_is_an_order_with_the_fund_that_was_stated(stage: FundStage) -> None:
    made = stage.pay("100.00", key="a" * 32)
    assert stage.pay("100.00", key="a" * 32).pk == made.pk
    with inside(stage.issuer):
        [order] = Order.objects.all()
        assert {b["category"] for b in order.verdict["benefits"]} == {"H_PENSION_FUND"}
        membership = Membership.objects.get()
        assert (membership.register_number, membership.number) == ("170", "12345")


def test_what_the_employer_paid_outside_counts_in_the_cap(stage: FundStage) -> None:
    rich(stage)
    with inside(stage.issuer):
        given_outside(stage.anna, "5000.00", category="H_PENSION_FUND", mode="fund_contribution")
    with pytest.raises(of_orders.OverLimit) as raised:
        stage.pay("300.01")
    assert raised.value.crossing.fits == Decimal("300.00")
    stage.pay("300.00")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outside=st.integers(0, 560_000), asked=st.integers(100, 560_000))
def test_no_contribution_ever_crosses_the_cap_and_none_under_it_is_refused(
    stage: FundStage, outside: int, asked: int
) -> None:
    with inside(stage.issuer):
        OutsideBenefit.objects.all().delete()
        Payment.objects.all().delete()
        Contribution.objects.all().delete()
        Order.objects.all().delete()
    rich(stage)
    paid, amount = Decimal(outside) / 100, Decimal(asked) / 100
    with inside(stage.issuer):
        if paid:
            given_outside(stage.anna, str(paid), category="H_PENSION_FUND", mode="fund_contribution")
    if paid + amount <= CAP:
        stage.pay(str(amount))
        return
    with pytest.raises(of_orders.OverLimit) as over:
        stage.pay(str(amount))
    assert over.value.crossing.fits == max(CAP - paid, Decimal(0))


def test_every_month_once_until_it_is_stopped(stage: FundStage) -> None:
    made = stage.pay("50.00", "monthly")
    with inside(stage.issuer):
        assert pension.pay_due(today()) == 0
        with pretend(NEXT):
            assert (pension.pay_due(NEXT), pension.pay_due(NEXT)) == (1, 0)
        assert pension.stop(made, actor=stage.actor)
        assert not pension.stop(made, actor=stage.actor)
        with pretend(AFTER):
            assert pension.pay_due(AFTER) == 0
        assert Order.objects.count() == 2


def test_one_monthly_contribution_at_a_time_but_once_besides(stage: FundStage) -> None:
    stage.pay("50.00", "monthly")
    with pytest.raises(refusals.MonthlyRunning):
        stage.pay("60.00", "monthly")
    stage.pay("60.00")


def test_a_month_that_does_not_fit_is_left_out_and_told_once(stage: FundStage) -> None:
    made = stage.pay("2000.00", "monthly")
    with inside(stage.issuer):
        stage.plan.state = "closed"
        stage.plan.save()
        with pretend(NEXT):
            assert (pension.pay_due(NEXT), pension.pay_due(NEXT)) == (0, 0)
        made.refresh_from_db()
        assert (made.missed, made.stopped_on) == (NEXT, None)
        assert Message.objects.filter(context__what="missed").count() == 1
        assert Order.objects.count() == 1


@pytest.mark.parametrize("why", [of_orders.NoRules(), OSError("stopped")])
def test_a_month_that_fails_stays_due_and_operators_see_it(
    stage: FundStage, monkeypatch: pytest.MonkeyPatch, why: Exception
) -> None:
    """Law that is not on record yet in January is not the person's affair: the month is not left out for it."""
    made = stage.pay("50.00", "monthly")

    def refuse(*_asked: object) -> None:
        raise why

    with inside(stage.issuer), pretend(NEXT):
        with monkeypatch.context() as patch:
            patch.setattr(pension, "place", refuse)
            with pytest.raises(ExceptionGroup):
                pension.pay_due(NEXT)
        made.refresh_from_db()
        assert made.missed is None
        assert FailedTask.objects.get(reference=made.pk, resolved_at=None).kind == "enrolment"
        assert pension.pay_due(NEXT) == 1
        assert not FailedTask.objects.filter(resolved_at=None).exists()


def test_a_leavers_contribution_stops(stage: FundStage) -> None:
    made = stage.pay("50.00", "monthly")
    with inside(stage.issuer):
        Member.objects.filter(pk=stage.anna.pk).update(left_on=today())
        with pretend(NEXT):
            pension.pay_due(NEXT)
        made.refresh_from_db()
        assert made.ending == Ending.LEFT


def test_another_fund_takes_the_monthly_contribution_with_it(stage: FundStage) -> None:
    made = stage.pay("50.00", "monthly")
    provider = stage.offer.provider
    other = PensionFund.objects.create(provider=provider, name="Cometa", register_number="61")
    with inside(stage.issuer):
        pension.state(stage.anna, pension.Statement(stage.pension_offer.pk, other.pk), stage.actor)
        made.refresh_from_db()
        assert made.membership.fund_name == "Cometa"
        assert Membership.objects.filter(closed_at=None).count() == 1


def test_a_fund_that_is_not_in_the_list(stage: FundStage) -> None:
    PensionFund.objects.filter(pk=stage.fund.pk).update(withdrawn_at="2026-01-01T00:00Z")
    with pytest.raises(refusals.FundGone):
        stage.pay("50.00")
    with inside(stage.issuer):
        assert not Membership.objects.exists()
