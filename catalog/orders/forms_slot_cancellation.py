"""Why a slot is cancelled, in words that everybody who booked will read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.models import SlotCancellation


class ReasonForm(forms.ModelForm[SlotCancellation]):
    """The reason; asked for on the first step, carried along on the second."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, min_length=10, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who booked reads it. Do not name anybody, nor say anything of anybody's health."),
        error_messages={
            "required": _("Write why: the people who booked will read it."),
            "min_length": _("Write a sentence: the people who booked will read it."),
        },
    )  # fmt: skip

    class Meta:
        model = SlotCancellation
        fields = ("reason",)


class ConfirmReasonForm(ReasonForm):
    """The same, out of sight."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].widget = forms.HiddenInput()
