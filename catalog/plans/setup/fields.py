"""Fields of the set-up's forms."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from welfare.amounts import AmountField

OLDEST, LATEST = datetime.date(2020, 1, 1), datetime.date(2099, 12, 31)
MOST = Decimal("20000.00")
LEAST = Decimal("0.01")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date typed with the browser's own calendar, between 2020 and 2099."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[within_reach], **options)


def within_reach(day: datetime.date) -> None:
    """Refuse a year that is plainly mistyped."""
    if not OLDEST <= day <= LATEST:
        raise forms.ValidationError(_("Choose a day between 2020 and 2099."))


def amount_field(label: Any, **options: Any) -> AmountField:
    """An amount for one person: more than nothing, at most 20,000."""
    options.setdefault("required", False)
    return AmountField(label=label, min_value=LEAST, max_value=MOST, max_digits=7, **options)


def choice_field(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a few, all of them shown."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)
