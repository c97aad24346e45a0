"""The forms of the import: a file, and whether rows with errors are left out."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from welfare.tables import limits, reading
from welfare.tables.rows import TableError


class UploadForm(forms.Form):
    """The export of a payroll program; what can be told without reading it is told at once."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xlsm,.tsv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or XLSX, at most %(megabytes)s MB and %(rows)s rows.") % {
            "megabytes": limits.MOST_BYTES // limits.MEGABYTE,
            "rows": number_format(limits.MOST_ROWS, force_grouping=True),
        }

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse what is too large, or no table whatever its name."""
        upload: TemporaryUploadedFile = self.cleaned_data["file"]
        try:
            reading.inspect(Path(upload.temporary_file_path()))
        except TableError as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
        return upload


class ConfirmForm(forms.Form):
    """What was shown, and that it is wanted; the fingerprint comes from the page."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    skips_errors = forms.BooleanField(required=False, label=_("Leave out the rows with errors and import the others"))

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_errors:
            del self.fields["skips_errors"]
