"""Applying, for anybody: what one can apply to, the first form, and the link that was lost."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.accreditation import charter
from providers.accreditation.calls import open_calls
from providers.accreditation.models import Call, InvitationOutcome
from providers.applications import applying, inviting, tokens
from providers.applications.applying import CannotApply
from providers.applications.forms import ApplicationForm, LinkForm
from providers.applications.models import Invitation
from providers.nominating.queries import promise_kept
from tenants import isolation, throttle
from tenants.models import Kind
from welfare.access import PUBLIC, access
from welfare.clock import now
from welfare.errors import TooMany

TAKING = ("network", "territory")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
HOUR, DAY = 3600, 24 * 3600
# A whole office may be behind one address; each application mails somebody.
STARTS, STARTS_AN_HOUR = "application-start", 20
MAILS, MAILS_A_DAY = "application-mail", 6


@access(PUBLIC, kinds=TAKING)
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What one can apply to here, and how it goes."""
    here = isolation.current()
    context = {
        "calls": list(open_calls(here)),
        "is_network": here.kind == Kind.NETWORK,
        "charter": charter.in_force(),
        "promise": promise_kept(),
        "form": LinkForm(),
    }
    return render(request, "applications/welcome.html", context)


@access(PUBLIC, kinds=TAKING)
@FORMS
def new(request: HttpRequest) -> HttpResponse:
    """The first form: the company and its contact, who gets the link to the rest by mail."""
    call, invitation = call_asked(request), invitation_asked(request)
    initial = initial_of(invitation) if invitation else {}
    form = ApplicationForm(request.POST if request.method == "POST" else None, call=call, initial=initial)
    if request.method == "POST" and form.is_valid() and started(request, form, call, invitation):
        return redirect("applications:sent")
    return render(request, "applications/new.html", {"form": form, "call": call, "is_taking": is_taking(call)})


def is_taking(call: Call | None) -> bool:
    """Whether there is something to apply to."""
    return call is not None or isolation.current().kind == Kind.NETWORK


def call_asked(request: HttpRequest) -> Call | None:
    """The open call that the address names; none named is the network's own door. 404 for one that is not open."""
    named = request.GET.get("bando", "")
    if not named:
        return None
    try:
        key = uuid.UUID(named)
    except ValueError as error:
        raise Http404 from error
    call = open_calls(isolation.current()).filter(pk=key).first()
    if call is None:
        raise Http404
    return call


def invitation_asked(request: HttpRequest) -> Invitation | None:
    """The invitation that the address names, while it is good."""
    token = request.GET.get("invito", "")
    return open_invitation(token) if token else None


def open_invitation(token: str) -> Invitation:
    """An invitation that waits for an answer; 404 for any other."""
    invitation = tokens.by_token(Invitation.objects.filter(expires_at__gt=now()), token)
    if not InvitationOutcome.objects.filter(pk=invitation.pk, state=InvitationOutcome.State.OPEN).exists():
        raise Http404
    return invitation


def initial_of(invitation: Invitation) -> dict[str, Any]:
    """What the form begins with."""
    known = inviting.prefilled_of(invitation)
    return {
        "name": known.name, "town": known.town, "phone": known.phone, "vat_number": known.vat_number,
        "kinds": known.kinds, "contact_email": known.email,
    }  # fmt: skip


def started(request: HttpRequest, form: ApplicationForm, call: Call | None, invitation: Invitation | None) -> bool:
    """Begin the application, or say beside the form why not."""
    fields = form.written()
    try:
        throttle.hit(STARTS, throttle.client_address(request), limit=STARTS_AN_HOUR, seconds=HOUR)
        throttle.hit(MAILS, fields["contact_email"], limit=MAILS_A_DAY, seconds=DAY)
        applying.start(fields, call=call, invitation=invitation)
    except TooMany:
        form.add_error(None, _("Too many applications came from here. Try again later, or call the help phone."))
        return False
    except CannotApply as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@access(PUBLIC, kinds=TAKING)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The link is on its way."""
    return render(request, "applications/sent.html")


@access(PUBLIC, kinds=TAKING)
@FORMS
def send_link(request: HttpRequest) -> HttpResponse:
    """Mail the link again; the answer is the same whatever is found."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.hit(STARTS, throttle.client_address(request), limit=STARTS_AN_HOUR, seconds=HOUR)
            throttle.hit(MAILS, form.cleaned_data["email"], limit=MAILS_A_DAY, seconds=DAY)
        except TooMany:
            form.add_error(None, _("You asked for it several times: look among the unwanted mails, or try tomorrow."))
        else:
            applying.send_links(form.cleaned_data["company"], form.cleaned_data["email"])
            return redirect("applications:sent")
    return render(request, "applications/link.html", {"form": form})
