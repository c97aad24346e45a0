"""What is typed about agreements, lists of shops, cards."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from stdnum import luhn

from catalog.cards.cards import DIGITS
from catalog.cards.shops_sheet import FURTHEST
from catalog.cards.shops_work import CLOSES_GONE
from members.forms import date_input
from members.imports.forms import ConfirmListForm
from providers.agreements.models import Agreement
from welfare.amounts import AmountField
from welfare.clock import today

NUMBER_DIGITS = 12


class AgreementForm(forms.ModelForm[Agreement]):
    """An agreement: with whom, what it grants, until when."""

    percent = AmountField(
        label=_("Percentage"), required=False, min_value=Decimal("0.1"), max_value=Decimal(100), max_digits=5,
        help_text=_("If it is one number: 10 for 10%."),
    )  # fmt: skip
    website = forms.URLField(
        label=_("Web address"), required=False, max_length=200, assume_scheme="https",
        help_text=_("For example https://www.example.it"),
    )  # fmt: skip

    class Meta:
        model = Agreement
        fields = (
            "name", "category", "discount", "percent", "conditions", "website", "is_everywhere", "starts_on", "ends_on",
        )  # fmt: skip
        widgets = {
            "starts_on": date_input(), "ends_on": date_input(), "conditions": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip
        help_texts = {
            "name": _("As people know it: the shop, the chain, the association of shops."),
            "discount": _("What a person gets who shows the card: “10% on everything”, “The second visit is free”."),
            "conditions": _("What is left out, whether to book, what to bring."),
            "is_everywhere": _("People see it whatever town they look for."),
            "ends_on": _("Leave empty if it has none. After it nobody is shown the agreement."),
        }

    def clean_percent(self) -> Decimal | None:
        """One decimal is enough for a discount."""
        percent: Decimal | None = self.cleaned_data["percent"]
        if percent is not None and percent != round(percent, 1):
            raise ValidationError(_("Write it with one decimal at most, like 7,5."))
        return percent

    def clean(self) -> dict[str, Any]:
        """Days in order; a last day that has not passed, unless it stood there before."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first: check the dates."))
        elif last and last > today() + FURTHEST:
            self.add_error("ends_on", _("This day is more than ten years away: check the year."))
        elif last and last < today() and last != self.initial.get("ends_on"):
            self.add_error("ends_on", _("This day is past: choose one to come."))
        return cleaned

    def written(self) -> dict[str, Any]:
        """The fields to write."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ConfirmShopsForm(ConfirmListForm):
    """Write what was shown: without the rows that cannot be used, with or without closing what is not in the list."""

    gone_field = CLOSES_GONE

    @staticmethod
    def gone_label(gone: int) -> str:
        """How many shops would be taken off."""
        words = ngettext(
            "Take off the %(n)d shop that is not in the list", "Take off the %(n)d shops that are not in the list", gone
        )
        return words % {"n": gone}


def figures_of(text: str) -> str:
    """The figures of what was typed, whatever stands between them."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


class CheckForm(forms.Form):
    """A card's number and the code that it shows."""

    number = forms.CharField(
        label=_("Number of the card"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("The twelve figures under the name."),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code of the card"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("The eight large figures. On a phone they change each minute."),
    )  # fmt: skip

    def clean_number(self) -> str:
        """Twelve figures whose last one fits the others."""
        number = figures_of(self.cleaned_data["number"])
        if len(number) != NUMBER_DIGITS:
            raise ValidationError(_("The number of a card has twelve figures: compare it with the card."))
        if not luhn.is_valid(number):
            raise ValidationError(_("A figure of this number is wrong: compare it with the card."))
        return number

    def clean_code(self) -> str:
        """Eight figures."""
        code = figures_of(self.cleaned_data["code"])
        if len(code) != DIGITS:
            raise ValidationError(_("The code has eight figures: compare it with the card."))
        return code
