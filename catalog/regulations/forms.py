"""What HR types about an approval."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.regulations.models import Body, Version
from catalog.regulations.versions import Approved
from welfare.clock import today


class ApprovalForm(forms.Form):
    """Who approved a proposal, by whose names, on which day."""

    body = forms.ChoiceField(label=gettext_lazy("Who approved"), choices=Body, widget=forms.RadioSelect)
    names = forms.CharField(
        label=gettext_lazy("Names"),
        max_length=300,
        help_text=gettext_lazy("Who chaired the assembly, or who signed for the unions: they stand on the document."),
    )
    approved_on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, version: Version, **options: Any) -> None:
        super().__init__(*args, **options)
        self.version = version

    def clean_body(self) -> str:
        """A body approves a version once."""
        body: str = self.cleaned_data["body"]
        if self.version.approvals.filter(body=body).exists():
            raise forms.ValidationError(_("This approval is recorded already. Choose another one."))
        return body

    def clean_approved_on(self) -> datetime.date:
        """An approval is of the past, and not from before anybody could speak of the plan."""
        day: datetime.date = self.cleaned_data["approved_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come: record the approval once it is given."))
        if day < self.version.plan.starts_on - datetime.timedelta(days=366):
            raise forms.ValidationError(_("This is more than a year before the plan begins. Check the year."))
        return day

    def approved(self) -> Approved:
        """What was typed."""
        cleaned = self.cleaned_data
        return Approved(cleaned["body"], cleaned["names"], cleaned["approved_on"])
