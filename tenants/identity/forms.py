"""Forms of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CitizenSignupForm(forms.Form):
    """What a citizen of a territory gives to register."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
