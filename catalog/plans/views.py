"""HR's pages of plans: list, new, one plan, its text."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.plans import planning, queries, takeup
from catalog.plans.forms import NewPlan, RegulationForm
from catalog.plans.shown import columns_of, shown_budgets
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today

HR = roles("hr", "welfare_manager")
EMPLOYERS = ("company", "cooperative", "network")


@access(HR, kinds=EMPLOYERS)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans."""
    return render(request, "plans/list.html", {"plans": queries.plans()})


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a plan with its budgets; it begins as a draft."""
    form = NewPlan(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        plan = planning.create_plan(form.plan.cleaned_data["key"], form.terms(), actor=actor_of(request))
        messages.success(request, _("The plan is written. Open it when you are ready to grant credit."))
        return redirect("plans:plan", plan.pk)
    return render(request, "plans/new.html", {"form": form})


@access(HR, kinds=EMPLOYERS)
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plan: its credit by source, what was granted, who has not had it."""
    plan = queries.plan_for(pk)
    grants = queries.grants_of(plan)
    context = {"plan": plan, "grants": grants, "budgets": shown_budgets(plan, grants)}
    return render(request, "plans/plan.html", context)


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a draft, after asking."""
    plan = queries.plan_for(pk)
    back = reverse("plans:plan", args=[plan.pk])
    if request.method == "POST":
        if planning.open_plan(plan, actor=actor_of(request)):
            messages.success(request, _("The plan is open: you can grant credit."))
        return redirect(back)
    context = {
        "title": _("Open %(plan)s?") % {"plan": plan.name},
        "text": _("From then on you can grant its credit, and people read its regulation."),
        "submit": _("Open the plan"),
        "back_url": back,
        "back_label": plan.name,
    }
    return render(request, "confirm.html", context)


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def regulation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the text of a plan's regulation."""
    plan = queries.plan_for(pk)
    form = RegulationForm(request.POST if request.method == "POST" else None, instance=plan)
    if request.method == "POST" and form.is_valid():
        planning.write_regulation(plan, form.cleaned_data["regulation"], actor=actor_of(request))
        messages.success(request, _("The regulation is saved."))
        return redirect("regulations_hr:versions", plan.pk)
    return render(request, "plans/regulation.html", {"plan": plan, "form": form})


@access(HR, kinds=EMPLOYERS)
@require_safe
def take_up(request: HttpRequest) -> HttpResponse:
    """The use of a year's credit, as far as it speaks of ten people or more."""
    this_year = today().year
    asked = request.GET.get("anno", "")
    is_known = asked.isascii() and asked.isdigit() and this_year - 10 <= int(asked[:4]) <= this_year
    year = int(asked[:4]) if is_known else this_year
    found = takeup.take_up(year)
    context = {"use": found, "columns": columns_of(found), "year_before": year - 1, "is_this_year": year == this_year}
    return render(request, "plans/take_up.html", context)
