"""What a provider writes of discounts, held against the price."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from providers.models import Delivery, DiscountKind
from welfare.money import ZERO, rounded

MOST_PERCENT = Decimal(90)
LEFT = Decimal(1)
FROM_WEEK = 3


def check(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """Fill in what is said by leaving it out; refuse discounts that leave less than a euro of the price."""
    cleaned["second_child_kind"] = cleaned.get("second_child_kind") or DiscountKind.PERCENT
    cleaned["many_weeks_kind"] = cleaned.get("many_weeks_kind") or DiscountKind.PERCENT
    cleaned["many_weeks_from"] = cleaned.get("many_weeks_from") or FROM_WEEK
    if cleaned.get("delivery") != Delivery.PLACES:
        cleaned["second_child"] = cleaned["many_weeks"] = None
        return
    for name in ("second_child", "many_weeks"):
        is_percent = cleaned[f"{name}_kind"] == DiscountKind.PERCENT
        if is_percent and (cleaned.get(name) or ZERO) > MOST_PERCENT:
            form.add_error(name, _("At most 90%."))
    price = cleaned.get("price")
    if (
        price is not None
        and not form.errors
        and price - taken(cleaned, "second_child") - taken(cleaned, "many_weeks") < LEFT
    ):
        form.add_error("second_child", _("Together the discounts must leave at least 1 € of the price."))


def taken(cleaned: dict[str, Any], name: str) -> Decimal:
    """What one discount takes off the price."""
    value: Decimal = cleaned.get(name) or ZERO
    if cleaned[f"{name}_kind"] == DiscountKind.PERCENT:
        return rounded(cleaned["price"] * value / 100)
    return value
