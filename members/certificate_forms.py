"""The forms of certificates: the member's, who sends one, and the welfare office's, that says what it found."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.certificates import Paper
from members.forms import date_input
from members.models import Relative
from welfare import clock, documents

# Years that a certificate with an end may hold.
LONGEST = 50


class CertificateForm(forms.Form):
    """A certificate as the member has it in hand."""

    file = forms.FileField(
        label=_("The certificate"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": documents.ACCEPT}),
        help_text=_("PDF, JPG or PNG, at most 10 MB."),
    )
    issued_by = forms.CharField(
        label=_("Issued by"), max_length=120, help_text=_("As it stands on the paper: INPS, the ASL, a hospital.")
    )
    issued_on = forms.DateField(label=_("Issued on"), widget=date_input())
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=date_input(), help_text=_("Leave it empty if it has no end.")
    )

    # Health data of somebody else (GDPR art. 9).
    agrees = forms.BooleanField(
        label=_("This person agrees that the welfare office looks at it, or I decide for them by law."),
        error_messages={"required": _("Tick here: without it we may not look at the document.")},
    )

    def __init__(self, *args: Any, relative: Relative, **kwargs: Any) -> None:
        self.relative = relative
        super().__init__(*args, **kwargs)

    def clean_file(self) -> tuple[bytes, str]:
        """The content, and the extension that fits it."""
        upload = self.cleaned_data["file"]
        content: bytes = upload.read(documents.MOST_BYTES + 1)
        try:
            return content, documents.kind_of(content, upload.size)
        except documents.NotADocument as error:
            raise forms.ValidationError(str(error), code="unreadable") from error

    def clean_issued_by(self) -> str:
        """One line, spaces made single."""
        return " ".join(str(self.cleaned_data["issued_by"]).split())

    def clean_issued_on(self) -> datetime.date:
        """Not before the person was born, not in the future."""
        day: datetime.date = self.cleaned_data["issued_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This date is in the future: check it."), code="future")
        if day < self.relative.birth_date:
            raise forms.ValidationError(_("This date is before the birth of the person: check it."), code="early")
        return day

    def clean(self) -> dict[str, Any]:
        """An end that is after the beginning and has not come."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("issued_on"), data.get("valid_until")
        if last and first and last < first:
            self.add_error("valid_until", _("It ends before it was issued: check the two dates."))
        elif last and last < clock.today():
            self.add_error("valid_until", _("This certificate has expired: send the one that holds now."))
        elif last and last.year > clock.today().year + LONGEST:
            self.add_error("valid_until", _("This is too far away: leave it empty if the certificate has no end."))
        return data

    def paper(self) -> Paper:
        """What was typed, checked."""
        data = self.cleaned_data
        content, extension = data["file"]
        return Paper(data["issued_by"], data["issued_on"], data["valid_until"], content, extension)


class DecisionForm(forms.Form):
    """What the welfare office found."""

    ACCEPTED, DECLINED = "seen", "declined"
    decision = forms.ChoiceField(
        label=pgettext_lazy("of a certificate", "What you found"),
        choices=[
            (ACCEPTED, _("It shows that the person is not self-sufficient")),
            (DECLINED, _("It cannot be accepted")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why it cannot be accepted"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member reads it: say what is missing and what to send instead."),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal comes with its reason."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == self.DECLINED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the member has to know what to send instead."))
        return data

    @property
    def is_accepted(self) -> bool:
        """Whether it counts from now on."""
        return bool(self.cleaned_data["decision"] == self.ACCEPTED)
