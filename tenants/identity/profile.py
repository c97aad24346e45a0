"""A person's own account: what it holds, its language, its devices, who opened the record."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.identity import accounts, readings
from tenants.identity.models import Session, User
from welfare.access import SIGNED_IN, access
from welfare.clock import now
from welfare.paging import links_of


@access(SIGNED_IN)
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Everything about one's account on a page."""
    user: Any = request.user
    return render(
        request, "identity/profile.html", {"person": user, "held": held_by(user), "languages": settings.LANGUAGES}
    )


def held_by(user: User) -> dict[str, int]:
    """How many authenticator apps, passkeys and open sessions an account has."""
    counts: dict[str, int] = Authenticator.objects.filter(user=user).aggregate(
        apps=Count("pk", filter=Q(type=Authenticator.Type.TOTP)),
        passkeys=Count("pk", filter=Q(type=Authenticator.Type.WEBAUTHN)),
    )
    return counts | {"sessions": Session.objects.filter(user_id=user.pk, expire_date__gt=now()).count()}


@access(SIGNED_IN)
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions, this one too."""
    user: Any = request.user
    get_adapter().logout(request)
    accounts.end_sessions(user)
    messages.success(request, _("You have been signed out of all devices."))
    return redirect("account_login")


@access(SIGNED_IN)
@require_safe
def who_read_my_record(request: HttpRequest) -> HttpResponse:
    """Who opened or changed one's record, newest first."""
    user: Any = request.user
    page = readings.page_of(user, request.GET.get("dopo", ""))
    return render(request, "identity/readings.html", links_of(page, {}) | {"lines": readings.lines(page.rows)})
