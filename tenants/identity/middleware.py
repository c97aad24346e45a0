"""What is asked of a signed-in person before anything else: staff need a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tenants.identity.detours import detour
from tenants.identity.models import User

FLAG = "second_factor"
# What may be opened without a second factor: what sets one up, and the ways out.
FREE = (
    "/profilo/secondo-fattore/",
    "/profilo/passkey/",
    "/profilo/conferma/",
    "/profilo/password/",
    "/profilo/email/",
    "/account/verifica/",
    "/privacy/",
    "/esci/",
    "/lingua/",
    "/marchio/",
    "/static/",
    "/healthz",
)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs an account unless it says otherwise.

    An update in place leads to the whole sign-in page. Who sends a form with a session that has ended comes back to
    the page of the form: its own address may answer nothing but a form.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        """Send the visitor to sign in, and back afterwards."""
        if request.headers.get("HX-Request") == "true" or request.method not in ("GET", "HEAD"):
            return detour(request, reverse("account_login"))
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Send staff without a second factor to set one up; the demo does not ask.

    The session remembers that there is one: after the first request it costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or send the person to the page of second factors."""
        if lacks_second_factor(request):
            return detour(request, reverse("mfa_index"))
        return self.get_response(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this request has to wait until its account has a second factor."""
    if settings.SCAFFALE_DEMO or request.path_info.startswith(FREE) or not request.user.is_authenticated:
        return False
    if not request.user.is_staff_role or request.session.get(FLAG):
        return False
    if not has_second_factor(request.user):
        return True
    request.session[FLAG] = True
    return False


def has_second_factor(user: User) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())
