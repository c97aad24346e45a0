"""What a provider writes when it confirms: with which of its services, at which price."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.models import Offer
from welfare.amounts import AmountField
from welfare.money import format_euro


class ConfirmForm(forms.Form):
    """The service and the price."""

    offer = forms.ChoiceField(label=_("With which of your services?"))
    price = AmountField(label=_("Price, VAT included"), min_value=Decimal("0.01"), max_digits=12)

    def __init__(self, *args: Any, offers: Sequence[Offer], most: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers, self.most = {str(offer.pk): offer for offer in offers}, most
        choices = [(key, label_of(offer)) for key, offer in self.offers.items()]
        field: Any = self.fields["offer"]
        field.choices = choices
        field.widget = forms.RadioSelect(choices=choices)
        field.initial = choices[0][0] if len(choices) == 1 else None
        self.fields["price"].help_text = _("At most %(most)s: what it costs less stays with the person.") % {
            "most": format_euro(most)
        }

    def clean_price(self) -> Decimal:
        """At most what is held."""
        price: Decimal = self.cleaned_data["price"]
        if price > self.most:
            words = _("Write a price of at most %(most)s: this is what is held for you")
            raise forms.ValidationError(words % {"most": format_euro(self.most)}, code="over_held")
        return price

    def chosen(self) -> Offer:
        """The service; after `is_valid()`."""
        return self.offers[self.cleaned_data["offer"]]

    def offer_id(self) -> uuid.UUID:
        """Its key."""
        return self.chosen().pk


def label_of(offer: Offer) -> str:
    """A service with its price, where it has one."""
    return f"{offer.title} · {format_euro(offer.price)}" if offer.price is not None else offer.title
