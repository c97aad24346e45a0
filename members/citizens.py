"""Citizens of a territory register themselves: an account, and the member that goes with it."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.models import Member
from tenants.identity.models import User


class CitizenSignupForm(SignupForm):
    """What a citizen gives to register: names, e-mail and a password."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ("given_name", "family_name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].max_length = 128

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make the account and its member together."""
        user: User = super().save(request)
        return user

    def signup(self, request: HttpRequest, user: User) -> None:
        """Give the citizen a number and a place among the members."""
        register(user)


def register(user: User) -> Member:
    """The member of a citizen's account, numbered C and the account's id."""
    number = f"C{user.pk:06d}"
    User.objects.filter(pk=user.pk).update(member_number=number)
    user.member_number = number
    return Member.objects.create(user=user, number=number)
