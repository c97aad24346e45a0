"""How allauth behaves here: closed sign-up, our own accounts, mails and limits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tenants import isolation
from tenants.identity import accounts, mails
from tenants.identity.logins import folded
from tenants.identity.models import Role, User
from tenants.models import Kind
from welfare import keys

STAGES = {"allauth.account.stages.EmailVerificationStage": "tenants.identity.stages.OwnAddressStage"}
WRONG_CREDENTIALS = _("E-mail, member number or password are not right. Check them, or ask for a code by e-mail.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of one organization."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_CREDENTIALS,
        "username_password_mismatch": WRONG_CREDENTIALS,
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or call the help phone."),
        "incorrect_code": _("This is not the code we sent. Check it, or ask for another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether citizens register themselves on this host."""
        return isolation.current().kind == Kind.TERRITORY

    def is_safe_url(self, url: str | None) -> bool:
        """Only this very host: another organization's is as foreign as any."""
        request = request_context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, with our rule on whose address is to be proved."""
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A citizen's account: the names typed, the role of a member and no other."""
        user.given_name = form.cleaned_data["given_name"]
        user.family_name = form.cleaned_data["family_name"]
        user.roles = [Role.MEMBER]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Member numbers are given by the organization, never made up from a name."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Greet in the person's own language from the first page on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        mails.remember_language(response, user.language)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Store a new password and end what the old one had opened, but for this very browser."""
        super().set_password(user, password)
        accounts.secret_changed(user, keep=request_context.request.session.session_key)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A proved address becomes the account's; what the old one had opened ends."""
        proved = bool(super().confirm_email(request, email_address))
        if proved:
            accounts.secret_changed(email_address.user, keep=request.session.session_key)
        return proved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of the mails of sign-in; a mail server that is away is no error page."""
        mails.send(template_prefix, email, context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # One allowance per login over all hosts and spellings.
        return folded(credentials.get("email") or credentials.get("username") or "")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: authenticator apps, passkeys and recovery codes; secrets lie encrypted."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for this organization."""
        return keys.seal("second-factor", isolation.current().key, text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return keys.unseal("second-factor", isolation.current().key, encrypted_text.encode())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second factor, outside the demo."""
        user: Any = authenticator.user
        if settings.SCAFFALE_DEMO or not user.is_staff_role:
            return True
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def _get_site_name(self) -> str:
        return isolation.current().name

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows: the organization."""
        return isolation.current().name
