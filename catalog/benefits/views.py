"""Payroll's pages of what is given outside the shelf: written down by form or by file, listed, withdrawn."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.benefits import queries, recording
from catalog.benefits.forms import BenefitForm
from catalog.benefits.kinds import label_of
from catalog.benefits.models import OutsideBenefit
from members.queries import folded
from tenants.audit.models import Record
from tenants.audit.trail import record_all
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.money import format_euro
from welfare.paging import links_of, page_by_key
from welfare.templatetags.kit import day

PAYROLL = roles("payroll")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = ("-recorded_at", "-pk")


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was written down, newest first; who is named on the page can read that it was looked at."""
    search = folded(request.GET.get("q", ""))
    page = page_by_key(queries.recorded(search), NEWEST, request.GET.get("dopo", ""))
    note_reading(request, page.rows)
    context = links_of(page, {"q": search}) | {
        "rows": [(row, label_of(row.category, row.kind)) for row in page.rows],
        "search": request.GET.get("q", "")[:80],
    }
    return render(request, "benefits/list.html", context)


def note_reading(request: HttpRequest, rows: list[OutsideBenefit]) -> None:
    """One line in the trail of each person that a page shows."""
    people = sorted({row.member.user_id for row in rows})
    actor = actor_of(request)
    record_all(Record(actor=actor.code, action="benefit.read", person_id=person) for person in people)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def add(request: HttpRequest) -> HttpResponse:
    """Write down one benefit of one person."""
    form = BenefitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member, terms = form.cleaned_data["person"], form.terms()
        actor = actor_of(request)
        row = recording.row_of(member, terms, f"form:{form.cleaned_data['key']}", recording.writer_of(actor))
        recording.write_down([row], actor=actor)
        told = {"kind": label_of("", terms.kind), "amount": format_euro(terms.amount), "name": member}
        messages.success(request, _("%(kind)s, %(amount)s, is written down for %(name)s.") % told)
        return redirect("benefits:list")
    return render(request, "benefits/form.html", {"form": form})


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what was written by mistake, after asking."""
    row = queries.get_benefit(pk)
    if request.method == "POST":
        if recording.withdraw(row, actor=actor_of(request)):
            messages.success(request, _("Withdrawn: it counts no more."))
        else:
            messages.info(request, _("It had been withdrawn already."))
        return redirect("benefits:list")
    if row.withdrawn_at is not None:
        return redirect("benefits:list")
    note_reading(request, [row])
    return render(request, "confirm.html", asked(row))


def asked(row: OutsideBenefit) -> dict[str, Any]:
    """The page that asks."""
    facts = [
        (_("Person"), str(row.member)),
        (_("What was given"), label_of(row.category, row.kind)),
        (_("Value"), format_euro(row.amount)),
        (_("Received on"), day(row.received_on)),
    ]
    return {
        "title": _("Withdraw this benefit?"),
        "text": _(
            "It counts no more in the limits of its year. If a month was locked with it, the next one takes it back."
        ),
        "facts": facts,
        "submit": _("Withdraw"),
        "danger": True,
        "back_url": reverse("benefits:list"),
        "back_label": _("Benefits given"),
    }
