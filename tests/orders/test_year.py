"""What a tax year of a person holds: the benefits that count against its caps, and the facts that move them."""

import datetime
from decimal import Decimal

import pytest

from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import Benefit, RelativeFacts, YearFacts
from catalog.orders.models import Order
from catalog.orders.year import held_benefits, held_by_member, year_facts, year_facts_by_member
from catalog.plans.models import Budget, Grant, Plan
from members.ledger import posting
from members.ledger.accounts import wallet
from members.ledger.models import Account, AccountKind, Reason
from members.models import Certificate, Member
from providers.models import Offer
from tenants.isolation import SYSTEM
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, grant
from tests.orders.years import YEAR, declare, given
from tests.queries import counted
from welfare.clock import now, today


def pay_into_fund(member: Member, budget: Budget, kind: AccountKind, amount: str) -> None:
    """Move credit to a fund, as the closing of a year does."""
    grant(member, budget, amount)
    lot = wallet(member.uuid, budget.pk, budget.expires_on)
    fund, _ = Account.objects.get_or_create(kind=kind, unit="EUR", owner=member.uuid, source=budget.pk, expires_on=None)
    lines = [posting.Line(lot, debit=Decimal(amount)), posting.Line(fund, credit=Decimal(amount))]
    posting.post(key=f"fund:{lot.pk}:{kind}:{amount}", reason=Reason.FUND, lines=lines, actor=SYSTEM)


def figures(benefits: list[Benefit]) -> list[tuple[str, str, str, str]]:
    """What of each benefit decides its place in the year."""
    return [(each.category, each.mode, each.budget, str(each.amount)) for each in benefits]


def test_an_order_counts_by_what_each_source_paid_as_the_law_saw_it(stage: Stage) -> None:
    stage.place()
    stage.place()
    with inside(stage.issuer):
        stage.leo.is_dependent = False
        stage.leo.save()
        held = held_benefits(stage.anna, YEAR)
    camp = ("FBIS_EDUCATION", "direct_service")
    assert sorted(figures(held)) == [
        (*camp, "CONTRACT_CCNL", "140.00"),
        (*camp, "CONTRACT_CCNL", "70.00"),
        (*camp, "VOLUNTARY", "70.00"),
    ]
    assert {each.received_on for each in held} == {today()}
    for each in held:
        assert isinstance(each.beneficiary, RelativeFacts)
        assert each.beneficiary.dependent, "the facts are those of the day"


@pytest.mark.parametrize(("service", "kept"), [("elder_home_care", True), ("gym", False)])
def test_a_certificate_is_kept_only_where_the_law_asks_for_it(stage: Stage, service: str, kept: bool) -> None:
    with inside(stage.issuer):
        Certificate.objects.create(
            relative=stage.leo, issued_by="ASL", issued_on=today(), sha256="0", extension="pdf", sent_at=now(),
            state=Certificate.State.SEEN,
        )  # fmt: skip
    Offer.objects.filter(pk=stage.offer.pk).update(service_type=service)
    order = stage.place()
    assert {each["relative"]["certificate"] for each in order.verdict["benefits"]} == {kept}


def test_an_order_that_does_not_stand_gives_its_room_back(stage: Stage) -> None:
    for state in ("cancelled", "expired", "accepted"):
        order = stage.place()
        with inside(stage.issuer):
            Order.objects.filter(pk=order.pk).update(state=state)
    with inside(stage.issuer):
        assert len(Order.objects.all()) == 3
        assert sum(each.amount for each in held_benefits(stage.anna, YEAR)) == Decimal("140.00")


