"""HR's pages of the end of a plan: each source, what closing it would do, the act, how far it is; solidarity pools."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.closing import pools, run, shown
from catalog.closing.forms import CloseForm, PoolGrantForm
from catalog.closing.preview import Figures, figures_of
from catalog.closing.tasks import carry_closing_on
from catalog.fiscal import YearWithoutRules
from catalog.plans import queries
from catalog.plans.forms import new_key
from catalog.plans.grants import CannotGrant
from catalog.plans.models import Budget
from catalog.plans.views import HR
from members.ledger.errors import KeyReused
from tenants.envelope import send_after_commit
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.clock import today
from welfare.money import format_amount

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@access(HR, kinds=EMPLOYERS)
@require_safe
def plan_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sources of a plan: which run, which wait to be closed, what became of the others; 404 for a base plan."""
    plan = queries.plan_for(pk)
    if plan.is_base:
        raise Http404
    return render(request, "closing/plan.html", {"plan": plan, "rows": shown.shown_budgets(plan)})


@access(HR, kinds=EMPLOYERS)
@FORMS
def budget_page(request: HttpRequest, pk: UUID, budget_id: UUID) -> HttpResponse:
    """One source: what closing it would do, to be confirmed; how far the closing is; what it did; or why not today."""
    budget = budget_of(pk, budget_id)
    if request.method == "POST":
        return close(request, budget)
    closing = run.closing_of(budget)
    if closing is not None:
        context: dict[str, Any] = {"row": shown.shown(budget, closing), **shown.progress_of(closing)}
        return render(request, "closing/closing.html", context)
    return preview(request, budget)


def budget_of(plan_id: UUID, budget_id: UUID) -> Budget:
    """A budget of a plan, or 404; a base plan has nothing to close."""
    budget = queries.budget_for(budget_id)
    if budget.plan_id != plan_id or budget.plan.is_base:
        raise Http404
    return budget


def preview(request: HttpRequest, budget: Budget, *, is_changed: bool = False) -> HttpResponse:
    """What closing would do, or why it cannot be done today."""
    context: dict[str, Any] = {"row": shown.ShownBudget(budget, None)}
    try:
        run.refuse_closed(budget)
        figures = figures_of(budget, today())
    except run.CannotClose:
        context["why_not"] = shown.why_not(budget)
    except YearWithoutRules as error:
        context["why_not"] = no_rules(error)
    else:
        context |= figures_context(figures) | {"form": form_of(figures, is_changed=is_changed)}
    return render(request, "closing/preview.html", context)


def no_rules(error: YearWithoutRules) -> tuple[str, str]:
    """That the law of the year is not on record."""
    title = _("The tax rules of %(year)s are not on record yet") % {"year": error.year}
    return title, _("How much a fund may take is not known without them: close it when they are there.")


def figures_context(figures: Figures) -> dict[str, Any]:
    """What the page to confirm shows."""
    return {
        "figures": figures,
        "total": format_amount(figures.total, figures.unit),
        "facts": shown.facts_of(figures.parts, figures.unit),
    }


def form_of(figures: Figures, *, is_changed: bool) -> CloseForm:
    """The form that confirms these figures; after others were confirmed, with what to do."""
    if not is_changed:
        return CloseForm(initial={"digest": figures.digest})
    form = CloseForm({"key": new_key(), "digest": figures.digest})
    form.add_error(None, _("The figures are not those that were shown: nothing was closed. Look at them again."))
    return form


def close(request: HttpRequest, budget: Budget) -> HttpResponse:
    """Close what was shown; figures that have changed are shown again."""
    key, digest = CloseForm(request.POST).answers()
    try:
        closing = run.begin(budget, key, digest=digest, actor=actor_of(request))
    except run.AlreadyClosed as refusal:
        messages.error(request, _("It has been closed before: %(act)s.") % {"act": act_of(budget, refusal)})
    except run.Changed:
        return preview(request, budget, is_changed=True)
    except (run.CannotClose, YearWithoutRules):
        return preview(request, budget)
    else:
        send_after_commit(carry_closing_on, closing.pk)
    return redirect("closing:budget", budget.plan_id, budget.pk)


def act_of(budget: Budget, refusal: run.AlreadyClosed) -> str:
    """When it was closed, and by whom."""
    return shown.ShownBudget(budget, refusal.closing).act


@access(HR, kinds=EMPLOYERS)
@require_safe
def progress(request: HttpRequest, pk: UUID, budget_id: UUID) -> HttpResponse:
    """How far a closing is: the fragment that the page asks for again."""
    closing = run.closing_of(budget_of(pk, budget_id))
    if closing is None:
        raise Http404
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("closing:budget", pk, budget_id)
    response = render(request, "closing/progress.html", {"plan_id": pk, **shown.progress_of(closing)})
    if closing.state not in shown.WAITING:
        response.headers["HX-Refresh"] = "true"
    return response


@access(HR, kinds=EMPLOYERS)
@require_safe
def pool_list(request: HttpRequest) -> HttpResponse:
    """What each solidarity pool holds."""
    return render(request, "closing/pools.html", {"pools": pools.pools()})


@access(HR, kinds=EMPLOYERS)
@FORMS
def pool_grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant from a pool: the terms; what they come to is shown, and confirmed, on the grant's own page."""
    pool = pools.pool_for(pk)
    form = PoolGrantForm(request.POST if request.method == "POST" else None, pool=pool.budget)
    if request.method == "POST" and form.is_valid():
        terms = form.cleaned_data
        try:
            given = pools.prepare(
                pool,
                terms["budget"],
                terms["category"],
                terms["amount"],
                key=str(terms["key"]),
                actor=actor_of(request),
            )
        except CannotGrant as refusal:
            form.add_error("amount", str(refusal))
        except KeyReused:
            form.add_error(None, _("This form has granted credit before: begin again from the pool."))
        else:
            return redirect("plans:grant_run", given.pk)
    return render(request, "closing/pool_grant.html", {"pool": pool, "form": form})
