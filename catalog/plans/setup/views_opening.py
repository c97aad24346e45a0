"""The last page of the set-up and what ends a plan: check, open or publish, close, throw away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.plans.models import Plan
from catalog.plans.setup import checks, cost, opening, shown
from catalog.plans.setup.forms import LabourCostForm
from catalog.plans.setup.queries import is_over, plan_for
from catalog.plans.setup.refusals import Refused
from catalog.plans.setup.steps import path_of
from catalog.plans.setup.views import KEEPERS, no_draft
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.money import format_euro
from welfare.templatetags.kit import day


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the plan would cost and what still keeps it from being opened; a labour cost typed here is kept."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.DRAFT:
        return no_draft(request, plan)
    form = LabourCostForm(request.POST if request.method == "POST" else None, initial={"labour_cost": plan.labour_cost})
    if request.method == "POST" and form.is_valid():
        cost.save_labour_cost(plan, form.cleaned_data["labour_cost"])
        return redirect("plans:setup_check", plan.pk)
    return render(request, "plans/setup/check.html", checked(plan, form))


def checked(plan: Plan, form: LabourCostForm) -> dict[str, Any]:
    """The context of the check: figures for a plan of one's own, reasons for each."""
    places = path_of(plan)
    exam = checks.Examination(plan)
    refusals = shown.shown_refusals(places, checks.refusals(exam))
    context = {**shown.progress(places, places[-1]), "form": form, "refusals": refusals}
    if plan.is_base:
        return context
    found = cost.cost_of(exam)
    return context | {
        "cost": found,
        "facts": shown.facts_of(found),
        "deduction_facts": shown.deduction_facts(found),
        "asks_labour_cost": bool(found.deduction.limited or found.deduction.elsewhere),
    }


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a draft, or publish a base plan, after asking."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.DRAFT:
        return redirect("plans:plan", plan.pk)
    if request.method == "POST":
        return carry_out(request, plan)
    exam = checks.Examination(plan)
    if checks.refusals(exam):
        return redirect("plans:setup_check", plan.pk)
    words = publishing(plan) if plan.is_base else opening_words(exam)
    back = {"back_url": reverse("plans:setup_check", args=[plan.pk]), "back_label": _("Check")}
    return render(request, "confirm.html", words | back)


def carry_out(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Open it, and say so; what keeps it from being opened stands on the check."""
    try:
        is_opened = opening.open_plan(plan, actor=actor_of(request))
    except Refused:
        messages.error(request, _("The plan was not opened: see below what is to be put right."))
        return redirect("plans:setup_check", plan.pk)
    if is_opened and plan.is_base:
        messages.success(request, _("The base plan is published: the members of the network can begin from it."))
    elif is_opened:
        messages.success(request, _("The plan is open: you can grant credit."))
    return redirect("plans:plan", plan.pk)


def opening_words(exam: checks.Examination) -> dict[str, Any]:
    """The page that asks before a plan is opened."""
    found = cost.cost_of(exam)
    return {
        "title": _("Open %(plan)s?") % {"plan": exam.plan.name},
        "text": _(
            "From then on you can grant its credit, and people read its regulation. "
            "Amounts, dates and what happens to the rest do not change any more."
        ),
        "facts": [(_("In all"), format_euro(found.total)), (_("People who would have credit"), found.people)],
        "submit": _("Open the plan"),
    }


def publishing(plan: Plan) -> dict[str, Any]:
    """The page that asks before a base plan is published."""
    return {
        "title": _("Publish %(plan)s?") % {"plan": plan.name},
        "text": _(
            "The members of the network can begin their plans from it, and only narrow it. Its terms stay as they are."
        ),
        "submit": _("Publish the base plan"),
    }


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a plan whose days are over, or withdraw a base plan, after asking."""
    plan = plan_for(request.user, pk)
    if request.method == "POST":
        if opening.close_plan(plan, actor=actor_of(request)):
            messages.success(request, _("The plan is closed."))
        else:
            messages.error(request, not_over(plan))
        return redirect("plans:plan", plan.pk)
    if not is_over(plan):
        messages.error(request, not_over(plan))
        return redirect("plans:plan", plan.pk)
    words = {
        "title": _("Close %(plan)s?") % {"plan": plan.name},
        "text": _("Nobody can begin from it any more; plans begun from it stay as they are.")
        if plan.is_base
        else _("Its days are over. What was granted and used stays on record."),
        "submit": _("Close the plan"),
        "back_url": reverse("plans:plan", args=[plan.pk]),
        "back_label": plan.name,
    }
    return render(request, "confirm.html", words)


def not_over(plan: Plan) -> str:
    """Why a plan is not closed."""
    if plan.state != Plan.State.OPEN:
        return _("This plan is not open.")
    return _("People can use this plan until %(day)s: it can be closed from the day after.") % {
        "day": day(plan.ends_on)
    }


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a draft, after asking."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.DRAFT:
        return no_draft(request, plan)
    if request.method == "POST":
        if not opening.throw_away(plan, actor=actor_of(request)):
            return no_draft(request, plan)
        messages.success(request, _("The draft is thrown away."))
        return redirect("plans:list")
    words = {
        "title": _("Throw %(plan)s away?") % {"plan": plan.name},
        "text": _("All answers of this draft go. Nobody has had any credit of it."),
        "submit": _("Throw the draft away"),
        "danger": True,
        "back_url": reverse("plans:setup", args=[plan.pk]),
        "back_label": plan.name,
    }
    return render(request, "confirm.html", words)
