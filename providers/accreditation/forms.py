"""What is typed of papers, calls and charters; every error says what to do next."""

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers import taxonomy
from providers.accreditation import requirements
from providers.accreditation.dossier import Paper
from providers.accreditation.models import Accreditation, Call, Charter, Criterion, DocumentKind
from providers.forms import day_field
from welfare import documents
from welfare.clock import today
from welfare.templatetags.kit import day

# Years that a paper with an end may hold, or that a date may be back.
LONGEST, OLDEST = 30, 100
FEWEST_DAYS_TO_SIGN, MOST_DAYS_TO_SIGN = 14, 366


def optional_day(label: Any, help_text: Any = "") -> forms.DateField:
    """A date that may be left empty."""
    field = day_field(label)
    field.required, field.help_text = False, help_text
    return field


def check_end(last: datetime.date | None) -> datetime.date | None:
    """Refuse a last day that has passed, or that is too far away to be meant."""
    if last is not None and last < today():
        raise ValidationError(_("This document has expired: send the one that holds now."), code="expired")
    if last is not None and last.year > today().year + LONGEST:
        raise ValidationError(_("This is too far away: leave it empty if the document has no end."), code="far")
    return last


class PaperForm(forms.Form):
    """A document as its owner has it in hand."""

    kind = forms.ChoiceField(label=_("Document"))
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, help_text=_("PDF, JPG or PNG, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": documents.ACCEPT}),
    )  # fmt: skip
    issued_on = optional_day(_("Issued on"), _("For a DURC, the day of the check: it holds 120 days from then."))
    expires_on = optional_day(_("Valid until"), _("Leave it empty if the document has no end."))

    def __init__(self, *args: Any, kinds: Collection[DocumentKind] = tuple(DocumentKind), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kind"]
        choice.choices = [("", _("Choose…")), *((kind.value, kind.label) for kind in kinds)]

    def clean_file(self) -> tuple[bytes, str]:
        """The content, and the extension that fits it."""
        upload = self.cleaned_data["file"]
        content: bytes = upload.read(documents.MOST_BYTES + 1)
        try:
            return content, documents.kind_of(content, upload.size)
        except documents.NotADocument as error:
            raise ValidationError(str(error), code="unreadable") from error

    def clean_issued_on(self) -> datetime.date | None:
        """Not in the future, not of another century."""
        issued: datetime.date | None = self.cleaned_data["issued_on"]
        if issued is not None and issued > today():
            raise ValidationError(_("This date is in the future: check it."), code="future")
        if issued is not None and issued.year < today().year - OLDEST:
            raise ValidationError(_("This date is too long ago: check the year."), code="early")
        return issued

    def clean_expires_on(self) -> datetime.date | None:
        """A day to come."""
        return check_end(self.cleaned_data["expires_on"])

    def clean(self) -> dict[str, Any]:
        """A last day where the kind of document has one; by law where law says how long it holds."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and not {"issued_on", "expires_on"} & set(self.errors):
            self.check_days(data)
        return data

    def check_days(self, data: dict[str, Any]) -> None:
        """Complete the last day, or say which of the two is wrong."""
        requirement = requirements.BY_KIND.get(data["kind"])
        issued, last = data.get("issued_on"), data.get("expires_on")
        if issued and last and last < issued:
            self.add_error("expires_on", _("It ends before it was issued: check the two dates."))
        elif requirement is not None and requirement.max_days:
            self.check_by_law(data, requirement.max_days)
        elif requirement is not None and requirement.ends and last is None:
            self.add_error("expires_on", _("This document has an end: write its last day."))

    def check_by_law(self, data: dict[str, Any], max_days: int) -> None:
        """A document that holds so many days from its issue, and no longer."""
        issued, last = data.get("issued_on"), data.get("expires_on")
        if issued is None:
            self.add_error("issued_on", _("Write when it was issued: it holds %(n)d days from then.") % {"n": max_days})
            return
        furthest = issued + datetime.timedelta(days=max_days)
        if furthest < today():
            words = _("Issued on that day it held until %(day)s: ask for a new one, and send that.")
            self.add_error("issued_on", words % {"day": day(furthest)})
        elif last is not None and last > furthest:
            words = _("Issued on that day it holds until %(day)s at most: correct one of the two.")
            self.add_error("expires_on", words % {"day": day(furthest)})
        data["expires_on"] = last or furthest

    def paper(self) -> Paper:
        """What was typed, checked."""
        data = self.cleaned_data
        content, extension = data["file"]
        return Paper(data["kind"], data["issued_on"], data["expires_on"], content, extension)


class PaperDecisionForm(forms.Form):
    """What the office found of a document."""

    ACCEPTED, REFUSED = "accepted", "refused"
    decision = forms.ChoiceField(
        label=_("What you found"),
        choices=[(ACCEPTED, _("It is in order")), (REFUSED, _("It cannot be accepted"))],
        widget=forms.RadioSelect,
    )
    expires_on = optional_day(_("Valid until"), _("As it stands on the document. Empty: it has no end."))
    reason = forms.CharField(
        label=_("Why it cannot be accepted"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who sent it reads it: say what is wrong and what to send instead."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    @property
    def is_accepted(self) -> bool:
        """Whether it holds from now on."""
        return bool(self.cleaned_data["decision"] == self.ACCEPTED)

    def clean(self) -> dict[str, Any]:
        """A refusal comes with its reason, an acceptance with a last day to come."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == self.REFUSED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: who sent it has to know what to send instead."))
        if data.get("decision") == self.ACCEPTED and "expires_on" not in self.errors:
            self.check_last_day(data.get("expires_on"))
        return data

    def check_last_day(self, last: datetime.date | None) -> None:
        """The last day as it is confirmed."""
        requirement = requirements.BY_KIND.get(self.kind)
        if last is None and requirement is not None and requirement.ends:
            self.add_error("expires_on", _("This document has an end: write its last day."))
            return
        try:
            check_end(last)
        except ValidationError as error:
            self.add_error("expires_on", error)


