"""What a provider writes of its offers and slots."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers import taxonomy
from providers.models import Delivery, Offer, Question, Slot
from welfare.amounts import AmountField
from welfare.clock import today

LARGEST_PRICE = Decimal("100000.00")
VAT_RATES = [("0.00", "0%"), ("4.00", "4%"), ("5.00", "5%"), ("10.00", "10%"), ("22.00", "22%")]
FURTHEST = datetime.timedelta(days=2 * 366)
MOST_PLACES = 2000
OLDEST = 120
# What has no price of its own: a discount is written in words, information costs nothing.
UNPRICED = (Delivery.CARD, Delivery.PUBLIC)
# Information alone is written by who keeps a directory, not by who sells.
SOLD = [choice for choice in Delivery.choices if choice[0] != Delivery.PUBLIC]


def day_field(label: Any) -> forms.DateField:
    """A date as browsers ask it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class OfferForm(forms.ModelForm[Offer]):
    """An offer; once people have seen it, type and delivery stay as they are."""

    service_type = forms.ChoiceField(label=_("Kind of service"))
    price = AmountField(
        label=_("Price"), min_value=Decimal("1"), max_value=LARGEST_PRICE, max_digits=12, required=False,
        help_text=_("In euro, VAT included. Leave it empty for a discount with the member card."),
    )  # fmt: skip
    vat_rate = forms.TypedChoiceField(label=_("VAT"), choices=VAT_RATES, coerce=Decimal)
    questions = forms.TypedMultipleChoiceField(
        label=_("What you ask who books"), choices=Question.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask only what your staff needs. Answers are erased 30 days after the service."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    class Meta:
        model = Offer
        fields = (
            "service_type", "delivery", "title", "summary", "text", "price", "discount", "unit", "vat_rate",
            "is_single_purpose", "age_min", "age_max", "town", "address", "cancellation_days",
            "validity_days", "questions",
        )  # fmt: skip
        help_texts = {
            "summary": _("What a person reads first, at most 160 characters."),
            "discount": _(
                "For a discount with the member card: “10% on everything”. Conditions go into the description."
            ),
            "is_single_purpose": _("Yes, when place of supply and rate are known from the start (nearly always)."),
            "cancellation_days": _("With dates: days before it begins. With a voucher: days after it was asked for."),
            "validity_days": _("For vouchers without dates: days in which it can be used."),
            "age_min": _("Leave empty for no limit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways: Any = self.fields["delivery"]
        is_information = self.instance.delivery == Delivery.PUBLIC
        ways.choices = Delivery.choices if is_information else [("", "---------"), *SOLD]
        self.fields["price"].disabled = is_information
        kinds: Any = self.fields["service_type"]
        kinds.choices = [("", _("Choose…")), *taxonomy.choices()]
        if self.instance.published_at is not None:
            for name in ("service_type", "delivery"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("It stays as it is: people have seen it. For another, write a new one.")
        self.fields["revision"].initial = self.instance.revision
        for name in ("age_min", "age_max", "cancellation_days", "validity_days"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_cancellation_days(self) -> int:
        """At most half a year."""
        return within(self.cleaned_data["cancellation_days"], 0, 180)

    def clean_validity_days(self) -> int:
        """A month to two years."""
        return within(self.cleaned_data["validity_days"], 30, 730)

    def clean(self) -> dict[str, Any]:
        """What depends on more than one answer."""
        cleaned = super().clean() or {}
        youngest, oldest = cleaned.get("age_min"), cleaned.get("age_max")
        if oldest is not None and oldest > OLDEST:
            self.add_error("age_max", _("At most 120 years."))
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", _("The highest age is under the lowest: swap the two."))
        kind = taxonomy.KINDS.get(cleaned.get("service_type", ""))
        way = cleaned.get("delivery")
        self.check_price(cleaned, way)
        if kind and way in Delivery.values and way not in (*kind.deliveries, Delivery.PUBLIC):
            self.add_error("delivery", _("The law does not allow this way for this kind of service: choose the other."))
        return cleaned

    def check_price(self, cleaned: dict[str, Any], way: str | None) -> None:
        """A price where something is sold; words, and no price, where a card makes it cheaper."""
        if way == Delivery.CARD:
            cleaned["price"] = None
            if not cleaned.get("discount") and "discount" not in self.errors:
                self.add_error("discount", _("Write the discount that the card gives, like “10% on everything”."))
        elif way:
            cleaned["discount"] = ""
            if way not in UNPRICED and cleaned.get("price") is None and "price" not in self.errors:
                self.add_error("price", _("Write the price: without it nobody can ask for the service."))

    def written(self) -> dict[str, Any]:
        """The fields to write, the revision apart."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SlotForm(forms.ModelForm[Slot]):
    """Dated places of an offer."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)

    class Meta:
        model = Slot
        fields = ("starts_on", "ends_on", "hours", "place", "capacity")
        help_texts = {"hours": _("For example 8-17."), "place": _("If it is not the service's address.")}

    def clean(self) -> dict[str, Any]:
        """Dates in order, not past for a new slot, not too far."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first: check the dates."))
        if first and first < today() and first != self.instance.starts_on:
            self.add_error("starts_on", _("This day is past: choose one to come."))
        if last and last > today() + FURTHEST:
            self.add_error("ends_on", _("At most two years from today."))
        return cleaned


def within(value: int, least: int, most: int) -> int:
    """`value` if it lies between the two; else an error that says them."""
    if not least <= value <= most:
        raise ValidationError(_("Between %(least)d and %(most)d."), params={"least": least, "most": most})
    return value
