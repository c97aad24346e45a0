"""Where credit goes that comes back to a lot: the lot itself, or what its budget says after expiry."""

import datetime
from decimal import Decimal

from catalog.plans.models import Budget
from members.ledger import accounts
from members.ledger.models import Account
from members.ledger.posting import Line

# For credit whose budget is not on record.
GRACE = datetime.timedelta(days=30)


def refund_line(lot: Account, amount: Decimal, budget: Budget | None, on: datetime.date) -> Line:
    """The line that gives `amount` back to `lot` on a day.

    `budget` is the lot's own; it decides only when the lot has expired. Without one the member
    keeps the credit for the days of grace.
    """
    if lot.expires_on is None or lot.expires_on >= on:
        return Line(lot, credit=amount)
    grace = GRACE if budget is None else datetime.timedelta(days=budget.refund_days)
    if not grace:
        return Line(accounts.expired(lot.budget, lot.unit), credit=amount)
    return Line(accounts.wallet(lot.holder, lot.budget, on + grace, lot.unit), credit=amount)
