"""A member's family, as the member keeps it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import family
from members.forms import RelativeForm
from members.models import Relative
from members.queries import get_relative_for, member_of, relatives_of
from tenants import isolation
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare import clock
from welfare.access import access, roles

MEMBERS = roles("member")
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@access(MEMBERS)
@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Who may benefit beside the member."""
    rows = [
        (relative, clock.age_on(relative.birth_date, clock.today()))
        for relative in relatives_of(member_of(request.user))  # type: ignore[arg-type]
    ]
    return render(request, "family/household.html", {"rows": rows, "is_employed": is_employed()})


def is_employed() -> bool:
    """Whether tax law asks for certificates and declarations here: citizens of a territory have no employer."""
    return isolation.current().kind in EMPLOYERS


@access(MEMBERS)
@FORMS
def add(request: HttpRequest) -> HttpResponse:
    """Add a relative."""
    member = member_of(request.user)  # type: ignore[arg-type]
    form = RelativeForm(request.POST or None, instance=Relative(member=member))
    if request.method == "POST" and form.is_valid():
        try:
            relative = family.add_relative(member, form.save(commit=False), actor=actor_of(request))
        except family.FamilyFull:
            form.add_error(None, _("There are already twenty people here: close those who no longer belong."))
        else:
            messages.success(request, _("%(name)s is in your family now.") % {"name": relative.given_name})
            return redirect(safe_return(request))
    return render(request, "family/form.html", {"form": form, "next": request.GET.get("ritorno", "")})


def safe_return(request: HttpRequest) -> str:
    """Where the member came from when it was an order of this host; else the family."""
    wanted = request.GET.get("ritorno", "")
    is_order = wanted.startswith("/richieste/nuova/") and "//" not in wanted and "\\" not in wanted
    return wanted if is_order else "family:household"


@access(MEMBERS)
@FORMS
def correct(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Correct a relative."""
    relative = get_relative_for(member_of(request.user), key)  # type: ignore[arg-type]
    form = RelativeForm(request.POST or None, instance=relative)
    if request.method == "POST" and form.is_valid():
        family.correct_relative(form.save(commit=False), actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("family:household")
    context = {"form": form, "relative": relative, "is_employed": is_employed()}
    return render(request, "family/form.html", context)


@access(MEMBERS)
@FORMS
def remove(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then take a relative out of the family."""
    relative = get_relative_for(member_of(request.user), key)  # type: ignore[arg-type]
    if request.method == "POST":
        family.remove_relative(relative, actor=actor_of(request))
        messages.success(request, _("%(name)s is no longer in your family here.") % {"name": relative.given_name})
        return redirect("family:household")
    context = {
        "title": _("Remove %(name)s?") % {"name": relative.full_name},
        "text": _("You will not be able to book for this person. What you have already booked stays as it is."),
        "submit": _("Remove"),
        "danger": True,
        "back_url": "/famiglia/",
        "back_label": _("Your family"),
    }
    return render(request, "confirm.html", context)
