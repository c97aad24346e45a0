"""The forms of a cover: choose, confirm, add somebody."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.enrolments.enrolling import Seen
from catalog.enrolments.proposal import Wish
from catalog.orders import questions
from catalog.orders.forms import NONCE, ReferenceField, question_field
from members.models import Relative
from providers.models import FundLevel, Offer, Question
from welfare.amounts import AmountField
from welfare.money import format_euro

MOST_RELATIVES = 20
LARGEST = Decimal("100000.00")
AGREE = {"required": _("Without your consent the fund cannot enrol you: it must know who you are.")}


class ReferencesField(forms.MultipleChoiceField):
    """Ids of rows; whether they are there and whose they are, the services say."""

    def valid_value(self, value: Any) -> bool:
        """Any id."""
        return True

    def clean(self, value: Any) -> Any:
        """Give the UUIDs, each once."""
        texts = super().clean(value)
        try:
            found = tuple(dict.fromkeys(uuid.UUID(text) for text in texts))
        except ValueError as error:
            raise forms.ValidationError(_("Choose one of the possibilities listed.")) from error
        if len(found) > MOST_RELATIVES:
            raise forms.ValidationError(_("Choose one of the possibilities listed."))
        return found


class WishForm(forms.Form):
    """Level, family, answers, next year, consent; without the lists to choose from."""

    level = ReferenceField(max_length=36, widget=forms.HiddenInput, error_messages={"required": _("Choose a level.")})
    relatives = ReferencesField(required=False, widget=forms.MultipleHiddenInput)
    renews = forms.BooleanField(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(widget=forms.HiddenInput, error_messages=AGREE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            hidden = forms.CharField(required=False, max_length=questions.LONGEST, widget=forms.HiddenInput)
            self.fields[question] = hidden

    def wish(self, offer_id: uuid.UUID) -> Wish:
        """What was asked for; after `is_valid()`."""
        data = self.cleaned_data
        answers = {str(q): data[q] for q in Question if data.get(q)}
        return Wish(offer_id, data["level"], data["relatives"], answers, data["renews"])


class EnrolForm(WishForm):
    """The page where a person chooses: the fund's levels, the family, the fund's own questions."""

    def __init__(
        self, *args: Any, offer: Offer, levels: Sequence[FundLevel], relatives: Sequence[Relative], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.label, level.widget = (
            _("Which level?"),
            forms.RadioSelect(choices=[(str(x.pk), priced(x)) for x in levels]),
        )
        self.add_family(levels, relatives)
        self.add_questions(offer)
        renews: Any = self.fields["renews"]
        renews.label, renews.widget = _("Renew it by itself next year, if it does not cost more"), forms.CheckboxInput()
        renews.help_text = _("You are told 60 and 15 days before, and can change your mind.")
        consent: Any = self.fields["consent"]
        consent.label, consent.widget = _("I allow the fund to be told this"), forms.CheckboxInput()
        consent.help_text = _(
            "Name, tax code and birth date, mine and of who I cover, the level and what is paid. Nothing else."
        )
        self.order_fields(["level", "relatives", *Question.values, "renews", "consent"])

    def add_family(self, levels: Sequence[FundLevel], relatives: Sequence[Relative]) -> None:
        """Offer who lives with the person, where a level covers families."""
        able = [(str(one.pk), one.full_name) for one in relatives if one.is_cohabiting]
        if not able or not any(level.admits_relatives for level in levels):
            # Hidden, so that whom somebody chose before the family changed is told of, not left out in silence.
            return
        family: Any = self.fields["relatives"]
        family.label, family.choices = _("Whom of your family do you want covered?"), able
        family.widget = forms.CheckboxSelectMultiple(choices=able)

    def add_questions(self, offer: Offer) -> None:
        """Ask what the fund asks, and nothing else."""
        asked = questions.asked(offer)
        for question in Question:
            if question in asked:
                self.fields[question] = question_field(question)
            else:
                del self.fields[question]


class ConfirmEnrolForm(WishForm):
    """A wish with what the person saw when confirming, and the nonce that makes it once."""

    nonce = forms.CharField(validators=[NONCE], widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    price = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)

    def seen(self) -> Seen:
        """What was shown; after `is_valid()`."""
        return Seen(self.cleaned_data["revision"], self.cleaned_data["price"])


class RenewForm(forms.Form):
    """A price that was shown."""

    price = forms.DecimalField(max_digits=12, decimal_places=2, min_value=0, widget=forms.HiddenInput)


class PriceForm(RenewForm):
    """The same, with the nonce that makes it once."""

    nonce = forms.CharField(validators=[NONCE], widget=forms.HiddenInput)


def priced(level: FundLevel) -> str:
    """A level with its price, in one line."""
    fee = format_euro(level.fee)
    if level.relative_fee is None:
        return gettext("%(name)s: %(fee)s a year, for you alone") % {"name": level.name, "fee": fee}
    words = {"name": level.name, "fee": fee, "each": format_euro(level.relative_fee)}
    return gettext("%(name)s: %(fee)s a year, %(each)s for each of your family") % words


def amount_field() -> AmountField:
    """What is paid into a pension fund."""
    return AmountField(label=_("How much?"), min_value=Decimal("1"), max_value=LARGEST, max_digits=12)
