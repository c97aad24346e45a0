"""The forms of every import: a file, and whether rows with errors are left out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import ImportRun
from welfare.tables import limits, reading
from welfare.tables.rows import TableError


class TableField(forms.FileField):
    """An uploaded table; what can be told without reading it is told at once."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": accept})
        super().__init__(label=_("File"), allow_empty_file=True, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large, or no table whatever its name."""
        upload: TemporaryUploadedFile = super().clean(data, initial)
        try:
            reading.inspect(Path(upload.temporary_file_path()))
        except TableError as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
        return upload


class UploadForm(forms.Form):
    """The export of a payroll program."""

    file = TableField(accept=".csv,.txt,.xlsx,.xlsm,.tsv")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or XLSX, at most %(megabytes)s MB and %(rows)s rows.") % {
            "megabytes": limits.MOST_BYTES // limits.MEGABYTE,
            "rows": number_format(limits.MOST_ROWS, force_grouping=True),
        }


class DigestForm(forms.Form):
    """That what was shown is wanted; the fingerprint of it comes from the page."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def show_again(self, run: ImportRun) -> None:
        """Carry the figures that the page shows now, whatever was sent."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["digest"] = run.digest  # type: ignore[index]


class ConfirmListForm(DigestForm):
    """A list that says all there is: rows that cannot be used, and what it no longer names, are left out by choice.

    `gone_field` is the name of the choice about what the list does not name, `gone_label` what it says of how many.
    """

    gone_field: str
    gone_label: Callable[[int], str]
    skips_errors = forms.BooleanField(required=False)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        kwargs["initial"] = {"digest": run.digest}
        super().__init__(*args, **kwargs)
        refused, gone = run.figures.get("refused", 0), run.figures.get("gone", 0)
        if refused:
            words = ngettext(
                "Leave out the %(n)d row that cannot be used", "Leave out the %(n)d rows that cannot be used", refused
            )
            self.fields["skips_errors"].label = words % {"n": refused}
        else:
            del self.fields["skips_errors"]
        if gone:
            self.fields[self.gone_field] = forms.BooleanField(required=False, label=self.gone_label(gone))

    def clean_skips_errors(self) -> bool:
        """Rows are left out by choice alone."""
        if not self.cleaned_data["skips_errors"]:
            words = _("Tick this to go on without those rows, or mend the file and upload it again.")
            raise forms.ValidationError(words)
        return True

    def options(self) -> dict[str, bool]:
        """What was chosen for the work."""
        return {self.gone_field: bool(self.cleaned_data.get(self.gone_field))}


class ConfirmForm(DigestForm):
    """What was shown, with or without the rows with errors."""

    skips_errors = forms.BooleanField(required=False, label=_("Leave out the rows with errors and import the others"))

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_errors:
            del self.fields["skips_errors"]
