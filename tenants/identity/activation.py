"""The way in for who has been invited: open the link of a mail, or type the code of a letter.

Looking changes nothing: mail programs open links by themselves. Only pressing Start looks the token
up, is counted, and remembers in this browser which invitation it is.
"""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.identity import invitations, limits
from tenants.identity.forms import ActivationCodeForm, ChoosePasswordForm
from tenants.identity.models import Invitation
from welfare.access import PUBLIC, access

STARTED = "activation"


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter; a good one leads to choosing a password."""
    form = ActivationCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation, problem = looked_up(request, form.cleaned_data["code"])
        if invitation is not None:
            return start(request, invitation)
        form.add_error("code", problem)
    return render(request, "identity/activate.html", {"form": form})


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Greet; Start leads to choosing a password, or says that the link is spent."""
    problem = ""
    if request.method == "POST":
        invitation, problem = looked_up(request, token)
        if invitation is not None:
            return start(request, invitation)
    return render(request, "identity/open.html", {"problem": problem}, status=410 if problem else 200)


def looked_up(request: HttpRequest, token: str) -> tuple[Invitation | None, str]:
    """The invitation of a token, or why not: one answer for wrong, spent, expired and foreign."""
    try:
        limits.count_code_try(request)
    except ValidationError as error:
        return None, str(error.messages[0])
    invitation = invitations.find(token)
    if invitation is None:
        return None, _("This code or link does not work: it may be mistyped, used, replaced or expired.")
    return invitation, ""


def start(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Mark the invitation opened and remember it in this browser's session."""
    invitations.mark_opened(invitation)
    request.session[STARTED] = {"id": str(invitation.pk), "user_id": invitation.user_id}
    return HttpResponseRedirect(reverse("identity:choose_password"))


@access(PUBLIC)
@sensitive_post_parameters("password1")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password, or go on to a passkey; then the person is in."""
    started: Any = request.session.get(STARTED)
    invitation = invitations.get_open(started["id"]) if isinstance(started, dict) else None
    if invitation is None:
        return HttpResponseRedirect(reverse("identity:activate"))
    if request.method == "POST" and "passkey" in request.POST:
        return enter(request, invitation, None, reverse("mfa_add_webauthn"))
    form = ChoosePasswordForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        return enter(request, invitation, form.cleaned_data["password1"], None)
    return render(request, "identity/choose_password.html", {"form": form, "person": invitation.user})


def enter(request: HttpRequest, invitation: Invitation, password: str | None, page: str | None) -> HttpResponse:
    """Spend the invitation and sign the person in; a second press finds it spent."""
    del request.session[STARTED]
    if not invitations.use(invitation, password=password):
        return HttpResponseRedirect(reverse("identity:activate"))
    record_authentication(request, invitation.user, method="invitation")
    answer: HttpResponse = perform_login(request, Login(user=invitation.user, redirect_url=page))
    return answer
