"""HR's page that reminds everybody: what the mail says, and one press."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.home import reminding
from catalog.home.tasks import remind_some
from catalog.plans.wallets import WARNED
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.templatetags.kit import day


class RoundForm(forms.Form):
    """The key that makes a repeat the same round."""

    key = forms.UUIDField(widget=forms.HiddenInput)


@access(roles("hr", "welfare_manager"), kinds=("company", "cooperative", "network"))
@require_http_methods(["GET", "HEAD", "POST"])
def remind_all(request: HttpRequest) -> HttpResponse:
    """Show what will be written, then write it: at most once a week."""
    if request.method == "POST":
        return begin(request)
    last = reminding.latest()
    free_on = last.asked_on + reminding.EVERY if last else None
    context = {
        "last": last,
        "is_open": last is not None and last.state in (reminding.State.QUEUED, reminding.State.STARTED),
        "is_stopped": last is not None and last.state == reminding.State.FAILED,
        "free_on": free_on if free_on and free_on > today() else None,
        "until": today() + WARNED,
        "key": uuid.uuid4(),
    }
    return render(request, "home/remind.html", context)


def begin(request: HttpRequest) -> HttpResponse:
    """Begin the round of the form; a key that is none was not written by our page."""
    user: Any = request.user
    form = RoundForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        row = reminding.begin(form.cleaned_data["key"], user, actor=actor_of(request))
    except reminding.TooSoon as refusal:
        again = day(refusal.on + reminding.EVERY)
        words = _("Everybody was reminded less than a week ago. You can do it again from %(day)s.")
        messages.error(request, words % {"day": again})
    else:
        send_after_commit(remind_some, row.pk)
        messages.success(request, _("The mails leave by themselves. You can close this page."))
    return redirect("home:remind_all")
