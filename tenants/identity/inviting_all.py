"""The page that invites everybody who was not invited yet, and how far it is."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenants.envelope import send_after_commit
from tenants.identity import rounds
from tenants.identity.actors import actor_of
from tenants.identity.mending import KEEPERS_OF_ALL
from tenants.identity.models import InvitationRound
from tenants.identity.tasks import invite_everybody
from welfare.access import access, roles

INVITERS = roles(*KEEPERS_OF_ALL)
A_MINUTE = rounds.AT_ONCE * 60 // int(rounds.PAUSE.total_seconds())


class RoundForm(forms.Form):
    """The key that makes a repeat the same round."""

    key = forms.UUIDField(widget=forms.HiddenInput)


@access(INVITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_all(request: HttpRequest) -> HttpResponse:
    """Ask, then begin; while it is under way, how far it is."""
    keeper: Any = request.user
    if request.method == "POST":
        return begin(request)
    people = rounds.waiting_for(keeper).count()
    context = progress_of(rounds.latest()) | {
        "people": people,
        "minutes": max(1, people // A_MINUTE),
        "a_minute": A_MINUTE,
        "key": uuid.uuid4(),
    }
    return render(request, "identity/invite_all.html", context)


def begin(request: HttpRequest) -> HttpResponse:
    """Begin the round of the form; a key that is none was not written by our page."""
    keeper: Any = request.user
    form = RoundForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    if rounds.waiting_for(keeper).exists() or rounds.under_way():
        row = rounds.begin(form.cleaned_data["key"], keeper, actor=actor_of(request))
        send_after_commit(invite_everybody, row.pk)
    else:
        messages.info(request, _("Everybody with an e-mail has been invited already."))
    return redirect("identity:invite_all")


@access(INVITERS)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the round is: the fragment that the page asks for again."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("identity:invite_all")
    shown = progress_of(rounds.latest())
    response = render(request, "identity/invite_all_progress.html", shown)
    if not shown["under_way"]:
        response.headers["HX-Refresh"] = "true"
    return response


def progress_of(row: InvitationRound | None) -> dict[str, Any]:
    """What the fragment shows."""
    is_open = row is not None and row.state in rounds.OPEN
    return {
        "round": row,
        "under_way": is_open,
        "done": row.invited + row.skipped if row else 0,
        "may_go_on": row is not None and rounds.may_invite(row.asked_by),
    }
