"""What a provider writes when it ends somebody's subscription."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class EndForm(forms.Form):
    """Why it ends, for the person to read."""

    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, min_length=10, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it as you write it. Do not name anybody."),
        error_messages={"required": _("Write why it ends: the person reads it.")},
    )  # fmt: skip
