"""Enrolling: once, whole or not at all, within the fund's rules and the law."""

import datetime
from decimal import Decimal

import pytest
from django.http import Http404

from catalog.enrolments import enrolling, refusals
from catalog.enrolments.enrolling import Seen, enrol
from catalog.enrolments.models import Covered, Ending, Enrolment
from catalog.orders import accept
from catalog.orders import refusals as of_orders
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.plans.models import Budget
from members.ledger.models import AccountKind, Leg
from members.models import Relative
from providers.models import Fulfilment, FundIssuer, FundLevel
from tenants.isolation import Actor
from tenants.messages.models import Message
from tests import make
from tests.conftest import inside
from tests.enrolments.stage import FundStage, level
from welfare.clock import now, today


def held(stage: FundStage) -> Decimal:
    with inside(stage.issuer):
        legs = Leg.objects.filter(account__kind=AccountKind.HELD)
        return sum((leg.credit - leg.debit for leg in legs), Decimal(0))


def test_a_person_is_enrolled_with_the_family_and_pays_for_all(stage: FundStage) -> None:
    enrolment = stage.enrol(stage.leo)
    with inside(stage.issuer):
        assert enrolment.order.price == Decimal("260.00")
        assert enrolment.order.relative_id is None
        assert [one.relative_id for one in enrolment.covered.all()] == [stage.leo.pk]
        assert {b["category"] for b in enrolment.order.verdict["benefits"]} == {"A_HEALTH_FUND"}
        assert Message.objects.filter(kind="fund_news", recipient=stage.anna.user).count() == 1
    assert held(stage) == Decimal("260.00")
    # Neither name nor level in the shared schema.
    fulfilment = Fulfilment.objects.get(pk=enrolment.order.fulfilment_id)
    assert (fulfilment.code_hash, fulfilment.amount) == (None, Decimal("260.00"))
    assert FundIssuer.objects.filter(provider=stage.offer.provider, organization=stage.issuer).count() == 1


def test_the_same_form_twice_enrols_once(stage: FundStage) -> None:
    with inside(stage.issuer):
        command = stage.command(stage.wish(None, stage.leo), key="a" * 32)
        assert enrol(command).pk == enrol(command).pk
    assert held(stage) == Decimal("260.00")


def test_a_second_form_is_refused_and_leaves_nothing(stage: FundStage) -> None:
    stage.enrol()
    before = stage.traces()
    with pytest.raises(refusals.AlreadyEnrolled):
        stage.enrol(level=stage.basic)
    assert stage.traces() == before


def test_voluntary_credit_does_not_pay_a_health_fund(stage: FundStage) -> None:
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.contract.pk).update(source="FRINGE")
        Budget.objects.filter(pk=stage.converted.pk).update(source="RISTORNO")
    before = stage.traces()
    with pytest.raises(of_orders.NoBudgetPays):
        stage.enrol()
    assert stage.traces() == before


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_cohabiting": False}, refusals.NotCohabiting),
        ({"closed_on": datetime.date(2026, 1, 1)}, refusals.RelativeClosed),
        ({"birth_date": datetime.date(1940, 1, 1)}, refusals.AgeOutside),
    ],
)
def test_who_may_not_be_covered_is_named(
    stage: FundStage, change: dict[str, object], refusal: type[of_orders.Refusal]
) -> None:
    FundLevel.objects.filter(pk=stage.family.pk).update(age_max=65)
    wish = stage.wish(None, stage.leo)
    with inside(stage.issuer):
        command = stage.command(wish)
        Relative.objects.filter(pk=stage.leo.pk).update(**change)
        with pytest.raises(refusal, match=refusal.__name__) as raised:
            enrol(command)
        assert "Leo" in raised.value.heading
        assert not Enrolment.objects.exists()
        assert not Order.objects.exists()


def test_somebody_elses_relative_is_not_there(stage: FundStage) -> None:
    with inside(stage.issuer):
        other = make.relative(make.member("Bruno"))
        with pytest.raises(Http404):
            stage.command(stage.wish(None, other))


