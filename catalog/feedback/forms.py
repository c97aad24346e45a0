"""The two questions, the complaint, and what the office answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.feedback.complaints import Found
from catalog.feedback.models import Complaint
from providers.opinions.models import Given

LONGEST = 2000
RATINGS = [
    (5, _("Very well")),
    (4, _("Well")),
    (3, _("So and so")),
    (2, _("Badly")),
    (1, _("Very badly")),
]


def writing(label: Any, help_text: Any = "") -> forms.CharField:
    """Some sentences of one's own."""
    return forms.CharField(
        label=label, max_length=LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerForm(forms.Form):
    """Was it given, and how did it go."""

    given = forms.ChoiceField(label=_("Was the service given?"), choices=Given.choices, widget=forms.RadioSelect)
    rating = forms.TypedChoiceField(
        label=_("How did it go?"), choices=RATINGS, coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """How it went, wherever there was something."""
        cleaned = super().clean() or {}
        is_given = cleaned.get("given") in (Given.YES, Given.PARTLY)
        if is_given and cleaned.get("rating") is None and "rating" not in self.errors:
            self.add_error("rating", _("Say how it went: one of the five."))
        return cleaned


class ComplaintForm(forms.Form):
    """What went wrong."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=Complaint.Kind.choices, widget=forms.RadioSelect)
    text = writing(
        _("What happened"),
        _("When, where, what you were told. Leave out illnesses and what does not belong to it."),
    )
    may_name = forms.BooleanField(
        label=_("The welfare office may tell the cooperative my name"), required=False,
        help_text=_("Without it they speak of a person, and of the service and the day."),
    )  # fmt: skip


class FoundForm(forms.Form):
    """The office's answer."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("of a complaint", "What you found"), choices=Complaint.Outcome.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = writing(_("Your answer"), _("The member reads it: what was done, what comes next, whom to call."))

    def found(self) -> Found:
        """What was typed, checked."""
        return Found(Complaint.Outcome(self.cleaned_data["outcome"]), self.cleaned_data["text"])
