"""What a provider writes of its offers and slots."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers import discounts_written, taxonomy
from providers.models import Delivery, DiscountKind, Offer, Question, Slot, Unit
from providers.models.offer import MOST_TOWNS
from providers.models.revision import LONGEST_ALT, LONGEST_NOTE
from providers.models.subscription import LAST_DRAW_DAY
from welfare import pictures
from welfare.amounts import AmountField
from welfare.clock import today

LARGEST_PRICE = Decimal("100000.00")
VAT_RATES = [("0.00", "0%"), ("4.00", "4%"), ("5.00", "5%"), ("10.00", "10%"), ("22.00", "22%")]
FURTHEST = datetime.timedelta(days=2 * 366)
SOONEST = datetime.timedelta(days=366)
MOST_PLACES = 2000
OLDEST = 120
LONGEST_TOWN = 60
MOST_WEEKS_FREE = 20
# What only subscriptions have.
MONTHLY = ("draw_day", "notice_days", "minimum_months")
# Where no single price holds for everybody, or none is paid.
UNPRICED = frozenset({Delivery.CARD, Delivery.ENROLMENT, Delivery.PUBLIC, Delivery.QUOTE})
# Information alone is written by who keeps a directory, not by who sells.
SOLD = [choice for choice in Delivery.choices if choice[0] != Delivery.PUBLIC]


def day_field(label: Any) -> forms.DateField:
    """A date as browsers ask it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class TownsField(forms.CharField):
    """Names of towns as people write them: one a line, or with commas between."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=3000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The names, each once, in the order written."""
        text = super().clean(value)
        names = (" ".join(name.split()) for name in text.replace(";", ",").replace("\n", ",").split(","))
        towns = list(dict.fromkeys(name for name in names if name))
        if len(towns) > MOST_TOWNS:
            raise ValidationError(_("At most %(most)d towns."), params={"most": MOST_TOWNS})
        if any(len(town) > LONGEST_TOWN for town in towns):
            raise ValidationError(_("Write one town a line: this one is too long."))
        return towns


def discount_field(label: Any) -> AmountField:
    """The figure of a discount: a percentage or an amount."""
    return AmountField(label=label, required=False, min_value=Decimal("0.01"), max_value=LARGEST_PRICE, max_digits=8)