def test_a_level_for_one_person_takes_no_family(stage: FundStage) -> None:
    with pytest.raises(refusals.NoRelatives):
        stage.enrol(stage.leo, level=stage.basic)


def test_without_tax_code_the_fund_cannot_enrol(stage: FundStage) -> None:
    stage.anna.tax_code = ""
    with pytest.raises(refusals.TaxCodeMissing):
        stage.enrol()


def test_a_level_withdrawn_between_page_and_confirmation(stage: FundStage) -> None:
    with inside(stage.issuer):
        command = stage.command(stage.wish())
        FundLevel.objects.filter(pk=stage.family.pk).update(withdrawn_at=now())
        with pytest.raises(refusals.LevelGone):
            enrol(command)


def test_a_price_that_was_not_shown_is_not_taken(stage: FundStage) -> None:
    with inside(stage.issuer):
        shown = stage.command(stage.wish())
        FundLevel.objects.filter(pk=stage.family.pk).update(fee="250.00", revision=2)
        with pytest.raises(refusals.LevelChanged):
            enrol(shown)
        with pytest.raises(refusals.LevelChanged):
            enrol(stage.command(stage.wish(), seen=Seen(2, Decimal("1.00"))))
    assert held(stage) == 0


def test_over_the_cap_it_says_what_would_fit(stage: FundStage) -> None:
    dear = level(stage.offer, "Oro", "3700.00", None)
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.converted.pk).update(source="COMPANY_AGREEMENT")
    with pytest.raises(of_orders.OverLimit) as raised:
        stage.enrol(level=dear)
    assert raised.value.crossing.fits == Decimal("3615.20")


def test_a_converted_bonus_pays_on_top_of_the_cap(stage: FundStage) -> None:
    enrolment = stage.enrol(level=level(stage.offer, "Oro", "3700.00", None))
    sources = {b["source"]: b["amount"] for b in enrolment.order.verdict["benefits"]}
    assert sources == {"CONTRACT_CCNL": "3615.20", "PDR_CONVERSION": "84.80"}


def test_called_off_in_time_the_credit_is_back_and_one_may_enrol_again(stage: FundStage) -> None:
    enrolment = stage.enrol()
    with inside(stage.issuer):
        cancel_order(enrolment.order, actor=stage.actor)
    again = stage.enrol(level=stage.basic)
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.ending) == (Enrolment.State.ENDED, Ending.CALLED_OFF)
        assert again.state == Enrolment.State.ACTIVE
    assert held(stage) == Decimal("120.00")


def test_the_fund_confirms_and_is_owed(stage: FundStage) -> None:
    enrolment = stage.enrol()
    with inside(stage.supplier):
        accept.confirm(enrolment.order.fulfilment_id, actor=Actor(stage.supplier.key, 1, "provider_manager"))
    with inside(stage.issuer):
        assert [leg.credit for leg in Leg.objects.filter(account__kind=AccountKind.OWED)] == [Decimal("200.00")]


def test_care_insurance_has_no_cap(stage: FundStage) -> None:
    with inside(stage.issuer):
        stage.offer.service_type = "ltc_insurance"
        stage.offer.save()
    enrolment = stage.enrol(level=level(stage.offer, "LTC", "3900.00", None))
    assert {b["category"] for b in enrolment.order.verdict["benefits"]} == {"FQUATER_LTC_DD"}


def test_agreeing_to_renew_takes_the_price_that_was_shown(stage: FundStage) -> None:
    enrolment = stage.enrol()
    with inside(stage.issuer):
        with pytest.raises(refusals.LevelChanged):
            enrolling.agree_to_renew(enrolment, Decimal("1.00"), stage.actor)
        enrolling.agree_to_renew(enrolment, Decimal("200.00"), stage.actor)
        enrolment.refresh_from_db()
        assert enrolment.renew_up_to == Decimal("200.00")
        assert Covered.objects.count() == 0
    assert enrolment.ends_on == datetime.date(today().year, 12, 31)
