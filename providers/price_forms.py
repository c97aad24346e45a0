"""A price for one organization, from a day, until a day."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.forms import LARGEST_PRICE, day_field
from welfare.amounts import AmountField
from welfare.clock import today

FURTHEST = datetime.timedelta(days=3 * 366)


class PriceForm(forms.Form):
    """What is proposed; the other side agrees or declines."""

    price = AmountField(label=_("Price"), min_value=Decimal("0.01"), max_value=LARGEST_PRICE, max_digits=12)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today()
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = _("Empty: until you agree on another one.")

    def clean(self) -> dict[str, Any]:
        """Days in order, not past, not too far."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and first < today():
            self.add_error("starts_on", _("This day is past: choose one to come."))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first: check the dates."))
        for name, day in (("starts_on", first), ("ends_on", last)):
            if day and day > today() + FURTHEST:
                self.add_error(name, _("At most three years from today."))
        return cleaned
