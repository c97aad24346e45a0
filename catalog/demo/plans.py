"""The demo's plans: last year's and this one's, each with a contractual and a voluntary budget."""

import datetime
import uuid
from decimal import Decimal

from catalog.demo import regulation, regulations
from catalog.fiscal import rule_book
from catalog.plans import grants
from catalog.plans.models import Basis, Grant, Plan, ProRata, Residual, Source
from catalog.plans.queries import HEADS
from catalog.plans.setup import drafts, opening
from catalog.plans.setup.origins import NEXT_YEAR_FROM
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from welfare import clock

CONTRACT = Decimal("200.00")
VOLUNTARY = {"officine-riva": Decimal("450.00"), "primavera": Decimal("400.00"), "il-ponte": Decimal("350.00")}
SOLIDARITY = frozenset({"officine-riva"})
LEAST = Decimal("300.00")
# Whose people can bring a provider that is not in the network yet.
BRINGING = frozenset({"officine-riva", "primavera"})
# The one whose plan has a fringe budget, too.
RICHER = "primavera"
EMPLOYERS = frozenset({Kind.COMPANY, Kind.COOPERATIVE})


def allowance(slug: str) -> Decimal:
    """What one person of an employer is granted in a year."""
    return CONTRACT + VOLUNTARY.get(slug, LEAST)


def terms_of(slug: str, year: int) -> PlanTerms:
    """One year, two budgets: the contract's, to be used by May of the next, and the voluntary one."""
    last, may = datetime.date(year, 12, 31), datetime.date(year + 1, 5, 31)
    richer = (fringe(year),) if slug == RICHER else ()
    voluntary: dict[str | None, Decimal] = {None: VOLUNTARY.get(slug, LEAST)}
    return PlanTerms(
        name=f"Piano welfare {year}",
        starts_on=datetime.date(year, 1, 1),
        ends_on=may,
        regulation=regulation.TEXT,
        budgets=(
            BudgetTerms(Source.CONTRACT_CCNL, f"Contratto {year}", may, amounts={None: CONTRACT}),
            BudgetTerms(Source.VOLUNTARY, f"Piano {year}", last, amounts=voluntary, refund_days=30),
            *richer,
        ),
        takes_nominations=slug in BRINGING,
    )


def fringe(year: int) -> BudgetTerms:
    """A budget with all that a rule of amounts knows: by category, by child, by months for who joins or leaves."""
    return BudgetTerms(
        Source.FRINGE,
        f"Fringe benefit {year}",
        datetime.date(year, 12, 31),
        basis=Basis.COMPANY_REGULATION,
        amounts={"Operai": Decimal("60.00"), "Impiegati": Decimal("40.00")},
        per_child=Decimal("25.00"),
        most_children=2,
        pro_rata=ProRata.MONTHS,
        residual=Residual.EMPLOYER,
    )


def base_terms(year: int) -> PlanTerms:
    """What the network proposes to its members, who narrow it."""
    last, may = datetime.date(year, 12, 31), datetime.date(year + 1, 5, 31)
    return PlanTerms(
        name=f"Piano base della rete {year}",
        starts_on=datetime.date(year, 1, 1),
        ends_on=may,
        regulation=regulation.TEXT,
        budgets=(
            BudgetTerms(Source.CONTRACT_CCNL, f"Contratto {year}", may, amounts={None: Decimal("250.00")}),
            BudgetTerms(
                Source.COMPANY_REGULATION, f"Welfare {year}", last, amounts={None: Decimal("600.00")},
                pro_rata=ProRata.MONTHS, refund_days=30, leaver_days=60,
            ),
        ),
    )  # fmt: skip


def make_base_plan(network: Organization) -> None:
    """Publish the base plan of the year that members are preparing, as the network's office would have."""
    office = User.objects.filter(roles__contains=[Role.OFFICE]).order_by("pk")[0]
    actor = Actor(network.key, office.pk, "office")
    today = clock.today()
    coming = today.year + (today.month >= NEXT_YEAR_FROM)
    year = coming if coming in rule_book().family else today.year
    plan = drafts.begin(uuid.uuid4(), base_terms(year), actor=actor, is_base=True)
    opening.open_plan(plan, actor=actor)


def hr_of(organization: Organization) -> Actor:
    """The first account of HR of the organization in force."""
    hr = User.objects.filter(roles__contains=[Role.HR]).order_by("pk")[0]
    return Actor(organization.key, hr.pk, "hr")


def make_plan(organization: Organization, year: int) -> Plan:
    """Write and open the plan of a year in the organization in force, as its HR would have."""
    actor = hr_of(organization)
    plan = drafts.begin(uuid.uuid4(), terms_of(organization.slug, year), actor=actor)
    # What is left over there goes to solidarity: last year's waits for HR to close it.
    if organization.slug in SOLIDARITY:
        plan.budgets.filter(source=Source.VOLUNTARY).update(residual=Residual.SOLIDARITY)
    opening.open_plan(plan, actor=actor)
    regulations.put_in_force(plan, actor=actor)
    return plan


def grant_credit(organization: Organization, year: int) -> None:
    """Grant a year's credit to everybody who is there on the day in force."""
    actor = hr_of(organization)
    plan = Plan.objects.get(year=year)
    amounts = {Source.CONTRACT_CCNL: CONTRACT, Source.VOLUNTARY: VOLUNTARY.get(organization.slug, LEAST)}
    for budget in plan.budgets.order_by("source"):
        # What has no flat amount is granted by its rule.
        grants.grant(budget, None, amounts.get(Source(budget.source)), key=f"demo:{budget.pk}", actor=actor)
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
