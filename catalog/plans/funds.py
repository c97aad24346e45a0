"""How much of a budget the law lets go to people's pension or health funds (TUIR art. 51 c. 2 a, h)."""

import datetime
from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import Category, rule_book
from catalog.plans.models import Budget, Residual
from members.ledger import queries
from members.ledger.models import AccountKind
from welfare.money import ZERO, MoneyField

KINDS = {Residual.PENSION_FUND: AccountKind.PENSION, Residual.HEALTH_FUND: AccountKind.HEALTH}
LETTERS = {AccountKind.PENSION: "H_PENSION_FUND", AccountKind.HEALTH: "A_HEALTH_FUND"}


def goes_to_fund(budget: Budget | None) -> bool:
    """Whether what is left of a budget goes to a fund."""
    return budget is not None and budget.residual in KINDS


def category_of(budget: Budget) -> Category:
    """What the law calls a contribution to the fund that a budget's rest goes to."""
    return rule_book().category(LETTERS[KINDS[Residual(budget.residual)]])


def is_admitted(budget: Budget, year: int) -> bool:
    """Whether the law of a year lets a budget pay into its fund at all. Raises YearWithoutRules.

    A fund takes euro. A letter that asks for all or a category takes nothing of credit that may go to one person
    alone.
    """
    rule_book().require_year(year)
    category = category_of(budget)
    is_general = not (category.asks_generality and budget.is_ad_personam_allowed)
    is_of_source = budget.law_source in category.budget_sources and category.years[year].available
    return budget.unit == "EUR" and is_general and is_of_source


def rooms(budget: Budget, owners: Collection[UUID], on: datetime.date) -> dict[UUID, Decimal]:
    """What still fits under the cap of the day's tax year for each member, in euro; at most two queries.

    The cap, less what went to funds of the kind from any budget and what the employer paid outside. Raises
    YearWithoutRules.
    """
    if not is_admitted(budget, on.year):
        return dict.fromkeys(owners, ZERO)
    cap = category_of(budget).years[on.year].cap
    if cap is None:
        raise LookupError("the law gives a fund no cap: how much may go there is not known")
    taken = taken_of(KINDS[Residual(budget.residual)], owners, on.year)
    return {owner: max(ZERO, cap - taken.get(owner, ZERO)) for owner in owners}


def taken_of(kind: AccountKind, owners: Collection[UUID], year: int) -> dict[UUID, Decimal]:
    """What members have had in a year under the letter of a kind of fund; who had nothing may be missing."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    paid = queries.contributions(first, last, owners=owners)
    outside = OutsideBenefit.objects.filter(
        category=LETTERS[kind], withdrawn_at=None, received_on__year=year, member__uuid__in=list(owners)
    ).order_by()
    sums = outside.values_list("member__uuid").annotate(total=Sum("amount", output_field=MoneyField()))
    taken: dict[UUID, Decimal] = dict(sums)
    for row in paid:
        if row.kind == kind:
            taken[row.owner] = taken.get(row.owner, ZERO) + row.amount
    return taken
