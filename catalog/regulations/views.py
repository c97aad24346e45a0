"""What the people of a plan read of its rules, and take note of before they spend."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.plans.queries import regulations
from catalog.regulations import queries, terms, versions
from catalog.regulations.downloads import pdf_response
from catalog.regulations.models import Version
from members.models import Member
from members.queries import member_of
from tenants.identity.actors import actor_of
from tenants.identity.detours import FIELD, destination
from welfare.access import access, roles

MEMBER = roles("member")
ACCOUNT = "/conto/"


@access(MEMBER)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rules of the plans in force; of a plan without approved rules, the text as it is."""
    member = member_of(request.user)  # type: ignore[arg-type]
    standing = queries.in_force()
    versioned = {version.plan_id for version in standing}
    context = {
        "versions": standing,
        "unread": {version.pk for version in queries.unread(member)},
        "texts": [plan for plan in regulations() if plan.pk not in versioned],
    }
    return render(request, "regulations/listing.html", context)


@access(MEMBER)
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """Go to what is still to be read, or on to where the person was going."""
    waiting = queries.unread(member_of(request.user))  # type: ignore[arg-type]
    if waiting:
        return to_read(waiting[0], request)
    return redirect(destination(request, ACCOUNT))


@access(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a version; a POST takes note of it, then goes on to the next one or to where the person was going."""
    member = member_of(request.user)  # type: ignore[arg-type]
    found = queries.version_to_read(pk)
    if request.method == "POST":
        return take_note(request, found, member)
    context = {
        "version": found,
        "rules": terms.rules(found.terms),
        "approvals": found.approvals.order_by("approved_on", "pk"),
        "noted": queries.acknowledgement_of(found, member),
        "is_in_force": found.state == Version.State.IN_FORCE,
        "going_to": destination(request, ""),
        "field": FIELD,
    }
    return render(request, "regulations/version.html", context)


def take_note(request: HttpRequest, found: Version, member: Member) -> HttpResponse:
    """Write it, and go on."""
    if found.state != Version.State.IN_FORCE:
        messages.error(request, _("These rules have been replaced meanwhile. Read the new ones."))
    else:
        versions.take_note(found, member, actor=actor_of(request))
        messages.success(request, _("Thank you: we have noted that you read it."))
    waiting = queries.unread(member)
    return to_read(waiting[0], request) if waiting else redirect(destination(request, ACCOUNT))


def to_read(found: Version, request: HttpRequest) -> HttpResponse:
    """The page of a version, which remembers where the person was going."""
    response = redirect("regulations:version", found.pk)
    there = destination(request, "")
    if there:
        response["Location"] += f"?{urlencode({FIELD: there})}"
    return response


@access(MEMBER)
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF of a version that is or was in force."""
    found = queries.version_to_read(pk)
    return pdf_response(found) or render(request, "regulations/not_ready.html", {"version": found}, status=404)
