"""What a provider writes of weeks in series, and of places kept for an organization."""

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.forms import FURTHEST, LARGEST_PRICE, MOST_PLACES, day_field
from providers.models import Slot
from providers.series import MOST_WEEKS, Planned, Week, weeks_from
from tenants.models import Organization
from welfare.amounts import AmountField
from welfare.clock import today

WEEKDAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]  # fmt: skip
HOURS = gettext_lazy("For example 8-17.")
ELSEWHERE = gettext_lazy("If it is not the service's address.")


def places_field(label: Any, **options: Any) -> forms.IntegerField:
    """How many places."""
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_PLACES, **options)


def price_field(label: Any, **options: Any) -> AmountField:
    """A price that may be left empty."""
    return AmountField(
        label=label, required=False, min_value=Decimal(1), max_value=LARGEST_PRICE, max_digits=12, **options
    )


class SeriesForm(forms.Form):
    """The weeks of a camp, as they are planned."""

    first_day = day_field(gettext_lazy("First day"))
    number = forms.IntegerField(label=gettext_lazy("Number of weeks"), min_value=1, max_value=MOST_WEEKS)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"), choices=WEEKDAYS, coerce=int, initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    hours = forms.CharField(label=gettext_lazy("Hours"), max_length=60, required=False, help_text=HOURS)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False, help_text=ELSEWHERE)
    capacity = places_field(gettext_lazy("Places each week"))

    def clean_first_day(self) -> datetime.date:
        """Not past, not too far."""
        day: datetime.date = self.cleaned_data["first_day"]
        if day < today():
            raise forms.ValidationError(_("This day is past: choose one to come."))
        if day > today() + FURTHEST:
            raise forms.ValidationError(_("At most two years from today."))
        return day

    def clean(self) -> dict[str, Any]:
        """Weeks that have a day, and are not too far."""
        cleaned = super().clean() or {}
        if not self.errors:
            found = self.weeks()
            if not found:
                self.add_error("first_day", _("No day of the first week is left: choose an earlier day."))
            elif found[-1].ends_on > today() + FURTHEST:
                self.add_error("number", _("At most two years from today."))
        return cleaned

    def weeks(self) -> list[Week]:
        """The weeks that these answers make; after they are valid."""
        cleaned = self.cleaned_data
        return weeks_from(cleaned["first_day"], cleaned["number"], cleaned["weekdays"])


class WeekForm(forms.Form):
    """One week of the list that is shown before it is written: left out, or with places and a price of its own."""

    is_kept = forms.BooleanField(required=False, initial=True)
    capacity = places_field(gettext_lazy("Places"), required=False)
    price = price_field(gettext_lazy("Price"))

    def __init__(self, data: Any, *, week: Week) -> None:
        super().__init__(data, prefix=f"w{week.starts_on:%Y%m%d}")
        self.week = week

    def planned(self, capacity: int) -> Planned | None:
        """The week as it is to be written; None for one that is left out. After `is_valid()`."""
        if not self.cleaned_data["is_kept"]:
            return None
        return Planned(self.week, self.cleaned_data["capacity"] or capacity, self.cleaned_data["price"])


class AllWeeksForm(forms.Form):
    """What changes in all weeks of a series that are still to come; what is left empty stays as it is."""

    hours = forms.CharField(label=gettext_lazy("Hours"), max_length=60, required=False, help_text=HOURS)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False, help_text=ELSEWHERE)
    capacity = places_field(gettext_lazy("Places each week"), required=False)
    price = price_field(gettext_lazy("Price a week"))

    def clean(self) -> dict[str, Any]:
        """Something must change."""
        cleaned = super().clean() or {}
        if not self.errors and not self.changes():
            raise forms.ValidationError(_("Write what is to change; what you leave empty stays as it is."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """The fields that were filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class ReserveForm(forms.Form):
    """For whom places are kept, how many, until when."""

    organization = forms.ChoiceField(label=gettext_lazy("For whom"))
    seats = places_field(
        gettext_lazy("How many places"),
        help_text=gettext_lazy("Places that its people have already count among them."),
    )
    until = day_field(gettext_lazy("They go back to all on"))
    whole_series = forms.BooleanField(label=gettext_lazy("In all weeks of the series still to come"), required=False)

    def __init__(self, *args: Any, organizations: Sequence[Organization], slot: Slot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(each.pk): each for each in organizations}
        self.slot = slot
        names = [(key, each.name) for key, each in self.by_key.items()]
        self.fields["organization"].choices = [("", _("Choose…")), *names]  # type: ignore[attr-defined]
        if slot.series is None:
            del self.fields["whole_series"]

    def clean_until(self) -> datetime.date:
        """Between tomorrow and the first day."""
        day: datetime.date = self.cleaned_data["until"]
        if not today() < day <= self.slot.starts_on:
            raise forms.ValidationError(_("Choose a day from tomorrow on, and not after the first day of these dates."))
        return day

    def chosen(self) -> Organization:
        """The organization; after `is_valid()`."""
        return self.by_key[self.cleaned_data["organization"]]


def key_of(text: str) -> uuid.UUID | None:
    """A series named in an address; None for none, or for what names nothing."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
