"""What HR confirms and types: a closing, and a grant from a pool."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from catalog.closing import pools
from catalog.plans.forms import new_key
from catalog.plans.models import Budget
from members.models import Category
from welfare.amounts import AmountField

MOST = Decimal("20000.00")


class CloseForm(forms.Form):
    """The figures that were shown, as one word: what is confirmed is what was seen."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def answers(self) -> tuple[uuid.UUID, str]:
        """The key and the figures; of a form that somebody tampered with, ones that fit nothing."""
        if not self.is_valid():
            return uuid.uuid4(), ""
        return self.cleaned_data["key"], self.cleaned_data["digest"]


class TargetField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of budgets, each with its plan and its last day."""

    def label_from_instance(self, obj: Budget) -> str:
        """How a budget is called in the list."""
        return pools.label_of(obj)


class PoolGrantForm(forms.Form):
    """To whom, out of which source, how much each."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    budget = TargetField(
        label=gettext_lazy("As credit of"),
        queryset=Budget.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        help_text=gettext_lazy(
            "A source that is the same in law: until when people can spend it, and on what, is as that source says."
        ),
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=Category.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Everybody"),
        help_text=gettext_lazy("The law asks for everybody or a whole category."),
    )
    amount = AmountField(
        label=gettext_lazy("Amount for each person"), min_value=Decimal("0.01"), max_value=MOST, max_digits=7
    )

    def __init__(self, data: Any = None, *, pool: Budget) -> None:
        super().__init__(data)
        field = self.fields["budget"]
        assert isinstance(field, TargetField)  # noqa: S101 - declared above
        targets = pools.targets_of(pool)
        field.queryset = Budget.objects.select_related("plan").filter(pk__in=[budget.pk for budget in targets])
        if len(targets) == 1:
            field.initial = targets[0]
