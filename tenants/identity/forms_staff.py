"""Forms by which a supplier's manager and the network's operator keep their staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.identity import staff
from tenants.identity.models import Role, User
from tenants.identity.staff import NewStaff


def tasks_field() -> forms.MultipleChoiceField:
    """Which tasks; what may be chosen is set by the form."""
    return forms.MultipleChoiceField(
        label=_("Tasks"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has a task must use a second step to sign in."),
        error_messages={"required": _("Choose at least one task.")},
    )


def choices_of(keeper: User) -> list[tuple[str, str]]:
    """The tasks that somebody gives, with their names."""
    return [(role.value, str(role.label)) for role in staff.given_by(keeper)]


class NewStaffForm(forms.Form):
    """Who begins to work here."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation goes there. Best an address of their own.")
    )
    roles = tasks_field()

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = choices_of(keeper)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """One e-mail, one account."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(taken(), code="taken")
        return email

    def person(self) -> NewStaff:
        """What the form says, for the service."""
        data = self.cleaned_data
        return NewStaff(data["given_name"], data["family_name"], data["email"], data["roles"])


def taken() -> str:
    """What to do when there is an account already."""
    return str(_("Somebody here already has this e-mail. If their account is closed, open it again."))


class TasksForm(forms.Form):
    """What somebody does here."""

    roles = tasks_field()

    def __init__(self, *args: Any, keeper: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = staff.given_by(keeper)
        self.fields["roles"].choices = choices_of(keeper)  # type: ignore[attr-defined]
        # Who is also something else here may lose all of these tasks; others would be left without any.
        self.fields["roles"].required = set(person.roles) <= {Role(role).value for role in given}
        self.fields["roles"].error_messages["required"] = _(
            "Choose at least one task. To keep the person out, close the account."
        )
