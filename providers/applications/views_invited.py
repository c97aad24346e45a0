"""The pages of somebody who is invited to apply, opened by the link of a mail: who waits, the pro-forma, yes or no."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.applications import applying, inviting
from providers.applications.inviting import AskedOf
from providers.applications.models import Application, Invitation
from providers.applications.views import TAKING, open_invitation
from providers.nominating.models import Nomination
from providers.nominating.pages import proforma_page
from providers.nominating.proforma import not_yet
from providers.nominating.queries import by_key, is_waiting, promise_kept
from tenants.isolation import SYSTEM
from welfare.access import PUBLIC, access
from welfare.clock import today


@access(PUBLIC, kinds=TAKING)
@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody is invited to apply: who waits for it and with how much, what happens next, go on or decline."""
    invitation = open_invitation(token)
    context = {
        "known": inviting.prefilled_of(invitation),
        "token": token,
        "asked": [asked for asked, _nomination in still_asked(invitation)],
        "has_applied": has_applied(invitation),
        "promise": promise_kept(),
    }
    return render(request, "applications/invited.html", context)


def still_asked(invitation: Invitation) -> list[tuple[AskedOf, Nomination]]:
    """What is asked of who is invited and still waits, with its nameless half; what has ended is not shown."""
    asked = inviting.asked_of(invitation)
    found = by_key(each.nomination for each in asked)
    pairs = [(each, found[each.nomination]) for each in asked if each.nomination in found]
    return [pair for pair in pairs if is_waiting(pair[1], today())]


def has_applied(invitation: Invitation) -> bool:
    """Whether an application that answers it is being looked at: it is given up on its own page."""
    return Application.objects.filter(invitation=invitation, state__in=applying.OPEN).exists()


@access(PUBLIC, kinds=TAKING)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then say no: the credit that people keep is free again."""
    invitation = open_invitation(token)
    if has_applied(invitation):
        messages.info(request, _("You have applied: withdraw the application by the link in your mail."))
        return redirect("applications:invited", token)
    if request.method == "POST":
        inviting.decline(invitation, actor=SYSTEM)
        messages.success(request, _("Noted: you will not be asked again. You can apply whenever you like."))
        return redirect("applications:welcome")
    context = {
        "title": _("Say no to this invitation?"),
        "text": _("Whoever waits for you is told, and can spend their credit elsewhere. Nobody writes to you again."),
        "submit": _("No, thank you"),
        "danger": True,
        "back_url": reverse("applications:invited", args=[token]),
        "back_label": _("The invitation"),
    }
    return render(request, "confirm.html", context)


@access(PUBLIC, kinds=TAKING)
@require_POST
def proforma(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """The data of the invoice for one of the requests of this invitation; 404 for any other."""
    invitation = open_invitation(token)
    found = next((nomination for _asked, nomination in still_asked(invitation) if nomination.pk == key), None)
    if found is None:
        raise Http404
    known = inviting.prefilled_of(invitation)
    return proforma_page(found, not_yet(known.name, known.town, known.vat_number))
