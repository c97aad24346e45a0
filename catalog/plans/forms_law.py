"""What HR types to turn an open point of law."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OpinionForm(forms.Form):
    """Whose opinion it rests on, and that the organization answers for it."""

    opinion = forms.CharField(
        label=_("Written opinion that it rests on"),
        max_length=200,
        help_text=_("Who gave it and when: “Studio Neri, 3 March 2026”. Keep the paper: an inspection may ask."),
    )
    is_answered_for = forms.BooleanField(
        label=_("We know that, should the tax office read it otherwise, tax and contributions are ours to pay")
    )
