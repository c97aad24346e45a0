"""A plan with two budgets and a few people, for the tests of plans."""

import datetime
import uuid
from decimal import Decimal

from catalog.plans.models import Budget, Plan, Source
from members.ledger import accounts, posting
from members.ledger.models import Account, Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.identity.models import User
from tenants.isolation import SYSTEM, Actor, current
from tests import make
from welfare.clock import today


def day(days: int) -> datetime.date:
    """The date in `days` days."""
    return today() + datetime.timedelta(days=days)


def actor(user: User | None = None) -> Actor:
    """Somebody of HR in the organization in force."""
    person = user or make.user("Rita", "hr")
    return Actor(current().key, person.pk, person.full_name)


def plan(name: str = "Piano 2026", state: str = Plan.State.OPEN, **fields: object) -> Plan:
    """An open plan of the present year."""
    terms: dict[str, object] = {"starts_on": day(-100), "ends_on": day(100), "year": today().year}
    return Plan.objects.create(name=name, state=state, **(terms | fields))


def budget(of: Plan, days: int = 100, source: str = Source.CONTRACT_CCNL, **terms: object) -> Budget:
    """A budget that expires in `days` days."""
    name = "Contratto" if source == Source.CONTRACT_CCNL else of.name
    return Budget.objects.create(plan=of, source=source, name=name, expires_on=day(days), **terms)


def credit(member: Member, of: Budget, amount: str, expires_on: datetime.date | None = None) -> None:
    """Credit for one person, with the budget's expiry unless said otherwise."""
    value = Decimal(amount)
    lot = accounts.wallet(member.uuid, of.pk, expires_on or of.expires_on)
    lines = [Line(accounts.granted(of.pk), debit=value), Line(lot, credit=value)]
    posting.post(key=uuid.uuid4().hex, reason=Reason.GRANT, lines=lines, actor=SYSTEM)


def move(source: Account, target: Account, amount: str, reason: str = Reason.GRANT) -> None:
    """One amount from an account to another."""
    lines = [Line(source, debit=Decimal(amount)), Line(target, credit=Decimal(amount))]
    posting.post(key=uuid.uuid4().hex, reason=reason, lines=lines, actor=SYSTEM)


def spend(member: Member, of: Budget, amount: str, expires_on: datetime.date | None = None) -> None:
    """An order that holds some of a member's credit, of the lot with the budget's expiry unless said otherwise."""
    lot, value = accounts.wallet(member.uuid, of.pk, expires_on or of.expires_on), Decimal(amount)
    lines = [Line(lot, debit=value), Line(accounts.held(of.pk), credit=value)]
    posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM)
