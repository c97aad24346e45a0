"""HR's pages of regulations: versions, proposing one, its approvals, putting it in force, who has still to read it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.plans.queries import plan_for
from catalog.regulations import documents, queries, terms, versions
from catalog.regulations.downloads import pdf_response
from catalog.regulations.forms import ApprovalForm
from catalog.regulations.models import Version
from catalog.regulations.tasks import render_version
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.paging import links_of, page_by_key

HR = roles("hr", "welfare_manager")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("sort_name", "pk")


@access(HR, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A plan's text as it stands, and its versions."""
    plan = plan_for(pk)
    rows = queries.versions_of(plan)
    digest = terms.digest_of(plan.regulation, terms.frozen(plan))
    standing = next((row for row in rows if row.state == Version.State.IN_FORCE), None)
    context = {
        "plan": plan,
        "versions": rows,
        "standing": standing,
        "proposal": next((row for row in rows if row.state == Version.State.PROPOSED), None),
        "can_propose": versions.can_propose(plan, digest),
        "is_changed": standing is not None and standing.digest != digest,
    }
    return render(request, "regulations/versions.html", context)


@access(HR, kinds=EMPLOYERS)
@FORMS
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Freeze the text and the terms as a proposal, after showing them."""
    plan = plan_for(pk)
    if request.method != "POST":
        context = {"plan": plan, "rules": terms.rules(terms.frozen(plan)), "number": versions.next_number(plan)}
        return render(request, "regulations/propose.html", context)
    try:
        version = versions.propose(plan, actor=actor_of(request))
    except versions.CannotPropose:
        messages.error(request, _("Nothing was proposed: a version awaits approval, nothing changed, or no text."))
    else:
        messages.success(request, _("Version %(number)s can be approved now.") % {"number": version.number})
    return redirect("regulations_hr:versions", plan.pk)


@access(HR, kinds=EMPLOYERS)
@FORMS
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record who approved a proposal."""
    version = queries.version_for(pk)
    form = ApprovalForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        if versions.approve(version, form.approved(), actor=actor_of(request)):
            messages.success(request, _("The approval is recorded."))
        else:
            messages.error(request, _("Nothing was recorded: the version does not await approval any more."))
        return redirect("regulations_hr:versions", version.plan_id)
    return render(request, "regulations/approve.html", {"version": version, "form": form})


@access(HR, kinds=EMPLOYERS)
@FORMS
def put_in_force(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an approved proposal in force, after asking."""
    version = queries.version_for(pk)
    if request.method == "POST":
        tell_put_in_force(request, version)
        return redirect("regulations_hr:versions", version.plan_id)
    context = asking(version) | {
        "title": _("Put version %(number)s in force?") % {"number": version.number},
        "text": _("From then on everybody reads it and takes note of it before they use the plan's credit."),
        "submit": _("Put it in force"),
    }
    return render(request, "confirm.html", context)


def tell_put_in_force(request: HttpRequest, version: Version) -> None:
    """Do it, and say what came of it."""
    try:
        done = versions.put_in_force(version, actor=actor_of(request))
    except versions.NotApproved:
        messages.error(request, _("It is not in force: record first who approved it, and when."))
        return
    if done:
        messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})


@access(HR, kinds=EMPLOYERS)
@FORMS
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up a proposal, after asking."""
    version = queries.version_for(pk)
    if request.method == "POST":
        if versions.drop(version, actor=actor_of(request)):
            messages.success(request, _("The proposal is given up: you can change the text and propose anew."))
        return redirect("regulations_hr:versions", version.plan_id)
    context = asking(version) | {
        "title": _("Give up version %(number)s?") % {"number": version.number},
        "text": _("Its text and approvals stay on record, and nobody has to read it."),
        "submit": _("Give it up"),
        "danger": True,
    }
    return render(request, "confirm.html", context)


def asking(version: Version) -> dict[str, Any]:
    """What every question about a version has."""
    back = reverse("regulations_hr:versions", args=[version.plan_id])
    return {"back_url": back, "back_label": _("Regulation")}


@access(HR, kinds=EMPLOYERS)
@require_safe
def yet_to_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who has not taken note of a version in force."""
    version = queries.version_for(pk)
    people = queries.yet_to_read(version).select_related("user", "category")
    page = page_by_key(people, ORDER, request.GET.get("dopo", ""))
    context = links_of(page, {}) | {"version": version, "people": page.rows, "count": people.count()}
    return render(request, "regulations/yet_to_read.html", context)


@access(HR, kinds=EMPLOYERS)
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF of any version; a page that says so while it is not there."""
    version = queries.version_for(pk)
    return pdf_response(version) or render(request, "regulations/not_ready.html", {"version": version}, status=404)


@access(HR, kinds=EMPLOYERS)
@require_POST
def ask_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a document made again that was given up or lost."""
    version = queries.version_for(pk)
    if documents.ask_again(version):
        send_after_commit(render_version, version.pk)
    messages.success(request, _("We are making the document again."))
    return redirect("regulations_hr:versions", version.plan_id)
