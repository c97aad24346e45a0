"""What HR types about plans: terms, amounts, the text of the regulation."""

import uuid
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy

from catalog.plans.models import Plan
from members.models import Category
from welfare.amounts import AmountField

MOST = Decimal("20000.00")


def new_key() -> str:
    """A nonce: a form sent twice is written once."""
    return str(uuid.uuid4())


class GrantForm(forms.Form):
    """Who gets how much; `people` is how many the preview named, empty before it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    people = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10_000_000)
    category = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=Category.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Everybody"),
        help_text=gettext_lazy("The law asks for whole categories: credit cannot be granted to one person."),
    )
    amount = AmountField(
        label=gettext_lazy("Amount for each person, in euro"), min_value=Decimal("0.01"), max_value=MOST, max_digits=7
    )


class RegulationForm(forms.ModelForm[Plan]):
    """The text that members read."""

    class Meta:
        model = Plan
        fields = ["regulation"]
        widgets = {"regulation": forms.Textarea(attrs={"rows": 20})}
