"""HR's pages of plans: list, new, one plan, its text."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.plans import planning, queries, takeup
from catalog.plans.forms import RegulationForm
from catalog.plans.models import Plan
from catalog.plans.setup.queries import is_hr, is_over, kept_plans, plan_for
from catalog.plans.setup.shown import missing_step
from catalog.plans.setup.steps import in_order
from catalog.plans.setup.views import KEEPERS
from catalog.plans.shown import columns_of, shown_budgets
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.clock import today

HR = roles("hr", "welfare_manager")


@access(KEEPERS, kinds=EMPLOYERS)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that this person keeps; drafts say where their set-up goes on."""
    plans = list(kept_plans(request.user))
    drafts = [(plan, missing_step(plan)) for plan in plans if plan.state == Plan.State.DRAFT]
    others = [plan for plan in plans if plan.state != Plan.State.DRAFT]
    context = {"drafts": drafts, "plans": others, "is_hr": is_hr(request.user)}
    return render(request, "plans/list.html", context)


@access(KEEPERS, kinds=EMPLOYERS)
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plan: its credit by source, what was granted, who has not had it. A draft is its set-up."""
    plan = plan_for(request.user, pk)
    if plan.state == Plan.State.DRAFT:
        return redirect("plans:setup", plan.pk)
    if plan.is_base:
        return render(request, "plans/setup/base.html", {"plan": plan, "budgets": in_order(plan)})
    grants = queries.grants_of(plan)
    context = {"plan": plan, "grants": grants, "budgets": shown_budgets(plan, grants), "is_over": is_over(plan)}
    return render(request, "plans/plan.html", context)


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
