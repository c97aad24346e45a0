"""HR's page of the open points of law: what each means, where it stands, turning it and back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.plans import law_switches
from catalog.plans.forms_law import OpinionForm
from catalog.plans.law_switches import OpenPoint
from catalog.plans.views import HR
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access


@access(HR, kinds=EMPLOYERS)
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Every open point, conservative unless turned."""
    return render(request, "plans/law.html", {"points": law_switches.open_points()})


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a point with the opinion that it rests on; one that is turned already is shown as it stands."""
    point = point_for(code)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user, actor = request.user, actor_of(request)
        if law_switches.turn(code, form.cleaned_data["opinion"], user=user, actor=actor):  # type: ignore[arg-type]
            messages.success(request, _("Turned: from now on purchases are judged this way."))
        return redirect("plans:law")
    context = {
        "title": _("Read this point of law the other way?"),
        "text": point.question,
        "facts": [(_("As it is"), point.when_off), (_("Once turned"), point.when_on), (_("Law"), point.law)],
        "warning": _("It holds for everybody, from the next purchase on; what was asked for before keeps its verdict."),
        "submit": _("Turn it"),
        "form": form,
    }
    return render(request, "confirm.html", context | back())


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def turn_back(request: HttpRequest, code: str) -> HttpResponse:
    """Go back to the conservative reading, after asking."""
    point = point_for(code)
    if request.method == "POST":
        if law_switches.turn_back(code, user=request.user, actor=actor_of(request)):  # type: ignore[arg-type]
            messages.success(request, _("Turned back: from now on the cautious reading holds."))
        return redirect("plans:law")
    context = {
        "title": _("Go back to the cautious reading?"),
        "text": point.question,
        "facts": [(_("From then on"), point.when_off), (_("Law"), point.law)],
        "submit": _("Turn it back"),
    }
    return render(request, "confirm.html", context | back())


def point_for(code: str) -> OpenPoint:
    """The open point of a code, or 404."""
    point = law_switches.open_point(code)
    if point is None:
        raise Http404
    return point


def back() -> dict[str, str]:
    """Where a confirmation leads back to."""
    return {"back_url": reverse("plans:law"), "back_label": _("Open points of law")}
