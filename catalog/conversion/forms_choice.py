"""What a person types about a premium: how much becomes welfare, and what they earned the year before."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.declarations import MOST
from welfare.amounts import AmountField
from welfare.money import ZERO, rounded

LARGEST = Decimal("9999999.99")


class ShareForm(forms.Form):
    """A part of a premium, in percent or in euro; euro win where both are typed."""

    percent = forms.IntegerField(
        label=gettext_lazy("How much becomes welfare, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value"), gettext_lazy("Write a number from 0 to 100.")),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 1}),
    )
    amount = AmountField(label=gettext_lazy("Or an amount, in euro"), min_value=ZERO, max_value=LARGEST, required=False)

    def __init__(self, *args: Any, premium: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.premium = premium
        # One of the two must be there.
        self.fields["percent"].required = not self.data.get("amount")

    def clean_amount(self) -> Decimal | None:
        """Not over the premium."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and amount > self.premium:
            raise forms.ValidationError(_("It cannot be more than your premium."))
        return amount

    @property
    def converted(self) -> Decimal | None:
        """What was asked for, in EUR; None: nothing was."""
        if not self.is_valid():
            return None
        amount: Decimal | None = self.cleaned_data["amount"]
        percent: int | None = self.cleaned_data["percent"]
        if amount is None and percent is not None:
            return rounded(self.premium * percent / 100)
        return amount


class ChoiceForm(forms.Form):
    """What the page showed and is confirmed."""

    converted = AmountField(widget=forms.HiddenInput, min_value=ZERO, max_value=LARGEST)


class IncomeForm(forms.Form):
    """Employment income of the year before, signed with one's name."""

    income = AmountField(
        label=gettext_lazy("What you earned as an employee, from all employers, in euro"),
        min_value=ZERO,
        max_value=MOST,
        help_text=gettext_lazy("It stands in points 1 and 2 of your CU, the certificate that each employer gives you."),
    )
    signed_name = forms.CharField(label=gettext_lazy("Type your name to sign"), max_length=161)
