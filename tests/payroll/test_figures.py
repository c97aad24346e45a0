"""What payroll is told of a person's year, month by month, to the cent."""

import pytest
from django.utils import timezone

from catalog.benefits.models import OutsideBenefit
from catalog.orders.models import Order
from catalog.payroll.models import Alert, PayrollPerson, PayrollRun
from catalog.plans.models import Budget, Plan, Source
from members.ledger.models import AccountKind
from members.models import Declaration, Member
from tests import make
from tests.orders.test_year import pay_into_fund
from tests.payroll.stage import YEAR, bonus, figured, gave, lines_of, locked, ordered
from welfare.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_alfa")]


def declare(member: Member, kind: str, body: dict[str, object]) -> Declaration:
    return Declaration.objects.create(
        member=member, kind=kind, year=YEAR, body=body, statement_version="1", signed_name="x",
        signed_at=timezone.now(),
    )  # fmt: skip


def alerts_of(run: PayrollRun, member: Member) -> list[str]:
    return PayrollPerson.objects.get(run=run, member=member).alerts


def test_the_whole_pool_is_taxed_in_the_month_in_which_one_cent_crosses_the_limit(anna: Member, paola: Member) -> None:
    gave(anna, "400.00", "2026-01-31")
    ordered(anna, "300.00", "2026-01-15", "C3_GOODS_SERVICES")
    january = locked(1, paola.user)
    assert lines_of(january, anna) == {
        "fringe": ("700.00", "700.00"),
        "fringe_outside": ("400.00", "400.00"),
        "fringe_cap": ("1000.00", "1000.00"),
    }
    locked(2, paola.user)
    gave(anna, "300.01", "2026-03-31")
    march = locked(3, paola.user)
    assert lines_of(march, anna) == {
        "fringe": ("300.01", "1000.01"),
        "fringe_outside": ("300.01", "700.01"),
        "fringe_cap": ("1000.00", "1000.00"),
        "fringe_taxable": ("1000.01", "1000.01"),
    }
    assert alerts_of(march, anna) == [Alert.CROSSED]


def test_what_is_cancelled_after_a_lock_comes_back_with_the_next_month(anna: Member, paola: Member) -> None:
    ordered(anna, "600.00", "2026-03-02", "C3_GOODS_SERVICES")
    order = ordered(anna, "400.01", "2026-03-20", "C3_GOODS_SERVICES")
    assert lines_of(locked(3, paola.user), anna)["fringe_taxable"] == ("1000.01", "1000.01")
    Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)
    april = locked(4, paola.user)
    found = lines_of(april, anna)
    assert (found["fringe"], found["fringe_taxable"]) == (("-400.01", "600.00"), ("-1000.01", "0.00"))
    assert alerts_of(april, anna) == [Alert.LESS]
    assert "fringe_taxable" not in lines_of(figured(5, paola.user), anna), "it was told, and is told no more"


def test_a_locked_month_stays_as_it_was(anna: Member, paola: Member) -> None:
    given = gave(anna, "100.00", "2026-03-31")
    march = locked(3, paola.user)
    before = lines_of(march, anna)
    OutsideBenefit.objects.filter(pk=given.pk).update(withdrawn_at=timezone.now())
    locked(4, paola.user)
    assert lines_of(march, anna) == before


def test_until_12_january_a_value_counts_in_the_year_that_it_is_for(anna: Member, paola: Member) -> None:
    gave(anna, "990.00", "2026-12-31")
    gave(anna, "10.01", "2027-01-12", refers_to=2026)
    gave(anna, "50.00", "2027-01-12", "gift_card")
    assert lines_of(locked(12, paola.user), anna)["fringe"] == ("990.00", "990.00")
    adjustment = locked(13, paola.user)
    assert lines_of(adjustment, anna)["fringe_taxable"] == ("1000.01", "1000.01")
    assert lines_of(locked(1, paola.user, 2027), anna)["fringe"] == ("50.00", "50.00")


