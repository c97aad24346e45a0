"""The form by which HR and the office mend an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.identity.mending import Check
from tenants.identity.models import IdentityCheck, User


class MendForm(forms.Form):
    """What is wrong, how the person was recognised, and the new e-mail if that is what is wrong."""

    act = forms.ChoiceField(label=_("What is wrong?"), choices=IdentityCheck.Act.choices, widget=forms.RadioSelect)
    new_email = forms.EmailField(label=_("Right e-mail"), required=False, max_length=254)
    means = forms.ChoiceField(
        label=_("How did you recognise the person?"), choices=IdentityCheck.Means.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"), help_text=_("For instance the kind of document. No number."), required=False, max_length=200
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """A wrong e-mail needs the right one, which nobody else has."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("act") == IdentityCheck.Act.WRONG_EMAIL and "new_email" in data:
            self.check_new_email(data["new_email"])
        return data

    def check_new_email(self, email: str) -> None:
        """Tell what is wrong with the new address."""
        if not email:
            self.add_error("new_email", _("Write the right e-mail."))
        elif email.lower() == self.person.email:
            self.add_error("new_email", _("This is the address the account already has."))
        elif User.objects.filter(email__iexact=email).exists():
            self.add_error("new_email", _("Another account has this address."))

    def check_made(self) -> Check:
        """What the form says, for the service."""
        data = self.cleaned_data
        return Check(data["act"], data["means"], data["note"], data["new_email"])
