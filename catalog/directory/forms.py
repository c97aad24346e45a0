"""Uploading a list for a territory, and confirming what was shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.directory.work import TAKES_OFF, territories
from members.imports.forms import DigestForm, TableField
from members.models import ImportRun
from tenants.models import Organization


class UploadForm(forms.Form):
    """Whose shelf, and the file."""

    territory = forms.ModelChoiceField(
        label=_("Territory"), queryset=Organization.objects.none(), empty_label=_("Choose…"),
        help_text=_("The homes of the list appear on its shelf. Homes that another territory shows are not doubled."),
    )  # fmt: skip
    file = TableField(
        accept=".csv,.xlsx,.txt", max_length=255,
        help_text=_("CSV or XLSX, as the region publishes it. Nothing is written before you confirm."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["territory"]
        choice.queryset = territories()


class ConfirmForm(DigestForm):
    """Write what was shown: the figures of this page, without the rows that cannot be used."""

    skips_errors = forms.BooleanField(required=False)
    takes_off = forms.BooleanField(required=False)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        kwargs["initial"] = {"digest": run.digest}
        super().__init__(*args, **kwargs)
        refused, gone = run.figures.get("refused", 0), run.figures.get("gone", 0)
        self.fields["skips_errors"].label = ngettext(
            "Leave out the %(n)d row that cannot be used", "Leave out the %(n)d rows that cannot be used", refused
        ) % {"n": refused}
        self.fields["takes_off"].label = ngettext(
            "Take the %(n)d home that is not in the list off the shelf",
            "Take the %(n)d homes that are not in the list off the shelf",
            gone,
        ) % {"n": gone}
        for name, count in (("skips_errors", refused), ("takes_off", gone)):
            if not count:
                del self.fields[name]

    def clean_skips_errors(self) -> bool:
        """Rows are left out by choice alone."""
        if not self.cleaned_data["skips_errors"]:
            raise ValidationError(_("Tick this to go on without those rows, or mend the file and upload it again."))
        return True

    def options(self) -> dict[str, bool]:
        """What was chosen for the work."""
        return {TAKES_OFF: bool(self.cleaned_data.get("takes_off"))}
