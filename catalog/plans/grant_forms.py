"""What HR types about a grant: to whom, how much, and what is put right in it later."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.plans.forms import new_key
from catalog.plans.grants import Terms
from catalog.plans.models import Budget
from catalog.plans.wallets import EUR
from members.models import Category, Member
from welfare.amounts import AmountField

MOST = Decimal("20000.00")


class GrantForm(forms.Form):
    """To whom, and how much: an amount for each, or none for what the budget's rule says."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    category = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=Category.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Everybody"),
        help_text=gettext_lazy("The law asks for everybody or a whole category."),
    )
    person = forms.CharField(
        label=gettext_lazy("Only one person: member number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("For fringe benefits alone: with any other source one person alone would pay tax."),
    )
    amount = AmountField(
        label=gettext_lazy("Amount for each person, in euro"), min_value=Decimal("0.01"), max_value=MOST, max_digits=7
    )

    def __init__(self, data: Any = None, *, budget: Budget) -> None:
        super().__init__(data)
        self.has_rule = budget.amounts.exists()
        self.fields["amount"].required = not self.has_rule
        if budget.unit != EUR:
            self.fields["amount"].label = _("Amount for each person, in %(unit)s") % {"unit": budget.unit}
        if self.has_rule:
            self.fields["amount"].help_text = _("Leave it empty to grant what the rule of this source says.")

    def clean_person(self) -> Member | None:
        """The person of a number, if one was typed."""
        number = self.cleaned_data["person"]
        if not number:
            return None
        found = Member.objects.select_related("user").filter(number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this member number: look it up under People."))
        return found

    def clean(self) -> dict[str, Any]:
        """A category or one person, not both."""
        cleaned = super().clean() or {}
        if cleaned.get("category") and cleaned.get("person"):
            self.add_error("person", _("Choose a category, or one person: not both."))
        return cleaned

    def terms(self) -> Terms:
        """What was chosen."""
        cleaned = self.cleaned_data
        return Terms(cleaned["amount"], cleaned["category"], cleaned["person"])


class CorrectionForm(forms.Form):
    """One person's right amount, and why, in words that the person reads."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    # What the page showed: whoever corrects meanwhile is not overwritten.
    before = forms.DecimalField(widget=forms.HiddenInput, min_value=0, max_value=MOST * 2, decimal_places=2)
    amount = AmountField(
        label=gettext_lazy("Right amount, in euro"),
        min_value=Decimal("0.00"),
        max_value=MOST,
        max_digits=7,
        help_text=gettext_lazy("0 takes all of it back."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("The person reads these words.")
    )

    def __init__(self, data: Any = None, *, unit: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if unit != EUR:
            self.fields["amount"].label = _("Right amount, in %(unit)s") % {"unit": unit}
