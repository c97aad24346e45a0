"""Forms of signing in: what people type, forgiven where it can be."""

from typing import Any

from allauth.account import forms as stock
from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.identity import limits
from tenants.identity.models import User


class SignInForm(stock.LoginForm):
    """E-mail or member number, and password."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label=_("E-mail or member number"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        password: Any = self.fields["password"]
        password.label, password.help_text, password.max_length = _("Password"), "", 128
        password.widget.attrs.pop("placeholder", None)
        self.fields = {"login": login, "password": password}

    def user_credentials(self) -> dict[str, str]:
        """One login, whatever it names: the answer may not depend on which."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class CodeByMailForm(stock.RequestLoginCodeForm):
    """Where to send a one-time code."""

    def clean_email(self) -> str:
        """Count the request, then look the account up."""
        limits.count_code_request(self.cleaned_data["email"])
        return str(super().clean_email())


class ForgottenPasswordForm(stock.ResetPasswordForm):
    """Where to send the code that lets a new password be set."""

    def clean_email(self) -> str:
        """Count the request, then look the account up."""
        limits.count_code_request(self.cleaned_data["email"])
        return str(super().clean_email())


class CodeForm(stock.BaseConfirmCodeForm):
    """A code that was mailed, typed back."""

    def clean_code(self) -> str:
        """Count the try over all hosts before comparing."""
        limits.count_code_try()
        return str(super().clean_code())


class EmailCodeForm(stock.ConfirmEmailVerificationCodeForm):
    """The code that proves an e-mail address."""

    def clean_code(self) -> str:
        """Count the try over all hosts before comparing."""
        limits.count_code_try()
        return str(super().clean_code())


class ActivationCodeForm(forms.Form):
    """The code of a letter, with or without its spaces."""

    code = forms.CharField(
        label=_("Activation code"),
        help_text=_("Sixteen letters and digits, as the letter shows them."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class ChoosePasswordForm(forms.Form):
    """A first password."""

    password1 = SetPasswordField(label=_("Choose a password"), max_length=128)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["password1"]
        field.user = user
        field.widget.attrs.pop("placeholder", None)
