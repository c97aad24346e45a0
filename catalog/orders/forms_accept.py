"""The field where a voucher's code is typed or scanned."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.orders import codes

LONGEST = 60
# A handheld scanner types the code and presses Enter; nobody wants yesterday's codes suggested.
TYPED = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "autofocus": True,
    "maxlength": LONGEST,
}


class CodeForm(forms.Form):
    """One code, whatever spaces, hyphens or look-alikes it is written with."""

    code = forms.CharField(
        label=_("Code of the voucher"),
        help_text=_("Sixteen letters and digits, in fours on the voucher. Spaces do not matter."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=TYPED),
        error_messages={
            "required": _("Write the code of the voucher, or read it with the scanner."),
            "max_length": _("This is longer than a code: sixteen letters and digits."),
        },
    )

    def clean_code(self) -> str:
        """The sixteen characters that were meant."""
        code = codes.normalise(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("A code has sixteen letters and digits. Check it and try again."))
        return code
