"""People, as HR keeps them. HR sees who they are and whether they came in, never what they chose."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import finding, people, queries
from members.forms import LeavingForm, PersonForm, RolesForm
from members.models import Member
from tenants.audit.trail import record
from tenants.identity import invitations
from tenants.identity.actors import actor_of
from tenants.identity.mending import accounts_for
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.clock import today
from welfare.paging import links_of, page_by_key
from welfare.templatetags.kit import day

HR = roles("hr", "welfare_manager")
HR_ONLY = roles("hr")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("sort_name", "pk")


@access(HR, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """People by name: those in force, or those of one situation."""
    asked = finding.asked_in(request.GET)
    people = finding.found(asked)
    page = page_by_key(people, ORDER, request.GET.get("dopo", ""))
    invited = invitations.latest_of([member.user for member in page.rows])
    context: dict[str, Any] = links_of(page, asked.kept()) | {
        "rows": [(m, invitations.situation(m.user, invited.get(m.user_id))) for m in page.rows],
        "asked": asked,
        "count": people.count(),
        "categories": [*finding.categories(), (finding.NO_CATEGORY, _("No category"))],
        "sites": finding.sites(),
        "situations": finding.Situation.choices,
        "kept": [pair for pair in asked.kept().items() if pair[0] != "q" and pair[1]],
        "may_change": may_change(request),
        "is_leaving": asked.situation in (finding.Situation.LEAVING, finding.Situation.LEFT),
    }
    return render(request, "people/list.html", context)


def may_change(request: HttpRequest) -> bool:
    """Whether the acts are offered, too: the welfare manager reads."""
    return HR_ONLY.allows(request.user)


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
    newest = invitations.latest_of([member.user]).get(member.user_id)
    context = {
        "member": member,
        "facts": facts_of(member),
        "situation": invitations.situation(member.user, newest),
        "may_change": may_change(request),
        "is_own": member.user == request.user,
        "is_leaving": member.left_on is not None and member.left_on >= today(),
        "has_left": member.left_on is not None and member.left_on < today(),
        "may_mend": accounts_for(request.user).filter(pk=member.user_id).exists(),  # type: ignore[arg-type]
        "roles": member.user.tasks,
    }
    return render(request, "people/person.html", context)


def facts_of(member: Member) -> list[tuple[str, Any]]:
    """What HR keeps of a person, in the order of the card."""
    return [
        (_("Member number"), member.number),
        (_("E-mail"), member.user.email),
        (_("Tax code"), member.tax_code),
        (_("Birth date"), day(member.birth_date)),
        (_("Hired on"), day(member.hired_on)),
        (_("Last day"), day(member.left_on)),
        (_("Category"), category_of(member)),
        (_("Site"), member.site),
        (_("Level"), member.level),
        (_("Contract hours a week"), member.contract_hours),
    ]


def category_of(member: Member) -> str:
    """A person's category, and whether a rule or a person put them in it; empty for none."""
    if member.category is None:
        return ""
    return f"{member.category} · " + (_("given by hand") if member.category_by_hand else _("by the rules"))


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
        messages.success(request, _("Noted. The person has been told what becomes of their credit."))
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
@FORMS
def give_roles(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say what a person may do here besides using their own credit."""
    member = queries.get_person(key)
    form = RolesForm(request.POST or None, initial={"roles": member.user.roles})
    if request.method == "POST" and member.user == request.user:
        form.add_error(None, _("You cannot change your own tasks: ask a colleague of HR."))
    elif request.method == "POST" and form.is_valid():
        people.give_roles(member, form.cleaned_data["roles"], actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("people:person", member.uuid)
    return render(request, "people/roles.html", {"form": form, "member": member})