def test_what_other_employers_gave_counts_against_the_limit_and_is_not_taxed_here(anna: Member, paola: Member) -> None:
    declare(anna, Declaration.Kind.OTHER_EMPLOYERS_FRINGE, {"amount": "600.00"})
    gave(anna, "400.01", "2026-03-31")
    assert lines_of(figured(3, paola.user), anna) == {
        "fringe": ("400.01", "400.01"),
        "fringe_outside": ("400.01", "400.01"),
        "fringe_others": ("600.00", "600.00"),
        "fringe_cap": ("1000.00", "1000.00"),
        "fringe_taxable": ("400.01", "400.01"),
    }


def test_a_declaration_revoked_in_december_makes_the_whole_year_anew(anna: Member, paola: Member) -> None:
    signed = declare(anna, Declaration.Kind.DEPENDENT_CHILDREN, {"children": ["BNCLEO20A01F257X"]})
    gave(anna, "1500.00", "2026-06-30")
    november = locked(11, paola.user)
    assert lines_of(november, anna)["fringe_cap"] == ("2000.00", "2000.00")
    assert "fringe_taxable" not in lines_of(november, anna)
    Declaration.objects.filter(pk=signed.pk).update(revoked_at=timezone.now())
    december = lines_of(locked(12, paola.user), anna)
    assert (december["fringe"], december["fringe_taxable"]) == (("0.00", "1500.00"), ("1500.00", "1500.00"))


def test_other_letters_are_one_sum_and_meals_are_taxed_over_their_day(anna: Member, paola: Member) -> None:
    ordered(anna, "140.00", "2026-03-02")
    gave(anna, "240.00", "2026-03-31", "meals_electronic", meals=20)
    assert lines_of(figured(3, paola.user), anna) == {
        "other_exempt": ("340.00", "340.00"),
        "other_taxable": ("40.00", "40.00"),
    }


def test_a_bonus_is_told_as_its_window_closed(anna: Member, paola: Member) -> None:
    bonus(anna, "600.00", "400.00", "363.24", "3.63", month=3)
    assert lines_of(figured(2, paola.user), anna) == {}
    assert lines_of(figured(3, paola.user), anna) == {
        "premium_converted": ("600.00", "600.00"),
        "premium_cash": ("400.00", "400.00"),
        "premium_base": ("363.24", "363.24"),
        "premium_tax": ("3.63", "3.63"),
        "premium_pay": ("36.76", "36.76"),
    }


def test_what_is_no_more_admitted_is_taxed_and_said(anna: Member, paola: Member) -> None:
    ordered(anna, "90.00", "2026-03-02", "FTER_CARE")
    run = figured(3, paola.user)
    assert lines_of(run, anna) == {"other_taxable": ("90.00", "90.00")}
    assert alerts_of(run, anna) == [Alert.LAPSED]


def test_contributions_come_with_the_source_of_the_credit(saver: Member, paola: Member) -> None:
    run = figured(today().month, paola.user, today().year)
    assert lines_of(run, saver) == {"pension:COMPANY_REGULATION": ("120.00", "120.00")}


@pytest.fixture
def saver(anna: Member) -> Member:
    """Anna, whose rest went to the pension fund."""
    day = today()
    plan = Plan.objects.create(name="Piano", year=day.year, starts_on=day, ends_on=day)
    budget = Budget.objects.create(plan=plan, source=Source.COMPANY_REGULATION, name="Piano", expires_on=day)
    pay_into_fund(anna, budget, AccountKind.PENSION, "120.00")
    return anna


def test_figures_that_the_law_cannot_read_keep_what_was_told_and_stop_the_lock(anna: Member, paola: Member) -> None:
    gave(anna, "100.00", "2026-03-31")
    locked(3, paola.user)
    broken = gave(anna, "100.00", "2026-04-30", "meals_electronic", meals=20)
    OutsideBenefit.objects.filter(pk=broken.pk).update(meals=None)
    run = figured(4, paola.user)
    assert alerts_of(run, anna) == [Alert.UNREADABLE]
    assert lines_of(run, anna)["fringe"] == ("0.00", "100.00")


def test_nobody_with_nothing_is_told(anna: Member, paola: Member) -> None:
    make.member("Bruno")
    gave(anna, "10.00", "2026-03-31")
    run = figured(3, paola.user)
    assert [person.member for person in run.people.all()] == [anna]
    assert run.people_count == 1
