"""What closed windows came to, as payroll reads it: amounts, never what was bought."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from catalog.conversion.models import Result, Window


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """One person's premium, in EUR. `cash` is gross; the substitute tax falls on `substitute_tax_base`, which is net
    of the worker's contributions, and what the base leaves of that is ordinary pay.
    """

    member_id: int
    member_uuid: uuid.UUID
    premium: Decimal
    converted: Decimal
    cash: Decimal
    contributions: Decimal
    substitute_tax_base: Decimal
    substitute_tax: Decimal
    ordinary_base: Decimal
    income_condition_met: bool


def results(year: int, month: int) -> list[ConversionResult]:
    """What is paid with the pay of a month, by member and window; empty where no window has closed. One query."""
    closed = Result.objects.filter(
        window__state=Window.State.CLOSED, window__paid_in__year=year, window__paid_in__month=month
    )
    rows = closed.select_related("premium__member").order_by("premium__member_id", "window_id")
    return [result_of(row) for row in rows]


def result_of(row: Result) -> ConversionResult:
    """One row as payroll reads it."""
    member = row.premium.member
    return ConversionResult(
        member_id=member.pk,
        member_uuid=member.uuid,
        premium=row.amount,
        converted=row.converted,
        cash=row.cash,
        contributions=row.contributions,
        substitute_tax_base=row.substitute_tax_base,
        substitute_tax=row.substitute_tax,
        ordinary_base=row.ordinary_base,
        income_condition_met=row.income_condition_met,
    )
