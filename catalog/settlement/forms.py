"""What providers, payroll and the office type about statements."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError as NotValid

from catalog.settlement.models import PayerSettings
from catalog.settlement.payments import Payable
from providers.models import Provider
from providers.statements.models import Refusal, Statement, Why
from welfare.amounts import AmountField
from welfare.clock import today
from welfare.money import format_euro

EARLIEST = datetime.date(2020, 1, 1)
# What a provider may say of its own line; the others are the office's.
OF_NOTHING = (Why.NOT_GIVEN, Why.BY_MISTAKE, Why.TWICE)
OF_PROVIDERS = (Why.NOT_GIVEN, Why.IN_PART, Why.WRONG_AMOUNT, Why.BY_MISTAKE, Why.TWICE)


def date_input() -> forms.DateInput:
    """A day, as browsers pick it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RevisionForm(forms.Form):
    """Which state of a statement was shown."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class ContestForm(forms.Form):
    """What a line should be, and why."""

    amount = AmountField(
        label=gettext_lazy("The right amount"), min_value=0, max_digits=10,
        help_text=gettext_lazy("Write 0 if nothing is due. The difference goes back to the person's credit."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=[(why.value, why.label) for why in OF_PROVIDERS], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, most: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_amount(self) -> Decimal:
        """Less than the line; never more than the person confirmed."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount >= self.most:
            words = _("Write less than %(most)s. For more than the person confirmed, they have to order anew.")
            raise forms.ValidationError(words % {"most": format_euro(self.most)}, code="too_much")
        return amount

    def clean(self) -> dict[str, Any]:
        """Nothing is due of what was not given, or is there by mistake."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") in OF_NOTHING and cleaned.get("amount"):
            self.add_error("amount", _("For this reason nothing is due: write 0, or choose another reason."))
        return cleaned


class AnswerForm(forms.Form):
    """Yes, or no and why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            ("yes", gettext_lazy("The correction is right")),
            *((refusal.value, refusal.label) for refusal in Refusal if refusal != Refusal.SPENT),
        ],
        widget=forms.RadioSelect,
    )


class InvoiceForm(forms.ModelForm[Statement]):
    """Number and date of the invoice that the provider has sent."""

    class Meta:
        model = Statement
        fields = ("invoice_number", "invoice_date")
        widgets = {"invoice_date": date_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean_invoice_number(self) -> str:
        """Letters, digits and a few marks, as the exchange system takes them; it reaches the bank's file."""
        number = str(self.cleaned_data["invoice_number"]).strip()
        if not number.isascii() or not number.isprintable() or number[0] in "=+-@":
            raise forms.ValidationError(_("Write the number as it is on the invoice, like 12/2026."), code="invalid")
        return number

    def clean_invoice_date(self) -> datetime.date:
        """A day that is not to come."""
        day: datetime.date = self.cleaned_data["invoice_date"]
        if not EARLIEST <= day <= today():
            raise forms.ValidationError(_("The invoice has a date up to today."), code="invalid")
        return day


class PaidForm(forms.Form):
    """When the bank moved the money."""

    paid_on = forms.DateField(
        label=gettext_lazy("Value date"), widget=date_input(),
        help_text=gettext_lazy("The day on which the bank moved the money, not one to come."),
    )  # fmt: skip

    def clean_paid_on(self) -> datetime.date:
        """A day that is not to come."""
        day: datetime.date = self.cleaned_data["paid_on"]
        if not EARLIEST <= day <= today():
            raise forms.ValidationError(_("Write a day up to today: nothing is paid before it is."), code="invalid")
        return day


class PayForm(forms.Form):
    """What is paid, on which day."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("To pay"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one line to pay."),
            "invalid_choice": gettext_lazy("A line that you chose is not to be paid any more: look at the list again."),
        },
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("Day of payment"), widget=date_input(),
        help_text=gettext_lazy("For the bank's file a day from today on; for what is paid already, the value date."),
    )  # fmt: skip

    def __init__(self, *args: Any, payables: list[Payable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(str(row.key), row.number) for row in payables]  # type: ignore[attr-defined]

    def clean_chosen(self) -> list[uuid.UUID]:
        """The keys."""
        return [uuid.UUID(key) for key in self.cleaned_data["chosen"]]

    def clean_day(self) -> datetime.date:
        """A day of these years."""
        day: datetime.date = self.cleaned_data["day"]
        if not EARLIEST <= day <= today() + datetime.timedelta(days=366):
            raise forms.ValidationError(_("Write a day of this year."), code="invalid")
        return day


def valid_iban(typed: str) -> str:
    """An IBAN whose check digits are right, without spaces; a person's mistake is said so."""
    try:
        found: str = ibans.validate(typed)
    except NotValid as error:
        words = _("This IBAN is not right: a character is missing or wrong. Copy it from the bank's papers.")
        raise forms.ValidationError(words, code="invalid") from error
    return found


class IbanForm(forms.ModelForm[Provider]):
    """Where a provider is paid."""

    iban = forms.CharField(
        label=gettext_lazy("IBAN"),
        max_length=50,
        help_text=gettext_lazy("27 characters in Italy; spaces do not matter."),
    )

    class Meta:
        model = Provider
        fields = ("iban",)

    def clean_iban(self) -> str:
        """One that exists."""
        return valid_iban(self.cleaned_data["iban"])


class AccountForm(forms.ModelForm[PayerSettings]):
    """The account that payments leave from."""

    class Meta:
        model = PayerSettings
        fields = ("iban", "bic", "scheme")
        widgets = {"scheme": forms.RadioSelect}
        help_texts = {
            "iban": gettext_lazy("27 characters in Italy; spaces do not matter."),
            "bic": gettext_lazy("Only if your bank asks for it."),
            "scheme": gettext_lazy("Ask your bank which one it takes; the first is the one in force."),
        }

    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=50)

    def clean_iban(self) -> str:
        """One that exists."""
        return valid_iban(self.cleaned_data["iban"])

    def clean_bic(self) -> str:
        """Nothing, or a BIC."""
        typed = str(self.cleaned_data["bic"]).strip()
        if not typed:
            return ""
        try:
            found: str = bics.validate(typed)
        except NotValid as error:
            words = _("This BIC is not right: it has 8 or 11 characters. You can leave it empty.")
            raise forms.ValidationError(words, code="invalid") from error
        return found


class MonthForm(forms.Form):
    """Which month is closed."""

    month = forms.DateField(widget=forms.HiddenInput)

    def clean_month(self) -> datetime.date:
        """Its first day, in these years."""
        month: datetime.date = self.cleaned_data["month"]
        if month.day != 1 or not EARLIEST <= month <= today():
            raise forms.ValidationError(_("Choose a month."), code="invalid")
        return month


class YesNoForm(forms.Form):
    """Whether a cooperative takes part in a round."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[("yes", gettext_lazy("We agree")), ("no", gettext_lazy("We do not agree"))],
        widget=forms.RadioSelect,
    )
