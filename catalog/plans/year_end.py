"""What will be left of all credit at the end of the year: for where no source can be told apart (decision 0020)."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Sum

from catalog.plans.forecast import EURO, SHORTEST
from catalog.plans.models import UseTold
from catalog.plans.wallets import EUR
from members.ledger.models import ON_SERVICES, AccountKind, Leg
from welfare.clock import today
from welfare.money import ZERO, MoneyField


@dataclass(frozen=True)
class YearEnd:
    """What was left on the last told day, and what will be on the last of the year, in whole euro."""

    left: Decimal
    ahead: Decimal
    as_of: datetime.date
    day: datetime.date


def year_end() -> YearEnd | None:
    """The forecast by the mean use a day of this year's told months; None with less than three of them.

    Two queries. Made of what HR is told of all sources together, and of what it granted and knows to have expired:
    nothing in it speaks of fewer people than the told months do.
    """
    told = list(UseTold.objects.order_by("first_day"))
    ours = [row for row in told if row.first_day.year == today().year]
    if not ours:
        return None
    as_of, day = ours[-1].last_day, datetime.date(today().year, 12, 31)
    days = (as_of - ours[0].first_day).days + 1
    if days < SHORTEST.days:
        return None
    left = put_in() - sum((row.amount for row in told), ZERO)
    used = sum((row.amount for row in ours), ZERO)
    rest = left - used * (day - as_of).days / days
    return YearEnd(whole(left), whole(rest), as_of, day)


def put_in() -> Decimal:
    """What all lots in euro would hold if nobody had ordered: what came in, less what went out for other reasons."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__unit=EUR)
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    total: Decimal | None = legs.exclude(entry__reason__in=ON_SERVICES).aggregate(total=net)["total"]
    return total or ZERO


def whole(amount: Decimal) -> Decimal:
    """Whole euro, never under zero."""
    return max(ZERO, amount).quantize(EURO, rounding=ROUND_HALF_UP)
