"""The demo's plans: last year's and this one's, each with a contractual and a voluntary budget."""

import datetime
import uuid
from decimal import Decimal

from catalog.demo import regulation, regulations
from catalog.plans import grants, planning
from catalog.plans.models import Grant, Plan, Source
from catalog.plans.planning import BudgetTerms, PlanTerms
from catalog.plans.queries import HEADS
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from welfare import clock

CONTRACT = Decimal("200.00")
VOLUNTARY = {"officine-riva": Decimal("450.00"), "primavera": Decimal("400.00"), "il-ponte": Decimal("350.00")}
LEAST = Decimal("300.00")
EMPLOYERS = frozenset({Kind.COMPANY, Kind.COOPERATIVE})


def allowance(slug: str) -> Decimal:
    """What one person of an employer is granted in a year."""
    return CONTRACT + VOLUNTARY.get(slug, LEAST)


def terms_of(year: int) -> PlanTerms:
    """One year, two budgets: the contract's, to be used by May of the next, and the voluntary one."""
    return PlanTerms(
        name=f"Piano welfare {year}",
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year + 1, 5, 31),
        regulation=regulation.TEXT,
        budgets=(
            BudgetTerms(Source.CONTRACT_CCNL, f"Contratto {year}", datetime.date(year + 1, 5, 31)),
            BudgetTerms(Source.VOLUNTARY, f"Piano {year}", datetime.date(year, 12, 31), refund_days=30),
        ),
    )


def hr_of(organization: Organization) -> Actor:
    """The first account of HR of the organization in force."""
    hr = User.objects.filter(roles__contains=[Role.HR]).order_by("pk")[0]
    return Actor(organization.key, hr.pk, "hr")


def make_plan(organization: Organization, year: int) -> Plan:
    """Write and open the plan of a year in the organization in force, as its HR would have."""
    actor = hr_of(organization)
    plan = planning.create_plan(uuid.uuid4(), terms_of(year), actor=actor)
    planning.open_plan(plan, actor=actor)
    regulations.put_in_force(plan, actor=actor)
    return plan


def grant_credit(organization: Organization, year: int) -> None:
    """Grant a year's credit to everybody who is there on the day in force."""
    actor = hr_of(organization)
    plan = Plan.objects.get(year=year)
    amounts = {Source.CONTRACT_CCNL: CONTRACT, Source.VOLUNTARY: VOLUNTARY.get(organization.slug, LEAST)}
    for budget in plan.budgets.order_by("source"):
        grants.grant(budget, None, amounts[Source(budget.source)], key=f"demo:{budget.pk}", actor=actor)
    regulations.take_note()


def grant_newcomers(organization: Organization, year: int) -> None:
    """Grant the same to those hired since, as HR does on the first of the month."""
    actor = hr_of(organization)
    for given in Grant.objects.select_related("budget__plan", "category").filter(HEADS, budget__plan__year=year):
        if given.budget.expires_on >= clock.today():
            grants.grant_rest(given, actor=actor)
    regulations.take_note()


def close_past() -> None:
    """Close the plans of the organization in force whose last day is over."""
    Plan.objects.filter(ends_on__lt=clock.today()).update(state=Plan.State.CLOSED)
