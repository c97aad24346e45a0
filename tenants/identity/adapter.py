"""How allauth behaves here: closed sign-up, our own accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from tenants import isolation
from tenants.models import Kind


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed but for territories."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether citizens register themselves on this host."""
        return isolation.current().kind == Kind.TERRITORY


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: authenticator apps, passkeys and recovery codes."""
