"""The console's pages about organizations; on hosts of kind network alone."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants import isolation, opening, registry, tasks
from tenants.audit.wording import words_of
from tenants.console import queries, wording
from tenants.console.forms import OrganizationForm, SuspensionForm
from tenants.envelope import hint_after_commit
from tenants.identity import invitations
from tenants.identity.actors import actor_of
from tenants.models import Organization, Provisioning, Status
from welfare.access import access, roles
from welfare.paging import links_of

NETWORK = ("network",)
OPERATORS = roles("operator")
READERS = roles("operator", "office")
# How far each step is, out of three.
PROGRESS = {Provisioning.Step.QUEUED: 0, Provisioning.Step.SCHEMA: 1, Provisioning.Step.PEOPLE: 2}


@access(READERS, kinds=NETWORK)
@require_safe
def list_organizations(request: HttpRequest) -> HttpResponse:
    """All organizations by name, with search."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    status = request.GET.get("status", "")
    page = queries.organizations(search, status, request.GET.get("after", ""))
    shown = links_of(page, {"q": search, "status": status}, "after") | {
        "page": page,
        "search": search,
        "kept": [("status", status)] if status else [],
        "chips_label": _("State"),
        "chips": wording.status_chips(search, status),
        "is_operator": is_operator(request),
    }
    return render(request, "console/organizations.html", shown)


@access(OPERATORS, kinds=NETWORK)
def new_organization(request: HttpRequest) -> HttpResponse:
    """Ask for an organization to be opened; the work is done in a task."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organization = opening.request_opening(
                form.first_person(), actor=actor_of(request), parent=isolation.current(), **form.organization_fields()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            hint_after_commit(tasks.open_organization, organization.key)
            return redirect("console:organization", pk=organization.pk)
    return render(request, "console/new_organization.html", {"form": form})


@access(READERS, kinds=NETWORK)
@require_safe
def organization(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One organization: state, address, opening, what operators did."""
    found = queries.get_organization(pk)
    shown = progress_of(found) | {
        "shown": found,
        "facts": wording.facts_of(found),
        "history": [(record, words_of(record.action)) for record in queries.history(found)],
        "is_operator": is_operator(request),
        "is_own": found.pk == isolation.current().pk,
        "is_silent": queries.is_silent(found),
    }
    return render(request, "console/organization.html", shown)


@access(OPERATORS, kinds=NETWORK)
@require_POST
def invite_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mail the first person of an organization another invitation; who it is is not shown."""
    found = queries.get_organization(pk)
    if not found.is_active:
        raise Http404
    try:
        is_sent = opening.invite_first_again(found, actor=actor_of(request))
    except invitations.CannotInvite as refusal:
        messages.error(request, str(refusal))
    else:
        if is_sent:
            messages.success(request, _("Another invitation is on its way to the first person."))
        else:
            messages.info(request, _("Somebody has come in already: there is nobody to invite from here."))
    return redirect("console:organization", pk=pk)


@access(READERS, kinds=NETWORK)
@require_safe
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How the opening stands: the fragment that the page asks for again."""
    found = queries.get_organization(pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("console:organization", pk=pk)
    response = render(request, "console/progress.html", progress_of(found) | {"shown": found})
    if found.status != Status.DRAFT:
        response.headers["HX-Refresh"] = "true"
    return response


@access(OPERATORS, kinds=NETWORK)
def suspend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then close the doors of an organization; not of the one we are on."""
    found = queries.get_organization(pk)
    if found.status != Status.ACTIVE or found.pk == isolation.current().pk:
        raise Http404
    form = SuspensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        registry.suspend(found, registry.Reason(form.cleaned_data["reason"]), actor=actor_of(request))
        messages.success(request, _("%(name)s is suspended.") % {"name": found.name})
        return redirect("console:organization", pk=pk)
    return render(request, "confirm.html", suspension_words(found) | {"form": form})


@access(OPERATORS, kinds=NETWORK)
@require_POST
def resume(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the doors again."""
    found = queries.get_organization(pk)
    if registry.resume(found, actor=actor_of(request)):
        messages.success(request, _("%(name)s is open again.") % {"name": found.name})
    return redirect("console:organization", pk=pk)


def suspension_words(found: Organization) -> dict[str, object]:
    """What the page before a suspension says."""
    return {
        "title": _("Suspend %(name)s?") % {"name": found.name},
        "text": _(
            "Its people cannot sign in and cannot order until you open it again. "
            "Vouchers already issued stay good. Nothing is deleted."
        ),
        "submit": _("Suspend"),
        "danger": True,
        "back_url": reverse("console:organization", args=[found.pk]),
        "back_label": found.name,
    }


def progress_of(found: Organization) -> dict[str, object]:
    """What the fragment shows of an opening."""
    row = queries.provisioning_of(found)
    under_way = row is not None and row.step in PROGRESS
    return {"opening": row, "under_way": under_way, "step": PROGRESS.get(Provisioning.Step(row.step), 3) if row else 3}


def is_operator(request: HttpRequest) -> bool:
    """Whether the acts are offered, too."""
    return OPERATORS.allows(request.user)
