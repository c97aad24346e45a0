"""What a fund writes of its levels, and of the pension funds it serves."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.forms import LARGEST_PRICE, OLDEST
from providers.models import FundLevel, PensionFund
from welfare.amounts import AmountField

NONE = Decimal("0.00")


class LevelForm(forms.ModelForm[FundLevel]):
    """One level of cover."""

    fee = AmountField(
        label=_("Contribution a year"), min_value=Decimal("1"), max_value=LARGEST_PRICE, max_digits=12,
        help_text=_("In euro, for the person alone, 1 January to 31 December."),
    )  # fmt: skip
    relative_fee = AmountField(
        label=_("For each relative, a year"), min_value=NONE, max_value=LARGEST_PRICE, max_digits=12, required=False,
        help_text=_("Leave it empty if this level covers the person alone; 0 if the family is covered at no cost."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    class Meta:
        model = FundLevel
        fields = (
            "name", "covers", "fee", "relative_fee", "start_rule", "is_prorated", "age_min", "age_max",
            "waiting_months",
        )  # fmt: skip
        help_texts = {
            "covers": _("In plain words, one thing a line: what is paid back, up to how much."),
            "age_min": _("On the first day of cover. Leave it empty for no limit."),
            "waiting_months": _("Months from the first day in which nothing is paid back. 0 for none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        for name in ("age_min", "age_max", "waiting_months"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """What depends on more than one answer."""
        cleaned = super().clean() or {}
        youngest, oldest = cleaned.get("age_min"), cleaned.get("age_max")
        if oldest is not None and oldest > OLDEST:
            self.add_error("age_max", _("At most 120 years."))
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", _("The highest age is under the lowest: swap the two."))
        return cleaned

    def written(self) -> dict[str, Any]:
        """The fields to write."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PensionFundForm(forms.ModelForm[PensionFund]):
    """One pension fund to which contributions are brought."""

    class Meta:
        model = PensionFund
        fields = ("name", "register_number")
        help_texts = {"register_number": _("As in the register of pension funds, without dots.")}
