"""People, as HR keeps them. HR sees who they are and whether they came in, never what they chose."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import people, queries
from members.forms import LeavingForm, PersonForm
from members.models import Member
from tenants.audit.trail import record
from tenants.identity import invitations
from tenants.identity.actors import actor_of
from tenants.identity.letters import MOST_AT_ONCE, invite_by_letter
from tenants.identity.models import User
from welfare.access import access, roles
from welfare.paging import page_by_key

HR = roles("hr", "welfare_manager")
HR_ONLY = roles("hr")
EMPLOYERS = ("company", "cooperative", "network")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("sort_name", "pk")


@access(HR, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody in force, by name; leavers on their own list."""
    search, leavers = request.GET.get("q", ""), request.GET.get("usciti") == "1"
    found = queries.people(search, leavers=leavers)
    page = page_by_key(found, ORDER, request.GET.get("dopo", ""))
    invited = invitations.latest_of([member.user for member in page.rows])
    context: dict[str, Any] = {
        "rows": [(member, invited.get(member.user_id)) for member in page.rows],
        "search": search[: queries.LONGEST_SEARCH],
        "leavers": leavers,
        "page": page,
        "next_url": next_url(request, page.next_cursor),
        "headcount": queries.headcount(),
        "unreached": queries.unreached().count(),
    }
    return render(request, "people/list.html", context)


def next_url(request: HttpRequest, cursor: str) -> str:
    """The address of the following page with the same search; empty on the last."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query["dopo"] = cursor
    return f"?{query.urlencode()}"


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def add(request: HttpRequest) -> HttpResponse:
    """Add a person, and invite them at once when they have an e-mail."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = people.add_person(form.person(), actor=actor_of(request))
        if member.user.email:
            invitations.invite_by_mail(member.user, actor=actor_of(request))
            messages.success(request, _("%(name)s was added and invited by e-mail.") % {"name": member})
        else:
            messages.success(request, _("%(name)s was added: print the letter with the code.") % {"name": member})
        return redirect("people:person", member.uuid)
    return render(request, "people/form.html", {"form": form})


@access(HR, kinds=EMPLOYERS)
@require_safe
def person(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One person's record; the reading goes to the trail, which the person can read."""
    member = queries.get_person(key)
    record(actor_of(request), "person_read", person_id=member.user_id, subject=str(member.uuid))
    last = invitations.latest_of([member.user]).get(member.user_id)
    return render(request, "people/person.html", {"member": member, "facts": facts_of(member), "invitation": last})


def facts_of(member: Member) -> list[tuple[str, Any]]:
    """What HR keeps of a person, in the order of the card."""
    return [
        (_("Member number"), member.number),
        (_("E-mail"), member.user.email),
        (_("Tax code"), member.tax_code),
        (_("Birth date"), member.birth_date),
        (_("Hired on"), member.hired_on),
        (_("Last day"), member.left_on),
        (_("Category"), member.category),
        (_("Site"), member.site),
        (_("Level"), member.level),
        (_("Contract hours a week"), member.contract_hours),
    ]


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def correct(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Correct a person's record."""
    member = queries.get_person(key)
    form = PersonForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        people.correct_person(member, form.person(), actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("people:person", member.uuid)
    return render(request, "people/form.html", {"form": form, "member": member})


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def leave(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Note the last day of a person."""
    member = queries.get_person(key)
    form = LeavingForm(request.POST or None, member=member)
    if request.method == "POST" and member.user == request.user:
        form.add_error(None, _("You cannot note your own leaving: ask a colleague of HR."))
    elif request.method == "POST" and form.is_valid():
        people.see_leave(member, form.cleaned_data["left_on"], actor=actor_of(request))
        messages.success(request, _("Noted. From the day after, the account no longer opens."))
        return redirect("people:person", member.uuid)
    return render(request, "people/leave.html", {"form": form, "member": member})


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def take_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Undo a leaving noted by mistake."""
    member = queries.get_person(key)
    people.take_back(member, actor=actor_of(request))
    messages.success(request, _("%(name)s is back among the people.") % {"name": member})
    return redirect("people:person", member.uuid)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def invite(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Send the invitation again."""
    member = queries.get_person(key)
    try:
        invitations.invite_by_mail(member.user, actor=actor_of(request))
    except invitations.CannotInvite as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": member.user.email})
    return redirect("people:person", member.uuid)


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def letter(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One person's letter with the activation code, as PDF."""
    member = queries.get_person(key)
    return letters_of(request, [member.user], redirect("people:person", member.uuid))


@access(HR_ONLY, kinds=EMPLOYERS)
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of everybody without e-mail who never came in, in one PDF."""
    waiting = queries.unreached().filter(user__email__isnull=True).select_related("user")
    return letters_of(request, [m.user for m in waiting[:MOST_AT_ONCE]], redirect("people:list"))


def letters_of(request: HttpRequest, users: list[User], back: HttpResponse) -> HttpResponse:
    """The PDF of these people's letters, or back with the reason why there is none."""
    try:
        content = invite_by_letter(users, actor=actor_of(request))
    except invitations.CannotInvite as refusal:
        messages.info(request, str(refusal))
        return back
    return letters_response(content)


def letters_response(content: bytes) -> HttpResponse:
    """The PDF as a download that nobody keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="lettere.pdf"'
    response.headers["Cache-Control"] = "no-store, private"
    return response
