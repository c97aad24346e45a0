"""People with a year behind them, and runs made of it, without a broker."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from catalog.benefits import recording
from catalog.benefits.models import OutsideBenefit
from catalog.conversion.models import Premium, Result, Window
from catalog.orders.models import Order
from catalog.payroll import runs
from catalog.payroll.models import PayrollLine, PayrollRun
from catalog.plans.models import Budget, Plan, Source
from members.models import Member
from tenants.identity.models import User
from tenants.isolation import Actor, current
from welfare.clock import ROME, pretend

YEAR = 2026
# All is locked: the year can change no more.
AFTER = datetime.date(2027, 1, 20)


def actor_for(user: User) -> Actor:
    """A person of the organization in force."""
    return Actor(current().key, user.pk, "person")


def gave(member: Member, amount: str, day: str, kind: str = "car", **terms: Any) -> OutsideBenefit:
    """Something given outside the shelf."""
    told = recording.Terms(kind, Decimal(amount), datetime.date.fromisoformat(day), **terms)
    row = recording.row_of(member, told, str(uuid.uuid4()), member.user_id)
    row.save()
    return row


def ordered(member: Member, amount: str, day: str, category: str = "FBIS_EDUCATION", **more: Any) -> Order:
    """Something chosen from the shelf, as the law looked at it."""
    benefit = {
        "category": category, "amount": amount, "mode": "voucher", "source": "COMPANY_REGULATION", "services": [],
        "relative": {
            "kinship": "child", "age": 6, "cohabiting": True, "dependent": True, "separated": False,
            "certificate": False,
        },
    } | more  # fmt: skip
    if category.startswith("C3"):
        benefit["relative"] = None
    on = datetime.date.fromisoformat(day)
    return Order.objects.create(
        key=str(uuid.uuid4()), body_hash="", member=member, beneficiary_name="Leo Bianchi", offer_id=uuid.uuid4(),
        provider_id=uuid.uuid4(), fulfilment_id=uuid.uuid4(), price=Decimal(amount), cancel_until=on,
        placed_at=datetime.datetime.combine(on, datetime.time(10), ROME), verdict={"benefits": [benefit]},
        snapshot={"title": "Estate al Mulino", "provider": "Primavera"},
    )  # fmt: skip


def bonus(member: Member, converted: str, cash: str, base: str, tax: str, *, month: int) -> None:
    """A performance bonus whose window is closed."""
    plan = Plan.objects.create(
        name="Premi", year=YEAR, starts_on=datetime.date(YEAR, 1, 1), ends_on=datetime.date(YEAR, 12, 31)
    )
    budget = Budget.objects.create(
        plan=plan, source=Source.PDR_CONVERSION, name="Premio", expires_on=datetime.date(YEAR, 12, 31)
    )
    window = Window.objects.create(
        budget=budget, agreement="Accordo", deposited_on=datetime.date(YEAR, 1, 1), deposit_number="1",
        has_clause=True, has_increase=True, opened_by=member.user, opens_on=datetime.date(YEAR, 1, 2),
        closes_on=datetime.date(YEAR, 1, 31), paid_in=datetime.date(YEAR, month, 1), contribution="x",
        contribution_rate=Decimal("0.0919"), state=Window.State.CLOSED,
    )  # fmt: skip
    amount = Decimal(converted) + Decimal(cash)
    premium = Premium.objects.create(window=window, member=member, amount=amount)
    Result.objects.create(
        premium=premium, window=window, amount=amount, converted=Decimal(converted), cash=Decimal(cash),
        contributions=Decimal("0.00"), substitute_tax_base=Decimal(base), substitute_tax=Decimal(tax),
        ordinary_base=Decimal(cash) - Decimal(base), income_condition_met=True, has_chosen=True,
    )  # fmt: skip


def figured(month: int, user: User, year: int = YEAR) -> PayrollRun:
    """A month, prepared and figured out; the day is long after, so that any month may be."""
    with pretend(AFTER):
        run = runs.prepare(year, month, user=user, actor=actor_for(user))
        assert runs.carry_on(run.pk)
    return runs.get_run(run.pk)


def locked(month: int, user: User, year: int = YEAR) -> PayrollRun:
    """A month, locked as it was shown."""
    run = figured(month, user, year)
    with pretend(AFTER):
        runs.lock(run, digest=run.digest, user=user, actor=actor_for(user))
    return runs.get_run(run.pk)


def lines_of(run: PayrollRun, member: Member) -> dict[str, tuple[str, str]]:
    """A person's figures in a run: of the month, and since January."""
    lines = PayrollLine.objects.filter(person__run=run, person__member=member)
    return {
        f"{line.figure}{':' + line.source if line.source else ''}": (str(line.amount), str(line.to_date))
        for line in lines
    }
