"""The forms of the path: choose, then confirm."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.orders import questions
from catalog.orders.kept import has_place
from catalog.orders.people import ME, Person
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms
from catalog.orders.shown import slot_label
from providers.models import Offer, Question, Slot

PHONE = RegexValidator(r"^\+?[0-9 ./-]{6,20}$", _("Write a phone number, digits only."))
NONCE = RegexValidator(r"^[0-9a-f]{32}$")
NEEDED = {
    "who": _("Choose who it is for."),
    "slot": _("Choose when."),
    Question.PICK_UP: _("Write who may collect, or “only me”."),
    Question.PHONE: _("Write a phone number for the day."),
    Question.PHOTOS: _("Say yes or no: both are fine."),
}
HELP = {
    Question.ALLERGIES: _("Leave it empty if there are none."),
    Question.MEDICINES: _("What, how much and when. Leave it empty if there are none."),
    Question.PICK_UP: _("Names of the adults who may collect, besides you."),
    Question.PHONE: _("A number where somebody answers while the service is on."),
    Question.PHOTOS: _("Photos in which the person can be recognised. You can say no."),
    Question.NOTES: _("Only what is needed to look after the person well."),
}


class ReferenceField(forms.CharField):
    """The id of a row, as a UUID; whether the row is there and whose it is, the services say."""

    def clean(self, value: Any) -> Any:
        """Give the UUID, or None for an empty optional field."""
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return uuid.UUID(text)
        except ValueError as error:
            raise forms.ValidationError(_("Choose one of the possibilities listed.")) from error


class PersonField(ReferenceField):
    """`me`, or the id of a relative."""

    def clean(self, value: Any) -> Any:
        """Give None for the member in person."""
        return None if value == ME else super().clean(value)


class ChoiceForm(forms.Form):
    """For whom, when, and the answers to all that can be asked; without the lists to choose from."""

    who = PersonField(max_length=36, widget=forms.HiddenInput)
    slot = ReferenceField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question] = forms.CharField(
                required=False, max_length=questions.LONGEST, widget=forms.HiddenInput
            )

    def choice(self, offer_id: uuid.UUID) -> Choice:
        """What was asked for; after `is_valid()`."""
        answers = {str(q): self.cleaned_data[q] for q in Question if self.cleaned_data.get(q)}
        return Choice(offer_id, self.cleaned_data.get("slot"), self.cleaned_data["who"], answers)


class ConfirmForm(ChoiceForm):
    """A choice with what the person saw when confirming, and the nonce that makes it once."""

    nonce = forms.CharField(validators=[NONCE], widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    price = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)

    def terms(self) -> Terms:
        """The revision and the price that were shown; after `is_valid()`."""
        return Terms(self.cleaned_data["revision"], self.cleaned_data["price"])


class RequestForm(ChoiceForm):
    """The page where a person chooses and answers: the offer's own people, dates and questions."""

    def __init__(
        self,
        *args: Any,
        offer: Offer,
        people: Sequence[Person],
        slots: Sequence[Slot] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        able = [(person.value, person.label) for person in people if person.obstacle is None]
        self.fields["who"].label = _("Who is it for?")
        self.fields["who"].widget = forms.RadioSelect(choices=able)
        self.fields["who"].error_messages["required"] = NEEDED["who"]
        if slots is None:
            del self.fields["slot"]
        else:
            self.add_slots(slots)
        self.add_questions(offer)

    def add_slots(self, slots: Sequence[Slot]) -> None:
        """Offer the dates that still have places."""
        free = [(str(slot.pk), slot_label(slot)) for slot in slots if has_place(slot)]
        self.fields["slot"].label = _("When?")
        self.fields["slot"].required = True
        self.fields["slot"].error_messages["required"] = NEEDED["slot"]
        self.fields["slot"].widget = forms.RadioSelect(choices=free)

    def add_questions(self, offer: Offer) -> None:
        """Ask what the provider asks, in words for people, and nothing else."""
        asked = questions.asked(offer)
        for question in Question:
            if question in asked:
                self.fields[question] = question_field(question)
            else:
                del self.fields[question]


def question_field(question: Question) -> forms.Field:
    """The field of one kind of question."""
    shared: dict[str, Any] = {
        "label": question.label,
        "help_text": HELP[question],
        "required": question in questions.NEEDED,
    }
    if question in NEEDED:
        shared["error_messages"] = {"required": NEEDED[question]}
    if question == Question.PHOTOS:
        answers = [(questions.YES, _("Yes, I agree")), (questions.NO, _("No"))]
        return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **shared)
    shared["max_length"] = questions.LONGEST
    if question == Question.PHONE:
        phone = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        return forms.CharField(validators=[PHONE], widget=phone, **shared)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **shared)