class CallForm(forms.ModelForm[Call]):
    """A call: what is looked for, from when to when, which papers."""

    service_types = forms.MultipleChoiceField(
        label=_("Kinds of service"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )  # fmt: skip
    documents = forms.MultipleChoiceField(
        label=_("Documents asked for"), required=False, choices=DocumentKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens_on = day_field(_("Opens on"))
    closes_on = day_field(_("Last day"))

    class Meta:
        model = Call
        fields = ("title", "text", "opens_on", "closes_on", "lasts_months", "service_types", "documents")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        labels = {
            "title": pgettext_lazy("of a call", "Title"),
            "text": _("What is looked for"),
            "lasts_months": _("Months of accreditation"),
        }
        help_texts = {"lasts_months": _("From the day on which somebody is accepted. Empty: without end.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["service_types"]
        kinds.choices = taxonomy.choices()

    def clean_lasts_months(self) -> int | None:
        """From a month to ten years."""
        months: int | None = self.cleaned_data["lasts_months"]
        if months is not None and not 1 <= months <= 120:
            raise ValidationError(_("Write from 1 to 120 months, or leave it empty."), code="months")
        return months

    def clean(self) -> dict[str, Any]:
        """A last day that is after the first, and has not passed."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("It closes before it opens: check the two dates."))
        elif last and last < today():
            self.add_error("closes_on", _("This day has passed: choose one to come."))
        elif last and last.year > today().year + LONGEST:
            self.add_error("closes_on", _("This is too far away: check the year."))
        elif first and first.year < today().year - 1:
            self.add_error("opens_on", _("This date is too long ago: check the year."))
        return data


class CriterionForm(forms.ModelForm[Criterion]):
    """One question of a call."""

    class Meta:
        model = Criterion
        fields = ("text", "kind", "is_required")
        labels = {"text": _("Question"), "kind": _("How it is answered"), "is_required": _("It must be met")}
        help_texts = {"text": _("Like: Do you have a seat in the municipality?")}
        widgets = {"kind": forms.RadioSelect}

    def clean_text(self) -> str:
        """One line, spaces made single."""
        return " ".join(str(self.cleaned_data["text"]).split())


class CharterForm(forms.ModelForm[Charter]):
    """The text of the next version."""

    class Meta:
        model = Charter
        fields = ("title", "text")
        labels = {"title": pgettext_lazy("of a charter", "Title"), "text": pgettext_lazy("of a charter", "Text")}
        widgets = {"text": forms.Textarea(attrs={"rows": 20})}


class SignByForm(forms.Form):
    """Until when the version is to be signed."""

    sign_by = day_field(_("To be signed by"))

    def clean_sign_by(self) -> datetime.date:
        """From two weeks to a year ahead: people must have time to read it."""
        last: datetime.date = self.cleaned_data["sign_by"]
        if not FEWEST_DAYS_TO_SIGN <= (last - today()).days <= MOST_DAYS_TO_SIGN:
            raise ValidationError(_("Choose a day from two weeks to a year ahead."), code="window")
        return last


class EndingForm(forms.Form):
    """Why an accreditation ends."""

    ending = forms.ChoiceField(label=_("Reason"), choices=Accreditation.Ending.choices, widget=forms.RadioSelect)
