"""A provider's branches: the list, one of them, closing it; what each of the staff may do where. Managers alone."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers import branches, queries
from providers.access import MANAGERS, provider_of
from providers.bookings import reach
from providers.bookings.models import BranchAccess
from providers.forms_branches import AccessForm, BranchForm, SlotBranchForm
from providers.models import Branch, Offer, Provider
from tenants.identity.actors import actor_of
from tenants.identity.mending import accounts_for, get_account_for
from tenants.identity.models import Role, User
from welfare.access import access

READ_OR_WRITE = require_http_methods(["GET", "HEAD", "POST"])
MOST_STAFF = 200


@access(MANAGERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The branches with their services, and where each of the staff works."""
    provider = provider_of(request)
    found = reach.branches_of(provider)
    context = {
        "lines": [(branch, titles) for branch, titles in zip(found, titles_of(found), strict=True)],
        "staff": staff_lines(request, found),
    }
    return render(request, "provider/branches.html", context)


def titles_of(found: list[Branch]) -> list[list[str]]:
    """The titles of the services at each branch; one query."""
    rows = Offer.objects.filter(branch__in=found).exclude(state=Offer.State.ARCHIVED)
    titles: dict[uuid.UUID, list[str]] = {}
    for branch_id, title in rows.order_by("sort_title").values_list("branch_id", "title"):
        titles.setdefault(branch_id, []).append(title)
    return [titles.get(branch.pk, []) for branch in found]


def staff_lines(request: HttpRequest, found: list[Branch]) -> list[tuple[User, str]]:
    """The staff who can be kept to branches, with where they work; two queries."""
    keeper: Any = request.user
    people = list(kept_to_branches(keeper)[:MOST_STAFF])
    names = {branch.pk: branch.name for branch in found}
    where: dict[int, list[str]] = {}
    for row in BranchAccess.objects.filter(user__in=people):
        where.setdefault(row.user_id, []).append(f"{names.get(row.branch_id, '–')}: {row.get_level_display()}")
    return [(person, " · ".join(where.get(person.pk, [_("Everywhere")]))) for person in people]


def kept_to_branches(keeper: User) -> Any:
    """The accounts that a manager may keep to branches: staff, and no managers."""
    staff = accounts_for(keeper).filter(roles__contains=[Role.PROVIDER_STAFF], is_active=True)
    return staff.exclude(roles__contains=[Role.PROVIDER_MANAGER]).order_by("sort_name", "pk")


@access(MANAGERS)
@READ_OR_WRITE
def new(request: HttpRequest) -> HttpResponse:
    """Open a branch."""
    provider = provider_of(request)
    form = BranchForm(request.POST if request.method == "POST" else None, initial={"town": provider.town})
    if request.method == "POST" and form.is_valid():
        try:
            branch = branches.write_branch(provider, form.written(), actor=actor_of(request))
        except branches.SameName:
            form.add_error("name", _("Another branch has this name: choose a different one."))
        else:
            messages.success(request, _("The branch is open. Now say which services are there."))
            return redirect("provider:branch", branch.pk)
    return render(request, "provider/branch.html", {"form": form, "branch": None})


@access(MANAGERS)
@READ_OR_WRITE
def change(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a branch, and which services are there."""
    provider = provider_of(request)
    branch = get_branch_for(provider, key)
    offers = list(queries.offers_of(provider).order_by("sort_title", "pk")[:500])
    form = BranchForm(request.POST if request.method == "POST" else None, instance=branch, offers=offers)
    if request.method == "POST" and form.is_valid():
        try:
            branches.change_branch(branch, form.written(), form.chosen(), actor=actor_of(request))
        except branches.SameName:
            form.add_error("name", _("Another branch has this name: choose a different one."))
        except branches.WrongMove as error:
            raise Http404 from error
        else:
            messages.success(request, _("Saved."))
            return redirect("provider:branches")
    return render(request, "provider/branch.html", {"form": form, "branch": branch})


def get_branch_for(provider: Provider, key: uuid.UUID) -> Branch:
    """One of the provider's open branches; 404 for another's."""
    return get_object_or_404(Branch, provider=provider, pk=key, closed_on__isnull=True)


@access(MANAGERS)
@READ_OR_WRITE
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Close a branch, after asking."""
    branch = get_branch_for(provider_of(request), key)
    if request.method == "POST":
        try:
            branches.close_branch(branch, actor=actor_of(request))
        except branches.WrongMove as error:
            raise Http404 from error
        messages.success(request, _("Closed. Its services belong to no branch now."))
        return redirect("provider:branches")
    context = {
        "title": _("Close the branch “%(name)s”?") % {"name": branch.name},
        "text": _("Its services go on and belong to no branch. Staff kept to it reach nothing there any more."),
        "submit": _("Close the branch"),
        "danger": True,
        "back_url": reverse("provider:branch", args=[branch.pk]),
        "back_label": branch.name,
    }
    return render(request, "confirm.html", context)


@access(MANAGERS)
@READ_OR_WRITE
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where somebody of the staff works, and what they may do there; their sessions end when it changes."""
    provider, keeper = provider_of(request), request.user
    found = get_account_for(keeper, pk)  # type: ignore[arg-type]
    if not kept_to_branches(keeper).filter(pk=found.pk).exists():  # type: ignore[arg-type]
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = AccessForm(sent, branches=reach.branches_of(provider), levels=reach.levels_of(found))
    if request.method == "POST" and form.is_valid():
        changed = reach.give(found, form.levels(), actor=actor_of(request))
        text = _("Saved. Whoever was signed in has to sign in again.") if changed else _("Saved.")
        messages.success(request, text)
        return redirect("provider:branches")
    return render(request, "provider/branch_person.html", {"form": form, "person": found})


@access(MANAGERS)
@READ_OR_WRITE
def of_slot(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say at which branch dates are."""
    provider = provider_of(request)
    slot = queries.get_slot_for(provider, key)
    initial = {"branch": str(slot.branch_id or "")}
    form = SlotBranchForm(
        request.POST if request.method == "POST" else None, branches=reach.branches_of(provider), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        branches.place_slot(slot, form.chosen(), actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("provider:slot", slot.pk)
    return render(request, "provider/slot_branch.html", {"form": form, "slot": slot})
