"""The forms of starting a subscription: choose, then confirm."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.orders.forms import ChoiceForm, ConfirmForm, RequestForm
from catalog.subscriptions.rule import StopRule
from catalog.subscriptions.start import Asked, months_offered
from welfare.templatetags.kit import month


def small_number() -> forms.IntegerField:
    """A number of days or months, hidden."""
    return forms.IntegerField(min_value=0, max_value=400, widget=forms.HiddenInput)


class MonthField(forms.DateField):
    """A month, by its first day."""

    def clean(self, value: Any) -> Any:
        """Give the first day of the month that was chosen."""
        found = super().clean(value)
        return found.replace(day=1) if isinstance(found, datetime.date) else found


class SubscribeForm(RequestForm):
    """For whom, from which month, and the provider's questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, slots=None, **kwargs)
        choices = [(period.isoformat(), month(period)) for period in months_offered()]
        self.fields["first_period"] = MonthField(
            label=_("From which month?"),
            widget=forms.RadioSelect(choices=choices),
            error_messages={"required": _("Choose from which month."), "invalid": _("Choose from which month.")},
        )
        others = [name for name in self.fields if name not in ("who", "first_period")]
        self.order_fields(["who", "first_period", *others])

    def clean_first_period(self) -> datetime.date:
        """One of the months listed."""
        period: datetime.date = self.cleaned_data["first_period"]
        if period not in months_offered():
            raise forms.ValidationError(_("Choose one of the months listed."))
        return period

    def asked(self, offer_id: Any) -> Asked:
        """What is asked for; after `is_valid()`."""
        return Asked(self.choice(offer_id), self.cleaned_data["first_period"])


class TypedForm(ChoiceForm):
    """What was typed, hidden: for the way back."""

    first_period = MonthField(required=False, widget=forms.HiddenInput)


class ConfirmSubscription(ConfirmForm):
    """A choice with what the person saw when confirming: price and revision, the stop rule, the nonce."""

    first_period = MonthField(widget=forms.HiddenInput)
    draw_day = small_number()
    notice_days = small_number()
    minimum_months = small_number()

    def asked(self, offer_id: Any) -> Asked:
        """What is asked for; after `is_valid()`."""
        return Asked(self.choice(offer_id), self.cleaned_data["first_period"])

    def rule(self) -> StopRule:
        """The stop rule that was shown; after `is_valid()`."""
        data = self.cleaned_data
        return StopRule(data["draw_day"], data["notice_days"], data["minimum_months"])


class PriceForm(forms.Form):
    """The higher price that somebody agrees to, as it was shown."""

    price = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)
