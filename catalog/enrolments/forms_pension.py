"""The forms of a pension fund: which one, how much, how often."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.enrolments.forms import AGREE, amount_field
from catalog.enrolments.models import Contribution
from catalog.enrolments.pension import Statement
from catalog.orders.forms import NONCE, ReferenceField
from providers.models import PensionFund

NUMBER = RegexValidator(r"^[A-Za-z0-9 ./-]*$", _("Letters and digits only, as on the fund's papers."))


class PensionForm(forms.Form):
    """Fund, number, amount, rhythm, consent."""

    fund = ReferenceField(max_length=36, error_messages={"required": _("Choose your fund.")}, label=_("Which fund?"))
    number = forms.CharField(
        label=_("Your number in the fund"), max_length=30, required=False, validators=[NUMBER],
        help_text=_("It is on the papers of the fund. Leave it empty if you do not have it at hand."),
    )  # fmt: skip
    amount = amount_field()
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Contribution.Rhythm.choices, widget=forms.RadioSelect,
        initial=Contribution.Rhythm.ONCE,
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("I allow the fund to be told this"), error_messages=AGREE,
        help_text=_("My name, tax code, birth date and number in the fund, and what is paid. Nothing else."),
    )  # fmt: skip

    def __init__(self, *args: Any, funds: Sequence[PensionFund] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(fund.pk), f"{fund.name} ({fund.register_number})") for fund in funds]
        field: Any = self.fields["fund"]
        field.widget = forms.Select(choices=[("", _("Choose…")), *choices])

    def statement(self, offer_id: uuid.UUID) -> Statement:
        """Which fund; after `is_valid()`."""
        return Statement(offer_id, self.cleaned_data["fund"], self.cleaned_data["number"].strip())


class ConfirmPensionForm(PensionForm):
    """The same, hidden, with the nonce that makes it once."""

    nonce = forms.CharField(validators=[NONCE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
