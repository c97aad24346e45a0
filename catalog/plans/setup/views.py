"""The pages of the set-up: how to begin, one question a page, the check, and what ends a plan."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.plans.models import Plan
from catalog.plans.setup import answers, bases, shown
from catalog.plans.setup.forms import FORMS, BeginForm, StepForm
from catalog.plans.setup.origins import Origin, origin_for
from catalog.plans.setup.queries import is_hr, last_plans, plan_for
from catalog.plans.setup.refusals import NotADraft, Refused
from catalog.plans.setup.steps import Place, after, first_missing, path_of
from tenants.identity.actors import actor_of
from tenants.isolation import current
from tenants.models import EMPLOYERS, Kind
from welfare.access import access, roles

KEEPERS = roles("hr", "welfare_manager", "office")


@access(KEEPERS, kinds=EMPLOYERS)
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The ways to begin: from scratch, from last year's plan, from a base plan of the network; or a base plan."""
    hr = is_hr(request.user)
    context = {
        "is_hr": hr,
        "last": last_plans() if hr else [],
        "bases": bases.published(current(), actor=actor_of(request)) if hr else [],
        "is_network": current().kind == Kind.NETWORK,
    }
    return render(request, "plans/setup/begin.html", context)


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def first_step(request: HttpRequest) -> HttpResponse:
    """Name and dates of a plan that is begun: the draft is written with them."""
    origin = origin_for(request)
    form = BeginForm(request.POST if request.method == "POST" else None, initial=origin.initial)
    if request.method == "POST" and form.is_valid():
        return write_draft(request, origin, form)
    return render(request, "plans/setup/first.html", {"form": form, "origin": origin})


def write_draft(request: HttpRequest, origin: Origin, form: BeginForm) -> HttpResponse:
    """Write the draft, or say what its name and dates would break."""
    cleaned = form.cleaned_data
    try:
        plan = origin.begin(cleaned["key"], cleaned, actor=actor_of(request))
    except Refused as refused:
        for refusal in refused.refusals:
            form.add_error(None, refusal.text)
        return render(request, "plans/setup/first.html", {"form": form, "origin": origin})
    if not is_hr(request.user) and not plan.is_base:
        raise Http404
    return redirect("plans:setup", plan.pk)


@access(KEEPERS, kinds=EMPLOYERS)
@require_safe
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on where the set-up was left."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.DRAFT:
        return redirect("plans:plan", plan.pk)
    return redirect(first_missing(path_of(plan)).url)


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """A step that speaks of the whole plan."""
    return answered(request, plan_for(request.user, pk), step, None)


@access(KEEPERS, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_step(request: HttpRequest, pk: UUID, budget: UUID, step: str) -> HttpResponse:
    """A step that speaks of one budget."""
    return answered(request, plan_for(request.user, pk), step, budget)


def answered(request: HttpRequest, plan: Plan, step: str, budget: UUID | None) -> HttpResponse:
    """Ask one question; keep the answer and lead on."""
    places = path_of(plan)
    place = next((each for each in places if each.key == (step, budget) and each.step in FORMS), None)
    if place is None:
        raise Http404
    if plan.state != Plan.State.DRAFT:
        return no_draft(request, plan)
    form = FORMS[place.step](place, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return save(request, places, form)
    return asked(request, places, form)


def save(request: HttpRequest, places: list[Place], form: StepForm) -> HttpResponse:
    """Keep an answer, or say why the rules do not allow it."""
    place = form.place
    try:
        answers.answer(place, form.write(), actor=actor_of(request))
    except Refused as refused:
        for refusal in refused.refusals:
            form.add_error(None, refusal.text)
        return asked(request, places, form)
    except NotADraft:
        return no_draft(request, place.plan)
    renewed = path_of(plan_for(request.user, place.plan.pk))
    return redirect(after(renewed, place).url)


def asked(request: HttpRequest, places: list[Place], form: StepForm) -> HttpResponse:
    """The page of one question."""
    return render(request, "plans/setup/step.html", shown.question(places, form))


def no_draft(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Say that the plan is open: what people rely on stays as it is."""
    messages.error(
        request, _("This plan is not a draft any more: its terms stay as they are, because people rely on them.")
    )
    return redirect("plans:plan", plan.pk)
