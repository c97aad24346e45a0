"""The demo's plans: one year, a contractual and a voluntary budget, grants to everybody."""

import datetime
import uuid
from decimal import Decimal

from catalog.demo.services import REGULATION
from catalog.plans import grants, planning
from catalog.plans.models import Residual, Source
from catalog.plans.planning import BudgetTerms, PlanTerms
from tenants import isolation
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from welfare import clock

CONTRACT = Decimal("250.00")
VOLUNTARY = {"officine-riva": Decimal("600.00"), "primavera": Decimal("400.00"), "il-ponte": Decimal("350.00")}
LEAST = Decimal("300.00")
EMPLOYERS = frozenset({Kind.COMPANY, Kind.COOPERATIVE})


def grant_credit(organizations: dict[str, Organization]) -> None:
    """Open a plan for each employer and grant its credit at the beginning of the year."""
    first_day = datetime.date(clock.today().year, 1, 1)
    for slug, organization in organizations.items():
        if organization.kind in EMPLOYERS:
            with isolation.enter(organization, reason="demo"), clock.pretend(first_day):
                open_plan(organization, VOLUNTARY.get(slug, LEAST))


def terms_of(year: int) -> PlanTerms:
    """One year, two budgets: the contract's, to be used by May of the next, and the voluntary one."""
    return PlanTerms(
        name=f"Piano welfare {year}",
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year + 1, 5, 31),
        regulation=REGULATION,
        budgets=(
            BudgetTerms(Source.CONTRACT_CCNL, "Contratto", datetime.date(year + 1, 5, 31), Residual.LOST),
            BudgetTerms(Source.VOLUNTARY, f"Piano {year}", datetime.date(year, 12, 31), Residual.GRACE),
        ),
    )


def open_plan(organization: Organization, voluntary: Decimal) -> None:
    """Write, open and grant the plan of the organization in force, as its HR would have."""
    hr = User.objects.filter(roles__contains=[Role.HR]).order_by("pk")[0]
    actor = Actor(organization.key, hr.pk, "hr")
    plan = planning.create_plan(uuid.uuid4(), terms_of(clock.today().year), actor=actor)
    planning.open_plan(plan, actor=actor)
    amounts = {Source.CONTRACT_CCNL: CONTRACT, Source.VOLUNTARY: voluntary}
    for budget in plan.budgets.order_by("source"):
        key = f"demo:{budget.pk}"
        grants.grant(budget, None, amounts[Source(budget.source)], key=key, actor=actor)
