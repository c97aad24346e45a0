"""What a provider writes about a request: the quote, why not, another price."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.quotes.answering import NewPrice
from catalog.quotes.conversing import LONGEST
from catalog.quotes.forms import text_area
from providers.forms import LARGEST_PRICE, VAT_RATES, day_field
from providers.quoting.moves import Terms
from welfare.amounts import AmountField
from welfare.clock import today

# Nobody plans a repair further ahead, and no price holds longer.
FURTHEST = datetime.timedelta(days=366)


def price_field() -> AmountField:
    """The whole price."""
    return AmountField(
        label=_("Price, VAT included"), min_value=Decimal("1"), max_value=LARGEST_PRICE, max_digits=12,
        help_text=_("All of it, in euro: the voucher covers it in full and nothing is paid besides."),
    )  # fmt: skip


def vat_field() -> forms.TypedChoiceField:
    """The rate in it."""
    return forms.TypedChoiceField(label=_("VAT in it"), choices=VAT_RATES, coerce=Decimal)


class QuoteForm(forms.Form):
    """An answer with a price."""

    price = price_field()
    vat_rate = vat_field()
    included = forms.CharField(
        label=_("What is included"), max_length=1000, widget=text_area(4),
        help_text=_("Materials, travel, disposal, how long it takes. What you write here is guaranteed."),
    )  # fmt: skip
    starts_on = day_field(_("The first day you can begin"))
    valid_until = day_field(_("The quote is good until"))

    def clean_starts_on(self) -> datetime.date:
        """Today at the earliest, within a year."""
        return within_a_year(self.cleaned_data["starts_on"])

    def clean_valid_until(self) -> datetime.date:
        """Today at the earliest, within a year."""
        return within_a_year(self.cleaned_data["valid_until"])

    def terms(self) -> Terms:
        """What is asked; after `is_valid()`."""
        data = self.cleaned_data
        return Terms(data["price"], data["vat_rate"], data["starts_on"], data["valid_until"])


def within_a_year(day: datetime.date) -> datetime.date:
    """A day that has not passed and is no mistyped year."""
    if day < today():
        raise forms.ValidationError(_("This day is past: choose one to come."))
    if day > today() + FURTHEST:
        raise forms.ValidationError(_("At most a year from today."))
    return day


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why you cannot"), max_length=400, widget=text_area(3),
        help_text=_("Who asks reads it: a line is enough."),
    )  # fmt: skip


class VariationForm(forms.Form):
    """Another price for work that was agreed."""

    price = price_field()
    vat_rate = vat_field()
    reason = forms.CharField(
        label=_("What you found"), max_length=LONGEST, widget=text_area(3),
        help_text=_("Who asked reads it, and decides: until then the agreed price stands."),
    )  # fmt: skip

    def __init__(self, *args: Any, agreed: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreed = agreed

    def clean_price(self) -> Decimal:
        """Not the price that was agreed already."""
        price: Decimal = self.cleaned_data["price"]
        if price == self.agreed:
            raise forms.ValidationError(_("This is the price that was agreed: write the new one."))
        return price

    def new(self) -> NewPrice:
        """What is proposed; after `is_valid()`."""
        data = self.cleaned_data
        return NewPrice(data["price"], data["vat_rate"], data["reason"])
