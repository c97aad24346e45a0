"""Whether people bring providers with an open plan's credit: asked, then changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.plans.models import Plan
from catalog.plans.setup import opening
from catalog.plans.setup.forms import NominationsForm
from catalog.plans.setup.queries import plan_for
from catalog.plans.setup.refusals import Refused
from catalog.plans.setup.views import KEEPERS
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def nominations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether to turn it, and turn it; a second time changes nothing."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.OPEN:
        return redirect("plans:plan", plan.pk)
    form = NominationsForm(request.POST if request.method == "POST" else None, initial={"allow": not_yet(plan)})
    if request.method == "POST" and form.is_valid():
        return turn(request, plan, is_allowed=form.cleaned_data["allow"] == NominationsForm.YES)
    return render(request, "confirm.html", words_of(plan) | {"form": form})


def not_yet(plan: Plan) -> str:
    """The other answer than the one in force."""
    return NominationsForm.NO if plan.takes_nominations else NominationsForm.YES


def turn(request: HttpRequest, plan: Plan, *, is_allowed: bool) -> HttpResponse:
    """Write it, and say so; or why the network's plan does not allow it."""
    try:
        if opening.let_nominate(plan, is_allowed, actor=actor_of(request)):
            messages.success(request, done(is_allowed))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusal.text)
    return redirect("plans:plan", plan.pk)


def done(is_allowed: bool) -> str:
    """What has changed."""
    if is_allowed:
        return _("From now on people can bring a provider with the credit of this plan.")
    return _("From now on nobody brings a provider with the credit of this plan.")


def words_of(plan: Plan) -> dict[str, Any]:
    """What is asked."""
    back = {"back_url": reverse("plans:plan", args=[plan.pk]), "back_label": plan.name}
    if plan.takes_nominations:
        return back | {
            "title": _("No longer let people bring a provider?"),
            "text": _(
                "Nobody can name a provider with the credit of this plan any more. What is held already stays held, "
                "until the provider answers."
            ),
            "submit": _("No longer allow it"),
        }
    return back | {
        "title": _("Let people bring a provider?"),
        "text": _(
            "They name one that is not in the network yet: their credit is held for 60 days at most while it is "
            "invited, and comes back if it says no. You see no names, and it costs you nothing."
        ),
        "submit": _("Allow it"),
    }
