"""On which terms an offer stands on the shelf."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.plans.models import Plan
from catalog.shelf.choice import open_plans
from catalog.shelf.models import ShelfItem
from welfare.amounts import AmountField

LARGEST_PRICE = Decimal("100000.00")


class TermsForm(forms.Form):
    """The plans whose credit opens an offer, and the price agreed."""

    plans = forms.ModelMultipleChoiceField(
        label=_("Plans whose credit pays for it"), queryset=Plan.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none chosen people see it, with the help phone, and cannot order it."),
    )  # fmt: skip
    price_agreed = AmountField(
        label=_("Price agreed with the provider"), required=False, min_value=Decimal("0.01"),
        max_value=LARGEST_PRICE, max_digits=12, help_text=_("Empty: the provider's own price."),
    )  # fmt: skip

    def __init__(self, *args: Any, item: ShelfItem | None, is_paid: bool = True, **kwargs: Any) -> None:
        plans = open_plans() if is_paid else Plan.objects.none()
        chosen = list(item.plans.all()) if item else list(plans)
        kwargs["initial"] = {"plans": chosen, "price_agreed": item.price_agreed if item else None}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plans"]
        field.queryset = plans
        # A plan has its name alone: "Piano 2026".
        field.label_from_instance = str
        if not is_paid:
            # Information and discounts have no terms: they stand on the shelf or they do not.
            self.fields.clear()
