"""Pages by which a supplier's manager and the network's operator add staff and give tasks."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants import throttle
from tenants.identity import staff
from tenants.identity.actors import actor_of
from tenants.identity.forms_staff import NewStaffForm, TasksForm, taken
from tenants.identity.mending import KEEPERS_OF_ALL, get_account_for
from tenants.identity.models import User
from welfare.access import access, roles
from welfare.errors import TooMany

GIVERS = roles(*staff.GIVES)
FORMS = require_http_methods(["GET", "HEAD", "POST"])
# Each addition mails a stranger.
ADDITIONS, A_DAY, DAY = "staff-added", 50, 24 * 60 * 60


@access(GIVERS)
@FORMS
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody and mail the invitation."""
    keeper: Any = request.user
    form = NewStaffForm(request.POST if request.method == "POST" else None, keeper=keeper)
    if form.is_valid():
        user = added(request, form)
        if user is not None:
            messages.success(request, _("%(name)s was added and invited by e-mail.") % {"name": user.full_name})
            return redirect("identity:account", user.pk)
    context = {"form": form, "prints_letters": keeper.has_role(*KEEPERS_OF_ALL)}
    return render(request, "identity/add.html", context)


def added(request: HttpRequest, form: NewStaffForm) -> User | None:
    """The new account, unless too many were added today or somebody took the address meanwhile."""
    keeper: Any = request.user
    actor = actor_of(request)
    try:
        throttle.hit(ADDITIONS, actor.code, limit=A_DAY, seconds=DAY)
        with transaction.atomic():
            return staff.add(form.person(), keeper=keeper, actor=actor)
    except TooMany:
        form.add_error(None, _("Many people were added today: go on tomorrow."))
    except IntegrityError:
        form.add_error("email", taken())
    return None


@access(GIVERS)
@FORMS
def give_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what somebody does here."""
    keeper: Any = request.user
    person = get_account_for(keeper, pk)
    # All boxes empty send nothing at all, which is an answer, too.
    sent = request.POST if request.method == "POST" else None
    form = TasksForm(sent, keeper=keeper, person=person, initial={"roles": person.roles})
    if form.is_valid() and given(request, person, form):
        messages.success(request, _("Saved."))
        return redirect("identity:account", person.pk)
    return render(request, "identity/tasks.html", {"form": form, "person": person})


def given(request: HttpRequest, person: User, form: TasksForm) -> bool:
    """Give the tasks, unless nobody would be left to give any."""
    keeper: Any = request.user
    try:
        staff.give_roles(person, form.cleaned_data["roles"], keeper=keeper, actor=actor_of(request))
    except staff.LastOne as refusal:
        form.add_error("roles", str(refusal))
        return False
    return True