class OfferForm(forms.ModelForm[Offer]):
    """An offer; once people have seen it, type and delivery stay as they are."""

    service_type = forms.ChoiceField(label=_("Kind of service"))
    price = AmountField(
        label=_("Price"), min_value=Decimal("1"), max_value=LARGEST_PRICE, max_digits=12, required=False,
        help_text=_("In euro, VAT included. Leave it empty for quotes, funds and discounts with the card."),
    )  # fmt: skip
    second_child = discount_field(_("Discount from the second child on"))
    second_child_kind = forms.ChoiceField(label=_("It is"), choices=DiscountKind.choices, required=False)
    many_weeks = discount_field(_("Discount for several weeks"))
    many_weeks_kind = forms.ChoiceField(label=_("It is"), choices=DiscountKind.choices, required=False)
    many_weeks_from = forms.IntegerField(
        label=_("From which week on"), required=False, min_value=2, max_value=MOST_WEEKS_FREE,
        help_text=_("The third week, for example: 3."),
    )  # fmt: skip
    vat_rate = forms.TypedChoiceField(label=_("VAT"), choices=VAT_RATES, coerce=Decimal)
    questions = forms.TypedMultipleChoiceField(
        label=_("What you ask who books"), choices=Question.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask only what your staff needs. Answers are erased 30 days after the service."),
    )  # fmt: skip
    towns_served = TownsField(
        label=_("Other towns where you work"), required=False,
        help_text=_("For quotes: one a line, or with commas. Who lives there finds you among those nearby."),
    )  # fmt: skip
    # Which state of the draft the page showed: 0 while there is none.
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Offer
        fields = (
            "service_type", "delivery", "title", "summary", "text", "price", "discount", "unit", "vat_rate",
            "is_single_purpose",
            "second_child", "second_child_kind", "many_weeks", "many_weeks_kind", "many_weeks_from",
            "age_min", "age_max", "town", "address", "towns_served", "cancellation_days", "validity_days",
            "draw_day", "notice_days", "minimum_months", "questions",
        )  # fmt: skip
        help_texts = {
            "summary": _("What a person reads first, at most 160 characters."),
            "discount": _(
                "For a discount with the member card: “10% on everything”. Conditions go into the description."
            ),
            "is_single_purpose": _("Yes, when place of supply and rate are known from the start (nearly always)."),
            "cancellation_days": _("With dates: days before it begins. With a voucher: days after it was asked for."),
            "validity_days": _("For vouchers without dates: days in which it can be used."),
            "draw_day": _("The day on which the month is set aside, from 1 to 28."),
            "notice_days": _("How many days before it one says to stop, at most 60."),
            "minimum_months": _("How many months it lasts at least, from 1 to 24."),
            "age_min": _("Leave empty for no limit."),
        }

    def __init__(self, *args: Any, edition: int = 0, **kwargs: Any) -> None:
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
        self.fields["edition"].initial = edition
        for name in MONTHLY:
            # Those who sell nothing by the month leave them as they are.
            self.fields[name].required = False
        for name in ("age_min", "age_max", "cancellation_days", "validity_days", *MONTHLY):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_cancellation_days(self) -> int:
        """At most half a year."""
        return within(self.cleaned_data["cancellation_days"], 0, 180)

    def clean_validity_days(self) -> int:
        """A month to two years."""
        return within(self.cleaned_data["validity_days"], 30, 730)

    def clean_draw_day(self) -> int:
        """A day that every month has."""
        return within(self.monthly("draw_day"), 1, LAST_DRAW_DAY)

    def clean_notice_days(self) -> int:
        """At most two months."""
        return within(self.monthly("notice_days"), 0, 60)

    def clean_minimum_months(self) -> int:
        """At most two years."""
        return within(self.monthly("minimum_months"), 1, 24)

    def monthly(self, name: str) -> int:
        """What was written of a subscription; what it is now where nothing was."""
        written = self.cleaned_data.get(name)
        return int(getattr(self.instance, name)) if written is None else written

    def clean(self) -> dict[str, Any]:
        """What depends on more than one answer."""
        cleaned = super().clean() or {}
        if cleaned.get("delivery") == Delivery.SUBSCRIPTION and cleaned.get("unit") not in (None, Unit.MONTH):
            self.add_error("unit", _("A subscription is paid by the month: choose “a month”."))
        youngest, oldest = cleaned.get("age_min"), cleaned.get("age_max")
        if oldest is not None and oldest > OLDEST:
            self.add_error("age_max", _("At most 120 years."))
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", _("The highest age is under the lowest: swap the two."))
        if cleaned.get("delivery") == Delivery.QUOTE:
            self.clean_quote(cleaned)
        discounts_written.check(self, cleaned)
        kind = taxonomy.KINDS.get(cleaned.get("service_type", ""))
        way = cleaned.get("delivery")
        self.clean_discount_of(way, cleaned)
        self.clean_price_of(way, cleaned)
        if kind and way in Delivery.values and way not in (*kind.deliveries, Delivery.PUBLIC):
            self.add_error("delivery", _("The law does not allow this way for this kind of service: choose the other."))
        return cleaned

    def clean_discount_of(self, way: str | None, cleaned: dict[str, Any]) -> None:
        """Words where a card makes it cheaper, and nowhere else."""
        if way != Delivery.CARD:
            cleaned["discount"] = ""
        elif not cleaned.get("discount") and "discount" not in self.errors:
            self.add_error("discount", _("Write the discount that the card gives, like “10% on everything”."))

    def clean_quote(self, cleaned: dict[str, Any]) -> None:
        """Who asks for a quote describes what is needed."""
        if cleaned.get("questions"):
            self.add_error("questions", _("Take these off: who asks for a quote describes what is needed."))

    def clean_price_of(self, way: str | None, cleaned: dict[str, Any]) -> None:
        """A price where one is paid; none where each person has their own, or none is paid."""
        if way == Delivery.QUOTE and cleaned.get("price") is not None:
            self.add_error("price", _("Leave it empty: on a quote each person gets a price of their own."))
        elif way in UNPRICED:
            cleaned["price"] = None
        elif way and cleaned.get("price") is None and "price" not in self.errors:
            self.add_error("price", _("Write the price."))

    def written(self) -> dict[str, Any]:
        """The fields to write, the edition apart."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SlotForm(forms.ModelForm[Slot]):
    """Dated places of an offer."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)
    price = AmountField(
        label=_("Price"), required=False, min_value=Decimal("1"), max_value=LARGEST_PRICE, max_digits=12,
        help_text=_("Only if these dates cost something else than the service."),
    )  # fmt: skip

    class Meta:
        model = Slot
        fields = ("starts_on", "ends_on", "hours", "place", "capacity", "price")
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


class SendForm(forms.Form):
    """A version is sent: what the provider says of it, and from when it should hold."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    note = forms.CharField(
        label=_("Why it changes, for the network's office"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("A sentence helps. No names of people."),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("From when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: as soon as it is published. Until then it is sold as it is now."),
    )  # fmt: skip

    def clean_starts_on(self) -> datetime.date | None:
        """Today or later, within a year."""
        day: datetime.date | None = self.cleaned_data["starts_on"]
        if day is not None and day < today():
            raise ValidationError(_("This day is past: choose one to come."))
        if day is not None and day > today() + SOONEST:
            raise ValidationError(_("At most a year from today."))
        return day


class PhotoForm(forms.Form):
    """One photo, made anew while it is checked, and what it shows."""

    photo = forms.FileField(
        label=_("Photo"), max_length=200,
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPT}),
        help_text=_("JPEG, PNG or WebP, at most 12 MB. Faces only of people who have said yes."),
    )  # fmt: skip
    alt = forms.CharField(
        label=_("What it shows"), max_length=LONGEST_ALT,
        help_text=_("In a few words, for who cannot see it: “Children at a table in the garden”."),
    )  # fmt: skip

    def clean_photo(self) -> pictures.Remade:
        """The photo made anew; what is none is refused in words."""
        sent = self.cleaned_data["photo"]
        try:
            return pictures.remade(sent.read(pictures.MOST_BYTES + 1), sent.size)
        except pictures.NotAPicture as error:
            raise ValidationError(str(error)) from error
