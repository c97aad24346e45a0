"""Bonus windows whose forms are attacked: one in which Anna may choose, one that is being prepared."""

import datetime
from decimal import Decimal
from typing import Any

from catalog.conversion import windows
from catalog.conversion.models import Premium, Window
from catalog.conversion.windows import WindowTerms
from catalog.plans.models import Budget, Plan, Source
from members.models import Member
from tenants.isolation import Actor, current
from welfare.clock import today


def last_day() -> datetime.date:
    """The last day to choose: within the year, for the tax year is that of the payment."""
    return min(today() + datetime.timedelta(days=5), today().replace(month=12, day=31))


def budget_of(plan: Plan, name: str) -> Budget:
    """Credit for converted bonuses, to be used long after."""
    copy = Plan.objects.create(name=name, year=plan.year, starts_on=plan.starts_on, ends_on=plan.ends_on, state="open")
    expires_on = today() + datetime.timedelta(days=300)
    return Budget.objects.create(
        plan=copy, source=Source.PDR_CONVERSION, basis="COMPANY_AGREEMENT", name=name, expires_on=expires_on
    )


def draft(budget: Budget, irene: Any) -> Window:
    """A window that begins today."""
    terms = WindowTerms(
        budget=budget, agreement="Premio", deposited_on=today(), deposit_number="1", has_clause=True,
        has_increase=True, is_joint=False, opens_on=today(), closes_on=last_day(),
        paid_in=last_day().replace(day=1), contribution="private", contribution_rate=Decimal("0.0919"),
    )  # fmt: skip
    return windows.write_window(None, terms, actor=Actor(current().key, irene.pk, "person"))


def give(window: Window, member: Member) -> Premium:
    """The person has 2,000.00 in it, and payroll knows that they may convert."""
    return Premium.objects.create(
        window=window, member=member, amount=Decimal("2000.00"), prior_year_income=Decimal("30000.00")
    )


def opened(window: Window, irene: Any) -> Window:
    """The same window, in which people may choose."""
    return windows.open_window(window, actor=Actor(current().key, irene.pk, "person"))
