"""Which lots pay: the one that expires first ahead of the others. Pure."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from members.ledger.errors import NotEnough
from members.ledger.queries import Lot
from welfare.money import ZERO, MoneyError
from welfare.money import amount as exact


def allocate(lots: Iterable[Lot], amount: Decimal) -> list[tuple[Lot, Decimal]]:
    """Divide `amount` over lots of one unit, earliest expiry first, to the cent.

    Raises NotEnough with what is missing, MoneyError for an amount that is not over zero or for
    lots of more than one unit.
    """
    left = exact(amount)
    ordered = sorted(lots, key=first_to_expire)
    if left <= ZERO or len({lot.unit for lot in ordered}) > 1:
        raise MoneyError("an amount over zero is divided over lots of one unit")
    parts: list[tuple[Lot, Decimal]] = []
    for lot in ordered:
        part = min(left, lot.balance)
        if part > ZERO:
            parts.append((lot, part))
            left -= part
    if left > ZERO:
        raise NotEnough(left)
    return parts


def first_to_expire(lot: Lot) -> tuple[datetime.date, int]:
    """The order in which lots are spent; those that never expire come last."""
    return lot.expires_on or datetime.date.max, lot.account_id
