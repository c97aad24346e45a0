"""What one person is due of a budget: its rule as pure arithmetic, rounded once, half up to the cent.

No split by presence, absence or merit: credit may not stand in for pay (TUIR art. 51 c. 1; ris. 55/E 2020).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog.plans.models import Budget, Plan, ProRata
from welfare.money import ZERO, rounded


@dataclass(frozen=True, slots=True)
class Rule:
    """A budget's rule of amounts; `by_category` holds None for everybody's row. Amounts are of a full year."""

    first_day: datetime.date
    last_day: datetime.date
    by_category: Mapping[int | None, Decimal]
    full_time_hours: Decimal | None = None
    per_child: Decimal = ZERO
    most_children: int | None = None
    pro_rata: str = ProRata.NONE


@dataclass(frozen=True, slots=True)
class Person:
    """What a rule asks of a person. Days not known count as the whole year, hours not known as full time."""

    category: int | None = None
    hired_on: datetime.date | None = None
    left_on: datetime.date | None = None
    contract_hours: Decimal | None = None
    children: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An amount in the budget's unit, and the facts that made it, as a grant keeps them."""

    amount: Decimal
    reckoning: Mapping[str, Any] = field(default_factory=dict)


def rule_of(budget: Budget) -> Rule:
    """The rule of a budget with its plan and its amounts."""
    first, last = granted_year(budget.plan)
    return Rule(
        first_day=first,
        last_day=last,
        by_category={row.category_id: row.amount for row in budget.amounts.all()},
        full_time_hours=budget.full_time_hours,
        per_child=budget.per_child or ZERO,
        most_children=budget.most_children,
        pro_rata=budget.pro_rata,
    )


def granted_year(plan: Plan) -> tuple[datetime.date, datetime.date]:
    """The twelve months from a plan's first day that its amounts speak of, or fewer when it ends before."""
    first = plan.starts_on
    # A plan that begins on 29 February speaks of the year until 28 February.
    leap = (first.month, first.day) == (2, 29)
    a_year_on = first.replace(year=first.year + 1, month=3, day=1) if leap else first.replace(year=first.year + 1)
    return first, min(plan.ends_on, a_year_on - datetime.timedelta(days=1))


def due_to(person: Person, rule: Rule) -> Due:
    """What a person is due; zero for who is not spoken of, or not in service in the rule's year."""
    base = rule.by_category.get(person.category, rule.by_category.get(None, ZERO))
    part, whole = service_of(person, rule)
    if not base or not part:
        return Due(ZERO)
    amount, reckoning = base, {"base": str(base)}
    if is_part_time(person, rule):
        amount = amount * Decimal(str(person.contract_hours)) / Decimal(str(rule.full_time_hours))
        reckoning |= {"hours": str(person.contract_hours), "full_time": str(rule.full_time_hours)}
    children = counted_children(person, rule)
    if children:
        amount += rule.per_child * children
        reckoning |= {"children": str(children), "per_child": str(rule.per_child)}
    if part < whole:
        amount = amount * part / whole
        reckoning |= {"by": str(rule.pro_rata), "part": str(part), "whole": str(whole)}
    return Due(rounded(amount), reckoning)


def is_part_time(person: Person, rule: Rule) -> bool:
    """Whether the person's hours are fewer than full time, where hours count."""
    hours, full = person.contract_hours, rule.full_time_hours
    return hours is not None and full is not None and hours < full


def counted_children(person: Person, rule: Rule) -> int:
    """The children for whom something is added."""
    if not rule.per_child:
        return 0
    return person.children if rule.most_children is None else min(person.children, rule.most_children)


def service_of(person: Person, rule: Rule) -> tuple[int, int]:
    """How much of the rule's year a person is in service, of how much: in months or days, or all of 1."""
    first = max(rule.first_day, person.hired_on or rule.first_day)
    last = min(rule.last_day, person.left_on or rule.last_day)
    if first > last:
        return 0, 1
    if rule.pro_rata == ProRata.MONTHS:
        return months_between(first, last), months_between(rule.first_day, rule.last_day)
    if rule.pro_rata == ProRata.DAYS:
        return (last - first).days + 1, (rule.last_day - rule.first_day).days + 1
    return 1, 1


def months_between(first: datetime.date, last: datetime.date) -> int:
    """How many calendar months two days and all between them touch."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
