"""What a fund asks for and answers: the period of a list, lines to confirm, the reason of a refusal."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.enrolments.models import Kind
from catalog.enrolments.reckoning import period_of
from welfare.clock import today

YEARS_BACK = 3
PERIODS = [
    ("month", _("Month")),
    ("quarter", _("Quarter")),
    ("year", _("Year")),
]


class ListForm(forms.Form):
    """Of which fund, and for which period that is over."""

    kind = forms.ChoiceField(label=_("Which fund?"), choices=Kind.choices)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    number = forms.IntegerField(
        label=_("Which month or quarter"), min_value=1, max_value=12, required=False,
        help_text=_("1 to 12 for a month, 1 to 4 for a quarter; leave it empty for a year."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = today().year
        years: Any = self.fields["year"]
        years.choices = [(year, str(year)) for year in range(this_year, this_year - YEARS_BACK - 1, -1)]
        before = today().replace(day=1) - datetime.timedelta(days=1)
        self.initial = {"year": before.year, "period": "month", "number": before.month, **self.initial}

    def clean(self) -> dict[str, Any]:
        """A number that fits the period, and a period that is over."""
        cleaned = super().clean() or {}
        period, number = cleaned.get("period"), cleaned.get("number")
        if period in ("month", "quarter") and "number" in cleaned:
            most = 12 if period == "month" else 4
            if number is None or number > most:
                self.add_error("number", forms.ValidationError(_("Between 1 and %(most)d."), params={"most": most}))
        if not self.errors:
            cleaned["days"] = period_of(cleaned["period"], cleaned["year"], number or 1)
            if cleaned["days"][1] >= today():
                self.add_error(None, _("This period is not over yet: choose one that is, or come back after its end."))
        return cleaned


class ReasonForm(forms.Form):
    """Why a fund does not take a contribution: the person reads it."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it as you write it. Say what they can do."),
    )  # fmt: skip
