"""Uploading a list for a territory, and confirming what was shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.directory.work import TAKES_OFF, territories
from members.imports.forms import ConfirmListForm, TableField
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


class ConfirmForm(ConfirmListForm):
    """Write what was shown: the figures of this page, without the rows that cannot be used."""

    gone_field = TAKES_OFF

    @staticmethod
    def gone_label(gone: int) -> str:
        """How many homes would be taken off."""
        words = ngettext(
            "Take the %(n)d home that is not in the list off the shelf",
            "Take the %(n)d homes that are not in the list off the shelf",
            gone,
        )
        return words % {"n": gone}
