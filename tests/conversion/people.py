"""A window, premiums and choices, for the tests of conversion. The pretended day is 10 June 2026."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from catalog.conversion import choosing, windows
from catalog.conversion.models import Choice, Premium, Window
from catalog.conversion.windows import WindowTerms
from catalog.plans.models import Budget, Plan, Source
from members.declarations import sign
from members.models import Declaration, Member
from tenants.identity.models import Role, User
from tenants.isolation import Actor, current
from tests import make
from welfare.clock import pretend

TODAY = datetime.date(2026, 6, 10)
LAST = datetime.date(2026, 6, 24)
AFTER = datetime.date(2026, 6, 25)


@contextmanager
def on(day: datetime.date, at: datetime.time = datetime.time(10)) -> Iterator[None]:
    """Let it be a day."""
    with pretend(day, at):
        yield


def actor(user: User | None = None) -> Actor:
    """Somebody of HR in the organization in force."""
    person = user or make.user("Irene", Role.HR)
    return Actor(current().key, person.pk, "person")


def budget(**fields: Any) -> Budget:
    """Credit for converted premiums, of an open plan of 2026, to be used by 31 December."""
    plan = Plan.objects.create(
        name="Piano 2026", year=2026, starts_on="2026-01-01", ends_on="2026-12-31", state=Plan.State.OPEN
    )
    terms = {"name": "Premio convertito", "expires_on": datetime.date(2026, 12, 31), "basis": "COMPANY_AGREEMENT"}
    return Budget.objects.create(plan=plan, source=Source.PDR_CONVERSION, **(terms | fields))


def terms(of: Budget, **fields: Any) -> WindowTerms:
    """The terms of a window from 10 to 24 June 2026, paid in July."""
    known: dict[str, Any] = {
        "budget": of,
        "agreement": "Premio 2025",
        "deposited_on": datetime.date(2026, 3, 2),
        "deposit_number": "123456",
        "has_clause": True,
        "has_increase": True,
        "is_joint": False,
        "opens_on": TODAY,
        "closes_on": LAST,
        "paid_in": datetime.date(2026, 7, 1),
        "contribution": "private",
        "contribution_rate": Decimal("0.0919"),
    }
    return WindowTerms(**(known | fields))


def window(of: Budget | None = None, **fields: Any) -> Window:
    """A draft."""
    return windows.write_window(None, terms(of or budget(), **fields), actor=actor())


def premium(of: Window, member: Member, amount: str = "2000.00", income: str | None = "30000.00") -> Premium:
    """A person's premium; payroll knows the income of the year before unless told otherwise."""
    known = None if income is None else Decimal(income)
    return Premium.objects.create(window=of, member=member, amount=Decimal(amount), prior_year_income=known)


def opened(*members: Member, **fields: Any) -> Window:
    """An open window in which each of these has 2,000.00."""
    found = window(**fields)
    for each in members:
        premium(found, each)
    return windows.open_window(found, actor=actor())


def chosen(of: Premium, amount: str) -> Choice:
    """The person converts so much."""
    return choosing.choose(of, Decimal(amount), actor=Actor(current().key, of.member.user_id, "person"))


def declare(member: Member, income: str, year: int = 2026) -> None:
    """The person signs what they earned the year before."""
    sign(
        member,
        Declaration.Kind.PRIOR_YEAR_INCOME,
        year,
        {"amount": Decimal(income)},
        signed_name=member.user.full_name,
        actor=Actor(current().key, member.user_id, "person"),
    )
