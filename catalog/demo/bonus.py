"""The demo's bonus: a cooperative whose people choose these days between money and welfare."""

import datetime
from decimal import Decimal

from django.db import transaction

from catalog.conversion import choosing, premiums, windows
from catalog.conversion.models import Premium
from catalog.conversion.pay_rules import pay_years
from catalog.conversion.premiums import Amount
from catalog.conversion.windows import WindowTerms
from catalog.demo.cast import ACCOUNTS
from catalog.demo.plans import hr_of
from catalog.plans.models import Budget, Plan, Source
from catalog.plans.queries import people_of
from tenants import isolation
from tenants.envelope import without_hints
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import today

BONUS = Decimal("1800.00")
SINCE, LEFT = datetime.timedelta(days=4), datetime.timedelta(days=14)
HAVE_CHOSEN, PARTS = 14, (Decimal("1.00"), Decimal("0.50"), Decimal("0.00"), Decimal("0.25"))
LEAST_INCOME, STEP, STEPS = Decimal("21400.00"), Decimal("730.00"), 17


def fill(organization: Organization) -> None:
    """Open a window of some days; payroll knows what people earned, some have chosen, who has a password has not."""
    if today().year not in pay_years():
        return
    with isolation.enter(organization, reason="demo"), without_hints(), transaction.atomic():
        actor = hr_of(organization)
        window = windows.write_window(None, terms_of(budget_of(today().year)), actor=actor)
        people = list(people_of(None).select_related("user").order_by("number"))
        incomes = {person.pk: LEAST_INCOME + STEP * (place % STEPS) for place, person in enumerate(people)}
        premiums.write(window, {key: Amount(BONUS, income) for key, income in incomes.items()})
        windows.open_window(window, actor=actor)
        choose(organization)


def budget_of(year: int) -> Budget:
    """Credit for converted bonuses in the plan of a year, to be used as long as the plan lives."""
    plan = Plan.objects.get(year=year)
    return Budget.objects.create(
        plan=plan,
        source=Source.PDR_CONVERSION,
        basis=Source.COMPANY_AGREEMENT,
        name=f"Premio {year}",
        expires_on=plan.ends_on,
    )


def terms_of(budget: Budget) -> WindowTerms:
    """An agreement of last year's results, deposited in time; the days stay within the year, as the law wants."""
    year = datetime.date(today().year, 1, 1), datetime.date(today().year, 12, 31)
    last = min(today() + LEFT, year[1])
    return WindowTerms(
        budget=budget,
        agreement=f"Premio di risultato {today().year - 1}",
        deposited_on=max(today() - datetime.timedelta(days=60), year[0]),
        deposit_number="00418253",
        has_clause=True,
        has_increase=True,
        is_joint=False,
        opens_on=max(today() - SINCE, year[0]),
        closes_on=last,
        paid_in=last.replace(day=1),
        contribution="private",
        contribution_rate=pay_years()[last.year].contribution("private").rate,
    )


def choose(organization: Organization) -> None:
    """The first people who cannot sign in choose, each a part."""
    cast = [account.email for account in ACCOUNTS]
    others = Premium.objects.select_related("member__user").exclude(member__user__email__in=cast)
    for place, premium in enumerate(others.order_by("member__number")[:HAVE_CHOSEN]):
        actor = Actor(organization.key, premium.member.user_id, "person")
        choosing.choose(premium, BONUS * PARTS[place % len(PARTS)], actor=actor)
