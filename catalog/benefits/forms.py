"""What payroll types about benefits given outside the shelf."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.benefits import recording
from catalog.benefits.kinds import Kind
from catalog.benefits.recording import MOST, MOST_MEALS, Terms
from members.models import Member
from welfare.amounts import AmountField


def new_key() -> str:
    """A nonce: a form sent twice is written once."""
    return str(uuid.uuid4())


class BenefitForm(forms.Form):
    """One benefit of one person."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    person = forms.CharField(
        label=gettext_lazy("Person"), max_length=161,
        help_text=gettext_lazy("Member number, tax code, or family name and given name."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What was given"), choices=Kind.choices)
    amount = AmountField(
        label=gettext_lazy("Value, in euro"), min_value=Decimal("0.01"), max_value=MOST, max_digits=8,
        help_text=gettext_lazy("What tax law takes it for, with VAT; less what the person paid for it."),
    )  # fmt: skip
    meals = forms.IntegerField(
        label=gettext_lazy("How many meal vouchers"), min_value=1, max_value=MOST_MEALS, required=False
    )
    received_on = forms.DateField(
        label=gettext_lazy("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Of a car, a loan or housing: the last day of the month."),
    )  # fmt: skip
    refers_to = forms.IntegerField(
        label=gettext_lazy("Year that it is for"), min_value=2023, max_value=2099, required=False,
        help_text=gettext_lazy("Only for what was received until 12 January and is for the year before."),
    )  # fmt: skip

    def clean_person(self) -> Member:
        """The one person that is meant."""
        found = recording.find_person(self.cleaned_data["person"])
        if found is None:
            raise forms.ValidationError(
                _("Nobody, or more than one person, is called so: type the member number."), code="unknown"
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Hold what was given against the law."""
        cleaned = super().clean() or {}
        if {"kind", "amount", "received_on", "meals", "refers_to"} <= set(cleaned):
            for name, message in recording.problems(self.terms()).items():
                self.add_error(name, message)
        return cleaned

    def terms(self) -> Terms:
        """What was given."""
        cleaned = self.cleaned_data
        return Terms(cleaned["kind"], cleaned["amount"], cleaned["received_on"], cleaned["refers_to"], cleaned["meals"])
