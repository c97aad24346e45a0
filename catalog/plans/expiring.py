"""What of a budget is left and about to be lost, as HR may see it (decision 0020)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from catalog.plans.forecast import Forecast, amount_of, forecast_of
from catalog.plans.models import Budget, Plan, UseTold
from catalog.plans.wallets import EUR
from members.ledger.models import ON_SERVICES, AccountKind, Leg
from welfare.clock import today
from welfare.money import ZERO, MoneyField

# How long before its expiry a budget stands on HR's home.
SOON = datetime.timedelta(days=21)


@dataclass(frozen=True)
class Expiring:
    """A budget that expires: what was granted of it; what was left on the last day that was told, and what will be."""

    budget: Budget
    granted: Decimal
    left: Decimal | None = None
    as_of: datetime.date | None = None
    ahead: Forecast | None = None

    @property
    def is_near(self) -> bool:
        """Whether it expires within three weeks."""
        return self.budget.expires_on <= today() + SOON


def expiring() -> list[Expiring]:
    """The budgets of open plans that have not expired, the nearest first, with what may be told of each."""
    ahead = Budget.objects.filter(plan__state=Plan.State.OPEN, plan__is_base=False, expires_on__gte=today(), unit=EUR)
    return expiring_of(list(ahead.select_related("plan").order_by("expires_on", "name", "pk")))


def expiring_of(budgets: list[Budget]) -> list[Expiring]:
    """What may be told of some budgets; five queries for any number of budgets and people, none for none."""
    if not budgets:
        return []
    told = list(UseTold.objects.order_by("first_day"))
    granted, put_in = granted_of(budgets), put_in_of(budgets)
    before = budgets_before(budgets)
    found = []
    for budget in budgets:
        used = amount_of(budget, told)
        if used is None or not told:
            found.append(Expiring(budget, granted.get(budget.pk, ZERO)))
            continue
        left = put_in.get(budget.pk, ZERO) - used
        ahead = forecast_of(budget, left, told, before.get(budget.source))
        found.append(Expiring(budget, granted.get(budget.pk, ZERO), left, told[-1].last_day, ahead))
    return found


def granted_of(budgets: list[Budget]) -> dict[UUID, Decimal]:
    """What was granted of each budget, less what corrections took back."""
    legs = Leg.objects.filter(account__kind=AccountKind.GRANTED, account__source__in=[one.pk for one in budgets])
    net = Sum(F("debit") - F("credit"), output_field=MoneyField())
    return dict(legs.order_by().values_list("account__source").annotate(total=net))


def put_in_of(budgets: list[Budget]) -> dict[UUID, Decimal]:
    """What lots of each budget would hold if nobody had ordered: granted, less what leavers and corrections gave up.

    HR knows each of these amounts by name (design 7): they tell nothing of what anybody ordered.
    """
    return sums_by_budget(wallets_of(budgets).exclude(entry__reason__in=ON_SERVICES))


def wallets_of(budgets: list[Budget]) -> QuerySet[Leg, Leg]:
    """What came into and went out of lots of some budgets."""
    return Leg.objects.filter(account__kind=AccountKind.WALLET, account__source__in=[one.pk for one in budgets])


def sums_by_budget(legs: QuerySet[Leg, Leg]) -> dict[UUID, Decimal]:
    """Credits less debits of some legs, by budget."""
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    return dict(legs.order_by().values_list("account__source").annotate(total=net))


def budgets_before(budgets: list[Budget]) -> dict[str, Budget]:
    """The budget of the year before of each source; the latest if there are several."""
    years = {budget.plan.year - 1 for budget in budgets}
    opened = Q(plan__state__in=[Plan.State.OPEN, Plan.State.CLOSED], plan__is_base=False)
    found = Budget.objects.filter(opened, plan__year__in=years, unit=EUR).select_related("plan")
    return {budget.source: budget for budget in found.order_by("plan__year", "plan__starts_on", "pk")}