def test_an_order_of_another_year_or_after_the_day_does_not_count(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        assert not held_benefits(stage.anna, YEAR, upto=today() - datetime.timedelta(days=1))
        assert held_benefits(stage.anna, YEAR, upto=today())
        # Half past midnight of 1 January in Rome is still last year in Greenwich.
        midnight = datetime.datetime(YEAR - 1, 12, 31, 23, 30, tzinfo=datetime.UTC)
        Order.objects.filter(pk=order.pk).update(placed_at=midnight)
        assert held_benefits(stage.anna, YEAR)
        Order.objects.filter(pk=order.pk).update(placed_at=midnight - datetime.timedelta(hours=1))
        assert not held_benefits(stage.anna, YEAR)


def test_an_order_from_before_benefits_were_kept_is_made_anew_from_what_was_agreed(stage: Stage) -> None:
    stage.place()
    second = stage.place()
    with inside(stage.issuer):
        kept = held_benefits(stage.anna, YEAR)
        older = {key: value for key, value in second.verdict.items() if key != "benefits"}
        Order.objects.filter(pk=second.pk).update(verdict=older)
        assert held_benefits(stage.anna, YEAR) == kept
        assert len(kept) == 3


def test_what_is_given_outside_counts_until_it_is_withdrawn(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, "300.00")
        gone = given(stage.anna, "50.00")
        OutsideBenefit.objects.filter(pk=gone.pk).update(withdrawn_at=gone.recorded_at)
        given(make.member("Bruno"), "70.00")
        assert figures(held_benefits(stage.anna, YEAR)) == [
            ("C3_CONVENTIONAL_C4", "payroll_input", "COMPANY_REGULATION", "300.00")
        ]


@pytest.mark.parametrize(
    ("day", "refers_to", "counts"),
    [
        ((YEAR, 1, 12), None, True),
        ((YEAR, 1, 12), YEAR - 1, False),
        ((YEAR, 1, 13), YEAR - 1, True),
        ((YEAR + 1, 1, 12), YEAR, True),
        ((YEAR + 1, 1, 12), None, False),
        ((YEAR + 1, 1, 13), YEAR, False),
    ],
)
def test_twelve_january(stage: Stage, day: tuple[int, int, int], refers_to: int | None, counts: bool) -> None:
    with inside(stage.issuer):
        given(stage.anna, "10.00", received_on=datetime.date(*day), refers_to=refers_to)
        assert bool(held_benefits(stage.anna, YEAR)) is counts
        assert bool(held_by_member(YEAR)) is counts


def test_credit_paid_into_funds_counts_under_the_law_of_the_fund(stage: Stage) -> None:
    with inside(stage.issuer):
        pay_into_fund(stage.anna, stage.voluntary, AccountKind.PENSION, "90.00")
        pay_into_fund(stage.anna, stage.contract, AccountKind.HEALTH, "40.00")
        assert sorted(figures(held_benefits(stage.anna, YEAR))) == [
            ("A_HEALTH_FUND", "fund_contribution", "CONTRACT_CCNL", "40.00"),
            ("H_PENSION_FUND", "fund_contribution", "VOLUNTARY", "90.00"),
        ]


def test_the_facts_are_what_the_member_declared(stage: Stage) -> None:
    with inside(stage.issuer):
        assert year_facts(stage.anna, YEAR) == YearFacts(YEAR)
        declare(stage.anna, "dependent_children", {"children": ["BNCLEO20A01B819X", "BNCADA21A41B819X"]})
        declare(stage.anna, "other_employers_fringe", {"amount": "120.50"})
        declare(stage.anna, "prior_year_income", {"amount": "28000.00"})
        expected = YearFacts(
            YEAR,
            dependent_children=2,
            children_declaration=True,
            prior_year_income=Decimal("28000.00"),
            other_employers_fringe=Decimal("120.50"),
        )
        assert year_facts(stage.anna, YEAR) == expected
        bruno = make.member("Bruno")
        assert year_facts_by_member(Member.objects.all(), YEAR) == {
            stage.anna.uuid: expected,
            bruno.uuid: YearFacts(YEAR),
        }


def test_credit_for_one_person_alone_is_ad_personam_unless_it_is_fringe(stage: Stage) -> None:
    with inside(stage.issuer):
        fringe = Budget.objects.create(plan=stage.plan, source="FRINGE", name="Buoni", expires_on=today())
        grant_alone(stage, fringe)
        assert year_facts(stage.anna, YEAR).offered_to == "category"
        grant_alone(stage, stage.voluntary)
        assert year_facts(stage.anna, YEAR).offered_to == "single_employee"
        assert year_facts_by_member([stage.anna], YEAR)[stage.anna.uuid].offered_to == "single_employee"


def grant_alone(stage: Stage, budget: Budget) -> None:
    """A grant to Anna alone."""
    Grant.objects.create(
        budget=budget, member=stage.anna, amount=Decimal("10.00"), granted_on=today(), granted_by=stage.anna.user,
        key=f"alone:{budget.pk}",
    )  # fmt: skip


def test_a_plan_with_converted_bonuses_rests_on_an_agreement(stage: Stage) -> None:
    with inside(stage.issuer):
        Budget.objects.create(plan=stage.plan, source="PDR_CONVERSION", name="Premio", expires_on=today())
        assert year_facts(stage.anna, YEAR).premium_agreement
        Plan.objects.update(state=Plan.State.DRAFT)
        assert not year_facts(stage.anna, YEAR).premium_agreement


def test_reading_everybody_takes_as_many_queries_for_thirty_as_for_one(stage: Stage) -> None:
    for people in (1, 30):
        with inside(stage.issuer):
            for number in range(people):
                member = make.member(f"Bruno{number}")
                given(member, "10.00")
                pay_into_fund(member, stage.voluntary, AccountKind.PENSION, "5.00")
            with counted() as statements:
                held = held_by_member(YEAR)
            assert len(statements) == 2
            with counted() as statements:
                year_facts_by_member(Member.objects.all(), YEAR)
            assert len(statements) == 4
    assert len(held) == 31
    assert {len(benefits) for benefits in held.values()} == {2}


def test_a_month_holds_what_came_up_to_its_end(stage: Stage) -> None:
    with inside(stage.issuer):
        for month in (1, 2, 12):
            given(stage.anna, "10.00", received_on=datetime.date(YEAR, month, 28))
        counts = {month: len(held_by_member(YEAR, month).get(stage.anna.uuid, [])) for month in (1, 2, 11, 12)}
        assert counts == {1: 1, 2: 2, 11: 2, 12: 3}
        with pytest.raises(ValueError, match="13 is not a month"):
            held_by_member(YEAR, 13)
