"""A corrected amount in the person's tax year: what came back was not benefited from (TUIR art. 51).

The year is made of the benefits kept with an order's verdict (catalog/orders/held_rows.py); as agreed they stay beside.
"""

from decimal import Decimal
from typing import Any

from catalog.orders.models import Order
from welfare.money import ZERO, split


def correct(order: Order, amount: Decimal) -> None:
    """Change an order's benefits by `amount` in all, in proportion; the caller saves the verdict.

    An older order that kept no benefits keeps none: its year is read from what was agreed.
    """
    agreed = order.verdict.get("agreed_benefits", order.verdict.get("benefits"))
    if not agreed:
        return
    standing = sum((Decimal(each["amount"]) for each in order.verdict["benefits"]), ZERO)
    order.verdict["agreed_benefits"] = agreed
    order.verdict["benefits"] = scaled(agreed, standing + amount)


def scaled(agreed: list[dict[str, Any]], total: Decimal) -> list[dict[str, Any]]:
    """The benefits in proportion to what was agreed, with `total` in all; none of zero."""
    if total <= ZERO:
        return []
    weights = [int(Decimal(each["amount"]) * 100) for each in agreed]
    parts = zip(agreed, split(total, weights), strict=True)
    return [{**each, "amount": str(part)} for each, part in parts if part > ZERO]
